"""Contacts, their sessions and the browsers that they came from. Of tokens only hashes are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.core.words.ids import derived
from bridge.core.words.values import Contact
from bridge.runtime import codec
from bridge.runtime import tables as t
from bridge.runtime.store import Store, inserts

T = TypeVar("T")
Read: TypeAlias = Callable[[Connection], T]

ATTRIBUTES_CHARS = 64 * 1024
"""Of JSON of one contact, whatever is added how often; each request of his reads them."""

_C, _K, _S, _V = t.contacts.c, t.contact_keys.c, t.sessions.c, t.visitors.c
_BY_ID = sa.select(_C.contact, _C.attributes).where(_C.id == bindparam("id"))
_BY_KEY = (
    sa.select(_C.contact, _C.attributes)
    .join(t.contact_keys, _K.contact_id == _C.id)
    .where(_K.key == bindparam("key"))
)
_UPDATE = (
    sa.update(t.contacts)
    .where(_C.id == bindparam("b_id"))
    .values(contact=bindparam("b_contact"), attributes=bindparam("b_attributes"))
)
_SESSION = (
    sa.select(_S.id, _S.expires_at, _S.origin, _S.platform, _C.contact, _C.attributes)
    .join(t.contacts, _C.id == _S.contact_id)
    .where(_S.token_hash == bindparam("token_hash"), _S.expires_at > bindparam("now"))
)
_OPEN = sa.insert(t.sessions)
_CLOSE = sa.delete(t.sessions).where(_S.token_hash == bindparam("token_hash"))
_CLOSE_ALL = sa.delete(t.sessions).where(_S.contact_id == bindparam("contact_id"))
_VISITOR = (
    sa.select(_C.contact)
    .join(t.visitors, _V.contact_id == _C.id)
    .where(_V.token_hash == bindparam("token_hash"))
)
_FORGET = sa.delete(t.visitors).where(_V.token_hash == bindparam("token_hash"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who proved, or just claimed, who he is.

    Args:
        contact: As he is known now, with his custom attributes.
        id: `ses_…`; says nothing about the token.
        expires_at: Aware UTC.
        origin: The host of the page that it was opened on.
        platform: `web`, `ios`, `android`.
    """

    contact: Contact
    id: str
    expires_at: datetime
    origin: str
    platform: str


def proven(*, user_id: str | None, email: str | None, name: str | None) -> tuple[str, Contact]:
    """A user whom a hash, a token or the operator's own server vouches for: his key, and what he is when new.

    Args:
        user_id: The operator's id of him.
        email: Normalised; the key of a user without an id.
        name: As he is called.
    """
    key = f"user:{user_id}" if user_id else f"email:{email}"
    external_id = user_id or email or ""
    return key, Contact(
        id=derived("con", key),
        role="user",
        verified=True,
        external_id=external_id,
        name=name or email or f"User {external_id}",
        email=email,
    )


async def find_or_make_contact(
    store: Store, key: str, make: Contact, attributes: Mapping[str, Any]
) -> Contact:
    """The contact of `key`; `make` when there is none yet.

    Args:
        store: The rows.
        key: Unique, e.g. `user:42`, `email:a@b`, `visitor:<hash>`.
        make: What becomes of him when he is new.
        attributes: Merged with what is known; beyond the limit what was not said again goes, oldest first.
    """
    found = await store.read(lambda conn: conn.execute(_BY_KEY, {"key": key}).first(), short=True)
    if found is not None:
        contact = codec.contacts.load(found.contact)
        known = orjson.loads(found.attributes)
        if not attributes or known | dict(attributes) == known:
            return contact
    return await store.write(lambda conn: _found_or_made(conn, key, make, attributes), key=key)


async def update_contact(store: Store, contact: Contact, attributes: Mapping[str, Any]) -> None:
    """Keeps what is new about a contact; `attributes` are merged as in `find_or_make_contact`."""

    def unit(conn: Connection) -> None:
        row = conn.execute(_BY_ID.with_for_update(), {"id": contact.id}).first()
        if row is not None:
            _update(conn, contact, _merged(orjson.loads(row.attributes), attributes))

    await store.write(unit, key=contact.id)


async def contact(store: Store, contact_id: str) -> Contact | None:
    """The contact of this id."""

    def read(conn: Connection) -> Contact | None:
        row = conn.execute(_BY_ID, {"id": contact_id}).first()
        return None if row is None else codec.contacts.load(row.contact)

    return await store.read(read, short=True)


