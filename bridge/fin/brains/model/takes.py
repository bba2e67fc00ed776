"""What a model said, as it is kept: masked, bounded, beside a digest of the question, to be had again."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from bridge.core.words.entries import MODEL_SAID
from bridge.core.words.values import Cost
from bridge.fin.brains.model.leaks import leaks, recites
from bridge.fin.brains.model.recorder import Recorder
from bridge.fin.brains.model.repair import Models
from bridge.fin.privacy import masked
from connectors.failures import NotSent, OutsideFailure, Refused, Unsure
from connectors.llm import Image, Message, ModelReply, Tool, ToolCall

SAID = MODEL_SAID
"""The word of the log's lines that hold a take."""
TAKE_CHARS = 8_000
"""A longer one is kept without its words, and cannot be had again."""
_PUBLISHED = re.compile(r"<passages>\n.*?\n</passages>\n", re.DOTALL)
"""Passages of the team's articles, where a prompt begins; nobody else's text holds these marks."""
_CANARY = re.compile(r"canary-[0-9a-f]{16}")
_TAKES: ContextVar[list[dict[str, Any]] | None] = ContextVar("takes", default=None)


@contextmanager
def taking() -> Iterator[list[dict[str, Any]]]:
    """Collects what the models say while this is open, in this task and what it waits for."""
    takes: list[dict[str, Any]] = []
    token = _TAKES.set(takes)
    try:
        yield takes
    finally:
        _TAKES.reset(token)


def notes_of(takes: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """The takes as lines of the log. A line that would be too long says so instead."""
    return tuple((SAID, _line(take)) for take in takes)


def cost_of(takes: Sequence[dict[str, Any]]) -> Cost:
    """What they have cost together."""
    found = [one.get("reply") or one["failure"] for one in takes]
    return Cost(calls=sum(one["spent"] for one in found), ms=sum(one["milliseconds"] for one in found))


def take_in(detail: str) -> dict[str, Any] | None:
    """The take of such a line; None for one that was too long or is none."""
    try:
        take = json.loads(detail)
    except ValueError:
        return None
    return (
        take
        if isinstance(take, dict) and "asked" in take and ("reply" in take or "failure" in take)
        else None
    )


class Taken(Recorder):
    """Asks the models what may be asked, and lets whoever is taking have what they say.

    Whatever is put together for a model passes here, so this is where the operator's patterns are hidden
    from it.

    Args:
        models: Who is asked.
        patterns: What is hidden besides cards, account numbers and secrets.
    """

    def __init__(self, models: Models, patterns: Sequence[re.Pattern[str]] = ()) -> None:
        super().__init__(models, partial(_take, patterns), partial(_hidden, patterns))


def take_of(
    messages: Sequence[Message], tools: Sequence[Tool], came: ModelReply | OutsideFailure
) -> dict[str, Any]:
    """One exchange as data."""
    asked = digest(messages, tools)
    if isinstance(came, ModelReply):
        reply = asdict(came)
        canary = _canary_in(messages)
        recited = recites(came.text) or any(recites(one.raw) for one in came.calls)
        if recited or any(leaks(one, canary) for one in _all_said(came)):
            reply |= {"text": "", "calls": ()}  # as it was not shown then, it is nothing now
        return {"asked": asked, "reply": reply}
    told: dict[str, Any] = {"kind": type(came).__name__, "reason": str(came)}
    told |= {"spent": came.spent, "milliseconds": came.milliseconds}
    if isinstance(came, Refused):
        told |= {"status": came.status, "code": came.code}
    return {"asked": asked, "failure": told}


def _take(
    patterns: Sequence[re.Pattern[str]],
    messages: Sequence[Message],
    tools: Sequence[Tool],
    came: ModelReply | OutsideFailure,
) -> None:
    takes = _TAKES.get()
    if takes is not None:
        takes.append(_masked(take_of(messages, tools, came), patterns))


def _hidden(patterns: Sequence[re.Pattern[str]], message: Message) -> Message:
    if message.role != "user":
        return message
    content = message.content
    if isinstance(content, str):
        return replace(message, content=_without_private(patterns, content))
    parts = (one if isinstance(one, Image) else _without_private(patterns, one) for one in content)
    return replace(message, content=tuple(parts))


def _without_private(patterns: Sequence[re.Pattern[str]], text: str) -> str:
    found = _PUBLISHED.match(text)
    place = found.end() if found is not None else 0
    published = masked(text[:place], patterns, is_published=True)
    return published + masked(text[place:], patterns)


def _all_said(reply: ModelReply) -> tuple[str, ...]:
    """All that the server and its model said; words alone as they are, which have been looked at before."""
    if not reply.calls and not reply.missed and "&" not in reply.text:
        return reply.text, f"{reply.model} {reply.finish}"
    return (html.unescape(json.dumps(asdict(reply), default=str, ensure_ascii=False)),)


def replayed(take: dict[str, Any]) -> ModelReply:
    """What the model said then.

    Raises:
        NotSent, Refused, Unsure: What came instead.
    """
    if "failure" in take:
        failure = _failure(take["failure"])
        failure.spent = take["failure"].get("spent", 0)
        failure.milliseconds = take["failure"].get("milliseconds", 0.0)
        raise failure
    given = dict(take["reply"])
    given["calls"] = tuple(ToolCall(**one) for one in given["calls"])
    given["missed"] = tuple(given["missed"])
    return ModelReply(**given)


def digest(messages: Sequence[Message], tools: Sequence[Tool]) -> str:
    """What was asked, whichever process asks it: each has a canary of its own."""
    parts: list[Any] = [[one.name, one.description, dict(one.parameters)] for one in tools]
    for message in messages:
        content = (message.content,) if isinstance(message.content, str) else message.content
        parts += [one.data.hex() if isinstance(one, Image) else one for one in content]
    told = _CANARY.sub("canary", json.dumps(parts, sort_keys=True))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _canary_in(messages: Sequence[Message]) -> str:
    texts = (one.content for one in messages if isinstance(one.content, str))
    return next((found[0] for text in texts if (found := _CANARY.search(text))), "")


def _line(take: dict[str, Any]) -> str:
    made = json.dumps(_masked(take), ensure_ascii=False)
    return made if len(made) <= TAKE_CHARS else f"{len(made)} signs, too many to be kept"


def _masked(value: Any, patterns: Sequence[re.Pattern[str]] = ()) -> Any:
    match value:
        case str():
            return _CANARY.sub("canary", masked(value, patterns))
        case dict():
            return {name: _masked(one, patterns) for name, one in value.items()}
        case list() | tuple():
            return [_masked(one, patterns) for one in value]
        case _:
            return value


def _failure(told: dict[str, Any]) -> OutsideFailure:
    match told["kind"]:
        case "Refused":
            return Refused(told["reason"], status=told["status"], code=told["code"])
        case "NotSent":
            return NotSent(told["reason"])
        case _:
            return Unsure(told["reason"])
