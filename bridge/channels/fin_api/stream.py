"""`GET /fin/events`: what a caller is told of one conversation, as Server-Sent Events, while it happens.

A stream reads the log after the line that its token names, so that what happened before it was opened comes
first, and nothing is missing that other processes did. Text that grows comes as it passes by.
Source: Intercom API, Fin Agent API, `sse_subscription_url`; WHATWG HTML, "Server-sent events".
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import orjson
from aiohttp import web

from bridge.actions.caller_shapes import Shape, chunk_of, event_of, status_in
from bridge.channels.fin_api.callers import invalid
from bridge.channels.fin_api.needs import FinApiParts
from bridge.channels.fin_api.stream_tokens import StreamToken, StreamTokens
from bridge.channels.messenger.connections import Connections
from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line, Part
from bridge.runtime import log
from bridge.runtime.live import Chunk, Follower, Told
from bridge.web.errors import EdgeError

PAGE = 500
FARTHEST = timedelta(minutes=2)
"""How long what ended a stream can still be read by who opens it late."""
CSAT = "csat_requested"
_REWIND = re.compile(r"([0-9]{1,4})([smh]?)")
_UNITS = {"": "seconds", "s": "seconds", "m": "minutes", "h": "hours"}
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would keep the frames until it has enough of them
    "Access-Control-Allow-Origin": "*",  # the token is in the address; no cookie is looked at
}


class Streams:
    """All open streams of this process."""

    def __init__(self, parts: FinApiParts, tokens: StreamTokens) -> None:
        self._parts = parts
        self._tokens = tokens
        self._room = Connections(parts.streams)
        self._open: set[Follower] = set()
        self._revoked: dict[str, datetime] = {}

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Frames without a name until Fin waits, is done, or the token's three minutes are over."""
        token = self._allowed(request)
        since = self._since(request)
        c = await log.conversation(self._parts.store, token.conversation_id)
        if c is None or c.caller is None:
            raise _no_access()
        with self._room.room(c.id):
            follower = self._parts.live.follow(c.contact.id)
            self._open.add(follower)
            try:
                stream = _Stream(self._parts, token, c, since)
                cursor = _cursor(request, token)
                if await stream.was_over(cursor):
                    raise _no_access()
                response = web.StreamResponse(headers=HEADERS)
                await response.prepare(request)
                if await self._flows(request, response, stream, follower, cursor):
                    self._revoked[token.id] = token.expires_at
            finally:
                self._open.discard(follower)
                follower.close()
        return response

    async def close(self, _app: web.Application | None = None) -> None:
        """on_shutdown: ends all; who follows comes back with the place that he has reached."""
        for follower in tuple(self._open):
            follower.close()

    async def tidy(self) -> None:
        """Forgets tokens whose time is over anyway."""
        now = self._parts.clock.now()
        self._revoked = {id_: ends for id_, ends in self._revoked.items() if ends > now}

    async def _flows(
        self,
        request: web.Request,
        response: web.StreamResponse,
        stream: _Stream,
        follower: Follower,
        cursor: int,
    ) -> bool:
        """Writes what happens; whether the last thing was said."""
        frames, cursor, is_over = await stream.after(cursor)
        while True:
            for frame in frames:
                if not await self._written(request, response, frame):
                    return False
            if is_over:
                return True
            left_s = (stream.token.expires_at - self._parts.clock.now()).total_seconds()
            if left_s <= 0:
                return False
            try:
                async with asyncio.timeout(min(left_s, self._parts.ping_s)):
                    item: Told = await anext(follower)
            except TimeoutError:
                frames = [b": still here\n\n"]
                continue
            except StopAsyncIteration:
                return False
            if isinstance(item, Chunk):
                frames = stream.grown(item)
            else:
                frames, cursor, is_over = await stream.after(cursor)

    async def _written(self, request: web.Request, response: web.StreamResponse, frame: bytes) -> bool:
        """Whether the reader took it; one who is too slow is cut off and can come back to his place."""
        try:
            async with asyncio.timeout(self._parts.write_s):
                await response.write(frame)
        except (TimeoutError, ConnectionError):
            if request.transport is not None:
                request.transport.abort()
            return False
        return True

    def _allowed(self, request: web.Request) -> StreamToken:
        try:
            token = self._tokens.read(request.query.get("accessToken", ""))
        except ValueError:
            raise _no_access() from None
        # who comes back with his place may have lost the end on the line; without one he was told all
        is_told = token.id in self._revoked and "Last-Event-ID" not in request.headers
        if is_told or request.query.get("channels") != self._tokens.channel(token.external_id):
            raise _no_access()
        return token

    def _since(self, request: web.Request) -> datetime | None:
        given = request.query.get("rewind")
        if given is None:
            return None
        found = _REWIND.fullmatch(given)
        if found is None:
            raise invalid("rewind must be a duration such as 2m", "rewind")
        return self._parts.clock.now() - timedelta(**{_UNITS[found[2]]: int(found[1])})


