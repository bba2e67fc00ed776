"""The outbox: effects are claimed lane by lane, performed, and their results become the next turn.

`sent` is committed before anything is performed, and an effect's end and its result's turn are one
transaction. So after a crash at any point each effect is either not begun, or known to have been begun.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from typing import Any, Literal

import sqlalchemy as sa
import structlog
from sqlalchemy import Connection, bindparam

from bridge.core.words.effects import Effect
from bridge.core.words.ids import derived
from bridge.core.words.operator_events import OperatorDecided
from bridge.core.words.values import Touch
from bridge.runtime import codec, outbox_rows
from bridge.runtime import tables as t
from bridge.runtime.clock import Clock
from bridge.runtime.lease import is_dead, new_owner
from bridge.runtime.metrics import Metrics
from bridge.runtime.outbox_rows import Claimed, LeaseLost, Mends
from bridge.runtime.perform import Attempt, Performer, Performing
from bridge.runtime.retry import SCHEDULES, Schedule
from bridge.runtime.store import Store, StoreBusy
from bridge.runtime.turn import Turns
from bridge.runtime.work import Work

__all__ = ["Attempt", "NotParked", "Outbox", "Parked", "Performer"]

POLL_S = 1.0
"""How often the rows are looked at without being woken: what another instance planned, leases that ended."""
LEASE_S = 15.0
"""How long a silent instance keeps an effect; leases that are in use are prolonged three times as often."""
AT_ONCE = 32
"""Effects of one kind of lane that are performed at the same time; a desk that hangs stops no thinking."""
ALONG = "fin"
"""The lane of what a customer waits for. What may be repeated there is claimed by the turn that plans it."""
STOP_S = 8.0
"""How long a stop waits for effects that are being performed; a deploy gives about ten seconds."""
LISTED = 500

log = structlog.get_logger(__name__)
_O = t.outbox.c
_PARKED = (
    sa.select(_O.id, _O.conversation_id, _O.kind, _O.state, _O.reason, _O.planned_at, _O.attempts)
    .where(sa.text("state IN ('parked', 'unknown')"))
    .order_by(_O.planned_at)
    .limit(LISTED)
)
_ONE = sa.select(_O.conversation_id, _O.kind, _O.fence, _O.state).where(_O.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An effect that needs an operator: `parked` was refused, `unknown` may or may not have happened."""

    effect_id: str
    conversation_id: str
    kind: str
    state: str
    reason: str
    age_s: float
    attempts: int


class NotParked(Exception):  # noqa: N818 - it is a state, not a mistake
    """There is no such effect, or it does not wait for an operator."""


