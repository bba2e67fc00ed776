"""Connections on which nobody comes to the point: without a whole request head in time they are closed."""

from __future__ import annotations

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

TICK_S = 5.0
"""Between two looks. A connection that had not sent its first head at two of them in a row is closed, so a
sender has 5 to 10 s, and no connection needs a timer of its own."""

KEEP_ALIVE_S = 130.0
"""How long the next head may take after an answer, idle or dripping; aiohttp itself closes then. Proxies keep
their connections for 60 s (nginx) to 120 s (Caddy): who closes first must be the proxy, or it sends a request
into a connection that is gone."""


class Heads:
    """Looks at a server's connections.

    Args:
        runner: Of the server; it was set up.
    """

    def __init__(self, runner: web.AppRunner) -> None:
        self._runner = runner
        self._silent: set[RequestHandler] = set()

    async def let_go(self) -> None:
        """Closes the connections that were silent at the last call and still are; every `TICK_S`."""
        server = self._runner.server
        if server is None:  # it stops
            return
        silent = {one for one in server.connections if _is_silent(one)}
        for one in silent & self._silent:
            one.force_close()
        self._silent = silent - self._silent


def _is_silent(connection: RequestHandler) -> bool:
    """Whether no whole head has come on it yet; sockets, held polls and kept connections had theirs."""
    return connection._request_count == 0  # noqa: SLF001 - aiohttp has no other word for it
