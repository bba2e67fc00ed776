"""Answers that nobody reads: a file that stands in the memory of a connection is dropped with it."""

from __future__ import annotations

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

LOOKS = 6
"""So often in a row nothing of it was taken; with a look every five seconds, half a minute."""


class Stalled:
    """Looks at a server's connections.

    Args:
        runner: Of the server; it was set up.
    """

    def __init__(self, runner: web.AppRunner) -> None:
        self._runner = runner
        self._stuck: dict[RequestHandler, tuple[int, int]] = {}

    async def cut(self) -> None:
        """Ends the connections whose reader took nothing of what waits for him at the last `LOOKS` calls."""
        server = self._runner.server
        if server is None:  # it stops
            return
        stuck: dict[RequestHandler, tuple[int, int]] = {}
        for one in server.connections:
            transport = one.transport
            size = transport.get_write_buffer_size() if transport is not None else 0
            if transport is None or size == 0:
                continue
            before, looks = self._stuck.get(one, (size + 1, 0))
            looks = looks + 1 if size >= before else 0
            if looks < LOOKS:
                stuck[one] = (size, looks)
            else:
                transport.abort()
        self._stuck = stuck
