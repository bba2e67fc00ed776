"""The numbers of the wheel, for Prometheus. Counting is cheap; what must be asked is asked by `measure`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from sqlalchemy import Connection

from bridge.runtime import tables as t
from bridge.runtime.clock import Clock
from bridge.runtime.store import Store

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1, 5)
_O = t.outbox.c
_OPEN_EFFECTS = (
    sa.select(_O.kind, _O.state, sa.func.count(), sa.func.min(_O.planned_at))
    .where(sa.or_(sa.text(t.OPEN), _O.state == "unknown"))
    .group_by(_O.kind, _O.state)
)
_DELIVERIES = sa.select(t.deliveries.c.state, sa.func.count()).group_by(t.deliveries.c.state)
_TIMERS = sa.select(sa.func.count()).select_from(t.timers)
_STATES = {"planned": "waiting", "sent": "waiting", "parked": "parked", "unknown": "unknown"}


class Metrics:
    """The runtime's numbers.

    Args:
        registry: Where they are shown; one registry has them once.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._turns = Counter("bridge_turns_total", "Turns, by what happened.", ["event"], registry=registry)
        self._turn_seconds = Histogram(
            "bridge_turn_seconds", "One turn, to its commit.", buckets=_BUCKETS, registry=registry
        )
        self._performed = Counter(
            "bridge_effects_total",
            "Attempts to perform an effect, by how they ended.",
            ["kind", "verdict"],
            registry=registry,
        )
        self._paused = Counter(
            "bridge_destination_pauses_total",
            "How often a destination asked us to wait (429 and the like).",
            ["lane"],
            registry=registry,
        )
        self._outbox = Gauge(
            "bridge_outbox_effects", "Effects that are not done.", ["kind", "state"], registry=registry
        )
        self._oldest = Gauge(
            "bridge_outbox_oldest_seconds",
            "Age of the oldest effect that waits.",
            ["kind"],
            registry=registry,
        )
        self._deliveries = Gauge("bridge_deliveries", "Deliveries, by state.", ["state"], registry=registry)
        self._timers = Gauge("bridge_timers_pending", "Timers that are set.", registry=registry)
        self._fired = Counter("bridge_timers_fired_total", "Timers that fired.", registry=registry)
        self._counters: dict[tuple[str, ...], Any] = {}  # labels() costs more than the rest of us

    @classmethod
    def private(cls) -> Metrics:
        """Numbers that nobody shows."""
        return cls(CollectorRegistry())

    def turned(self, event: str, seconds: float) -> None:
        """Counts a turn."""
        self._counter(self._turns, "turn", event).inc()
        self._turn_seconds.observe(seconds)

    def performed(self, kind: str, verdict: str) -> None:
        """Counts an attempt."""
        self._counter(self._performed, kind, verdict).inc()

    def paused(self, lane: str) -> None:
        """Counts a destination's wish to be left alone for a while."""
        self._counter(self._paused, "pause", lane).inc()

    def fired(self, count: int) -> None:
        """Counts timers."""
        self._fired.inc(count)

    async def measure(self, store: Store, clock: Clock) -> None:
        """Asks the database for what only it knows; call it every few seconds."""
        effects, deliveries, timers = await store.read(_ask)
        self._outbox.clear()
        self._oldest.clear()
        now = clock.now()
        counts: dict[tuple[str, str], int] = {}
        oldest: dict[str, float] = {}
        for kind, state, count, since in effects:
            shown = _STATES[state]
            counts[kind, shown] = counts.get((kind, shown), 0) + count
            if shown == "waiting":
                oldest[kind] = max(oldest.get(kind, 0.0), (now - since).total_seconds())
        for (kind, shown), count in counts.items():
            self._outbox.labels(kind, shown).set(count)
        for kind, age_s in oldest.items():
            self._oldest.labels(kind).set(age_s)
        self._deliveries.clear()
        for state, count in deliveries:
            self._deliveries.labels(state).set(count)
        self._timers.set(timers)

    def _counter(self, counter: Counter, first: str, second: str) -> Any:
        key = (first, second)
        if (found := self._counters.get(key)) is None:
            labels = (second,) if first in ("turn", "pause") else key
            found = self._counters[key] = counter.labels(*labels)
        return found


def _ask(conn: Connection) -> tuple[Any, Any, Any]:
    return (
        conn.execute(_OPEN_EFFECTS).all(),
        conn.execute(_DELIVERIES).all(),
        conn.execute(_TIMERS).scalar_one(),
    )
