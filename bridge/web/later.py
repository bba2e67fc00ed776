"""Routes that are there at once, and whose handlers are loaded a moment later, or with the first request."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from aiohttp import web
from aiohttp.typedefs import Handler


class Later:
    """Routes.

    Args:
        routes: `METHOD /path` of each.
        add: Imports what they need and adds their handlers; in a thread, once. Exactly these routes.
    """

    def __init__(self, routes: Iterable[str], add: Callable[[web.Application], None]) -> None:
        self._routes = tuple(routes)
        self._add = add
        self._handlers: Mapping[str, Handler] = {}
        self._lock = threading.Lock()

    def add_routes(self, app: web.Application) -> None:
        """All of them."""
        for route in self._routes:
            method, _, path = route.partition(" ")
            answer = partial(self._answer, route)
            if method == "GET":
                app.router.add_get(path, answer)  # with HEAD
            else:
                app.router.add_route(method, path, answer)

    async def load(self) -> None:
        """Loads the handlers now; the loop goes on meanwhile."""
        await asyncio.to_thread(self._load)

    async def _answer(self, route: str, request: web.Request) -> web.StreamResponse:
        if not self._handlers:
            await self.load()
        return await self._handlers[route](request)

    def _load(self) -> None:
        with self._lock:
            if self._handlers:
                return
            added = web.Application()
            self._add(added)
            found = {
                f"{route.method} {route.resource.canonical}": route.handler
                for route in added.router.routes()
                if route.resource is not None and route.method != "HEAD"
            }
            if found.keys() != set(self._routes):
                wrong = ", ".join(sorted(found.keys() ^ set(self._routes)))
                raise ValueError(f"not both announced and added: {wrong}")
            self._handlers = found
