"""`GET /openapi.json`: what is served here, for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bridge.web.answers import json_bytes


class OpenApi:
    """The route.

    Args:
        make: The document; made in a thread when it is asked for, and kept.
    """

    def __init__(self, make: Callable[[], dict[str, Any]]) -> None:
        self._make = make
        self._made: bytes | None = None

    def add_routes(self, app: web.Application) -> None:
        """Its one route."""
        app.router.add_get("/openapi.json", self.get)

    async def get(self, _request: web.Request) -> web.StreamResponse:
        """The same for everybody, and nothing secret."""
        if self._made is None:
            self._made = json_bytes(await asyncio.to_thread(self._make))
        return web.Response(
            body=self._made, content_type="application/json", headers={"Access-Control-Allow-Origin": "*"}
        )


def routes_of(app: web.Application) -> set[str]:
    """`METHOD /path` of all that is served, but for what browsers ask by themselves."""
    return {
        f"{route.method} {route.resource.canonical}"
        for route in app.router.routes()
        if route.resource is not None and route.method not in ("HEAD", "OPTIONS")
    }
