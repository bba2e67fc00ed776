"""Removes what nobody asks for any more, after eight days: done work, ids long past, strangers."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.clock import Clock
from bridge.runtime.store import Store
from bridge.runtime.strangers import forget_strangers

KEPT = timedelta(days=8)
"""Longer than anybody resends: Zendesk gives up within hours, a browser within a week's session."""
BATCH = 500
"""Rows in one transaction."""
MOST = 50_000
"""Rows at one call; the rest the next time."""

_BEFORE = bindparam("before", type_=t.outbox.c.planned_at.type)
_OVER = (
    (t.outbox.c.id, sa.and_(t.outbox.c.state == "done", t.outbox.c.planned_at < _BEFORE)),
    # lasting ones may be read again from the ticket at any time, and must not become new
    (t.events_seen.c.id, sa.and_(~t.events_seen.c.lasting, t.events_seen.c.at < _BEFORE)),
    (
        t.deliveries.c.id,
        sa.and_(t.deliveries.c.state.in_(("done", "foreign")), t.deliveries.c.received_at < _BEFORE),
    ),
    (t.executions.c.id, t.executions.c.at < _BEFORE),
    (t.sessions.c.token_hash, t.sessions.c.expires_at < _BEFORE),
    (t.leases.c.name, t.leases.c.until < _BEFORE),
    (t.gates.c.name, t.gates.c.closed_until < _BEFORE),
)
_WHOSE = sa.select(t.sessions.c.contact_id).where(
    t.sessions.c.token_hash.in_(bindparam("ids", expanding=True)), t.sessions.c.expires_at < _BEFORE
)
_FIND = [sa.select(column).where(is_over).limit(MOST) for column, is_over in _OVER]
_REMOVE = [sa.delete(column.table).where(column == bindparam("b_id"), is_over) for column, is_over in _OVER]


async def clean(store: Store, clock: Clock) -> int:
    """Removes what is over, in small transactions; returns how many rows. Call it about every hour."""
    before = clock.now() - KEPT
    count = 0
    for find, remove in zip(_FIND, _REMOVE, strict=True):
        ids = await store.read(partial(_ids, find, before))
        for start in range(0, len(ids), BATCH):
            await store.write(partial(_removed, remove, ids[start : start + BATCH], before))
        count += len(ids)
    return count


def _ids(find: sa.Select[Any], before: datetime, conn: Connection) -> list[str]:
    return list(conn.execute(find, {"before": before}).scalars())


def _removed(remove: sa.Delete, ids: list[str], before: datetime, conn: Connection) -> None:
    is_of_people = remove.table is t.sessions
    whose = conn.execute(_WHOSE, {"ids": ids, "before": before}).scalars().all() if is_of_people else ()
    conn.execute(remove, [{"b_id": one, "before": before} for one in ids])
    if whose:
        forget_strangers(conn, whose)
