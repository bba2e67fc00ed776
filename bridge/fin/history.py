"""What was said before, as a brain gets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bridge.core.words.entries import Line, Part
from bridge.fin.brain import Said

MOST = 12
_WHO: dict[str, Literal["customer", "fin", "agent"]] = {"user": "customer", "fin": "fin", "agent": "agent"}


def history_of(lines: Sequence[Line], unanswered: str) -> tuple[Said, ...]:
    """The latest lines before the customer's words that are to be answered now.

    Args:
        lines: The log, in order.
        unanswered: Those words, one message per line.
    """
    parts = [line.entry for line in lines if isinstance(line.entry, Part) and line.entry.author.type in _WHO]
    waiting = unanswered.split("\n")
    while parts and parts[-1].author.type == "user" and parts[-1].body.text.split("\n")[-1] in waiting:
        parts.pop()
    return tuple(Said(who=_WHO[one.author.type], text=one.body.text) for one in parts[-MOST:])
