"""`POST /messenger/events`: what the page tells us that its user did (`trackEvent`)."""

from __future__ import annotations

from typing import Annotated

import structlog
from aiohttp import web
from pydantic import Field, JsonValue

from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.sessions import Sessions
from bridge.channels.messenger.triggers import Triggers
from bridge.runtime.page_events import PageEvent, keep
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

    def __init__(self, parts: MessengerParts, sessions: Sessions, triggers: Triggers) -> None:
        self._parts = parts
        self._sessions = sessions
        self._triggers = triggers

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Counted against the contact's limit, kept, and triggers what waits for it; 204."""
        session = await self._sessions.of(request)
        body = await json_body(request, Happened, limit_bytes=EVENT_BYTES)
        if (wait_s := self._parts.limits.messages.take(f"event:{session.contact.id}")) > 0:
            raise EdgeError(429, "rate_limited", "Too many events; wait a moment.", retry_after_s=wait_s)
        event = PageEvent(name=body.name, details=body.metadata, at=self._parts.clock.now())
        await keep(self._parts.store, session.contact.id, event)
        logger.info("page_event", contact=session.contact.id, fields=len(body.metadata))
        await self._triggers.happened(session, body.name, body.metadata)
        return nothing()
