"""Keeps deliveries that arrive: each once, and one that comes alone with its lane claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import news
from bridge.runtime import tables as t
from bridge.runtime.delivery_lanes import Claim, Lane, claimed
from bridge.runtime.delivery_rows import Delivery
from bridge.runtime.outbox_rows import is_gate_closed
from bridge.runtime.store import inserts

_GIVEN = ("id", "source", "key", "lane", "received_at", "body")
_D = t.deliveries.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A delivery as it was stored.

    Args:
        is_new: It was not there before.
        lane: Its lane, if that was claimed with it.
    """

    is_new: bool
    lane: Lane | None = None


def keep(arrived: Sequence[Delivery], origin: str, conn: Connection) -> Sequence[Kept]:
    """Stores them, and says of each whether it is new; the same twice is new once.

    Other processes are told that there is work, but for the one whose `Store.name` is `origin`.
    """
    is_new = _stored(arrived, conn)
    if any(is_new):
        news.write(conn, [news.WORK], origin)
    return [Kept(is_new=one) for one in is_new]


def keep_claimed(one: Delivery, origin: str, claim: Claim, conn: Connection) -> Sequence[Kept]:
    """The same with one, whose lane is claimed in the same transaction, if it is free."""
    if not _stored([one], conn)[0]:
        return [Kept(is_new=False)]
    is_closed = conn.execute(_IS_CLOSED, {"gate": claim.gate, "now": claim.now}).scalar()
    lanes = [] if is_closed else claimed([one.lane], claim, conn)
    if not lanes:
        news.write(conn, [news.WORK], origin)
    return [Kept(is_new=True, lane=lanes[0] if lanes else None)]


def _stored(arrived: Sequence[Delivery], conn: Connection) -> list[bool]:
    there = set(conn.execute(_THERE, {"ids": [one.id for one in arrived]}).scalars())
    rows: list[dict[str, Any]] = []
    is_new: list[bool] = []
    for one in arrived:
        is_new.append(one.id not in there)
        if one.id in there:
            continue
        there.add(one.id)
        rows.append({name: getattr(one, name) for name in _GIVEN} | {"run_at": one.received_at})
    if rows:
        conn.execute(_keep(conn.dialect.name), rows)
    return is_new


_NOW = bindparam("now", type_=_D.run_at.type)
_THERE = sa.select(_D.id).where(_D.id.in_(bindparam("ids", expanding=True)))
_IS_CLOSED = sa.select(is_gate_closed(bindparam("gate"), _NOW))


@cache
def _keep(dialect: str) -> Any:
    # another instance may have been quicker by a hair; that is no error
    new = {"state": "received", "attempts": 0, "mistakes": 0, "reason": ""}
    given: dict[str, Any] = {name: bindparam(name) for name in (*_GIVEN, "run_at")}
    return inserts(dialect)(t.deliveries).values({**new, **given}).on_conflict_do_nothing()
