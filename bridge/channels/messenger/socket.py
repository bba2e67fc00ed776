"""`GET /messenger/socket`: what happens, as it happens; first what was missed.

Close codes: 4401 the session is over (boot again), 1001 we restart (come back), 1008 that was not our
protocol, 1009 too long, 1013 too many or too slow (come back later, or poll).
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import Field

from bridge.channels.messenger.connections import SESSION_DEAD, Connections
from bridge.channels.messenger.feed import Feed
from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.sessions import Sessions
from bridge.channels.messenger.shapes import Json, WireId
from bridge.runtime.live import Follower
from bridge.web.answers import json_bytes
from bridge.web.bodies import Body, parsed
from bridge.web.caller import TOKEN_CHARS
from bridge.web.errors import EdgeError

FRAME_BYTES = 64 * 1024
HEARTBEAT_S = 30
SEND_SECONDS = 20.0
FRAMES_PER_MINUTE = 120
CURSORS = 500

Cursors = Annotated[
    dict[WireId, Annotated[int, Field(ge=0, le=2**53)]],
    Field(max_length=CURSORS),
]


class Hello(Body):
    """The client's first frame."""

    type: Literal["hello"]
    session: Annotated[str, Field(max_length=TOKEN_CHARS)]
    cursors: Annotated[Cursors, Field(default_factory=dict)]


class Moved(Body):
    """A later frame: what the client holds by now, e.g. after it loaded another conversation."""

    type: Literal["cursors"]
    cursors: Cursors


class Socket:
    """Takes sockets in."""

    def __init__(self, parts: MessengerParts, sessions: Sessions, connections: Connections) -> None:
        self._parts = parts
        self._sessions = sessions
        self._connections = connections

    async def get(self, request: web.Request) -> web.StreamResponse:
        """One socket, from its upgrade to its end; the session comes in the first frame, never in the URL."""
        # compress=False: with permessage-deflate every socket would hold a 90 KiB window for ever
        ws = web.WebSocketResponse(heartbeat=HEARTBEAT_S, compress=False, max_msg_size=FRAME_BYTES)
        if not ws.can_prepare(request).ok:
            raise EdgeError(400, "bad_request", "This address speaks WebSocket only.")
        await ws.prepare(request)
        self._connections.opened(ws)
        try:
            await self._serve(ws)
        finally:
            await self._connections.gone(ws)
        return ws

    async def _serve(self, ws: web.WebSocketResponse) -> None:
        # what is held here is held by each of ten thousand idle sockets: little, and no longer than it must
        if self._connections.stopping.is_set():
            await self._connections.end(ws, WSCloseCode.GOING_AWAY, b"restart")
            return
        if (wire := await self._welcomed(ws)) is None:
            return
        try:
            await wire.run()
        finally:
            wire.close()

    async def _welcomed(self, ws: web.WebSocketResponse) -> _Wire | None:
        hello = await self._hello(ws)
        session = await self._sessions.found(hello.session) if hello is not None else None
        if hello is None or session is None:
            await self._connections.end(ws, SESSION_DEAD, b"session")
            return None
        contact_id = session.contact.id
        if not self._connections.enter(contact_id):
            await self._connections.end(ws, WSCloseCode.TRY_AGAIN_LATER, b"too many")
            return None
        self._connections.belongs(ws, hello.session)
        follower = self._parts.live.follow(contact_id, session.id)
        feed = Feed(self._parts.store, contact_id, hello.cursors)
        return _Wire(ws, feed, follower, self._connections)

    async def _hello(self, ws: web.WebSocketResponse) -> Hello | None:
        try:
            async with asyncio.timeout(self._parts.hello_s):
                message = await ws.receive()
            if message.type is WSMsgType.TEXT:
                return parsed(message.data, Hello)
        except TimeoutError:
            return None
        except EdgeError:
            message = None
        if message is None or message.type is WSMsgType.BINARY:
            await self._connections.end(ws, WSCloseCode.POLICY_VIOLATION, b"hello")
        return None


class _Wire:
    """One socket that said who it is: one task reads, one writes."""

    __slots__ = ("_connections", "_feed", "_follower", "_one_at_a_time", "_writer_ends", "_ws")

    def __init__(
        self, ws: web.WebSocketResponse, feed: Feed, follower: Follower, connections: Connections
    ) -> None:
        self._ws = ws
        self._feed = feed
        self._follower = follower
        self._connections = connections
        self._one_at_a_time = asyncio.Lock()  # the feed counts; two tasks ask it
        self._writer_ends = False

    def close(self) -> None:
        """Gives back what it took."""
        self._follower.close()
        self._connections.leave(self._follower.contact_id)

    async def run(self) -> None:
        """Until either side ends it."""
        if not await self._send([{"type": "ready"}, *await self._feed.backlog()]):
            await self._connections.end(self._ws, WSCloseCode.TRY_AGAIN_LATER, b"slow")
            return
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(self._write(), name="socket-writer")
            await self._read()
            if not self._writer_ends:  # else it is about to say goodbye
                writing.cancel()

    async def _write(self) -> None:
        async for item in self._follower:
            async with self._one_at_a_time:
                is_taken = await self._send(await self._feed.told(item))
            if not is_taken:
                self._writer_ends = True
                await self._connections.end(self._ws, WSCloseCode.TRY_AGAIN_LATER, b"slow")
                return
        self._writer_ends = True  # the follower was ended, so the session is over
        await self._connections.end(self._ws, SESSION_DEAD, b"session")

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        window, count = loop.time(), 0
        async for message in self._ws:
            if loop.time() - window > 60:  # noqa: PLR2004 - seconds in the minute of FRAMES_PER_MINUTE
                window, count = loop.time(), 0
            count += 1
            moved = _moved(message.data) if message.type is WSMsgType.TEXT else None
            if moved is None or count > FRAMES_PER_MINUTE:
                await self._connections.end(self._ws, WSCloseCode.POLICY_VIOLATION, b"protocol")
                return
            async with self._one_at_a_time:
                is_taken = await self._send(await self._feed.rewound(moved.cursors))
            if not is_taken:
                await self._connections.end(self._ws, WSCloseCode.TRY_AGAIN_LATER, b"slow")
                return

    async def _send(self, frames: list[Json]) -> bool:
        """False when it takes them too slowly; by its cursors it loses nothing when it comes back."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                for frame in frames:
                    await self._ws.send_str(json_bytes(frame).decode())
        except TimeoutError:
            return False
        except ConnectionError:
            return True  # it hung up; the reader sees the same
        return True


def _moved(text: str) -> Moved | None:
    try:
        return parsed(text, Moved)
    except EdgeError:
        return None
