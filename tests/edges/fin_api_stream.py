"""Who reads a stream of Fin's API, as plainly as a test needs it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

DEADLINE_S = 15.0


class Reader:
    """An open stream."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response
        self.events: list[dict[str, Any]] = []
        self.raw = b""
        self.last_id = ""

    async def next(self) -> dict[str, Any] | None:
        """The next event; None when the stream has ended."""
        async with asyncio.timeout(DEADLINE_S):
            while line := await self.response.content.readline():
                self.raw += line
                if line.startswith(b"id: "):
                    self.last_id = line[4:].decode().strip()
                if line.startswith(b"data: "):
                    self.events.append(json.loads(line[6:]))
                    return self.events[-1]
        return None

    async def until(self, name: str) -> dict[str, Any]:
        """Reads up to the first event with this name or status."""
        while (event := await self.next()) is not None:
            if name in (event["event_name"], event.get("status")):
                return event
        raise AssertionError(f"the stream ended without {name}: {self.events}")

    async def all(self) -> list[dict[str, Any]]:
        """Everything, to the stream's end."""
        while await self.next() is not None:
            pass
        return self.events


@asynccontextmanager
async def reading(http: aiohttp.ClientSession, url: str, **headers: str) -> AsyncIterator[Reader]:
    async with http.get(url, headers={"Accept": "text/event-stream", **headers}) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "text/event-stream"
        yield Reader(response)


async def status_of(http: aiohttp.ClientSession, url: str, **headers: str) -> int:
    async with http.get(url, headers=headers) as response:
        return response.status
