"""The ledger of procedures: which runs there were, and how they ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

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
    sa.select(_R.kind, _R.definition_id, _R.how, _C.outcome, sa.func.count().label("number"))
    .join(t.conversations, _C.id == _R.conversation_id)
    .where(_R.began_at >= bindparam("since"))
    .group_by(_R.kind, _R.definition_id, _R.how, _C.outcome)
)


@dataclass(slots=True)
class Counted:
    """One procedure's or workflow's runs.

    Args:
        began: All of them.
        under_way: Those that have not ended.
        ended: By how they ended.
        outcomes: By the outcome that their conversation has now; one that is open has none.
    """

    kind: str
    definition: str
    began: int = 0
    under_way: int = 0
    ended: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)


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
    rows = await store.read(lambda conn: conn.execute(_COUNTED, {"since": since}).all())
    found: dict[tuple[str, str], Counted] = {}
    for row in rows:
        key = row.kind, row.definition_id
        one = found.setdefault(key, Counted(kind=row.kind, definition=row.definition_id))
        one.began += row.number
        if row.how is None:
            one.under_way += row.number
        else:
            one.ended[row.how] = one.ended.get(row.how, 0) + row.number
        if row.outcome is not None:
            one.outcomes[row.outcome] = one.outcomes.get(row.outcome, 0) + row.number
    return [found[key] for key in sorted(found)]
