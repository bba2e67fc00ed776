"""Procedures that a page triggers: which elements of it, and `POST /messenger/procedures/{id}/trigger`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import structlog
from aiohttp import web
from pydantic import Field, JsonValue

from bridge.channels.messenger.messages import PLATFORM_CHANNELS, ClientId
from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.sessions import Sessions
from bridge.channels.messenger.shapes import Json, conversation_json, part_json
from bridge.core.procedures.definition import Definition
from bridge.core.words.values import Channel, Contact
from bridge.runtime.people import Session
from bridge.runtime.triggering import Triggering, TriggerRefused
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, json_body
from bridge.web.errors import EdgeError, not_found

CLICK_BYTES = 8 * 1024
VALUES = 20

logger = structlog.get_logger(__name__)


class Clicked(Body):
    """One click on an element.

    Args:
        client_id: Chosen by the widget, the same however often it sends this click.
        attributes: What the element says: `data-order-number` is the attribute `order_number`.
    """

    client_id: ClientId
    attributes: Annotated[dict[str, JsonValue], Field(default_factory=dict, max_length=VALUES)]


class Triggers:
    """Takes clicks and events of pages to the procedures that they trigger."""

    def __init__(self, parts: MessengerParts, sessions: Sessions) -> None:
        self._parts = parts
        self._sessions = sessions
        self._triggering = Triggering(parts.store, parts.turns, parts.clock.now)

    def elements(self, contact: Contact) -> list[Json]:
        """What clicks trigger, for this contact; the Messenger is on web pages only."""
        from bridge.core.conversation.triggers import is_offered  # and with it most of what decides

        rules, at = self._parts.turns.rules(), self._parts.clock.now()
        return [
            _element(one)
            for one in rules.catalog.procedures.values()
            if _is_on(one, "element_click") and is_offered(rules, one, contact, Channel.WEB, at)
        ]

    async def post(self, request: web.Request) -> web.StreamResponse:
        """`POST /messenger/procedures/{id}/trigger`: 201 with what Fin says; 200 when it stood before."""
        session = await self._sessions.of(request)
        body = await json_body(request, Clicked, limit_bytes=CLICK_BYTES)
        found = self._parts.turns.rules().catalog.procedures.get(request.match_info["id"])
        if found is None or not _is_on(found, "element_click"):
            raise not_found("procedure")
        if (wait_s := self._parts.limits.messages.take(f"trigger:{session.contact.id}")) > 0:
            raise EdgeError(429, "rate_limited", "Too many clicks; wait a moment.", retry_after_s=wait_s)
        try:
            made = await self._triggering(
                session.contact,
                found.id,
                by="element_click",
                channel=PLATFORM_CHANNELS.get(session.platform, Channel.WEB),
                values=body.attributes,
                key=body.client_id,
            )
        except TriggerRefused as refused:
            status = 403 if refused.word == "audience" else 422
            raise EdgeError(status, refused.word, refused.sentence) from None
        if made is None:
            raise LookupError("only page events are too soon")
        answer = {
            "conversation": conversation_json(made.conversation, made.first),
            "part": part_json(made.first),
        }
        return json_answer(answer, status=201 if made.is_new else 200)

    async def happened(self, session: Session, name: str, metadata: Mapping[str, Any]) -> None:
        """An event of the page: triggers what waits for it, at most once until that closes unanswered."""
        for one in list(self._parts.turns.rules().catalog.procedures.values()):
            proactive = one.head.proactive
            if proactive is None or not _is_on(one, "event") or proactive.event != name:
                continue
            values = {key: value for key, value in metadata.items() if key in one.head.attributes}
            try:
                await self._triggering(
                    session.contact,
                    one.id,
                    by="event",
                    channel=PLATFORM_CHANNELS.get(session.platform, Channel.WEB),
                    values=values,
                    not_within=proactive.close_after,
                )
            except TriggerRefused as refused:
                logger.info("event_triggers_nothing", procedure=one.id, why=refused.word)


def _is_on(definition: Definition, what: str) -> bool:
    return definition.head.proactive is not None and what in definition.head.proactive.on


def _element(definition: Definition) -> Json:
    proactive = definition.head.proactive
    element = proactive.element if proactive is not None else None
    selector = element.selector if element is not None else ""
    return {
        "procedure": definition.id,
        "page": element.page if element is not None else "",
        "selector": selector or f'[data-fin-procedure="{definition.id}"]',
        "attributes": {name: f"data-{name.replace('_', '-')}" for name in definition.head.attributes},
    }