class Outbox:
    """Performs effects, those of one lane in order, and never two of one lane at a time.

    Args:
        store: The rows.
        turns: Where results go.
        performers: One for each type of effect.
        clock: What time it is.
        schedules: How patient to be, by kind of lane.
        lease_s: How long an effect is ours without a sign of life from us.
        stop_s: How long a stop waits for what is being performed.
        metrics: Where attempts are counted.
        touch_of: What repeating an effect would mean; the effect's own word, unless it is tried with another.
    """

    def __init__(
        self,
        store: Store,
        turns: Turns,
        performers: Mapping[type[Effect], Performer[Any]],
        clock: Clock,
        *,
        schedules: Mapping[str, Schedule] = SCHEDULES,
        lease_s: float = LEASE_S,
        stop_s: float = STOP_S,
        metrics: Metrics | None = None,
        touch_of: Callable[[Effect], Touch] = attrgetter("touch"),
    ) -> None:
        self._performing = Performing(
            store,
            turns,
            performers,
            clock,
            schedules=schedules,
            metrics=metrics or Metrics.private(),
            wake=self.wake,
            touch_of=touch_of,
        )
        self._store = store
        self._turns = turns
        self._touch_of = touch_of
        self._clock = clock
        self._lease_s = lease_s
        self._stop_s = stop_s
        self._kinds = sorted({performed.lane for performed in performers})
        self._owner = new_owner()
        self._held: dict[str, Claimed] = {}
        self._busy: Counter[str] = Counter()
        self._news = asyncio.Event()
        self._begin: Callable[[Claimed], None] | None = None
        turns.on_planned(self.wake)
        turns.goes_along(self)

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Performs until `stop`, then waits for what is under way; gives back what is not done in time."""
        under_way: set[asyncio.Task[None]] = set()
        with suppress(StoreBusy):  # then their leases end by time
            await self._store.write(self._free_the_dead)
        async with asyncio.TaskGroup() as group:
            aside = [
                group.create_task(self._prolong(), name="outbox-leases"),
                group.create_task(self._wake_at(stop), name="outbox-stop"),
            ]

            def begin(held: Claimed) -> None:
                task = group.create_task(self._perform(held), name=f"effect-{held.id}")
                under_way.add(task)
                task.add_done_callback(under_way.discard)

            self._begin = begin
            try:
                while not stop.is_set():
                    self._news.clear()
                    for held in await self._claim():
                        begin(held)
                    with suppress(TimeoutError):
                        async with asyncio.timeout(POLL_S):
                            await self._news.wait()
            finally:
                self._begin = None
            if under_way:
                _, late = await asyncio.wait(under_way, timeout=self._stop_s)
                for task in late:
                    task.cancel()
            for task in aside:
                task.cancel()
        await self._give_back()

    def has_room(self) -> bool:
        """Of `bridge.runtime.turn.Along`."""
        if self._begin is None or self._busy[ALONG] >= AT_ONCE:
            return False
        self._busy[ALONG] += 1
        return True

    def take(self, conn: Connection, work: Work, now: datetime) -> Claimed | None:
        """The same; only what may be repeated: who dies now has it marked as sent without having begun it."""
        for effect_id, _, effect in work.effects:
            if effect.lane == ALONG and self._touch_of(effect) == "read":
                planned = Claimed(
                    id=effect_id,
                    conversation_id=work.conversation.id,
                    lane_kind=effect.lane,
                    kind=effect.kind,
                    fence=1,
                    attempts=1,
                    unsure=0,
                    mistakes=0,
                    was_sent=False,
                    planned_at=now,
                    effect=codec.effects.dump(effect),
                )
                until = now + timedelta(seconds=self._lease_s)
                return planned if outbox_rows.take(conn, planned, owner=self._owner, until=until) else None
        return None

    def settled(self, held: Claimed | None) -> None:
        """The same."""
        if held is None:
            self._busy[ALONG] -= 1
            self.wake()  # it may have been the last place
            return
        self._held[held.id] = held
        if self._begin is not None:  # else we stop: it is given back
            self._begin(held)

    async def parked(self) -> list[Parked]:
        """What waits for an operator, the oldest first, at most 500."""
        now = self._clock.now()
        rows = await self._store.read(lambda conn: conn.execute(_PARKED).all())
        return [
            Parked(
                effect_id=row.id,
                conversation_id=row.conversation_id,
                kind=row.kind,
                state=row.state,
                reason=row.reason,
                age_s=(now - row.planned_at).total_seconds(),
                attempts=row.attempts,
            )
            for row in rows
        ]

    async def decide(self, effect_id: str, decision: Literal["retry", "drop"], operator: str) -> None:
        """An operator's word: do it again, or let the lane go on without it.

        Raises:
            NotParked: It does not wait for anybody.
        """
        row = await self._store.read(lambda conn: conn.execute(_ONE, {"id": effect_id}).first())
        if row is None or row.state not in ("parked", "unknown"):
            raise NotParked(effect_id)
        event = OperatorDecided(
            conversation_id=row.conversation_id,
            at=self._clock.now(),
            effect_kind=row.kind,
            decision=decision,
            operator=operator,
        )
        event_id = derived("evt", effect_id, "operator", decision, row.fence)
        mends = Mends(effect_id=effect_id, decision=decision, operator=operator)
        try:
            await self._turns.turn(event_id, [event], finishes=mends)
        except LeaseLost:
            raise NotParked(effect_id) from None
        log.info("operator_decided", effect=effect_id, decision=decision)

    async def _claim(self) -> list[Claimed]:
        now = self._clock.now()
        rooms = {kind: room for kind in self._kinds if (room := AT_ONCE - self._busy[kind]) > 0}

        def unit(conn: Connection) -> list[Claimed]:
            found: list[Claimed] = []
            for kind in outbox_rows.ready(conn, tuple(rooms), now):
                found += outbox_rows.claim(
                    conn, lane_kind=kind, owner=self._owner, now=now, lease_s=self._lease_s, limit=rooms[kind]
                )
            return found

        try:
            claimed = await self._store.write(unit, key="outbox", short=True)
        except StoreBusy as busy:
            log.warning("outbox_waits_for_the_store", reason=str(busy))
            return []
        for held in claimed:
            self._held[held.id] = held
            self._busy[held.lane_kind] += 1
        return claimed

    async def _perform(self, held: Claimed) -> None:
        await self._performing.attempt(held)
        self._held.pop(held.id, None)
        self._busy[held.lane_kind] -= 1
        self.wake()

    async def _prolong(self) -> None:
        while True:
            await asyncio.sleep(self._lease_s / 3)
            with suppress(StoreBusy):  # the next time; until then the leases still run
                if held := tuple(self._held.values()):
                    until = self._clock.now() + timedelta(seconds=self._lease_s)
                    await self._store.write(partial(outbox_rows.prolong, held, until))
                await self._store.write(self._free_the_dead)

    async def _give_back(self) -> None:
        """What was cut off can be taken over at once; it counts as possibly sent."""
        if held := tuple(self._held.values()):
            log.warning("effects_cut_off", effects=[one.id for one in held])
            with suppress(StoreBusy):  # then the leases end by themselves
                await self._store.write(partial(outbox_rows.prolong, held, self._clock.now()))
            self._held.clear()
            self._busy.clear()

    def _free_the_dead(self, conn: Connection) -> None:
        dead = [owner for owner in outbox_rows.owners(conn) if is_dead(owner)]
        if dead:
            outbox_rows.free(conn, dead, self._clock.now())

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake()
