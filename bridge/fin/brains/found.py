"""What there is about a customer's words: passages, procedures, and what the embedded brain would say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bridge.core.words.reading import (
    Answer,
    Clarify,
    Helped,
    NoAnswer,
    NotHelped,
    Reading,
    SmallTalk,
    StartProcedure,
    Upset,
    WantsTeam,
)
from bridge.knowledge.search import Hit

Plain: TypeAlias = Answer | Clarify | WantsTeam | Upset | Helped | NotHelped | SmallTalk | NoAnswer
"""A reading that starts nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """For a model to choose from.

    Args:
        reading: What the embedded brain would say.
        plain: The same without procedures.
        hits: Passages, best first.
        procedures: Ids of those that may be meant, best first.
        is_chosen: The words are an article's title or heading, as a pressed button is.
    """

    reading: Reading
    plain: Plain
    hits: tuple[Hit, ...]
    procedures: tuple[str, ...]
    is_chosen: bool


def tell_found(
    note: Callable[[str, str], None], hits: Sequence[Hit], procedures: Sequence[tuple[str, float]]
) -> None:
    """Tells operators what there was about the words.

    Args:
        note: Told (one word, one sentence).
        hits: Passages, best first.
        procedures: (id, score), best first.
    """
    note("retrieved", ", ".join(f"{one.passage.article.title} {one.score:.2f}" for one in hits) or "nothing")
    if procedures:
        note("matched", ", ".join(f"{name} {score:.2f}" for name, score in procedures))


def said_of(reading: Reading) -> str:
    """The reading in a word or two, for operators."""
    word = reading.kind.replace("_", " ")
    return f"{word}: {reading.candidates[0].procedure}" if isinstance(reading, StartProcedure) else word
