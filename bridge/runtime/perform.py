"""One attempt to perform one effect, from its claim to its end in the rows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from typing import Any, Generic, Literal, Protocol, TypeVar, get_args

import structlog
from sqlalchemy import Connection

from bridge.core.words.effects import Effect
from bridge.core.words.events import Event
from bridge.core.words.ids import derived
from bridge.core.words.refusals import refused, stays_at_head, unknown
from bridge.core.words.values import Touch
from bridge.runtime import codec, ledger, outbox_rows
from bridge.runtime.clock import Clock
from bridge.runtime.metrics import Metrics
from bridge.runtime.mistakes import told
from bridge.runtime.outbox_rows import Claimed, Finishes, LeaseLost
from bridge.runtime.retry import Schedule
from bridge.runtime.store import Store, StoreBusy
from bridge.runtime.turn import Turns, UnknownConversation
from bridge.runtime.verdict import Failure, NotSent, Unsure, verdict

E_co = TypeVar("E_co", covariant=True)
E_contra = TypeVar("E_contra", contravariant=True)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt(Generic[E_co]):
    """One try to perform an effect.

    Args:
        effect_id: The same at every try; what the other side knows us by.
        number: 1, or more when an earlier try may have reached the other side.
        planned_at: When it was decided.
    """

    effect_id: str
    number: int
    effect: E_co
    planned_at: datetime


class Performer(Protocol[E_contra]):
    """Touches the world for one type of effect."""

    async def __call__(self, attempt: Attempt[E_contra], /) -> Sequence[Event]:
        """Does it and says what came of it, all of the effect's conversation.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        ...


