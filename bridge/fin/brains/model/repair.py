"""One more chance for a model that says nothing of use: it is told what was wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from connectors.failures import OutsideFailure
from connectors.llm import Message, ModelReply, Tool

MOST_CALLS = 3
"""Requests to models in one turn, whatever they are for."""
LEAST_S = 0.5
"""With less time than this left nobody is asked again."""
_WRONG = (
    "The arguments of {name} are not a JSON object. Call the tool again with valid JSON, or answer in words."
)
_SILENT = "You said nothing. Answer in words, or call a tool."
_UNKNOWN = "There is no such tool. Answer in words, or call one of these: {names}."
NAME_CHARS = 64


class Models(Protocol):
    """The part of `connectors.llm.Models` that is used here."""

    async def reply(
        self,
        messages: Sequence[Message],
        tools: Sequence[Tool] = (),
        *,
        deadline_s: float,
        max_tokens: int,
        on_text: Callable[[str], None] | None = None,
        most_calls: int = MOST_CALLS,
    ) -> ModelReply:
        """One reply of the first server that has one in time.

        Raises:
            NotSent, Refused, Unsure: Of connectors.failures.
        """
        ...


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a reply: for operators, and for the model."""

    why: str
    told: str


def wrong_with(reply: ModelReply, tools: Sequence[Tool]) -> Wrong | None:
    """What makes all of the reply useless; None where some of it can be used."""
    if reply.calls and all(one.arguments is None for one in reply.calls):
        name = reply.calls[0].name[:NAME_CHARS]
        return Wrong("the arguments of a call cannot be read", _WRONG.format(name=name))
    if reply.text.strip():
        return None
    if not reply.calls:
        return Wrong("it said nothing and asked for nothing", _SILENT)
    names = [one.name for one in tools]
    if all(one.name not in names for one in reply.calls):
        return Wrong("it asked for what is not offered", _UNKNOWN.format(names=", ".join(names)))
    return None


async def mended(
    models: Models,
    messages: Sequence[Message],
    tools: Sequence[Tool],
    broken: ModelReply,
    told: str,
    *,
    until: float,
    max_tokens: int,
    most_calls: int = MOST_CALLS,
) -> ModelReply:
    """The second reply with both replies' tokens; the broken one when there is no time or no call left.

    Args:
        models: The servers.
        messages: What the model was asked.
        tools: What it was offered.
        broken: What it said.
        told: What was wrong with that.
        until: The end of the turn's time, on the loop's clock.
        max_tokens: Of the answer.
        most_calls: Requests in all, those for the first reply among them.
    """
    left_s = until - asyncio.get_running_loop().time()
    left = most_calls - broken.spent
    if left < 1 or left_s < LEAST_S:
        return broken
    try:
        again = await models.reply(
            [*messages, Message("user", told)],
            tools,
            deadline_s=left_s,
            max_tokens=max_tokens,
            most_calls=left,
        )
    except OutsideFailure:  # the broken reply is still there, and means that the embedded brain answers
        return replace(broken, spent=most_calls)
    return replace(
        again,
        prompt_tokens=broken.prompt_tokens + again.prompt_tokens,
        completion_tokens=broken.completion_tokens + again.completion_tokens,
        milliseconds=broken.milliseconds + again.milliseconds,
        first_chunk_ms=broken.first_chunk_ms,
        spent=broken.spent + again.spent,
    )
