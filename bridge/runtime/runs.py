"""The ledger of procedures: which runs there were, and how they ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, bindparam

from bridge.core.words.outcome import Outcome
from bridge.core.words.runs import RunBegan, RunNews
from bridge.runtime import tables as t
from bridge.runtime.store import Store

_R, _C = t.runs.c, t.conversations.c
_BEGAN = sa.insert(t.runs)
_ENDED = (
    sa.update(t.runs)
    .where(_R.id == bindparam("b_id"))
    .values(ended_at=bindparam("b_at"), how=bindparam("b_how"))
)
_COUNTED = (
    sa.select(_R.kind, _R.definition_id, _R.how, sa.func.count().label("number"))
    .where(_R.began_at >= bindparam("since"))
    .group_by(_R.kind, _R.definition_id, _R.how)
)
_ENTERED = (
    sa.select(
        _R.kind, _R.definition_id, _C.outcome, sa.func.count(sa.distinct(_R.conversation_id)).label("number")
    )
    .join(t.conversations, _C.id == _R.conversation_id)
    .where(_R.began_at >= bindparam("since"))
    .group_by(_R.kind, _R.definition_id, _C.outcome)
)
_RESOLVED = frozenset({Outcome.RESOLUTION_CONFIRMED, Outcome.RESOLUTION_ASSUMED, Outcome.PROCEDURE_COMPLETED})


@dataclass(slots=True)
class Counted:
    """One procedure's or workflow's runs.

    Args:
        began: All of them.
        under_way: Those that have not ended.
        ended: By how they ended.
        conversations: Those that entered it, each once however often it did.
        outcomes: What these have come to by now; one that is open has come to nothing yet.
    """

    kind: str
    definition: str
    began: int = 0
    under_way: int = 0
    ended: dict[str, int] = field(default_factory=dict)
    conversations: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def resolution_rate(self) -> float | None:
        """Conversations that were resolved, of those that came to something; None while none has.

        One that a proactive message began and nobody answered counts neither way.
        """
        counted = sum(number for word, number in self.outcomes.items() if word != Outcome.PENDING)
        resolved = sum(number for word, number in self.outcomes.items() if word in _RESOLVED)
        return resolved / counted if counted else None


def write(conn: Connection, news: Sequence[tuple[str, RunNews]], now: datetime) -> None:
    """Writes what is news of (conversation's id, run), within the turn's transaction."""
    began = [
        {
            "id": one.run_id,
            "conversation_id": conversation_id,
            "kind": one.kind,
            "definition_id": one.definition,
            "version": one.version,
            "began_at": now,
        }
        for conversation_id, one in news
        if isinstance(one, RunBegan)
    ]
    if began:
        conn.execute(_BEGAN, began)
    ended = [
        {"b_id": one.run_id, "b_at": now, "b_how": one.how}
        for _, one in news
        if not isinstance(one, RunBegan)
    ]
    if ended:
        conn.execute(_ENDED, ended)


async def counted(store: Store, since: datetime) -> list[Counted]:
    """What the runs that began since then came to, by kind and id."""
    found: dict[tuple[str, str], Counted] = {}

    def of(row: Row[Any]) -> Counted:
        key = row.kind, row.definition_id
        return found.setdefault(key, Counted(kind=row.kind, definition=row.definition_id))

    for row in await store.read(lambda conn: conn.execute(_COUNTED, {"since": since}).all()):
        one = of(row)
        one.began += row.number
        if row.how is None:
            one.under_way += row.number
        else:
            one.ended[row.how] = row.number
    for row in await store.read(lambda conn: conn.execute(_ENTERED, {"since": since}).all()):
        one = of(row)
        one.conversations += row.number
        if row.outcome is not None:
            one.outcomes[row.outcome] = row.number
    return [found[key] for key in sorted(found)]
