"""What a model is told about one turn: rules, passages, procedures, the conversation; all within a budget."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.core.words.languages.names import name_of
from bridge.fin.brain import Question
from bridge.fin.brains.model.rules import ANSWERING, IN_RUN, SPEAKS
from bridge.knowledge.chunk import Passage
from connectors.llm import Tool

PROMPT_TOKENS = 2_500
"""For everything, tools included; it does not grow with the number of articles or procedures."""
TOOL_TOKENS = 450
FRAME_TOKENS = 24
"""Around each tool; servers that count them otherwise count fewer."""
CHARS_PER_TOKEN = 3.6
"""Of ordinary European text, rounded to the safe side."""

PASSAGES = 4
PASSAGE_CHARS = 1_100
TITLE_CHARS = 200
PROCEDURES = 3
DESCRIPTION_CHARS = 240
HISTORY = 8
SAID_CHARS = 400
MESSAGE_CHARS = 2_000
LEAST_CHARS = 200
"""Of a piece that is cut."""
GUIDANCE_CHARS = 2_000
"""Whole pieces of it: those that come first, and those that speak of what is asked."""

_LONG = re.compile(r"\w{4,}")
_OWN_MARKS = re.compile(
    r"[<\uff1c\ufe64][\s/\uff0f\\]{0,8}"
    r"(?:passages|procedures|asked|conversation|message|instruction|known|events)\b[^<>\uff1c\uff1e]{0,80}"
    r"[>\uff1e\ufe65]",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
NESTED = 4
"""Marks within marks that are taken out one after the other."""
_BRACKETS = str.maketrans("<\uff1c\ufe64", "(((")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A procedure that the model may start."""

    procedure: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One turn as the model gets it.

    Args:
        system: Rules.
        user: Passages, procedures, conversation, message.
        passages: Those that are numbered in it, from 1.
        tokens: Estimated, tools included.
    """

    system: str
    user: str
    passages: tuple[Passage, ...]
    tokens: int


def prompt(
    question: Question,
    passages: Sequence[Passage],
    procedures: Sequence[Offered],
    *,
    name: str,
    canary: str,
    guidance: str = "",
    tool_tokens: int = TOOL_TOKENS,
) -> Prompt:
    """The prompt of one turn. What does not fit is left out from the least important on.

    Args:
        question: What was said, with what came before.
        passages: Best first.
        procedures: Best first.
        name: What the agent is called.
        canary: A word that must never leave.
        guidance: The operator's own rules.
        tool_tokens: What the tools take of it.
    """
    system = ANSWERING.format(name=name, canary=canary)
    if question.asked:
        system += IN_RUN
    if question.locale:
        system += SPEAKS.format(language=name_of(question.locale))
    system += guiding(guidance, question.text)
    message = f"<message>\n{_cut(question.text, MESSAGE_CHARS)}\n</message>"
    if question.asked:  # its holes hold what strangers and their systems wrote, so it is none of our rules
        message = f"<asked>\n{_cut(question.asked, SAID_CHARS)}\n</asked>\n{message}"
    budget = int((PROMPT_TOKENS - tool_tokens) * CHARS_PER_TOKEN) - len(system) - len(message)
    listed = _within(
        [f"- {one.procedure}: {_cut(one.description, DESCRIPTION_CHARS)}" for one in procedures[:PROCEDURES]],
        budget,
    )
    budget -= sum(map(len, listed))
    shown = _within(
        [_passage(place, one) for place, one in enumerate(passages[:PASSAGES], 1)], int(budget * 0.75)
    )
    budget -= sum(map(len, shown))
    said = _within(
        [
            f"{one.who}: {_cut(on_one_line(one.text), SAID_CHARS)}"
            for one in reversed(question.history[-HISTORY:])
        ],
        budget - 200,
    )
    parts = [f"<passages>\n{''.join(shown) or 'none'}\n</passages>"]
    if listed:
        parts.append("<procedures>\n" + "\n".join(listed) + "\n</procedures>")
    if said:
        parts.append("<conversation>\n" + "\n".join(reversed(said)) + "\n</conversation>")
    user = "\n".join([*parts, message])
    return Prompt(
        system=system,
        user=user,
        passages=tuple(passages[: len(shown)]),
        tokens=tokens_of(system + user) + tool_tokens,
    )


def guiding(guidance: str, about: str = "") -> str:
    """The operator's own rules, as they stand behind ours.

    Args:
        guidance: Pieces, each a line that begins with `- `; the first one is always taken.
        about: The customer's words: of more pieces than fit, those that share most words with it are taken.
    """
    if not guidance:
        return ""
    pieces = re.split(r"\n(?=- )", unmarked(guidance))
    said = set(_LONG.findall(about.lower()))
    order = sorted(
        range(1, len(pieces)), key=lambda place: -len(said & set(_LONG.findall(pieces[place].lower())))
    )
    room, kept = GUIDANCE_CHARS - len(pieces[0]), {0: _cut(pieces[0], GUIDANCE_CHARS)}
    for place in order:
        if len(pieces[place]) < room:
            kept[place] = pieces[place]
        elif len(kept) == 1 and room > LEAST_CHARS:  # longer than all the room there is
            kept[place] = _cut(pieces[place], room - 1)
        room -= len(kept.get(place, "")) + (place in kept)
    return "\nThe team's guidance:\n" + "\n".join(kept[place] for place in sorted(kept))


def tokens_of_tools(tools: Sequence[Tool]) -> int:
    """About how many tokens the tools take, with the protocol's own words around each."""
    told = (f"{one.name}{one.description}{json.dumps(dict(one.parameters))}" for one in tools)
    return tokens_of("".join(told)) + len(tools) * FRAME_TOKENS


def tokens_of(text: str) -> int:
    """About how many tokens a text has."""
    return int(len(text) / CHARS_PER_TOKEN) + 1


def _passage(number: int, passage: Passage) -> str:
    title = " > ".join((passage.article.title, *passage.trail))
    return f"[{number}] {_cut(on_one_line(title), TITLE_CHARS)}\n{_cut(passage.text, PASSAGE_CHARS)}\n"


def _within(texts: Sequence[str], chars: int) -> list[str]:
    kept: list[str] = []
    for text in texts:
        chars -= len(text)
        if chars < 0:
            break
        kept.append(text)
    return kept


def on_one_line(text: str) -> str:
    """A stranger's text where each line is somebody's or something's own: he begins none."""
    return " ".join(text.split())


def unmarked(text: str) -> str:
    """A stranger's text without the marks that part our prompt."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    for _ in range(NESTED):  # what stands around a mark becomes one when it is gone
        text, found = _OWN_MARKS.subn("", text)
        if not found:
            return text
    return text.translate(_BRACKETS)


def _cut(text: str, chars: int) -> str:
    text = unmarked(text)
    return text if len(text) <= chars else text[: chars - 1] + "…"
