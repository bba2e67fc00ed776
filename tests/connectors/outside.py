"""Outside systems on 127.0.0.1: one that answers as a test says, and one that speaks raw bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Outside:
    """Remembers what it was asked; `answer` is replaced by what a test wants to happen."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.answer: Answer = says(json={"ok": True})
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._any)
        self.server = TestServer(app)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    async def _any(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append((request.method, request.path_qs, await request.read(), headers))
        return await self.answer(request)


def says(status: int = 200, *, json: Any = None, **more: Any) -> Answer:
    """An answer that is always the same."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        if json is not None:
            return web.json_response(json, status=status, **more)
        return web.Response(status=status, **more)

    return answer


async def cut(request: web.Request) -> web.StreamResponse:
    """The request has arrived, and the line is dead."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def outside() -> AsyncIterator[Outside]:
    made = Outside()
    await made.server.start_server()
    yield made
    await made.server.close()


@asynccontextmanager
async def raw_server(*pieces: bytes, pause_s: float = 0.0) -> AsyncIterator[str]:
    """Reads a request's head, sends the pieces with a pause before each, and closes the line."""
    stop = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            for piece in pieces:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause_s)
                if stop.is_set():
                    return
                writer.write(piece)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"127.0.0.1:{port}"
    stop.set()
    server.close()
    await server.wait_closed()
