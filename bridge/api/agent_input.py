"""`POST /procedures/{conversation_id}/collect_agent_input`: a teammate answers the procedure that asks.

Source: Intercom API, Preview, "Submit human-collected input".
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

import orjson
from aiohttp import web
from pydantic import Field

from bridge.core.words.entries import Line, Why
from bridge.core.words.events import TeammateAnswered
from bridge.core.words.ids import derived
from bridge.runtime.turn import Turns, UnknownConversation
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, json_body
from bridge.web.errors import EdgeError, not_found
from bridge.web.tokens import Tokens

SCOPE = "write_conversations"


class Value(Body):
    """One attribute that was asked for; `value` is checked by the step."""

    identifier: Annotated[str, Field(min_length=1, max_length=200)]
    value: Any


class Given(Body):
    """The body."""

    step_id: Annotated[str, Field(min_length=1, max_length=200)]
    attribute_values: Annotated[list[Value], Field(max_length=50)]


class AgentInput:
    """The route.

    Args:
        turns: Where the answer goes.
        tokens: Who may.
        lines: A conversation's log, to tell "answered already" from "never asked".
        now: The time, aware UTC.
    """

    def __init__(
        self,
        turns: Turns,
        tokens: Tokens,
        lines: Callable[[str], Awaitable[Sequence[Line]]],
        now: Callable[[], datetime],
    ) -> None:
        self._turns = turns
        self._tokens = tokens
        self._lines = lines
        self._now = now

    def add_routes(self, app: web.Application) -> None:
        """Its one route."""
        app.router.add_post("/procedures/{conversation_id}/collect_agent_input", self.post)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """The same answer twice is one; another one for an answered step is 409."""
        by = self._tokens.allow(request, SCOPE)
        conversation_id = request.match_info["conversation_id"]
        given = await json_body(request, Given)
        values = {one.identifier: one.value for one in given.attribute_values}
        digest = hashlib.sha256(orjson.dumps(values, option=orjson.OPT_SORT_KEYS)).hexdigest()
        event = TeammateAnswered(
            conversation_id=conversation_id, at=self._now(), values=values, by=by, step_id=given.step_id
        )
        try:
            turned = await self._turns.turn(
                derived("evt", "agent_input", conversation_id, given.step_id, digest), [event]
            )
        except UnknownConversation:
            raise not_found("conversation") from None
        if turned.again or turned.reply == "accepted":
            return json_answer({})
        if turned.reply == "mismatch":
            raise EdgeError(422, "parameter_invalid", turned.refused or "", field="attribute_values")
        lines = await self._lines(conversation_id)
        if any(
            isinstance(line.entry, Why)
            and line.entry.what == "teammate_answered"
            and line.entry.detail.startswith(f"{given.step_id}: ")
            for line in lines
        ):
            raise EdgeError(409, "conflict", "This request for input has been answered already.")
        raise EdgeError(404, "not_found", "No procedure here waits for this input; it may have expired.")
