"""The deliveries' rows: what one is, and those that wait for an operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t

LISTED = 500

_D = t.deliveries.c


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
class ParkedDelivery:
    """A delivery that needs an operator."""

    id: str
    source: str
    lane: str
    reason: str
    age_s: float
    attempts: int


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
