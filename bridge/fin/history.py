"""What was said before, as a brain gets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bridge.core.words.entries import Line, Part
from bridge.fin.brain import Said
from bridge.fin.privacy import masked_together

MOST = 12
PARTS = 40
"""Of a whole conversation, the latest ones."""
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


def told_masked(history: Sequence[Said], text: str) -> tuple[tuple[Said, ...], str]:
    """What was said, and the words that are to be answered, without what no model needs to see.

    What one person said is looked at together: half of a card number is none, and two messages make it one.
    """
    made = list(history)
    for who in ("customer", "fin", "agent"):
        places = [place for place, one in enumerate(made) if one.who == who]
        texts = [made[place].text for place in places] + ([text] if who == "customer" else [])
        clean = masked_together(texts)
        text = clean.pop() if who == "customer" else text
        for place, one in zip(places, clean, strict=True):
            made[place] = replace(made[place], text=one)
    return tuple(made), text


def latest_said(lines: Sequence[Line]) -> list[Part]:
    """The latest that the customer, Fin and agents said, in order."""
    parts = [line.entry for line in lines if isinstance(line.entry, Part)]
    return [one for one in parts if one.author.type in _WHO][-PARTS:]


def transcript(parts: Sequence[Part], *, names_agents: bool = False) -> str:
    """A line for each, without what no model needs to see.

    Args:
        parts: As `latest_said` gives them.
        names_agents: Say which agent it was.
    """
    told, _ = told_masked([Said(who=_WHO[one.author.type], text=one.body.text) for one in parts], "")
    shown: list[str] = []
    for part, one in zip(parts, told, strict=True):
        name = f" {part.author.name}" if names_agents and one.who == "agent" else ""
        shown.append(f"{one.who}{name}: {one.text}")
    return "\n".join(shown)
