"""Secrets at rest: encrypted by keys that are not in the database."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import Store, inserts

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_READ = sa.select(t.vault.c.value).where(t.vault.c.name == bindparam("name"))
_DROP = sa.delete(t.vault).where(t.vault.c.name == bindparam("name"))
_NAMES = sa.select(t.vault.c.name).order_by(t.vault.c.name)


class Unreadable(Exception):  # noqa: N818 - it is a state, not a mistake
    """The secret was encrypted by a key that is not among ours any more."""


class Vault:
    """Names and their secrets.

    Args:
        store: The rows.
        keys: Long random texts, newest first: the first encrypts, all of them decrypt.
    """

    def __init__(self, store: Store, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("a vault needs at least one key")
        self._store = store
        self._keys = tuple(keys)
        self._made: MultiFernet | None = None

    async def put(self, name: str, value: str) -> None:
        """Keeps a secret, in place of the one of this name."""
        row = {"name": name, "value": self._cipher().encrypt(value.encode())}

        def unit(conn: Connection) -> None:
            conn.execute(_put(conn.dialect.name), row)

        await self._store.write(unit)

    async def get(self, name: str) -> str | None:
        """The secret, or None when there is none of this name.

        Raises:
            Unreadable: None of our keys opens it.
        """
        value = await self._store.read(lambda conn: conn.execute(_READ, {"name": name}).scalar())
        if value is None:
            return None
        from cryptography.fernet import InvalidToken

        try:
            return self._cipher().decrypt(bytes(value)).decode()
        except InvalidToken:
            raise Unreadable(f"{name}: none of BRIDGE_SECRET_KEYS opens it") from None

    async def drop(self, name: str) -> bool:
        """Forgets the secret; False when there was none of this name."""

        def unit(conn: Connection) -> bool:
            return bool(conn.execute(_DROP, {"name": name}).rowcount)

        return await self._store.write(unit)

    async def names(self) -> list[str]:
        """What is kept; names are no secrets."""
        return await self._store.read(lambda conn: list(conn.execute(_NAMES).scalars()))

    def _cipher(self) -> MultiFernet:
        if self._made is None:
            from cryptography.fernet import Fernet, MultiFernet

            self._made = MultiFernet([Fernet(_fernet_key(key)) for key in self._keys])
        return self._made


def _fernet_key(key: str) -> bytes:
    """32 bytes of any long text; its own purpose, so that the same key signs elsewhere without harm."""
    return base64.urlsafe_b64encode(
        hashlib.blake2b(key.encode(), digest_size=32, person=b"bridge-vault").digest()
    )


@cache
def _put(dialect: str) -> Any:
    insert = inserts(dialect)(t.vault)
    return insert.on_conflict_do_update(index_elements=["name"], set_={"value": insert.excluded.value})
