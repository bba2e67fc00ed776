"""Lanes of deliveries: claimed under a lease, and given back with what became of what waited there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.delivery_rows import Delivery
from bridge.runtime.lease import is_dead
from bridge.runtime.outbox_rows import close_gate, is_gate_closed
from bridge.runtime.store import inserts

BATCH = 100
"""Deliveries of a lane that are understood together."""
SCANNED = 8
"""Rows that are looked at for each lane that is wanted: a lane's long queue must cost no long look."""


_D, _L = t.deliveries.c, t.leases.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A lane that is ours until its lease ends, with what waits in it."""

    name: str
    owner: str
    fence: int
    batch: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who claims lanes, from when until when.

    Args:
        gate: Nothing is claimed while it is closed.
    """

    gate: str
    owner: str
    now: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The end of deliveries that were understood or parked."""

    ids: tuple[str, ...]
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Deliveries that are to be understood at `run_at`.

    Args:
        is_mistake: The try ended in an error of our own.
        gate: What waits until then as a whole.
    """

    ids: tuple[str, ...]
    run_at: datetime
    reason: str
    is_mistake: bool
    gate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What became of a lane that was ours; with it the lane is given back."""

    lane: Lane
    outcomes: tuple[Mark | Later, ...]


def claim(claim: Claim, limit: int, conn: Connection) -> list[Lane]:
    """Takes up to `limit` lanes in which something is due, those that wait longest first."""
    wanted = {"gate": claim.gate, "now": claim.now, "limit": limit, "scan": limit * SCANNED}
    names = conn.execute(_READY, wanted).scalars().all()
    return claimed(names, claim, conn) if names else []


def claimed(names: Sequence[str], claim: Claim, conn: Connection) -> list[Lane]:
    """Takes those of the lanes `names` that are free, with what waits in them."""
    lease = {"owner": claim.owner, "fence": 1, "until": claim.until, "now": claim.now}
    conn.execute(_take(conn.dialect.name), [{"name": _lease(name), **lease} for name in names])
    # of those that another instance was quicker to take, the row says so
    taken = {"owner": claim.owner, "until": claim.until, "names": [_lease(name) for name in names]}
    fences = {row.name: row.fence for row in conn.execute(_TAKEN, taken)}
    ours = [name for name in names if _lease(name) in fences]
    waiting: dict[str, list[Delivery]] = {name: [] for name in ours}
    for row in conn.execute(_WAITING, {"lanes": ours}):
        waiting[row.lane].append(Delivery(**row._asdict()))
    return [
        Lane(name=name, owner=claim.owner, fence=fences[_lease(name)], batch=tuple(batch))
        for name, batch in waiting.items()
    ]


def leave(left: Sequence[Left], conn: Connection) -> list[None]:
    """Writes what became of lanes, and gives those back that are still ours."""
    marks: list[dict[str, Any]] = []
    laters: list[dict[str, Any]] = []
    for outcome in (outcome for one in left for outcome in one.outcomes):
        if isinstance(outcome, Mark):
            end = {"b_state": outcome.state, "b_reason": outcome.reason}
            marks += [{"b_id": one, **end} for one in outcome.ids]
            continue
        wait = {
            "b_run_at": outcome.run_at,
            "b_reason": outcome.reason,
            "b_mistakes": int(outcome.is_mistake),
        }
        laters += [{"b_id": one, **wait} for one in outcome.ids]
        if outcome.gate is not None:
            close_gate(conn, outcome.gate, outcome.run_at)
    if marks:
        conn.execute(_MARK, marks)
    if laters:
        conn.execute(_LATER, laters)
    lanes = [one.lane for one in left]
    conn.execute(
        _LEAVE, [{"name": _lease(lane.name), "owner": lane.owner, "fence": lane.fence} for lane in lanes]
    )
    return [None] * len(left)


def look_after(held: Sequence[Lane], until: datetime, conn: Connection) -> None:
    """Keeps the leases of lanes that are still ours, and ends those of owners that are known to be dead."""
    rows = [
        {"b_name": _lease(one.name), "b_owner": one.owner, "b_fence": one.fence, "b_until": until}
        for one in held
    ]
    if rows:
        conn.execute(_PROLONG, rows)
    free_the_dead(conn)


def free_the_dead(conn: Connection) -> None:
    """Ends the leases of owners that are known to be dead."""
    dead = [owner for owner in conn.execute(_OWNERS).scalars() if is_dead(owner)]
    if dead:
        conn.execute(_FREE, {"dead": dead})


def _lease(lane: str) -> str:
    return f"delivery:{lane}"


_NOW = bindparam("now", type_=_D.run_at.type)
_OLDEST = (
    sa.select(_D.lane, _D.run_at)
    .where(
        _D.run_at <= _NOW,
        ~is_gate_closed(bindparam("gate"), _NOW),
        ~sa.exists().where(_L.name == "delivery:" + _D.lane, _L.until > _NOW),
    )
    .order_by(_D.run_at)
    .limit(bindparam("scan"))
    .subquery()
)
_READY = (
    sa.select(_OLDEST.c.lane)
    .group_by(_OLDEST.c.lane)
    .order_by(sa.func.min(_OLDEST.c.run_at))
    .limit(bindparam("limit"))
)
_TAKEN = sa.select(_L.name, _L.fence).where(
    _L.owner == bindparam("owner"),
    _L.until == bindparam("until"),
    _L.name.in_(bindparam("names", expanding=True)),
)
_RANKED = (
    sa.select(
        _D.id,
        sa.func.row_number().over(partition_by=_D.lane, order_by=(_D.received_at, _D.id)).label("place"),
    )
    .where(_D.lane.in_(bindparam("lanes", expanding=True)), _D.run_at.is_not(None))
    .subquery()
)
_WAITING = (
    sa.select(_D.id, _D.source, _D.key, _D.lane, _D.body, _D.received_at, _D.attempts, _D.mistakes)
    .join(_RANKED, _RANKED.c.id == _D.id)
    .where(_RANKED.c.place <= BATCH)
    .order_by(_D.received_at, _D.id)
)
_LEAVE = sa.delete(t.leases).where(
    _L.name == bindparam("name"), _L.owner == bindparam("owner"), _L.fence == bindparam("fence")
)
_MARK = (
    sa.update(t.deliveries)
    # whoever lost his lease may be late
    .where(_D.id == bindparam("b_id"), sa.or_(_D.state == "received", _D.state == "parked"))
    .values(state=bindparam("b_state"), reason=bindparam("b_reason"), run_at=None, attempts=_D.attempts + 1)
)
_LATER = (
    sa.update(t.deliveries)
    .where(_D.id == bindparam("b_id"), _D.state == "received")
    .values(
        run_at=bindparam("b_run_at"),
        reason=bindparam("b_reason"),
        attempts=_D.attempts + 1,
        mistakes=_D.mistakes + bindparam("b_mistakes"),
    )
)
_PROLONG = (
    sa.update(t.leases)
    .where(_L.name == bindparam("b_name"), _L.owner == bindparam("b_owner"), _L.fence == bindparam("b_fence"))
    .values(until=bindparam("b_until"))
)
_OWNERS = sa.select(_L.owner).distinct()
_FREE = sa.delete(t.leases).where(_L.owner.in_(bindparam("dead", expanding=True)))


@cache
def _take(dialect: str) -> Any:
    insert = inserts(dialect)(t.leases).values(
        name=bindparam("name"), owner=bindparam("owner"), fence=bindparam("fence"), until=bindparam("until")
    )
    new = {"owner": insert.excluded.owner, "until": insert.excluded.until, "fence": _L.fence + 1}
    return insert.on_conflict_do_update(
        index_elements=["name"], set_=new, where=_L.until <= bindparam("now", type_=_L.until.type)
    )