class Performing:
    """Performs what was claimed, and writes what came of it.

    Args:
        store: The rows.
        turns: Where results go.
        performers: One for each type of effect.
        clock: What time it is.
        schedules: How patient to be, by kind of lane.
        metrics: Where attempts are counted.
        wake: To be called when there may be something to claim.
        touch_of: What repeating an effect would mean; the effect's own word, unless it is tried with another.
    """

    def __init__(
        self,
        store: Store,
        turns: Turns,
        performers: Mapping[type[Effect], Performer[Any]],
        clock: Clock,
        *,
        schedules: Mapping[str, Schedule],
        metrics: Metrics,
        wake: Callable[[], None],
        touch_of: Callable[[Effect], Touch] = attrgetter("touch"),
    ) -> None:
        if missing := set(get_args(Effect)) - set(performers):
            raise ValueError(f"nobody performs {', '.join(sorted(one.__name__ for one in missing))}")
        self._store = store
        self._turns = turns
        self._performers = dict(performers)
        self._clock = clock
        self._schedules = schedules
        self._metrics = metrics
        self._wake = wake
        self._touch_of = touch_of

    async def attempt(self, held: Claimed) -> None:
        """One attempt. Afterwards the effect is over, waits for its next try, or for an operator."""
        try:
            await self._attempt(held)
        except LeaseLost:  # somebody else took it over while we stood still; his word counts
            log.warning("lease_lost", effect=held.id, kind=held.kind)
        except Exception as error:  # noqa: BLE001 - the one of this loop: it logs and parks
            _broke("effect_broke", held, error)
            await self._park(held, f"Our own mistake ({type(error).__name__}); the log has the effect's id.")

    async def _attempt(self, held: Claimed) -> None:
        try:
            effect: Effect = codec.effects.load(held.effect)
        except ValueError:
            await self._park(held, "This version cannot read the effect; it was planned by another one.")
            return
        schedule = self._schedules[held.lane_kind]
        if held.was_sent and self._touch_of(effect) == "unsafe":
            await self._failed(held, effect, Unsure("The process ended while it was under way."), schedule)
            return
        attempt = Attempt(
            effect_id=held.id, number=1 + held.unsure, effect=effect, planned_at=held.planned_at
        )
        try:
            async with asyncio.timeout(schedule.patience_s):
                events = await self._performers[type(effect)](attempt)
            await self._over(held, events, Finishes(effect_id=held.id, fence=held.fence))
        except Failure as failure:
            await self._failed(held, effect, failure, schedule)
        except TimeoutError:
            late = Unsure(f"No answer within {schedule.patience_s:g} s.")
            await self._failed(held, effect, late, schedule)
        except (LeaseLost, UnknownConversation):
            raise
        except Exception as error:  # noqa: BLE001 - a performer's mistake is answered by the verdict's table
            _broke("performer_broke", held, error)
            mistake = Unsure(f"Our own mistake: {type(error).__name__}.")
            await self._failed(held, effect, mistake, schedule, is_mistake=True)
        else:
            self._metrics.performed(held.kind, "done")

    async def _failed(
        self,
        held: Claimed,
        effect: Effect,
        failure: Failure,
        schedule: Schedule,
        *,
        is_mistake: bool = False,
    ) -> None:
        is_spent = schedule.is_spent(tried=held.attempts, mistakes=held.mistakes + is_mistake)
        touch = self._touch_of(effect)
        what = verdict(touch, failure, is_spent=is_spent)
        may_be_done = touch != "read" and (held.unsure > 0 or isinstance(failure, Unsure))
        if what == "parked" and may_be_done and not stays_at_head(effect):
            what = "unknown"  # nobody tries it again from here, and its run must not either
        self._metrics.performed(held.kind, what)
        log.info("effect_failed", effect=held.id, kind=held.kind, verdict=what, number=held.attempts)
        if what == "again":
            await self._again(held, failure, schedule, is_mistake=is_mistake)
            return
        now = self._clock.now()
        event: Event
        state: Literal["done", "parked", "unknown"]
        if what == "unknown":
            event = unknown(effect, failure.reason, now)
            state = "unknown"
        else:
            event = refused(effect, failure.reason, now)
            state = "parked" if stays_at_head(effect) else "done"
        ends = Finishes(effect_id=held.id, fence=held.fence, state=state, reason=failure.reason)
        await self._over(held, [event], ends)

    async def _over(self, held: Claimed, events: Sequence[Event], ends: Finishes) -> None:
        """The end of the effect and the turn of its result, together."""
        if events:
            event_id = derived("evt", held.id, held.fence)
            await _patiently(lambda: self._turns.turn(event_id, events, finishes=ends))
            return

        def unit(conn: Connection) -> bool:
            conn.execute(
                ledger.LOCK, {"id": held.conversation_id}
            )  # else one that is planned now may be stuck
            return outbox_rows.finish(conn, ends, self._clock.now())

        if not await _patiently(lambda: self._store.write(unit, key=held.conversation_id, short=True)):
            raise LeaseLost(held.id)

    async def _again(self, held: Claimed, failure: Failure, schedule: Schedule, *, is_mistake: bool) -> None:
        wait_s = schedule.delay_s(held.attempts, held.id)
        pause_s = failure.retry_after_s if isinstance(failure, NotSent) else None
        if pause_s is not None:
            wait_s = pause_s = schedule.pause_s(pause_s)
            self._metrics.paused(held.lane_kind)
        closes = bool(pause_s) and isinstance(failure, NotSent) and not failure.alone
        run_at = self._clock.now() + timedelta(seconds=wait_s)

        def unit(conn: Connection) -> None:
            outbox_rows.put_back(
                conn,
                held,
                run_at=run_at,
                reason=failure.reason,
                unsure=isinstance(failure, Unsure),
                mistake=is_mistake,
            )
            if closes:
                outbox_rows.close_gate(conn, held.lane_kind, run_at)

        await _patiently(lambda: self._store.write(unit, key=held.conversation_id, short=True))
        asyncio.get_running_loop().call_later(wait_s, self._wake)

    async def _park(self, held: Claimed, reason: str) -> None:
        """Without a turn: there is no conversation to tell, or telling it is what fails."""
        unit = partial(outbox_rows.park, held, reason)
        await _patiently(lambda: self._store.write(unit, key=held.conversation_id, short=True))
        self._metrics.performed(held.kind, "parked")


T = TypeVar("T")


async def _patiently(write: Callable[[], Awaitable[T]]) -> T:
    """A result is not lost because the disk is full: it is offered until it is taken."""
    delay_s = 0.05
    while True:
        try:
            return await write()
        except StoreBusy:
            await asyncio.sleep(delay_s)
            delay_s = min(delay_s * 2, 2.0)


def _broke(what: str, held: Claimed, error: Exception) -> None:
    """Says which effect it was; the reason is what `told` may say."""
    log.error(what, effect=held.id, kind=held.kind, **told(error))