class _Stream:
    """What one reader has been told, and what comes next."""

    def __init__(
        self, parts: FinApiParts, token: StreamToken, c: Conversation, since: datetime | None
    ) -> None:
        self._parts = parts
        self._c = c
        self._since = since
        self._counts: dict[str, int] = {}
        self._finished: set[str] = set()
        self.token = token

    async def was_over(self, cursor: int) -> bool:
        """Whether the end is behind this reader, or so long ago that its token is not good any more."""
        lines = await self._lines(self.token.after)
        ends = next((line for line in lines if self._is_end(line)), None)
        if ends is None:
            return False
        return ends.seq <= cursor or self._parts.clock.now() - ends.entry.at > FARTHEST

    async def after(self, cursor: int) -> tuple[list[bytes], int, bool]:
        """Frames of the lines after `cursor`, the new cursor, and whether that was the last."""
        frames: list[bytes] = []
        is_over = False
        while lines := await self._lines(cursor):
            for line in lines:
                if is_over and status_in(line) != CSAT:
                    return frames, cursor, True
                cursor = line.seq
                frames += self._frames(line)
                is_over = is_over or self._is_end(line)
            if len(lines) < PAGE:
                break
        return frames, cursor, is_over

    def grown(self, chunk: Chunk) -> list[bytes]:
        """The frame of a text that grows; none of another conversation's, or one that stands already."""
        id_ = chunk.stream_id
        if chunk.conversation_id != self._c.id or id_ in self._finished or self._c.caller is None:
            return []
        index = self._counts.get(id_, 0)
        self._counts[id_] = index + 1
        return [_data(chunk_of(self._c.caller, id_, index, chunk.text, self._parts.clock.now()))]

    def _frames(self, line: Line) -> Iterator[bytes]:
        if isinstance(line.entry, Part) and line.entry.stream_id:
            self._finished.add(line.entry.stream_id)
        if self._c.caller is None or (self._since is not None and line.entry.at < self._since):
            return
        event = event_of(
            line,
            self._c.caller,
            is_legacy=self.token.is_legacy,
            is_email=self.token.is_email,
            name=self._c.contact.name,
            language=self._c.speaks,
            base_url=self._parts.base_url,
        )
        if event is not None:
            yield b"id: %d\n" % line.seq + _data(event)

    def _is_end(self, line: Line) -> bool:
        status = status_in(line)
        return status == "complete" or (status == "awaiting_user_reply" and not self.token.is_once)

    async def _lines(self, after: int) -> list[Line]:
        return await log.lines(self._parts.store, self._c.id, after, PAGE, parts_only=False)


def _cursor(request: web.Request, token: StreamToken) -> int:
    """Where it goes on: after what the reader has, when he comes back."""
    last = request.headers.get("Last-Event-ID", "")
    has_last = last.isascii() and last.isdigit() and len(last) <= 15  # noqa: PLR2004 - digits of a seq
    return max(token.after, int(last) if has_last else 0)


def _data(event: Shape) -> bytes:
    return b"data: " + orjson.dumps(event) + b"\n\n"


def _no_access() -> EdgeError:
    return EdgeError(401, "unauthorized", "Access Token Invalid")
