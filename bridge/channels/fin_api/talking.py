"""`/fin/start`, `/fin/reply` and `/fin/ask`: a message becomes an event, however often it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal, TypeAlias

import orjson
import structlog
from aiohttp import web

from bridge.channels.fin_api.answers import answered, errors_of
from bridge.channels.fin_api.attributes import checked
from bridge.channels.fin_api.callers import LEGACY, allowed, invalid
from bridge.channels.fin_api.files import Files, with_links
from bridge.channels.fin_api.needs import FinApiParts
from bridge.channels.fin_api.requests import (
    JSON_BYTES,
    Message,
    Request,
    User,
    Wording,
    object_in,
    request_in,
)
from bridge.channels.fin_api.stream_tokens import StreamTokens
from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Part
from bridge.core.words.events import CustomerWrote
from bridge.core.words.ids import derived
from bridge.core.words.values import Author, Caller, Channel, Contact
from bridge.runtime import log, people
from bridge.runtime.turn import Turned

Way: TypeAlias = Literal["start", "reply", "ask"]

SAME_S = 300.0
"""Source: Intercom API, `fin_agent_message.timestamp`: one message within five minutes."""
LINES = 10_000
EXISTS = "Fin session already exists for this conversation. Please use /reply to continue the conversation."
UNKNOWN = "Conversation not found for the given conversation_id"

logger = structlog.get_logger(__name__)


class Talking:
    """The three routes that bring a user's message."""

    def __init__(self, parts: FinApiParts, tokens: StreamTokens) -> None:
        self._parts = parts
        self._tokens = tokens
        self._files = Files(parts)

    async def start(self, request: web.Request) -> web.StreamResponse:
        """`POST /fin/start`: a new conversation."""
        return await self._take(request, "start", "conversation")

    async def reply(self, request: web.Request) -> web.StreamResponse:
        """`POST /fin/reply`: the next message of one."""
        return await self._take(request, "reply", "conversation")

    async def ask(self, request: web.Request) -> web.StreamResponse:
        """`POST /fin/ask`: one question, one answer, and it is complete."""
        return await self._take(request, "ask", "orchestration")

    async def _take(self, request: web.Request, way: Way, wording: Wording) -> web.StreamResponse:
        version = allowed(request, self._parts)
        data = await object_in(request, JSON_BYTES + self._files.body_bytes)
        wanted = request_in(data, wording)
        message = wanted.message
        if message is None or message.author != "user":
            raise invalid("message.author must be user", "message.author")
        links, files = self._files.read(wanted.attachments)
        into = conversation_of(wanted.conversation_id)
        before = await log.conversation(self._parts.store, into)
        if way == "reply" and (before is None or not speaks_for(before, wanted.user.id)):
            raise invalid(UNKNOWN, "conversation_id")
        if before is not None and not speaks_for(before, wanted.user.id):
            raise invalid(EXISTS, "conversation_id")
        users, wrong_users = checked(wanted.user.attributes, "User", self._parts.user_attributes)
        ours, wrong_ours = checked(wanted.attributes, "Conversation", self._parts.conversation_attributes)
        client_id = _named(message, wanted)
        # who begins cannot begin twice, so that his words are the same even when they were answered
        has_name = message.at is not None or way != "reply"
        event_id = await self._event_id(into, before, client_id, has_name=has_name)
        contact = await user_known(self._parts, wanted.user, users, before)
        is_asked = way == "ask" or (
            before is not None and before.caller is not None and before.caller.is_asked
        )
        is_known = bool(await log.seen(self._parts.store, [event_id]))
        event = CustomerWrote(
            conversation_id=into,
            at=self._parts.clock.now(),
            contact=contact,
            channel=Channel.API,
            body=with_links(message.body, links),
            client_id=client_id,
            attachments=() if is_known else await self._files.keep(contact.id, files),
            caller=Caller(
                conversation=wanted.conversation_id,
                user=wanted.user.id,
                is_legacy=version in LEGACY,
                is_once=is_asked or not wanted.asks_back,
                is_asked=is_asked,
                is_email=wanted.is_email,
                attributes=ours,
            ),
            is_first=way != "reply",
            history=tuple(self._said_before(one, contact) for one in wanted.history),
        )
        turned = await self._parts.turns.turn(event_id, [event], lasting=True)
        if turned.refused is not None:
            raise invalid(EXISTS, "conversation_id")
        logger.info("fin_called", way=way, conversation=into, again=turned.again)
        return self._answer(turned, wanted, way, errors_of(wrong_users, wrong_ours))

    def _answer(
        self, turned: Turned, wanted: Request, way: Way, errors: Mapping[str, Any]
    ) -> web.StreamResponse:
        c = turned.conversation
        after = turned.lines[0].seq - 1 if turned.lines else c.seq
        return answered(
            c,
            wanted,
            at=self._parts.clock.now(),
            address=self._tokens.address(c, after=after, rewinds=way != "reply"),
            errors=errors,
        )

    async def _event_id(
        self, into: str, before: Conversation | None, client_id: str, *, has_name: bool
    ) -> str:
        """The same for the same message within five minutes.

        Without a time, the same words are the same message as long as nobody has answered them: a "yes" to
        the next question is another one.
        """
        place = 0
        if before is not None:
            lines = await log.lines(self._parts.store, into, limit=LINES)
            parts = [(line.entry.at, line.entry) for line in lines if isinstance(line.entry, Part)]
            same = [index for index, (_, part) in enumerate(parts) if part.client_id == client_id]
            place = len(same)
            if same:
                at, _ = parts[same[-1]]
                answered = any(part.author.type != "user" for _, part in parts[same[-1] + 1 :])
                is_recent = self._parts.clock.now() - at <= timedelta(seconds=SAME_S)
                place -= is_recent and (has_name or not answered)
        return derived("evt", into, client_id, place)

    def _said_before(self, message: Message, contact: Contact) -> Part:
        names = {"user": contact.name, "fin": self._parts.fin_name, "agent": "Agent"}
        return Part(
            at=message.at or self._parts.clock.now(),
            author=Author(type=message.author, name=names[message.author]),
            body=message.body,
        )


def conversation_of(external_id: str) -> str:
    """Our id of a caller's conversation."""
    return derived("cnv", "fin_api", external_id)


def speaks_for(c: Conversation, user_id: str) -> bool:
    """Whether it is a caller's conversation, about this user."""
    return c.caller is not None and c.caller.user == user_id


async def user_known(
    parts: FinApiParts, user: User, attributes: Mapping[str, Any], before: Conversation | None
) -> Contact:
    """The contact that a user of the caller is: made, or brought up to date.

    The caller is the operator's own server, so it vouches for him as a hash would.
    """
    key, make = people.proven(user_id=user.id, email=user.email, name=user.name)
    contact = await people.find_or_make_contact(parts.store, key, make, attributes)
    known = {**contact.attributes, **(before.contact.attributes if before else {}), **attributes}
    now = replace(
        contact,
        name=user.name or contact.name,
        email=user.email or contact.email,
        attributes=known,
    )
    if now != contact:
        await people.update_contact(parts.store, now, attributes)
    return now


def _named(message: Message, wanted: Request) -> str:
    """The message's own name: the same for the same words of the same time."""
    at = message.at.isoformat() if message.at else ""
    said = orjson.dumps([wanted.user.id, at, message.said, list(wanted.attachments)])
    return f"api-{hashlib.sha256(said).hexdigest()[:32]}"
