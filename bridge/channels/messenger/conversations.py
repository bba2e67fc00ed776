"""The customer's conversations: list, begin, read, and what he does in one besides writing."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from bridge.channels.messenger.messages import Messages
from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.sessions import Sessions
from bridge.channels.messenger.shapes import ID, conversation_json, parts_json
from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line
from bridge.core.words.events import CustomerRated, CustomerRead
from bridge.core.words.ids import derived
from bridge.runtime import log
from bridge.runtime.live import Typing
from bridge.runtime.people import Session
from bridge.web.answers import json_answer, nothing
from bridge.web.bodies import Body, json_body
from bridge.web.errors import EdgeError, not_found

LISTED = 50
PAGE = 500
MAX_SEQ = 2**53
RATINGS = ("terrible", "bad", "ok", "good", "amazing")

Seq = Annotated[int, Field(ge=0, le=MAX_SEQ)]


class Read(Body):
    """Seen up to here; without a number, all of it."""

    seq: Seq | None = None


class TypingNow(Body):
    """Whether the customer types."""

    active: bool = True


class Rating(Body):
    """One of the five words, or 1 to 5."""

    rating: Literal["terrible", "bad", "ok", "good", "amazing"] | Annotated[int, Field(ge=1, le=5)]
    remark: Annotated[str, Field(max_length=2_000)] = ""


class Conversations:
    """Routes beneath `/messenger/conversations`."""

    def __init__(self, parts: MessengerParts, sessions: Sessions, messages: Messages) -> None:
        self._parts = parts
        self._sessions = sessions
        self._messages = messages

    async def list(self, request: web.Request) -> web.StreamResponse:
        """`GET /messenger/conversations`, newest first."""
        session = await self._sessions.of(request)
        mine = await log.conversations_of(self._parts.store, session.contact.id, limit=LISTED)
        return json_answer({"conversations": [conversation_json(c, last) for c, last in mine]})

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """`POST /messenger/conversations`: the first message makes the conversation."""
        return await self._messages.take(request, await self._sessions.of(request), None)

    async def write(self, request: web.Request) -> web.StreamResponse:
        """`POST /messenger/conversations/{id}/parts`: the next message."""
        session, c = await self._own(request)
        return await self._messages.take(request, session, c.id)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """`GET /messenger/conversations/{id}?after={seq}`: it and its parts, at most 500 at a time."""
        c = await self.own(request)
        lines = await log.lines(self._parts.store, c.id, after=_after(request), limit=PAGE)
        last = lines[-1] if lines else await self._last(c)
        return json_answer({"conversation": conversation_json(c, last), "parts": parts_json(lines)})

    async def read(self, request: web.Request) -> web.StreamResponse:
        """`POST …/read`: he has seen it; what came after `seq` stays unread."""
        c = await self.own(request)
        body = await json_body(request, Read) if request.body_exists else Read()
        if c.unread == 0:
            return nothing()
        seq = c.seq if body.seq is None else min(body.seq, c.seq)
        event = CustomerRead(conversation_id=c.id, at=self._parts.clock.now(), seq=seq)
        await self._parts.turns.turn(derived("evt", c.id, "read", seq), [event])
        return nothing()

    async def typing(self, request: web.Request) -> web.StreamResponse:
        """`POST …/typing`: told to whoever follows the conversation; nothing is stored."""
        c = await self.own(request)
        body = await json_body(request, TypingNow) if request.body_exists else TypingNow()
        self._parts.live.publish(
            c.contact.id, Typing(conversation_id=c.id, author="user", active=body.active)
        )
        return nothing()

    async def rate(self, request: web.Request) -> web.StreamResponse:
        """`POST …/rating`: how he found it; the same words twice are one rating."""
        c = await self.own(request)
        body = await json_body(request, Rating)
        rating = RATINGS[body.rating - 1] if isinstance(body.rating, int) else body.rating
        event = CustomerRated(
            conversation_id=c.id,
            at=self._parts.clock.now(),
            rating=rating,  # type: ignore[arg-type]  # one of RATINGS, which are the five words
            remark=body.remark,
        )
        event_id = derived("evt", c.id, "rated", c.seq, rating, body.remark)  # he may come back to his first
        turned = await self._parts.turns.turn(event_id, [event])
        if turned.refused is not None:
            raise EdgeError(422, "refused", turned.refused)
        return nothing()

    async def own(self, request: web.Request) -> Conversation:
        """The conversation of the address, if it is the session's.

        Raises:
            EdgeError: 401 without a session; 404 for unknown and for other people's alike.
        """
        _, c = await self._own(request)
        return c

    async def _own(self, request: web.Request) -> tuple[Session, Conversation]:
        conversation_id = request.match_info["id"]
        is_one = re.fullmatch(ID, conversation_id) is not None
        session, c = await self._sessions.of_with(
            request, lambda conn: log.loaded(conn, conversation_id) if is_one else None
        )
        if c is None or c.contact.id != session.contact.id:
            raise not_found("conversation")
        return session, c

    async def _last(self, c: Conversation) -> Line | None:
        for other, last in await log.conversations_of(self._parts.store, c.contact.id, limit=LISTED):
            if other.id == c.id:
                return last
        return None


def _after(request: web.Request) -> int:
    text = request.query.get("after", "0")
    if not text.isascii() or not text.isdigit() or len(text) > 16 or int(text) > MAX_SEQ:  # noqa: PLR2004 - digits of it
        raise EdgeError(400, "parameter_invalid", "after is the seq of a part.", field="after")
    return int(text)
