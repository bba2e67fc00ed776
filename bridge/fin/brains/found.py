"""What there is about a customer's words: passages, procedures, and what the embedded brain would say."""

from __future__ import annotations

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
    WantsTeam,
)
from bridge.knowledge.search import Hit

Plain: TypeAlias = Answer | Clarify | WantsTeam | Helped | NotHelped | SmallTalk | NoAnswer
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
