"""`POST /messenger/events`: what the page tells us that its user did (`trackEvent`, element clicks)."""

from __future__ import annotations

from typing import Annotated

import structlog
from aiohttp import web
from pydantic import Field, JsonValue

from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.sessions import Sessions
from bridge.web.answers import nothing
from bridge.web.bodies import Body, Line, json_body
from bridge.web.errors import EdgeError

EVENT_BYTES = 8 * 1024
logger = structlog.get_logger(__name__)


class Happened(Body):
    """One thing that the user did on the page."""

    name: Annotated[Line, Field(min_length=1, max_length=120)]
    metadata: Annotated[dict[str, JsonValue], Field(default_factory=dict)]


class Clicks:
    """Takes events of pages."""

    def __init__(self, parts: MessengerParts, sessions: Sessions) -> None:
        self._parts = parts
        self._sessions = sessions

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Checked, counted against the contact's limit and noted; 204."""
        session = await self._sessions.of(request)
        body = await json_body(request, Happened, limit_bytes=EVENT_BYTES)
        if (wait_s := self._parts.limits.messages.take(f"event:{session.contact.id}")) > 0:
            raise EdgeError(429, "rate_limited", "Too many events; wait a moment.", retry_after_s=wait_s)
        logger.info("page_event", contact=session.contact.id, fields=len(body.metadata))
        return nothing()
