"""What was ordered of the world for one conversation, as far as it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.core.words.effects import Effect
from bridge.runtime import codec
from bridge.runtime import tables as t
from bridge.runtime.store import Store

_ALL = (
    sa.select(t.outbox.c.effect, t.outbox.c.planned_at)
    .where(t.outbox.c.conversation_id == bindparam("conversation_id"))
    .order_by(t.outbox.c.place)
)


async def effects_of(store: Store, conversation_id: str) -> Sequence[tuple[Effect, datetime]]:
    """Effects with the time when each was planned, in order; those of eight days ago are gone."""
    return await store.read(partial(_read, conversation_id))


def _read(conversation_id: str, conn: Connection) -> list[tuple[Effect, datetime]]:
    rows = conn.execute(_ALL, {"conversation_id": conversation_id})
    return [(codec.effects.load(row.effect), row.planned_at) for row in rows]
