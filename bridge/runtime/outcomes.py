"""The ledger of outcomes: what conversations came to, which of them were reopened, and which are disputed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.core.conversation.outcomes import RESOLVED
from bridge.core.words.entries import Why
from bridge.core.words.outcome import Outcome
from bridge.runtime import codec
from bridge.runtime import tables as t
from bridge.runtime.store import Store

OPEN = "open"
"""What a conversation without an outcome is called here."""

_C, _L = t.conversations.c, t.lines.c
_COUNTED = (
    sa.select(_C.outcome, sa.func.count().label("number"))
    .where(_C.updated_at >= bindparam("since"))
    .group_by(_C.outcome)
)
_REOPENED = (
    sa.select(sa.func.count(sa.distinct(_L.conversation_id)))
    .join(t.conversations, _C.id == _L.conversation_id)
    .where(_C.updated_at >= bindparam("since"), _L.kind == "why", _L.entry.like('%"what":"reopened"%'))
)
_LISTED = (
    sa.select(_C.id, _C.ticket_id, _C.outcome, _C.updated_at)
    .where(_C.updated_at >= bindparam("since"))
    .order_by(_C.updated_at.desc(), _C.id)
    .limit(bindparam("limit"))
)
_DISPUTES = (
    sa.select(_L.conversation_id, _L.entry)
    .where(
        _L.conversation_id.in_(bindparam("ids", expanding=True)),
        _L.kind == "why",
        _L.entry.like('%"what":"disputed"%'),
    )
    .order_by(_L.conversation_id, _L.seq)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What conversations that changed since then came to.

    Args:
        outcomes: Conversations by their outcome; `open` for those without one.
        reopened: Those whose customer once took a resolution back; they are among `outcomes` as well.
    """

    since: datetime
    outcomes: dict[str, int]
    reopened: int

    @property
    def resolution_rate(self) -> float | None:
        """The part that was resolved of all that came to something; None while none has.

        Unanswered proactive messages count neither way; a disputed resolution is none.
        """
        neither = (OPEN, Outcome.PENDING)
        counted = sum(number for word, number in self.outcomes.items() if word not in neither)
        resolved = sum(number for word, number in self.outcomes.items() if word in RESOLVED)
        return resolved / counted if counted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One conversation; `dispute` is what it was, who disputed it and why."""

    conversation_id: str
    ticket_id: int | None
    outcome: str
    at: datetime
    dispute: str | None


async def ledger(store: Store, since: datetime) -> Ledger:
    """The counts."""
    rows = await store.read(lambda conn: conn.execute(_COUNTED, {"since": since}).all())
    reopened = await store.read(lambda conn: conn.execute(_REOPENED, {"since": since}).scalar_one())
    return Ledger(since=since, outcomes={row.outcome or OPEN: row.number for row in rows}, reopened=reopened)


async def listed(store: Store, since: datetime, *, outcome: str | None = None, limit: int = 100) -> list[Row]:
    """The latest conversations with what they came to.

    Args:
        store: Where they are.
        since: Changed since then.
        outcome: Only these; None for all.
        limit: At most so many.
    """
    statement = _LISTED
    if outcome is not None:
        statement = statement.where(_C.outcome.is_(None) if outcome == OPEN else _C.outcome == outcome)
    values = {"since": since, "limit": limit}
    rows = await store.read(lambda conn: conn.execute(statement, values).all())
    said = await store.read(partial(_disputes, [row.id for row in rows]))
    return [
        Row(
            conversation_id=row.id,
            ticket_id=row.ticket_id,
            outcome=row.outcome or OPEN,
            at=row.updated_at,
            dispute=said.get(row.id) if row.outcome == Outcome.DISPUTED else None,
        )
        for row in rows
    ]


def _disputes(ids: Sequence[str], conn: Connection) -> dict[str, str]:
    found: Sequence[Any] = conn.execute(_DISPUTES, {"ids": list(ids)}).all() if ids else ()
    entries = ((row.conversation_id, codec.entries.load(row.entry)) for row in found)
    return {id_: one.detail for id_, one in entries if isinstance(one, Why)}
