"""Performs Think: a brain reads what the customer said, and its reading comes back as an event."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from bridge.core.words.effects import Think
from bridge.core.words.entries import Line
from bridge.core.words.events import Event, FinRead
from bridge.fin.brain import Brain, Question
from bridge.fin.brains.model.takes import cost_of, notes_of, taking
from bridge.fin.history import history_of
from bridge.knowledge.audience import Reader
from connectors.llm import Image

if TYPE_CHECKING:
    from bridge.runtime.outbox import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What surrounds a thought.

    Args:
        contact_id: Who reads the answer.
        lines: The conversation's latest lines.
        reader: The same contact, where he writes.
        images: Pictures that he sent and nobody has answered.
    """

    contact_id: str
    lines: Sequence[Line] = ()
    reader: Reader | None = None
    images: tuple[Image, ...] = ()


Show: TypeAlias = Callable[[str, str, str, str], None]
"""Shows an answer while it is made: (contact's id, conversation's id, stream's id, all of it so far)."""


class Thinker:
    """The performer of Think.

    Args:
        brain: Who reads.
        now: The time, aware UTC.
        context: Of a conversation; None where there is none.
        show: Where an answer is shown while it is made.
    """

    def __init__(
        self,
        brain: Brain,
        now: Callable[[], datetime],
        *,
        context: Callable[[str], Awaitable[Context | None]] | None = None,
        show: Show | None = None,
    ) -> None:
        self._brain = brain
        self._now = now
        self._context = context
        self._show = show

    async def __call__(self, attempt: Attempt[Think], /) -> Sequence[Event]:
        """The reading, for the turn that the thought was planned in."""
        think = attempt.effect
        notes: list[tuple[str, str]] = []
        shown: list[str] = []
        context = await self._context(think.conversation_id) if self._context is not None else None
        question = Question(
            text=think.text,
            clarified=think.clarified,
            asked=think.asked,
            wants=think.wants,
            locale=think.language or None,
            guidance=think.guidance,
            recap=think.recap,
            people=think.people,
            spent=think.spent,
            history=history_of(context.lines if context is not None else (), think.text),
            reader=context.reader if context is not None else None,
            images=context.images if context is not None else (),
            on_text=self._shown(attempt, context, shown.append),
            note=lambda what, detail: notes.append((what, detail)),
        )
        with taking() as takes:
            reading = await self._brain.read(question)
        return (
            FinRead(
                conversation_id=think.conversation_id,
                at=self._now(),
                turn=think.turn,
                reading=reading,
                notes=(*notes, *notes_of(takes)),
                cost=cost_of(takes),
                stream_id=shown[-1] if shown else "",
            ),
        )

    def _shown(
        self, attempt: Attempt[Think], context: Context | None, was_shown: Callable[[str], None]
    ) -> Callable[[str], None] | None:
        show = self._show
        if show is None or context is None:
            return None
        stream_id = hashlib.blake2b(attempt.effect_id.encode(), digest_size=16).hexdigest()
        to = partial(show, context.contact_id, attempt.effect.conversation_id, stream_id)

        def on_text(text: str) -> None:
            was_shown(stream_id)
            to(text)

        return on_text
