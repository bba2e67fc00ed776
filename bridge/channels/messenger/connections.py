"""The open sockets and held polls: how many one contact may have, and how they end."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from aiohttp import WSCloseCode, web

from bridge.web.errors import EdgeError

SESSION_DEAD = 4401
CLOSE_SECONDS = 2.0


class Connections:
    """Counts what is open and closes it.

    Args:
        limit: Of one contact.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._of: Counter[str] = Counter()
        self._sockets: dict[web.WebSocketResponse, str | None] = {}
        self._ending: dict[web.WebSocketResponse, asyncio.Event] = {}
        self.stopping = asyncio.Event()

    @contextmanager
    def room(self, contact_id: str) -> Iterator[None]:
        """One connection of a contact.

        Raises:
            EdgeError: 429 when he has too many.
        """
        if not self.enter(contact_id):
            raise EdgeError(429, "too_many_connections", "Too many open connections.", retry_after_s=10)
        try:
            yield
        finally:
            self.leave(contact_id)

    def enter(self, contact_id: str) -> bool:
        """Takes one of the contact's places; False when all are taken."""
        if self._of[contact_id] >= self._limit:
            return False
        self._of[contact_id] += 1
        return True

    def leave(self, contact_id: str) -> None:
        """Gives one back."""
        self._of[contact_id] -= 1
        if not self._of[contact_id]:
            del self._of[contact_id]

    def opened(self, ws: web.WebSocketResponse) -> None:
        """Keeps `ws` among those that a shutdown closes."""
        self._sockets[ws] = None

    async def gone(self, ws: web.WebSocketResponse) -> None:
        """Forgets `ws`, after its closing is through.

        A handler that returned before would cut the line under the close frame.
        """
        del self._sockets[ws]
        if (ended := self._ending.pop(ws, None)) is not None:
            await ended.wait()

    def belongs(self, ws: web.WebSocketResponse, token: str) -> None:
        """Says whose session the socket lives by."""
        self._sockets[ws] = token

    async def drop_dead(self, is_alive: Callable[[str], Awaitable[bool]]) -> None:
        """Ends the sockets whose session is over: it ran out, or its end was not heard."""
        for ws, token in list(self._sockets.items()):
            if token is not None and not await is_alive(token):
                await self.end(ws, SESSION_DEAD, b"session")

    async def end(self, ws: web.WebSocketResponse, code: int, message: bytes) -> None:
        """Closes a socket; one that takes nothing any more is cut."""
        if ws in self._ending:
            return
        ended = self._ending[ws] = asyncio.Event()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await ws.close(code=code, message=message)
        except (TimeoutError, ConnectionError):
            return  # aiohttp has cut the transport on its way out
        finally:
            ended.set()
            if ws not in self._sockets:
                self._ending.pop(ws, None)

    async def close(self, _app: web.Application | None = None) -> None:
        """on_shutdown: tells every client to come back (1001), all at once.

        Not in cleanup_ctx: that runs after the server has waited in vain for the sockets to end.
        """
        self.stopping.set()
        going = (self.end(ws, WSCloseCode.GOING_AWAY, b"restart") for ws in list(self._sockets))
        await asyncio.gather(*going)
