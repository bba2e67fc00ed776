"""One more chance for a model whose call of a tool cannot be read: it is told what was wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
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


def is_broken(reply: ModelReply) -> bool:
    """Whether the model asked for something in a way that cannot be read, and for nothing else."""
    return bool(reply.calls) and all(one.arguments is None for one in reply.calls)


async def mended(
    models: Models,
    messages: Sequence[Message],
    tools: Sequence[Tool],
    broken: ModelReply,
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
        until: The end of the turn's time, on the loop's clock.
        max_tokens: Of the answer.
        most_calls: Requests in all, those for the first reply among them.
    """
    left_s = until - asyncio.get_running_loop().time()
    left = most_calls - broken.spent
    if left < 1 or left_s < LEAST_S:
        return broken
    wrong = _WRONG.format(name=broken.calls[0].name[:64])
    try:
        again = await models.reply(
            [*messages, Message("user", wrong)],
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
