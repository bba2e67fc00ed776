"""What a contact did on pages that have the Messenger: the newest events, and no more than these."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import Store

KEPT = 100
"""Events of one contact; older ones make room."""

_E = t.page_events.c
_KNOWN = sa.select(t.contacts.c.id).where(t.contacts.c.id == bindparam("contact_id")).with_for_update()
_ADD = sa.insert(t.page_events)
_OF = sa.select(_E.name, _E.details, _E.at).where(_E.contact_id == bindparam("contact_id"))
_NEWEST = (
    sa.select(_E.id)
    .where(_E.contact_id == bindparam("contact_id"))
    .order_by(_E.at.desc(), _E.id)
    .limit(KEPT)
    .scalar_subquery()
)
_PRUNE = sa.delete(t.page_events).where(_E.contact_id == bindparam("contact_id"), _E.id.not_in(_NEWEST))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEvent:
    """One event.

    Args:
        name: As the page calls it.
        details: JSON that the page gave with it.
        at: When it came.
    """

    name: str
    details: Mapping[str, Any]
    at: datetime


async def keep(store: Store, contact_id: str, event: PageEvent) -> None:
    """Stores it; of a contact who was erased meanwhile nothing is kept.

    Raises:
        StoreBusy: Nothing was written; try again.
    """
    row = {
        "id": f"pev_{secrets.token_hex(12)}",
        "contact_id": contact_id,
        "name": event.name,
        "details": orjson.dumps(dict(event.details)).decode().replace("\\u0000", ""),
        "at": event.at,
    }

    def unit(conn: Connection) -> None:
        if conn.execute(_KNOWN, row).first() is not None:
            conn.execute(_ADD, row)
            conn.execute(_PRUNE, {"contact_id": contact_id})

    await store.write(unit, key=contact_id)


async def events_of(store: Store, contact_id: str) -> list[PageEvent]:
    """A contact's, the newest first."""
    return await store.read(lambda conn: events_on(conn, contact_id))


def events_on(conn: Connection, contact_id: str) -> list[PageEvent]:
    """The same on a connection."""
    rows: Sequence[Any] = conn.execute(_OF.order_by(_E.at.desc(), _E.id), {"contact_id": contact_id}).all()
    return [PageEvent(name=row.name, details=orjson.loads(row.details), at=row.at) for row in rows]
