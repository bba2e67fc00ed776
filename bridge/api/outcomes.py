"""Outcomes by API: the ledger for who reads it, a dispute by who operates the bridge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

from aiohttp import web
from pydantic import Field

from bridge.core.words.ids import derived
from bridge.core.words.outcome import Outcome, OutcomeDisputed
from bridge.runtime import outcomes
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns, UnknownConversation
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, json_body
from bridge.web.errors import EdgeError, not_found
from bridge.web.tokens import Tokens

READ, OPERATE = "read_conversations", "operate"
DAYS, DAYS_MOST = 30, 3650


class Disputed(Body):
    """The body; the reason is kept and shown to operators."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class Outcomes:
    """The routes.

    Args:
        turns: Where a dispute goes.
        store: What conversations came to.
        tokens: Who may.
        now: The time, aware UTC.
    """

    def __init__(self, turns: Turns, store: Store, tokens: Tokens, now: Callable[[], datetime]) -> None:
        self._turns = turns
        self._store = store
        self._tokens = tokens
        self._now = now

    def add_routes(self, app: web.Application) -> None:
        """Its routes."""
        app.router.add_get("/outcomes", self.counted)
        app.router.add_post("/conversations/{id}/dispute", self.disputed)

    async def counted(self, request: web.Request) -> web.StreamResponse:
        """`GET /outcomes?days=30`: how many conversations came to what, and the share that was resolved."""
        self._tokens.allow(request, READ)
        days = request.query.get("days", str(DAYS))
        if not (days.isascii() and days.isdecimal() and 1 <= int(days[:6]) <= DAYS_MOST):
            raise EdgeError(
                400, "parameter_invalid", f"days is a number from 1 to {DAYS_MOST}.", field="days"
            )
        found = await outcomes.ledger(self._store, self._now() - timedelta(days=int(days)))
        rate = found.resolution_rate
        return json_answer(
            {
                "type": "outcomes",
                "since": found.since,
                "outcomes": found.outcomes,
                "reopened": found.reopened,
                "resolution_rate": None if rate is None else round(rate, 4),
            }
        )

    async def disputed(self, request: web.Request) -> web.StreamResponse:
        """`POST /conversations/{id}/dispute` `{reason}`: twice is once."""
        by = self._tokens.allow(request, OPERATE)
        id_ = request.match_info["id"]
        reason = (await json_body(request, Disputed)).reason
        event = OutcomeDisputed(conversation_id=id_, at=self._now(), reason=reason, by=by)
        try:
            turned = await self._turns.turn(derived("evt", "dispute", id_, event.at.isoformat()), [event])
        except UnknownConversation:
            raise not_found("conversation") from None
        if turned.refused is not None:
            raise EdgeError(409, "conflict", turned.refused)
        return json_answer({"type": "outcome", "conversation_id": id_, "outcome": Outcome.DISPUTED.value})
