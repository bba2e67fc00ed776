"""`POST /fin/csat`: the rating that a caller was asked for; its refusals have a shape of their own.

Source: Intercom API, Preview, "Submit a CSAT rating": the five texts of its 422.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

from aiohttp import web

from bridge.channels.fin_api.callers import allowed
from bridge.channels.fin_api.needs import FinApiParts
from bridge.channels.fin_api.requests import object_in, text_in
from bridge.channels.fin_api.talking import conversation_of
from bridge.core.conversation.state import Conversation
from bridge.core.words.events import CustomerRated
from bridge.core.words.ids import derived
from bridge.core.words.values import RatingWord
from bridge.runtime import log
from bridge.web.answers import json_answer

WORDS: tuple[RatingWord, ...] = get_args(RatingWord)
WINDOW = timedelta(hours=24)
REMARK_CHARS = 2_000
NOT_FOUND = "Conversation not found for the given external_conversation_id"
NOT_ASKED = "No rating survey found for this conversation"
CLOSED = "The rating window for this conversation has closed"
LOCKED = "This rating can no longer be changed because a remark has already been submitted"
NO_OPTION = "Rating isn't an option"


class Rating:
    """The route."""

    def __init__(self, parts: FinApiParts) -> None:
        self._parts = parts

    async def post(self, request: web.Request) -> web.StreamResponse:
        """`rated`; the same again is no second rating, a remark is the last word."""
        allowed(request, self._parts)
        data = await object_in(request)
        external_id = data.get("conversation_id")
        rating = next((word for word in WORDS if word == data.get("rating")), None)
        remark = text_in(data, "remark", REMARK_CHARS)
        c = None
        if isinstance(external_id, str):
            c = await log.conversation(self._parts.store, conversation_of(external_id))
        if c is None:
            return _refused("external_conversation_id", NOT_FOUND)
        if rating is None:
            return _refused("rating", NO_OPTION)
        why = self._why_not(c, rating, remark)
        if why:
            return _refused("base", why)
        if not _is_said(c, rating, remark):
            event = CustomerRated(
                conversation_id=c.id, at=self._parts.clock.now(), rating=rating, remark=remark
            )
            event_id = derived("evt", c.id, "csat", c.seq, rating, remark)
            turned = await self._parts.turns.turn(event_id, [event])
            if not _is_said(turned.conversation, rating, remark):  # another one came at the same moment
                return _refused("base", LOCKED)
        return json_answer({"conversation_id": external_id, "rating": rating, "status": "rated"})

    def _why_not(self, c: Conversation, rating: str, remark: str) -> str:
        if c.caller is None or c.caller.asked_rating_at is None:
            return NOT_ASKED
        if _is_said(c, rating, remark):
            return ""
        if c.rating is not None and c.rating.remark:
            return LOCKED
        return CLOSED if self._parts.clock.now() - c.caller.asked_rating_at > WINDOW else ""


def _is_said(c: Conversation, rating: str, remark: str) -> bool:
    """Whether it stands already; a retry without the remark that was added since is one too."""
    return c.rating is not None and c.rating.word == rating and remark in ("", c.rating.remark)


def _refused(field: str, message: str) -> web.Response:
    shape: dict[str, Any] = {"errors": {field: message}}
    return json_answer(shape, status=422)
