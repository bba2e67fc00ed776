"""Files that customers sent: kept in the database, so that every instance has them and a backup too."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import Store

_KEEP = sa.insert(t.uploads)
_READ = sa.select(t.uploads).where(t.uploads.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file.

    Args:
        id: `upl_…`, unguessable.
        contact_id: Who sent it.
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
    """Stores a file durably."""
    row = asdict(file)

    def unit(conn: Connection) -> None:
        conn.execute(_KEEP, row)

    await store.write(unit, key=file.contact_id)


async def upload(store: Store, upload_id: str) -> Upload | None:
    """The file of this id."""

    def read(conn: Connection) -> Upload | None:
        row = conn.execute(_READ, {"id": upload_id}).first()
        return None if row is None else Upload(**row._asdict())

    return await store.read(read)
