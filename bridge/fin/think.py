"""Performs Think: a brain reads what the customer said, and its reading comes back as an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bridge.core.words.effects import Think
from bridge.core.words.events import Event, FinRead
from bridge.fin.brain import Brain, Question

if TYPE_CHECKING:
    from bridge.runtime.outbox import Attempt


class Thinker:
    """The performer of Think.

    Args:
        brain: Who reads.
        clock_now: The time, aware UTC.
        typing: Told (conversation's id, True) before reading and (…, False) after, whatever happened.
    """

    def __init__(
        self,
        brain: Brain,
        clock_now: Callable[[], datetime],
        typing: Callable[[str, bool], None] | None = None,
    ) -> None:
        self._brain = brain
        self._now = clock_now
        self._typing = typing or _tell_nobody

    async def __call__(self, attempt: Attempt[Think], /) -> Sequence[Event]:
        """The reading, for the turn that the thought was planned in."""
        think = attempt.effect
        self._typing(think.conversation_id, True)  # noqa: FBT003 - the shape of the callable
        try:
            reading = await self._brain.read(
                Question(text=think.text, clarified=think.clarified, asked=think.asked)
            )
        finally:
            self._typing(think.conversation_id, False)  # noqa: FBT003 - the same
        return (
            FinRead(conversation_id=think.conversation_id, at=self._now(), turn=think.turn, reading=reading),
        )


def _tell_nobody(_conversation_id: str, _active: bool) -> None:  # noqa: FBT001 - the shape of the callable
    """Typing is shown nowhere."""
