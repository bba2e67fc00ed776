"""Asks the models, and has somebody keep what was asked and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from bridge.fin.brains.model.repair import MOST_CALLS, Models
from connectors.failures import OutsideFailure
from connectors.llm import Message, ModelReply, Tool

Keep: TypeAlias = Callable[[Sequence[Message], Sequence[Tool], ModelReply | OutsideFailure], None]


class Recorder:
    """Passes questions on. Implements `repair.Models`.

    Args:
        models: Who is asked.
        keep: Is told what was asked, and the reply or what came instead.
        hide: Makes of each message what the models and `keep` see of it; None shows all.
    """

    def __init__(self, models: Models, keep: Keep, hide: Callable[[Message], Message] | None = None) -> None:
        self._models = models
        self._keep = keep
        self._hide = hide

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
        """What the models say."""
        if self._hide is not None:
            messages = [self._hide(one) for one in messages]
        try:
            reply = await self._models.reply(
                messages,
                tools,
                deadline_s=deadline_s,
                max_tokens=max_tokens,
                on_text=on_text,
                most_calls=most_calls,
            )
        except OutsideFailure as failure:
            self._keep(messages, tools, failure)
            raise
        self._keep(messages, tools, reply)
        return reply
