"""The one place that asks the machine for the time, and the ticks that follow from it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from bridge.runtime.mistakes import told

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

STOP_SECONDS = 8.0
"""How long a stop waits for ticks that are under way; a deploy gives about ten seconds for all."""

JUMP_S = 2.0
"""More than this at once is no correction by NTP: somebody set the clock."""
BELIEVED_S = 900.0
"""Until a set clock is believed; by then the timers of minutes have fired by the time that passed."""

log = structlog.get_logger(__name__)


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def epoch(self) -> float:
        """Seconds since 1970."""
        ...

    def monotonic(self) -> float:
        """Seconds from an unknown start; never runs backwards."""
        ...


class SystemClock:
    """The machine's, but steady: when somebody sets the machine's clock, no timer fires early.

    Args:
        wall: Seconds since 1970, as the machine believes.
        steady: Seconds since the machine started, its sleep included.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, steady: Callable[[], float] | None = None
    ) -> None:
        self._wall = wall
        self._steady = steady or _since_boot
        self._offset = wall() - self._steady()
        self._odd_since: float | None = None

    def now(self) -> datetime:
        """Aware UTC. A jump of the machine's clock is believed after `BELIEVED_S`."""
        steady = self._steady()
        jump_s = self._wall() - steady - self._offset
        if abs(jump_s) <= JUMP_S:
            self._offset += jump_s
            self._odd_since = None
        elif self._odd_since is None:
            self._odd_since = steady
            log.warning("clock_jumped", seconds=round(jump_s, 1))
        elif steady - self._odd_since >= BELIEVED_S:
            self._offset += jump_s
            self._odd_since = None
        return datetime.fromtimestamp(steady + self._offset, UTC)

    def epoch(self) -> float:
        """Seconds since 1970 as the machine believes, to compare with other machines' signatures."""
        return self._wall()

    def monotonic(self) -> float:
        """Seconds since the machine started, or so."""
        return time.monotonic()


def _since_boot() -> float:
    """CLOCK_MONOTONIC stands still while a machine sleeps, CLOCK_BOOTTIME does not; only Linux has it."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class ManualClock:
    """Stands still until it is moved; for tests and simulations.

    Args:
        start: Aware.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._passed_s = 0.0

    def now(self) -> datetime:
        """Aware UTC."""
        return self._start + timedelta(seconds=self._passed_s)

    def epoch(self) -> float:
        """Seconds since 1970."""
        return self._start.timestamp() + self._passed_s

    def monotonic(self) -> float:
        """Seconds since it was made."""
        return self._passed_s

    def advance(self, seconds: float) -> None:
        """Moves it forward."""
        self._passed_s += seconds


def load_ticking() -> None:
    """Imports what ticks, so that `Ticker.start` need not, for which the loop would stand still."""
    import apscheduler.schedulers.asyncio
    import apscheduler.triggers.interval  # noqa: F401 - for later


class Ticker:
    """Calls coroutines again and again, each at most once at a time.

    The clock of the process only: the truth about what is due is always in the rows, so a tick that was
    missed costs time, never work. A tick that fails is logged and comes again.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked: list[tuple[float, str, Callable[[], Awaitable[Any]]]] = []
        self._scheduler: AsyncIOScheduler | None = None
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def every(self, seconds: float, name: str, work: Callable[[], Awaitable[Any]]) -> None:
        """Calls `work` every `seconds` from `start()` on, for the first time after that long."""
        self._asked.append((seconds, name, work))
        if self._scheduler is not None:
            self._add(seconds, name, work)

    def start(self) -> None:
        """Begins to tick, in the running loop."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for asked in self._asked:
            self._add(*asked)
        self._scheduler.start()

    async def stop(self) -> None:
        """No new ticks; those under way are awaited, at most `STOP_SECONDS`."""
        if self._scheduler is None:
            return
        self._scheduler.pause()
        try:
            # the scheduler's own shutdown cancels what runs, so it comes after this
            await asyncio.wait_for(self._idle.wait(), STOP_SECONDS)
        except TimeoutError:
            log.warning("ticks_cut_off", running=self._running)
        self._scheduler.shutdown(wait=False)
        self._scheduler = None

    def _add(self, seconds: float, name: str, work: Callable[[], Awaitable[Any]]) -> None:
        from apscheduler.triggers.interval import IntervalTrigger

        async def tick() -> None:
            self._running += 1
            self._idle.clear()
            started = self._clock.monotonic()
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - one failed tick must not be the last one
                log.error("tick_failed", tick=name, **told(error))  # noqa: TRY400 - no bodies
            finally:
                self._running -= 1
                if self._running == 0:
                    self._idle.set()
                if (took_s := self._clock.monotonic() - started) > max(1.0, seconds):
                    log.warning("tick_slow", tick=name, seconds=round(took_s, 3))

        if self._scheduler is not None:
            self._scheduler.add_job(
                tick, IntervalTrigger(seconds=seconds, timezone=UTC), id=name, replace_existing=True
            )