async def open_session(
    store: Store, *, contact_id: str, token_hash: str, expires_at: datetime, origin: str, platform: str
) -> None:
    """Opens a session of a contact that exists."""
    values = {
        "token_hash": token_hash,
        "id": derived("ses", token_hash),
        "contact_id": contact_id,
        "expires_at": expires_at,
        "origin": origin,
        "platform": platform,
    }
    await store.write(lambda conn: _do(conn, _OPEN, values))


async def session(store: Store, token_hash: str, now: datetime) -> Session | None:
    """The session of this token if it lives at `now`."""
    found = await session_and(store, token_hash, now, lambda _conn: None)
    return None if found is None else found[0]


async def session_and(
    store: Store, token_hash: str, now: datetime, read: Read[T]
) -> tuple[Session, T] | None:
    """The same with what is asked for besides, in one reading; nothing more is read without a session."""

    def both(conn: Connection) -> tuple[Session, T] | None:
        row = conn.execute(_SESSION, {"token_hash": token_hash, "now": now}).first()
        if row is None:
            return None
        found = Session(
            contact=replace(codec.contacts.load(row.contact), attributes=orjson.loads(row.attributes)),
            id=row.id,
            expires_at=row.expires_at,
            origin=row.origin,
            platform=row.platform,
        )
        return found, read(conn)

    return await store.read(both, short=True)


async def close_session(store: Store, token_hash: str) -> None:
    """Ends it; an unknown one is over already."""
    await store.write(lambda conn: _do(conn, _CLOSE, {"token_hash": token_hash}))


async def close_sessions_of(store: Store, contact_id: str) -> None:
    """Ends all of a contact."""
    await store.write(lambda conn: _do(conn, _CLOSE_ALL, {"contact_id": contact_id}))


async def visitor(store: Store, token_hash: str) -> Contact | None:
    """Who came with this visitor's token."""

    def read(conn: Connection) -> Contact | None:
        found = conn.execute(_VISITOR, {"token_hash": token_hash}).scalar()
        return None if found is None else codec.contacts.load(found)

    return await store.read(read, short=True)


async def remember_visitor(store: Store, token_hash: str, contact_id: str) -> None:
    """From now on this token means this contact."""
    values = {"token_hash": token_hash, "contact_id": contact_id}
    await store.write(lambda conn: _do(conn, _remember(conn.dialect.name), values))


async def forget_visitor(store: Store, token_hash: str) -> None:
    """From now on this token means nobody."""
    await store.write(lambda conn: _do(conn, _FORGET, {"token_hash": token_hash}))


def _found_or_made(conn: Connection, key: str, make: Contact, attributes: Mapping[str, Any]) -> Contact:
    dialect = conn.dialect.name
    conn.execute(
        _new_contact(dialect),
        {"id": make.id, "contact": codec.contacts.dump(make), "attributes": _json(attributes)},
    )
    conn.execute(_new_key(dialect), {"key": key, "contact_id": make.id})
    row = conn.execute(_BY_KEY.with_for_update(of=t.contacts), {"key": key}).one()
    found = codec.contacts.load(row.contact)
    known = orjson.loads(row.attributes)
    merged = _merged(known, attributes)
    if merged != known:
        _update(conn, found, merged)
    return found


def _merged(known: dict[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = known | dict(new)
    size = len(_json(merged))
    for key in list(known):
        if size <= ATTRIBUTES_CHARS:
            break
        if key not in new:
            size -= len(_json({key: merged.pop(key)})) - 1  # its braces are one comma
    return merged


def _update(conn: Connection, contact: Contact, attributes: Mapping[str, Any]) -> None:
    values = {"b_contact": codec.contacts.dump(contact), "b_attributes": _json(attributes)}
    conn.execute(_UPDATE, {"b_id": contact.id, **values})


def _do(conn: Connection, statement: Any, values: Mapping[str, Any]) -> None:
    conn.execute(statement, values)


def _json(attributes: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(attributes)).decode()


@cache
def _new_contact(dialect: str) -> Any:
    return inserts(dialect)(t.contacts).on_conflict_do_nothing(index_elements=["id"])


@cache
def _new_key(dialect: str) -> Any:
    return inserts(dialect)(t.contact_keys).on_conflict_do_nothing(index_elements=["key"])


@cache
def _remember(dialect: str) -> Any:
    insert = inserts(dialect)(t.visitors)
    return insert.on_conflict_do_update(
        index_elements=["token_hash"], set_={"contact_id": insert.excluded.contact_id}
    )
