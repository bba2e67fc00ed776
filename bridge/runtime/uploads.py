"""Files of conversations: kept in the database, so that every instance has them and a backup too."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import Store, inserts

_READ = sa.select(t.uploads).where(t.uploads.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file.

    Args:
        id: `upl_…`; a customer's is unguessable.
        contact_id: Who sent it, or whom an agent sent it to.
        name: Safe to show and to save as.
        content_type: As found by looking at the bytes.
    """

    id: str
    contact_id: str
    name: str
    content_type: str
    size_bytes: int
    data: bytes


async def keep_upload(store: Store, file: Upload) -> None:
    """Stores a file durably; one that is there already stays as it is."""
    row = asdict(file)

    def unit(conn: Connection) -> None:
        conn.execute(_keep(conn.dialect.name), row)

    await store.write(unit, key=file.contact_id)


async def upload(store: Store, upload_id: str) -> Upload | None:
    """The file of this id."""

    def read(conn: Connection) -> Upload | None:
        row = conn.execute(_READ, {"id": upload_id}).first()
        return None if row is None else Upload(**row._asdict())

    return await store.read(read)


@cache
def _keep(dialect: str) -> Any:
    return inserts(dialect)(t.uploads).on_conflict_do_nothing(index_elements=["id"])
