"""Performs Digest: the conversation's log becomes a summary and the options of the team's attributes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bridge.core.words.effects import Digest
from bridge.core.words.entries import Line, Part
from bridge.core.words.events import Event
from bridge.core.words.looked import Digested
from bridge.core.words.values import Cost
from bridge.fin.brains.model.digest import Digest as Made
from bridge.fin.brains.model.repair import MOST_CALLS
from bridge.fin.brains.model.takes import notes_of, taking
from bridge.fin.history import latest_said, transcript
from bridge.fin.look import Digests, label
from connectors.failures import OutsideFailure

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt


class Digester:
    """The performer of Digest.

    Args:
        model: Who reads; without one, and where it fails, the words of the options decide.
        lines: A conversation's log.
        now: The time, aware UTC.
    """

    def __init__(
        self,
        model: Digests | None,
        lines: Callable[[str], Awaitable[Sequence[Line]]],
        now: Callable[[], datetime],
    ) -> None:
        self._model = model
        self._lines = lines
        self._now = now

    async def __call__(self, attempt: Attempt[Digest], /) -> Sequence[Event]:
        """What it is about; always something to tell."""
        effect = attempt.effect
        said = latest_said(await self._lines(effect.conversation_id))
        with taking() as takes:
            made = await self._made(effect, said)
        theirs = "\n".join(one.body.text for one in said if one.author.type == "user")
        chosen = {
            name: made.chosen[name] if name in made.chosen else label(theirs, options)
            for name, options in effect.attributes.items()
        }
        return (
            Digested(
                conversation_id=effect.conversation_id,
                at=self._now(),
                turn=effect.turn,
                summary=made.summary,
                chosen=chosen,
                detail=made.detail,
                notes=notes_of(takes),
            ),
        )

    async def _made(self, effect: Digest, said: Sequence[Part]) -> Made:
        if self._model is None or not said:
            return Made()
        try:
            return await self._model.digest(
                transcript(said),
                effect.attributes,
                summarise=effect.summarise,
                language=effect.language,
                spent=Cost(calls=max(0, MOST_CALLS - effect.most_calls)),
            )
        except OutsideFailure as failure:
            return Made(detail=f"no summary by AI: {failure}")
