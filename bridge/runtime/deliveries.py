"""Foreign webhooks: kept and acknowledged first, understood later, one lane at a time and in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog

from bridge.core.words.ids import derived
from bridge.runtime import delivery_keeping, delivery_lanes, delivery_rows
from bridge.runtime.clock import Clock
from bridge.runtime.delivery_keeping import Kept
from bridge.runtime.delivery_lanes import Claim, Lane, Later, Left, Mark
from bridge.runtime.delivery_rows import Delivery, ParkedDelivery
from bridge.runtime.lease import new_owner
from bridge.runtime.metrics import Metrics
from bridge.runtime.retry import SCHEDULES, Schedule
from bridge.runtime.store import Store, StoreBusy
from bridge.runtime.together import Together
from bridge.runtime.turn import Turns
from bridge.runtime.understanding import Handler, Incoming, Understanding, Understood

__all__ = ["Deliveries", "Delivery", "Handler", "Incoming", "ParkedDelivery", "Understood", "gathering_s"]

POLL_S = 1.0
"""How often the rows are looked at without being woken."""
LEASE_S = 15.0
"""How long a silent instance keeps a lane; leases that are in use are prolonged three times as often."""
AT_ONCE = 32
"""Lanes that are understood at the same time."""
GATHER_S, GATHER_LONGEST_S = 0.02, 0.1
"""Between two looks while much comes in: each costs a commit, and the next one finds more of it. The more
comes in than is understood, the longer: that it is kept and acknowledged comes first."""
STOP_S = 8.0

log = structlog.get_logger(__name__)


class Deliveries:
    """Keeps deliveries, and hands them to `handler`.

    Args:
        store: The rows.
        clock: What time it is.
        handler: Understands them.
        turns: Where events go; needed by `run` alone.
        gate: The name of the place that the handler reads from; when it asks for a pause, all lanes wait.
        schedule: How patient to be.
        lease_s: How long a lane is ours without a sign of life from us.
        metrics: Where pauses are counted.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        handler: Handler,
        *,
        turns: Turns | None = None,
        gate: str = "deliveries",
        schedule: Schedule = SCHEDULES["deliveries"],
        lease_s: float = LEASE_S,
        metrics: Metrics | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._turns = turns
        self._gate = gate
        self._lease_s = lease_s
        self._understanding = Understanding(
            handler,
            clock,
            gate=gate,
            schedule=schedule,
            metrics=metrics or Metrics.private(),
            wake=self.wake,
        )
        self._owner = new_owner()
        self._keep: Together[Delivery, Kept] = Together(self._kept)
        self._leave: Together[Left, None] = Together(
            lambda left: store.give(partial(delivery_lanes.leave, left), key="deliveries")
        )
        self._held: dict[str, Lane] = {}
        self._busy = 0
        self._lately: deque[float] = deque(maxlen=AT_ONCE)
        """When what was kept lately was given to the store, in the loop's time."""
        self._arrived = 0
        self._news = asyncio.Event()
        self._tells: list[Callable[[], None]] = []
        self._begin: Callable[[Lane], None] | None = None
        """Has a lane understood; None while nobody here does that."""

    async def keep(self, source: str, key: str, lane: str, body: bytes) -> bool:
        """Stores a delivery durably; only then may it be acknowledged.

        Args:
            source: Who sent it.
            key: The sender's own name for this delivery.
            lane: What must stay in order together.
            body: As it came.

        Returns:
            False when it is there already.

        Raises:
            StoreBusy: It was not stored; the sender has to send it again.
        """
        delivery_id = derived("dlv", source, key)
        arrived = Delivery(
            id=delivery_id,
            source=source,
            key=key,
            lane=lane,
            body=body,
            received_at=self._clock.now(),
        )
        kept = await self._keep(arrived)
        if kept.is_new:
            self._arrived += 1
            if kept.lane is None:
                self._news.set()
            for tell in self._tells:
                tell()
        return kept.is_new

    def on_kept(self, tell: Callable[[], None]) -> None:
        """Calls `tell` after each new delivery."""
        self._tells.append(tell)

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Understands until `stop`, then waits for what is under way."""
        if self._turns is None:
            raise ValueError("deliveries without turns can only be kept")
        turns = self._turns
        working: set[asyncio.Task[None]] = set()
        with suppress(StoreBusy):  # then their leases end by time
            await self._store.write(partial(delivery_lanes.free_the_dead))
        async with asyncio.TaskGroup() as group:
            aside = [
                group.create_task(self._look_after_leases(), name="deliveries-leases"),
                group.create_task(self._wake_at(stop), name="deliveries-stop"),
            ]

            def begin(lane: Lane) -> None:
                self._held[lane.name] = lane
                task = group.create_task(self._work(lane, turns), name=f"lane-{lane.name}")
                working.add(task)
                task.add_done_callback(working.discard)

            self._begin = begin
            try:
                await self._look_until(stop, begin)
            finally:
                self._begin = None
            if working:
                _, late = await asyncio.wait(working, timeout=STOP_S)
                for task in late:
                    task.cancel()
            for task in aside:
                task.cancel()

    async def parked(self) -> list[ParkedDelivery]:
        """What could not be understood, the oldest first, at most 500."""
        now = self._clock.now()
        return await self._store.read(partial(delivery_rows.parked, now))

    async def retry(self, delivery_id: str) -> bool:
        """Has a parked one understood anew; False when it is not parked."""
        is_back = await self._store.write(partial(delivery_rows.retry, delivery_id, self._clock.now()))
        self.wake()
        return is_back

    async def _look_until(self, stop: asyncio.Event, begin: Callable[[Lane], None]) -> None:
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            self._news.clear()
            looked_at, self._arrived = loop.time(), 0
            lanes = await self._claim()
            for lane in lanes:
                begin(lane)
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._news.wait()
            if len(lanes) > 1:  # one alone is an agent's reply, and a customer waits for it
                await asyncio.sleep(looked_at + GATHER_S - loop.time())
                await asyncio.sleep(looked_at + gathering_s(self._arrived) - loop.time())

    async def _claim(self) -> list[Lane]:
        room = AT_ONCE - self._busy
        if room <= 0:
            return []
        try:
            lanes = await self._store.write(
                partial(delivery_lanes.claim, self._lease(), room), key="deliveries"
            )
        except StoreBusy as busy:
            log.warning("deliveries_wait_for_the_store", reason=str(busy))
            return []
        self._busy += len(lanes)
        return lanes

    def _kept(self, arrived: Sequence[Delivery]) -> asyncio.Future[Sequence[Kept]]:
        """Stores them. One that comes alone while nothing is done is claimed at once: a customer waits."""
        is_many = self._many()
        if is_many or len(arrived) > 1 or self._busy or self._begin is None:
            return self._store.give(
                partial(delivery_keeping.keep, arrived, self._store.name), key="deliveries"
            )
        unit = partial(delivery_keeping.keep_claimed, arrived[0], self._store.name, self._lease())
        kept = self._store.give(unit, key="deliveries")
        self._busy += 1
        kept.add_done_callback(self._begun)
        return kept

    def _many(self) -> bool:
        """Whether so many came of late that claiming each would cost more than gathering them."""
        now = asyncio.get_running_loop().time()
        is_full = len(self._lately) == AT_ONCE
        since = self._lately[0] if is_full else float("-inf")
        self._lately.append(now)
        return now - since < GATHER_LONGEST_S

    def _begun(self, kept: asyncio.Future[Sequence[Kept]]) -> None:
        failed = kept.cancelled() or kept.exception() is not None
        lane = None if failed else kept.result()[0].lane
        if lane is None:
            self._busy -= 1
        elif self._begin is None:  # stopped meanwhile: another instance may have it
            self._busy -= 1
            left = partial(delivery_lanes.leave, [Left(lane=lane, outcomes=())])
            self._store.give(left, key="deliveries").add_done_callback(_heard)
        else:
            self._begin(lane)

    def _lease(self) -> Claim:
        now = self._clock.now()
        until = now + timedelta(seconds=self._lease_s)
        return Claim(gate=self._gate, owner=self._owner, now=now, until=until)

    async def _look_after_leases(self) -> None:
        while True:
            await asyncio.sleep(self._lease_s / 3)
            held, until = tuple(self._held.values()), self._lease().until
            with suppress(StoreBusy):  # the next time; until then they still run
                await self._store.write(partial(delivery_lanes.look_after, held, until), key="deliveries")

    async def _work(self, lane: Lane, turns: Turns) -> None:
        outcomes: list[Mark | Later] = []
        try:
            if lane.batch:  # else another instance was quicker by a hair, with all of it
                await self._understanding.lane(lane, turns, outcomes)
        finally:
            # events are known by their ids: what was not written here is understood once more
            with suppress(StoreBusy):  # then the lease ends by time
                await self._leave(Left(lane=lane, outcomes=tuple(outcomes)))
            if self._held.get(lane.name) is lane:  # else it is ours anew already
                del self._held[lane.name]
            self._busy -= 1
            self.wake()

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake()


def _heard(done: asyncio.Future[list[None]]) -> None:
    if not done.cancelled() and done.exception() is not None:
        log.warning("lane_not_given_back", error=type(done.exception()).__name__)  # its lease ends by time


def gathering_s(arrived: int) -> float:
    """Seconds between two looks when so many arrived within the first `GATHER_S`."""
    return min(GATHER_S * max(1.0, 2 * arrived / AT_ONCE), GATHER_LONGEST_S)
