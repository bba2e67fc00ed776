"""Performs Recap: what people wrote in a live chat becomes a sentence or two for the customer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bridge.core.words.effects import Recap
from bridge.core.words.entries import Line, Part
from bridge.core.words.events import Event
from bridge.core.words.looked import Recapped
from bridge.fin.brains.model.takes import notes_of, taking
from bridge.fin.brains.model.tell import Told
from bridge.fin.history import latest_said, transcript
from connectors.failures import OutsideFailure

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt


class Tells(Protocol):
    """The part of `brains.model.tell.Teller` that is used here."""

    async def tell(self, text: str, theirs: str, *, agent: str, language: str = "") -> Told:
        """What the people did."""


class Recapper:
    """The performer of Recap.

    Args:
        model: Who tells; None without a model.
        lines: A conversation's log.
        now: The time, aware UTC.
    """

    def __init__(
        self,
        model: Tells | None,
        lines: Callable[[str], Awaitable[Sequence[Line]]],
        now: Callable[[], datetime],
    ) -> None:
        self._model = model
        self._lines = lines
        self._now = now

    async def __call__(self, attempt: Attempt[Recap], /) -> Sequence[Event]:
        """What was done; nothing where no model can tell, and the greeting is said without."""
        effect = attempt.effect
        lines = await self._lines(effect.conversation_id)
        with taking() as takes:
            told = await self._told(effect, lines)
        return (
            Recapped(
                conversation_id=effect.conversation_id,
                at=self._now(),
                key=effect.key,
                text=told.text,
                detail=told.detail,
                notes=notes_of(takes),
            ),
        )

    async def _told(self, effect: Recap, lines: Sequence[Line]) -> Told:
        parts = [(one.seq, one.entry) for one in lines if isinstance(one.entry, Part)]
        theirs = [one for seq, one in parts if seq > effect.since and one.author.type == "agent"]
        if self._model is None or not theirs:
            return Told(detail="no model tells what people did")
        try:
            return await self._model.tell(
                transcript(latest_said(lines), names_agents=True),
                "\n".join(one.body.text for one in theirs),
                agent=theirs[-1].author.name,
                language=effect.language,
            )
        except OutsideFailure as failure:
            return Told(detail=f"no model tells what people did: {failure}")
