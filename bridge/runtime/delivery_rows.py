"""The deliveries' rows: kept once, claimed by lane, marked, parked, tried again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.lease import is_dead
from bridge.runtime.outbox_rows import close_gate, is_gate_closed
from bridge.runtime.store import inserts

BATCH = 100
"""Deliveries of a lane that are understood together."""
LISTED = 500

_D, _L = t.deliveries.c, t.leases.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One webhook as it came.

    Args:
        id: `dlv_…`, made of source and key.
        attempts: Earlier tries to understand it.
        mistakes: Those that ended in an error of our own.
    """

    id: str
    source: str
    key: str
    lane: str
    body: bytes
    received_at: datetime
    attempts: int = 0
    mistakes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A lane that is ours until its lease ends, with what waits in it."""

    name: str
    owner: str
    fence: int
    batch: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedDelivery:
    """A delivery that needs an operator."""

    id: str
    source: str
    lane: str
    reason: str
    age_s: float
    attempts: int


def keep(arrived: Sequence[Delivery], conn: Connection) -> set[str]:
    """Stores them, and returns the ids of those that were there before."""
    there = set(conn.execute(_THERE, {"ids": [one.id for one in arrived]}).scalars())
    rows = [
        {
            "id": one.id,
            "source": one.source,
            "key": one.key,
            "lane": one.lane,
            "state": "received",
            "run_at": one.received_at,
            "attempts": 0,
            "mistakes": 0,
            "reason": "",
            "received_at": one.received_at,
            "body": one.body,
        }
        for one in arrived
        if one.id not in there
    ]
    if rows:
        conn.execute(_keep(conn.dialect.name), rows)
    return there


def claim(gate: str, owner: str, now: datetime, until: datetime, limit: int, conn: Connection) -> list[Lane]:
    """Takes up to `limit` lanes in which something is due, those that wait longest first."""
    names = conn.execute(_READY, {"gate": gate, "now": now, "limit": limit}).scalars().all()
    lanes: list[Lane] = []
    for name in names:
        lease = {"name": _lease(name), "owner": owner, "fence": 1, "until": until, "now": now}
        fence = conn.execute(_take(conn.dialect.name), lease).scalar()
        if fence is None:  # another instance was quicker
            continue
        batch = tuple(Delivery(**row._asdict()) for row in conn.execute(_WAITING, {"lane": name}))
        lanes.append(Lane(name=name, owner=owner, fence=fence, batch=batch))
    return lanes


def leave(lane: Lane, conn: Connection) -> None:
    """Gives the lane back, if it is still ours."""
    conn.execute(_LEAVE, {"name": _lease(lane.name), "owner": lane.owner, "fence": lane.fence})


def mark(ids: Sequence[str], state: str, reason: str, conn: Connection) -> None:
    """The end of deliveries that were understood or parked."""
    conn.execute(_MARK, [{"b_id": one, "b_state": state, "b_reason": reason} for one in ids])


def later(
    ids: Sequence[str],
    run_at: datetime,
    reason: str,
    gate: str | None,
    conn: Connection,
    *,
    is_mistake: bool,
) -> None:
    """To be understood at `run_at`; with `gate` everything that goes through it waits until then."""
    more = {"b_run_at": run_at, "b_reason": reason, "b_mistakes": int(is_mistake)}
    conn.execute(_LATER, [{"b_id": one, **more} for one in ids])
    if gate is not None:
        close_gate(conn, gate, run_at)


def parked(now: datetime, conn: Connection) -> list[ParkedDelivery]:
    """What waits for an operator."""
    return [
        ParkedDelivery(
            id=row.id,
            source=row.source,
            lane=row.lane,
            reason=row.reason,
            age_s=(now - row.received_at).total_seconds(),
            attempts=row.attempts,
        )
        for row in conn.execute(_PARKED)
    ]


def retry(delivery_id: str, now: datetime, conn: Connection) -> bool:
    """Back to the waiting ones; False when it is not parked."""
    return conn.execute(_RETRY, {"b_id": delivery_id, "b_now": now}).first() is not None


def free_the_dead(conn: Connection) -> None:
    """Ends the leases of owners that are known to be dead."""
    dead = [owner for owner in conn.execute(_OWNERS).scalars() if is_dead(owner)]
    if dead:
        conn.execute(_FREE, {"dead": dead})


def _lease(lane: str) -> str:
    return f"delivery:{lane}"


_THERE = sa.select(_D.id).where(_D.id.in_(bindparam("ids", expanding=True)))
_NOW = bindparam("now", type_=_D.run_at.type)
_READY = (
    sa.select(_D.lane)
    .where(
        _D.run_at <= _NOW,
        ~is_gate_closed(bindparam("gate"), _NOW),
        ~sa.exists().where(_L.name == "delivery:" + _D.lane, _L.until > _NOW),
    )
    .group_by(_D.lane)
    .order_by(sa.func.min(_D.run_at))
    .limit(bindparam("limit"))
)
_WAITING = (
    sa.select(_D.id, _D.source, _D.key, _D.lane, _D.body, _D.received_at, _D.attempts, _D.mistakes)
    .where(_D.lane == bindparam("lane"), _D.run_at.is_not(None))
    .order_by(_D.received_at, _D.id)
    .limit(BATCH)
)
_LEAVE = sa.delete(t.leases).where(
    _L.name == bindparam("name"), _L.owner == bindparam("owner"), _L.fence == bindparam("fence")
)
_MARK = (
    sa.update(t.deliveries)
    .where(_D.id == bindparam("b_id"))
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
_PARKED = (
    sa.select(_D.id, _D.source, _D.lane, _D.reason, _D.received_at, _D.attempts)
    .where(_D.state == "parked")
    .order_by(_D.received_at)
    .limit(LISTED)
)
_RETRY = (
    sa.update(t.deliveries)
    .where(_D.id == bindparam("b_id"), _D.state == "parked")
    .values(state="received", run_at=bindparam("b_now"), attempts=0, mistakes=0)
    .returning(_D.id)
)
_OWNERS = sa.select(_L.owner).distinct()
_FREE = sa.delete(t.leases).where(_L.owner.in_(bindparam("dead", expanding=True)))


@cache
def _keep(dialect: str) -> Any:
    # another instance may have been quicker by a hair; that is no error
    return inserts(dialect)(t.deliveries).on_conflict_do_nothing()


@cache
def _take(dialect: str) -> Any:
    insert = inserts(dialect)(t.leases).values(
        name=bindparam("name"), owner=bindparam("owner"), fence=bindparam("fence"), until=bindparam("until")
    )
    new = {"owner": insert.excluded.owner, "until": insert.excluded.until, "fence": _L.fence + 1}
    return insert.on_conflict_do_update(
        index_elements=["name"], set_=new, where=_L.until <= bindparam("now", type_=_L.until.type)
    ).returning(_L.fence)
