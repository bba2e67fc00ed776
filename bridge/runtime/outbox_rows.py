"""The outbox's rows: which effect may be claimed, by whom it is held, how it ends.

An effect that waits behind another of its lane has no `run_at`; whatever ends the one before it gives it
one. All of a lane's changes happen under its conversation's lock or under the holder's fence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import inserts

_O = t.outbox.c


class LeaseLost(Exception):  # noqa: N818 - it is a state, not a mistake
    """Somebody else holds the effect meanwhile, or it is over: nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finishes:
    """The end of an attempt, written with the turn that its result makes.

    Args:
        effect_id: Which effect.
        fence: As it was claimed.
        state: What it becomes; `parked` keeps its place in its lane, the others give it up.
        reason: For operators.
    """

    effect_id: str
    fence: int
    state: Literal["done", "parked", "unknown"] = "done"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mends:
    """An operator's word about something parked or unknown."""

    effect_id: str
    decision: Literal["retry", "drop"]
    operator: str


Ends: TypeAlias = Finishes | Mends


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An effect that is ours to perform until the lease ends.

    Args:
        attempts: This one included.
        unsure: Earlier attempts that may have reached the other side.
        mistakes: Earlier attempts that ended in an error of our own.
        was_sent: The attempt before ended without a word: its process died, or stood still for too long.
        effect: As JSON.
    """

    id: str
    conversation_id: str
    lane_kind: str
    kind: str
    fence: int
    attempts: int
    unsure: int
    mistakes: int
    was_sent: bool
    planned_at: datetime
    effect: str


def claim(
    conn: Connection, *, lane_kind: str, owner: str, now: datetime, lease_s: float, limit: int
) -> list[Claimed]:
    """Takes up to `limit` effects whose time has come and whose destination is open, oldest first."""
    rows = conn.execute(_READY, {"lane_kind": lane_kind, "now": now, "limit": limit}).all()
    if not rows:
        return []
    until = now + timedelta(seconds=lease_s)
    held = [
        Claimed(
            id=row.id,
            conversation_id=row.conversation_id,
            lane_kind=lane_kind,
            kind=row.kind,
            fence=row.fence + 1,
            attempts=row.attempts + 1,
            # whoever held it ended without a word: it may have got through
            unsure=row.unsure + (row.state == "sent"),
            mistakes=row.mistakes,
            was_sent=row.state == "sent",
            planned_at=row.planned_at,
            effect=row.effect,
        )
        for row in rows
    ]
    conn.execute(
        _HOLD,
        [
            {
                "b_id": one.id,
                "b_fence": one.fence,
                "b_attempts": one.attempts,
                "b_unsure": one.unsure,
                "b_owner": owner,
                "b_until": until,
            }
            for one in held
        ],
    )
    return held


def take(conn: Connection, planned: Claimed, *, owner: str, until: datetime) -> bool:
    """Takes what this transaction has planned; False when it has to wait, for its lane or its destination."""
    values = {"b_id": planned.id, "b_owner": owner, "b_until": until}
    asked = {"b_lane_kind": planned.lane_kind, "now": planned.planned_at}
    return conn.execute(_TAKE, values | asked).first() is not None


def ready(conn: Connection, lane_kinds: Sequence[str], now: datetime) -> Sequence[str]:
    """Those of the kinds of lanes in which the time of some effect has come."""
    if not lane_kinds:
        return ()
    return conn.execute(_kinds(tuple(lane_kinds)), {"now": now}).scalars().all()


def finish(conn: Connection, ends: Ends, now: datetime) -> bool:
    """Ends the attempt and lets the next of its lane go; False when it is not ours to end."""
    if isinstance(ends, Finishes):
        values = {"b_state": ends.state, "b_reason": ends.reason, "b_fence": ends.fence}
        lane = conn.execute(_FINISH, {"b_id": ends.effect_id, **values}).scalar()
    else:
        again = ends.decision == "retry"
        mended = {
            "b_state": "planned" if again else "done",
            "b_reason": "" if again else f"dropped by {ends.operator}",
        }
        lane = conn.execute(_MEND, {"b_id": ends.effect_id, **mended}).scalar()
    if lane is None:
        return False
    conn.execute(_NEXT, {"b_lane": lane, "now": now})
    return True


def put_back(
    conn: Connection, held: Claimed, *, run_at: datetime, reason: str, unsure: bool, mistake: bool
) -> bool:
    """To be tried again at `run_at`; it stays at the head of its lane. False when it is not ours any more."""
    values = {"b_run_at": run_at, "b_reason": reason, "b_unsure": int(unsure), "b_mistakes": int(mistake)}
    return conn.execute(_PUT_BACK, {"b_id": held.id, "b_fence": held.fence, **values}).first() is not None


def park(held: Claimed, reason: str, conn: Connection) -> None:
    """Parks what cannot even become a turn."""
    values = {"b_state": "parked", "b_reason": reason, "b_fence": held.fence}
    conn.execute(_FINISH, {"b_id": held.id, **values})


def prolong(held: Iterable[Claimed], until: datetime, conn: Connection) -> None:
    """Keeps leases that are still ours; `until` now gives them up."""
    rows = [{"b_id": one.id, "b_fence": one.fence, "b_until": until} for one in held]
    if rows:
        conn.execute(_PROLONG, rows)


def owners(conn: Connection) -> Sequence[str]:
    """Everybody who holds an effect."""
    return conn.execute(_OWNERS).scalars().all()


def free(conn: Connection, dead: Iterable[str], now: datetime) -> None:
    """Ends the leases of owners that are known to be dead."""
    conn.execute(_FREE, [{"b_owner": owner, "b_now": now} for owner in dead])


def close_gate(conn: Connection, name: str, until: datetime) -> None:
    """Nothing goes to this destination before `until`; a gate that is closed for longer stays so."""
    conn.execute(_OLD_GATE, {"b_name": name, "b_until": until})
    conn.execute(_new_gate(conn.dialect.name), {"name": name, "closed_until": until})


def is_gate_closed(name: Any, now: Any) -> sa.ColumnElement[bool]:
    """The condition that a destination asked us to wait."""
    return sa.exists().where(t.gates.c.name == name, t.gates.c.closed_until > now)


_NOW = bindparam("now", type_=_O.run_at.type)
_READY = (
    sa.select(
        _O.id,
        _O.conversation_id,
        _O.kind,
        _O.state,
        _O.fence,
        _O.attempts,
        _O.unsure,
        _O.mistakes,
        _O.planned_at,
        _O.effect,
    )
    .where(
        _O.lane_kind == bindparam("lane_kind"),
        _O.run_at <= _NOW,
        ~is_gate_closed(bindparam("lane_kind"), _NOW),
    )
    .order_by(_O.run_at, _O.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=t.outbox)
)
_HOLD = (
    sa.update(t.outbox)
    .where(_O.id == bindparam("b_id"))
    .values(
        state="sent",
        fence=bindparam("b_fence"),
        attempts=bindparam("b_attempts"),
        unsure=bindparam("b_unsure"),
        owner=bindparam("b_owner"),
        run_at=bindparam("b_until"),
    )
)
_TAKE = (
    sa.update(t.outbox)
    .where(
        _O.id == bindparam("b_id"),
        _O.state == "planned",
        _O.run_at <= _NOW,
        ~is_gate_closed(bindparam("b_lane_kind"), _NOW),
    )
    .values(state="sent", fence=1, attempts=1, owner=bindparam("b_owner"), run_at=bindparam("b_until"))
    .returning(_O.id)
)
_IS_OURS = sa.and_(_O.id == bindparam("b_id"), _O.fence == bindparam("b_fence"), _O.state == "sent")
_ENDED: dict[str, Any] = {
    "state": bindparam("b_state"),
    "reason": bindparam("b_reason"),
    "run_at": None,
    "owner": None,
}
_FINISH = sa.update(t.outbox).where(_IS_OURS).values(_ENDED).returning(_O.lane)
_MEND = (
    sa.update(t.outbox)
    .where(_O.id == bindparam("b_id"), _O.state.in_(("parked", "unknown")))
    .values({**_ENDED, "attempts": 0, "mistakes": 0})
    .returning(_O.lane)
)
_PUT_BACK = (
    sa.update(t.outbox)
    .where(_IS_OURS)
    .values(
        state="planned",
        run_at=bindparam("b_run_at"),
        reason=bindparam("b_reason"),
        unsure=_O.unsure + bindparam("b_unsure"),
        mistakes=_O.mistakes + bindparam("b_mistakes"),
        owner=None,
    )
    .returning(_O.id)
)
_PROLONG = sa.update(t.outbox).where(_IS_OURS).values(run_at=bindparam("b_until"))
_LANE = t.outbox.alias("lane_rows")
_HEAD = (
    sa.select(_LANE.c.id)
    .where(_LANE.c.lane == bindparam("b_lane"), sa.text(t.OPEN.replace("state", "lane_rows.state")))
    .order_by(_LANE.c.place)
    .limit(1)
    .scalar_subquery()
)
_NEXT = (
    sa.update(t.outbox).where(_O.id == _HEAD, _O.state == "planned", _O.run_at.is_(None)).values(run_at=_NOW)
)
_OWNERS = sa.select(_O.owner).where(_O.run_at.is_not(None), _O.owner.is_not(None)).distinct()
_FREE = (
    sa.update(t.outbox)
    .where(_O.run_at.is_not(None), _O.owner == bindparam("b_owner"), _O.state == "sent")
    .values(run_at=bindparam("b_now"))
)
_OLD_GATE = sa.delete(t.gates).where(
    t.gates.c.name == bindparam("b_name"), t.gates.c.closed_until < bindparam("b_until")
)


@cache
def _new_gate(dialect: str) -> Any:
    return inserts(dialect)(t.gates).on_conflict_do_nothing()


@cache
def _kinds(lane_kinds: tuple[str, ...]) -> Any:
    """One statement for all of them; each looks no further than the index's first row."""
    return sa.union_all(
        *(
            sa.select(sa.literal_column(f"'{kind}'")).where(
                sa.exists().where(_O.lane_kind == sa.literal_column(f"'{kind}'"), _O.run_at <= _NOW)
            )
            for kind in lane_kinds
        )
    )
