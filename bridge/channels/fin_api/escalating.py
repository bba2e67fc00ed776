"""`POST /fin/escalate`: who speaks for a customer asks for people.

Source: Intercom API, Preview, "Escalate to a human"; a bare user is refused as on Fin for Platforms.
"""

from __future__ import annotations

import hashlib
from typing import Any

from aiohttp import web

from bridge.channels.fin_api.callers import allowed, invalid
from bridge.channels.fin_api.needs import FinApiParts
from bridge.channels.fin_api.requests import conversation_id_in, object_in, text_in
from bridge.channels.fin_api.stream_tokens import StreamTokens
from bridge.channels.fin_api.talking import conversation_of
from bridge.core.words.caller_events import TeamRequested
from bridge.core.words.ids import derived
from bridge.runtime import log
from bridge.web.answers import json_answer

TEXT_CHARS = 10_000


class Escalating:
    """The route."""

    def __init__(self, parts: FinApiParts, tokens: StreamTokens) -> None:
        self._parts = parts
        self._tokens = tokens

    async def post(self, request: web.Request) -> web.StreamResponse:
        """`escalated`; the same request twice is one."""
        allowed(request, self._parts)
        data = await object_in(request)
        has_id, has_user = data.get("conversation_id") is not None, data.get("user") is not None
        if has_id == has_user:
            raise invalid("Either conversation_id or user must be provided")
        if has_user:
            raise invalid("Escalating a user is not supported here: provide conversation_id", "user")
        external_id = conversation_id_in(data, "conversation")
        text_in(data, "message", TEXT_CHARS)
        context = text_in(data, "context", TEXT_CHARS)
        c = await log.conversation(self._parts.store, conversation_of(external_id))
        if c is None or c.caller is None:
            raise invalid("Conversation not found", "conversation_id")
        digest = hashlib.sha256(context.encode()).hexdigest()[:16]
        event = TeamRequested(conversation_id=c.id, at=self._parts.clock.now(), context=context)
        turned = await self._parts.turns.turn(derived("evt", c.id, "escalate", c.turn, digest), [event])
        after = turned.lines[0].seq - 1 if turned.lines else turned.conversation.seq
        shape: dict[str, Any] = {
            "conversation_id": external_id,
            "status": "escalated",
            "sse_subscription_url": self._tokens.address(
                turned.conversation, after=after, rewinds=True, is_once=True
            ),
        }
        return json_answer(shape)
