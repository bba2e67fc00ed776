"""Asks the models for one turn: within its time, its requests, with pictures where a server takes them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from bridge.core.words.values import FREE, Cost
from bridge.fin.brains.model.repair import LEAST_S, MOST_CALLS, Models, mended, wrong_with
from bridge.fin.brains.model.stream import Stream
from connectors.failures import Refused, Unsure
from connectors.llm import Image, Message, ModelReply, Tool

BLIND = frozenset({400, 404, 413, 415, 422})
"""What servers answer to a picture that their model cannot read."""


async def asked(
    models: Models,
    system: str,
    user: str,
    tools: Sequence[Tool],
    *,
    deadline_s: float,
    max_tokens: int,
    stream: Stream | None,
    note: Callable[[str, str], None],
    images: Sequence[Image] = (),
    most_calls: int = MOST_CALLS,
    spent: Cost = FREE,
) -> ModelReply:
    """One reply; the second one where the first was broken, or where no server takes pictures.

    Args:
        models: The servers.
        system: Rules.
        user: What is to be read.
        tools: What may be asked for.
        deadline_s: For all model work of one turn.
        max_tokens: Of the answer.
        stream: Shows it while it is written.
        note: Told why.
        images: Of the customer.
        most_calls: Requests in all.
        spent: What of the turn's time and requests is gone already.

    Raises:
        NotSent, Refused, Unsure: Of connectors.failures; also when nothing of the turn is left.
    """
    loop = asyncio.get_running_loop()
    deadline_s -= spent.ms / 1000
    most_calls = min(most_calls, MOST_CALLS - spent.calls)
    if most_calls < 1 or deadline_s < LEAST_S:
        what = "All requests" if most_calls < 1 else "All the time"
        raise Unsure(f"{what} that models may have in one turn were spent before.")
    until = loop.time() + deadline_s
    plain = (Message("system", system), Message("user", user))
    messages, used, reply = plain, 0, None
    if images and most_calls > 1:
        messages = (plain[0], Message("user", (user, *images)))
        note("pictures", f"{len(images)} with the question")
        try:
            reply = await models.reply(
                messages,
                tools,
                deadline_s=deadline_s,
                max_tokens=max_tokens,
                on_text=stream,
                most_calls=most_calls - 1,
            )
        except Refused as failure:
            if failure.status not in BLIND:
                raise
            note("pictures_left_out", str(failure))
            messages, used = plain, most_calls - 1
    if reply is None:
        reply = await models.reply(
            messages,
            tools,
            deadline_s=until - loop.time(),
            max_tokens=max_tokens,
            on_text=stream,
            most_calls=most_calls - used,
        )
        reply = replace(reply, spent=reply.spent + used)
    if stream is not None:
        stream.end()
    wrong = wrong_with(reply, tools)
    if wrong is None:
        return reply
    note("repaired", wrong.why)
    return await mended(
        models, messages, tools, reply, wrong.told, until=until, max_tokens=max_tokens, most_calls=most_calls
    )


def effort_of(reply: ModelReply) -> str:
    """Who answered, and what it took, for the log."""
    tokens = f"{reply.prompt_tokens} + {reply.completion_tokens} tokens"
    return f"{reply.model}: {tokens}, {reply.milliseconds:.0f} ms"
