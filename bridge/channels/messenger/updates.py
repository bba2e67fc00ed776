"""`GET /messenger/updates`: the socket's frames by long poll, where sockets are blocked."""

from __future__ import annotations

import asyncio
import base64
import binascii
from typing import Annotated, TypeAlias

from aiohttp import web
from pydantic import Field, TypeAdapter, ValidationError

from bridge.channels.messenger.connections import Connections
from bridge.channels.messenger.feed import Feed
from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.sessions import Sessions
from bridge.channels.messenger.shapes import Json, WireId
from bridge.channels.messenger.socket import CURSORS
from bridge.runtime.live import Follower
from bridge.web.answers import json_answer, json_bytes
from bridge.web.errors import EdgeError

CURSOR_CHARS = 7_000
Seq: TypeAlias = Annotated[int, Field(ge=0, le=2**53)]
Stamp: TypeAlias = Annotated[str, Field(max_length=32)]
_POSITION: TypeAdapter[dict[str, Seq | tuple[Seq, Stamp]]] = TypeAdapter(
    Annotated[dict[WireId, Seq | tuple[Seq, Stamp]], Field(max_length=CURSORS)]
)


class Updates:
    """Answers polls."""

    def __init__(self, parts: MessengerParts, sessions: Sessions, connections: Connections) -> None:
        self._parts = parts
        self._sessions = sessions
        self._connections = connections

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Frames since the cursor, at once or as soon as there are some; none after `poll_s`."""
        session = await self._sessions.of(request)
        cursors, stamps = _position(request.query.get("cursor", ""))
        with self._connections.room(session.contact.id):
            follower = self._parts.live.follow(session.contact.id, session.id)
            try:
                feed = Feed(self._parts.store, session.contact.id, cursors, stamps)
                frames = await feed.backlog()
                if not frames:
                    frames = await self._held(feed, follower)
            finally:
                follower.close()
        return json_answer({"frames": frames, "cursor": _cursor(feed)})

    async def _held(self, feed: Feed, follower: Follower) -> list[Json]:
        frames: list[Json] = []

        async def first() -> None:
            async for item in follower:
                frames.extend(await feed.told(item))
                if frames:
                    return

        async with asyncio.TaskGroup() as group:
            waiting = [
                group.create_task(first(), name="poll-first"),
                group.create_task(self._connections.stopping.wait(), name="poll-stop"),
            ]
            await asyncio.wait(waiting, timeout=self._parts.poll_s, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()
        return frames


def _cursor(feed: Feed) -> str:
    return base64.urlsafe_b64encode(json_bytes(feed.position)).decode().rstrip("=")


def _position(cursor: str) -> tuple[dict[str, int], dict[str, str]]:
    if not cursor:
        return {}, {}
    try:
        raw = base64.b64decode(
            cursor[:CURSOR_CHARS] + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True
        )
        position = _POSITION.validate_json(raw, strict=True)
    except (ValueError, binascii.Error, ValidationError):
        raise EdgeError(400, "parameter_invalid", "cursor is not one that we gave.", field="cursor") from None
    pairs = {key: value if isinstance(value, tuple) else (value, "") for key, value in position.items()}
    return {key: seq for key, (seq, _) in pairs.items()}, {key: stamp for key, (_, stamp) in pairs.items()}
