"""Has a lane's deliveries understood, and says what becomes of each: done, parked, or later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

import structlog

from bridge.core.words.events import Event
from bridge.runtime.clock import Clock
from bridge.runtime.delivery_lanes import Lane, Later, Mark
from bridge.runtime.delivery_rows import Delivery
from bridge.runtime.metrics import Metrics
from bridge.runtime.mistakes import told
from bridge.runtime.retry import Schedule
from bridge.runtime.store import StoreBusy
from bridge.runtime.turn import Turns, UnknownConversation
from bridge.runtime.verdict import Failure, NotSent, Refused

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One event that a delivery told of; the same happening has the same id at every telling."""

    event_id: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a batch came to.

    Args:
        verdict: `foreign` is none of ours.
    """

    verdict: Literal["done", "foreign"]
    incoming: tuple[Incoming, ...] = ()


class Handler(Protocol):
    """Understands deliveries."""

    async def __call__(self, batch: Sequence[Delivery], /) -> Understood:
        """Understands all that waits in one lane, oldest first.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
            ValueError: It cannot be understood.
        """
        ...


class Understanding:
    """Hands deliveries to `handler`, and what they tell of to the turns.

    Args:
        handler: Understands them.
        clock: What time it is.
        gate: The name of the place that the handler reads from; when it asks for a pause, all lanes wait.
        schedule: How patient to be.
        metrics: Where pauses are counted.
        wake: Called when it is time to look again.
    """

    def __init__(
        self,
        handler: Handler,
        clock: Clock,
        *,
        gate: str,
        schedule: Schedule,
        metrics: Metrics,
        wake: Callable[[], None],
    ) -> None:
        self._handler = handler
        self._clock = clock
        self._gate = gate
        self._schedule = schedule
        self._metrics = metrics
        self._wake = wake

    async def lane(self, lane: Lane, turns: Turns, outcomes: list[Mark | Later]) -> None:
        """Understands what waits in the lane, within the schedule's patience.

        Args:
            lane: The lane, which is ours.
            turns: Where events go.
            outcomes: Takes what becomes of each delivery, as soon as that is known.
        """
        try:
            async with asyncio.timeout(self._schedule.patience_s):
                await self._batch(lane, lane.batch, turns, outcomes)
        except TimeoutError as late:
            settled = {delivery_id for outcome in outcomes for delivery_id in outcome.ids}
            outcomes.append(self._later(lane, [one for one in lane.batch if one.id not in settled], late))

    async def _batch(
        self, lane: Lane, batch: Sequence[Delivery], turns: Turns, outcomes: list[Mark | Later]
    ) -> None:
        """Understands `batch`; what becomes of each of them is added to `outcomes`."""
        try:
            understood = await self._handler(batch)
            for told in understood.incoming:
                await turns.turn(told.event_id, [told.event], lasting=True)
        except (Refused, ValueError, UnknownConversation) as error:
            if len(batch) > 1:  # which of them?
                for one in batch:
                    await self._batch(lane, [one], turns, outcomes)
                return
            log.warning("delivery_parked", delivery=batch[0].id, lane=lane.name, error=type(error).__name__)
            reason = (
                error.reason if isinstance(error, Refused) else f"{type(error).__name__}: not understood."
            )
            outcomes.append(_marked(batch, "parked", reason))
        except (Failure, StoreBusy) as failure:
            outcomes.append(self._later(lane, batch, failure))
        except TimeoutError:
            raise
        except Exception as error:  # noqa: BLE001 - the one of this loop: it logs, and parks after some tries
            outcomes.append(self._broke(lane, batch, error))
        else:
            outcomes.append(_marked(batch, understood.verdict))

    def _broke(self, lane: Lane, batch: Sequence[Delivery], error: Exception) -> Mark | Later:
        log.error("handler_broke", delivery=batch[0].id, lane=lane.name, **told(error))
        mistakes = max(one.mistakes for one in batch) + 1
        if self._schedule.is_spent(tried=mistakes, mistakes=mistakes):
            return _marked(batch, "parked", f"Our own mistake: {type(error).__name__}.")
        return self._later(lane, batch, error)

    def _later(self, lane: Lane, batch: Sequence[Delivery], failure: Exception) -> Later:
        tried = max((one.attempts for one in batch), default=0) + 1
        wait_s = self._schedule.delay_s(tried, lane.name)
        pause_s = failure.retry_after_s if isinstance(failure, NotSent) else None
        if pause_s is not None:
            wait_s = pause_s = self._schedule.pause_s(pause_s)
            self._metrics.paused(self._gate)
        closes = bool(pause_s) and isinstance(failure, NotSent) and not failure.alone
        asyncio.get_running_loop().call_later(wait_s, self._wake)
        return Later(
            ids=tuple(one.id for one in batch),
            run_at=self._clock.now() + timedelta(seconds=wait_s),
            reason=failure.reason if isinstance(failure, Failure) else type(failure).__name__,
            is_mistake=not isinstance(failure, Failure | TimeoutError | StoreBusy),
            gate=self._gate if closes else None,
        )


def _marked(batch: Sequence[Delivery], state: str, reason: str = "") -> Mark:
    return Mark(ids=tuple(one.id for one in batch), state=state, reason=reason)
