"""What Fin thinks with: a brain reads a question and proposes; it never decides and never acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bridge.core.words.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the customer said and nobody has answered.

    Args:
        text: His words since Fin last spoke, one message per line; plain text of a stranger.
        clarified: How often in a row Fin already asked back.
        asked: The question of a procedure that the words may be an answer to; empty when none is open.
    """

    text: str
    clarified: int = 0
    asked: str = ""


class Brain(Protocol):
    """Reads questions. An implementation lies in brains/ and is chosen in the app."""

    async def read(self, question: Question, /) -> Reading:
        """What the question means, and what is to be said to it.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict, when what it thinks with is out of reach.
        """
