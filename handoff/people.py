"""Performs TagContact: tags on the requester's user at the help desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bridge.core.words.effects import TagContact
from bridge.core.words.events import Event
from handoff.desk import HelpDesk

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt


class ContactTagger:
    """The performer of TagContact; adding a tag twice adds it once, so a repetition does no harm."""

    def __init__(self, desk: HelpDesk) -> None:
        self._desk = desk

    async def __call__(self, attempt: Attempt[TagContact], /) -> Sequence[Event]:
        """Adds the tags.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        await self._desk.tag_person(attempt.effect.contact, attempt.effect.tags)
        return ()
