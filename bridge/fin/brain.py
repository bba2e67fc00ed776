"""What Fin thinks with: a brain reads a question and proposes; it never decides and never acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from bridge.core.words.reading import Reading
from bridge.core.words.values import FREE, Cost, Json
from bridge.knowledge.audience import Reader
from connectors.llm import Image


def _to_nobody(_what: str, _detail: str) -> None:
    """Nobody wants to know why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line of the conversation so far."""

    who: Literal["customer", "fin", "agent"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the customer said and nobody has answered.

    Args:
        text: His words since Fin last spoke, one message per line; plain text of a stranger.
        clarified: How often in a row Fin already asked back.
        asked: The question of a procedure that the words may be an answer to; empty when none is open.
        wants: What that question is to find out: attribute → JSON schema.
        history: What was said before, oldest first.
        images: Pictures among his words, for a model that can see.
        on_text: Told of an answer while it is made: all of it so far, as plain text.
        locale: The customer's language tag, e.g. `de` or `pt-BR`; None while it is not known.
        guidance: Of the procedure under way.
        spent: What models have cost already of what one turn may cost.
        is_raw: A model asks: what the articles say is wanted, and nobody to put it in other words.
        recap: What people did before, to be told when he asks for it; empty where there is nothing.
        people: Who they were, by name.
        reader: Who asks; without one only what is for everybody is an answer.
        note: Told why: (one word, one sentence) for operators.
    """

    text: str
    clarified: int = 0
    asked: str = ""
    wants: Mapping[str, Json] = field(default_factory=dict[str, Any])
    history: tuple[Said, ...] = ()
    locale: str | None = None
    guidance: str = ""
    spent: Cost = FREE
    is_raw: bool = False
    recap: str = ""
    people: tuple[str, ...] = ()
    reader: Reader | None = None
    images: tuple[Image, ...] = ()
    on_text: Callable[[str], None] | None = field(default=None, compare=False)
    note: Callable[[str, str], None] = field(default=_to_nobody, compare=False)


class Brain(Protocol):
    """Reads questions. An implementation lies in brains/ and is chosen in the app."""

    async def read(self, question: Question, /) -> Reading:
        """What the question means, and what is to be said to it.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict, when what it thinks with is out of reach.
        """
