"""Performs Look: an answer from the content for a run, or which label some words are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bridge.core.words.effects import Look
from bridge.core.words.events import CallReturned, Event
from bridge.core.words.looked import LookReturned
from bridge.core.words.reading import StartProcedure
from bridge.core.words.values import FREE, Cost
from bridge.fin.brain import Brain, Question
from bridge.fin.brains.model.digest import Digest
from bridge.fin.brains.model.takes import cost_of, notes_of, taking
from bridge.knowledge.audience import Reader
from connectors.failures import OutsideFailure

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt

ABOUT = "about"
"""What the one attribute is called that labels are the options of."""
STEM = 6
"""Letters that tell a word."""
LEAST = 0.2
"""Part of a text's words that a label must share; below it none of the labels fits."""


class Digests(Protocol):
    """The part of `brains.model.digest.Digester` that is used here."""

    async def digest(
        self,
        text: str,
        attributes: Mapping[str, Mapping[str, str]],
        *,
        summarise: bool = False,
        language: str = "",
        spent: Cost = FREE,
    ) -> Digest:
        """What the text is about."""


class Looker:
    """The performer of Look.

    Args:
        brain: Who reads questions.
        now: The time, aware UTC.
        reader: Who has a conversation; without it only what is for everybody is found.
        digester: The model that labels; without one the words of the labels decide.
    """

    def __init__(
        self,
        brain: Brain,
        now: Callable[[], datetime],
        *,
        reader: Callable[[str], Awaitable[Reader | None]] | None = None,
        digester: Digests | None = None,
    ) -> None:
        self._brain = brain
        self._now = now
        self._find_reader = reader
        self._digester = digester

    async def __call__(self, attempt: Attempt[Look], /) -> Sequence[Event]:
        """What was found, for the run that waits."""
        effect = attempt.effect
        if effect.labels:
            with taking() as takes:
                value, detail = await self._label(effect)
            return (
                CallReturned(
                    conversation_id=effect.conversation_id,
                    at=self._now(),
                    run_id=effect.run_id,
                    call=effect.call,
                    value=value,
                    detail=detail,
                    notes=notes_of(takes),
                    cost=cost_of(takes),
                ),
            )
        reader = await self._find_reader(effect.conversation_id) if self._find_reader is not None else None
        notes: list[tuple[str, str]] = []
        with taking() as takes:
            reading = await self._brain.read(
                Question(
                    text=effect.text,
                    reader=reader,
                    locale=effect.language or None,
                    spent=effect.spent,
                    is_raw=effect.for_model,
                    note=lambda what, detail: notes.append((what, detail)),
                )
            )
        if isinstance(reading, StartProcedure):
            # A run that looks something up wants what the content says, and is under way itself.
            reading = reading.otherwise
        return (
            LookReturned(
                conversation_id=effect.conversation_id,
                at=self._now(),
                run_id=effect.run_id,
                call=effect.call,
                reading=reading,
                notes=(*notes, *notes_of(takes)),
                cost=cost_of(takes),
            ),
        )

    async def _label(self, effect: Look) -> tuple[str | None, str]:
        """The label, and how it was found. Words that are a label's name cost no call."""
        said = effect.text.strip().casefold()
        exact = next((name for name in effect.labels if name.casefold() == said), None)
        if exact is not None:
            return exact, ""
        return await labelled(self._digester, effect.text, effect.labels, spent=effect.spent)


async def labelled(
    digester: Digests | None, text: str, labels: Mapping[str, str], *, spent: Cost = FREE
) -> tuple[str | None, str]:
    """The label by the model, or by the words where it fails; and a line for the log."""
    if digester is None:
        return label(text, labels), ""
    try:
        found = await digester.digest(text, {ABOUT: labels}, spent=spent)
    except OutsideFailure as failure:
        return label(text, labels), f"the words decide: {failure}"
    if ABOUT not in found.chosen:
        return label(text, labels), f"the words decide: {found.detail}"
    return found.chosen[ABOUT], found.detail


def label(text: str, labels: Mapping[str, str]) -> str | None:
    """The label whose name and description share most with `text`, or None when none shares enough.

    Words that several labels share say nothing and do not count.
    """
    said = _stems(text)
    spread = Counter(stem for name, about in labels.items() for stem in _stems(f"{name} {about}"))
    scores = {
        name: sum(1.0 for stem in said & _stems(f"{name} {about}") if spread[stem] == 1)
        for name, about in labels.items()
    }
    best = max(scores, key=lambda name: scores[name])
    is_clear = list(scores.values()).count(scores[best]) == 1
    return best if is_clear and scores[best] >= max(1.0, LEAST * min(len(said), 5)) else None


def _stems(text: str) -> set[str]:
    """Words by their beginnings: `invoice` and `invoices` are one."""
    return {
        word[:STEM] if len(word) > STEM else word.rstrip("s")
        for word in re.findall(r"\w{3,}", text.casefold())
    }
