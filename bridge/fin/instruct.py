"""Performs Instruct: a model says what an instruction step shall do next; the core checks each of it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bridge.core.words.effects import Instruct
from bridge.core.words.events import CallReturned, Event
from bridge.core.words.values import Json
from bridge.fin.brain import Said
from bridge.fin.brains.model.takes import cost_of, notes_of, taking
from bridge.fin.history import history_of
from bridge.fin.think import Context, Show
from bridge.knowledge.audience import Reader
from bridge.runtime import verdict
from connectors import failures
from connectors.llm import Image

if TYPE_CHECKING:
    from bridge.runtime.outbox import Attempt

REASON = (
    "An instruct step needs a model: set BRIDGE_LLM__BASE_URL, BRIDGE_LLM__API_KEY and BRIDGE_LLM__MODEL."
)


class Follows(Protocol):
    """Follows instructions."""

    async def follow(
        self,
        effect: Instruct,
        history: Sequence[Said],
        on_text: Callable[[str], None] | None,
        images: Sequence[Image] = (),
        reader: Reader | None = None,
    ) -> Json:
        """What the step shall do next."""


class Instructor:
    """The performer of Instruct.

    Args:
        follower: None where no model is configured; then every instruction is refused with what to set.
        now: The time, aware UTC.
        context: Of a conversation.
        show: Where an answer is shown while it is made.
    """

    def __init__(
        self,
        follower: Follows | None,
        now: Callable[[], datetime],
        *,
        context: Callable[[str], Awaitable[Context | None]] | None = None,
        show: Show | None = None,
    ) -> None:
        self._follower = follower
        self._now = now
        self._context = context
        self._show = show

    async def __call__(self, attempt: Attempt[Instruct], /) -> Sequence[Event]:
        """What the model wants, for the run that waits.

        Raises:
            Refused: There is no model, or none answered: the step's error branch goes on.
        """
        effect, show = attempt.effect, self._show
        if self._follower is None:
            raise verdict.Refused(REASON)
        context = await self._context(effect.conversation_id) if self._context is not None else None
        stream_id = hashlib.blake2b(attempt.effect_id.encode(), digest_size=16).hexdigest()

        shown: list[str] = []

        def on_text(text: str) -> None:
            if show is not None and context is not None:
                shown.append(stream_id)
                show(context.contact_id, effect.conversation_id, stream_id, text)

        try:
            with taking() as takes:
                value = await self._follower.follow(
                    effect,
                    history_of(context.lines if context is not None else (), ""),
                    on_text,
                    context.images if context is not None else (),
                    context.reader if context is not None else None,
                )
        except failures.OutsideFailure as failure:  # the servers were tried already, in the customer's time
            raise verdict.Refused(f"The model did not answer: {failure}") from failure
        return (
            CallReturned(
                conversation_id=effect.conversation_id,
                at=self._now(),
                run_id=effect.run_id,
                call=effect.call,
                value=value,
                detail=str(value.get("detail", "")) if isinstance(value, dict) else "",
                notes=notes_of(takes),
                cost=cost_of(takes),
                stream_id=shown[-1] if shown else "",
            ),
        )
