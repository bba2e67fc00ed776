"""Whether the service lives, whether it can work, and its numbers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bridge.web.answers import json_answer


class Health:
    """`GET /health`, `GET /ready`, `GET /metrics`.

    Args:
        is_ready: True when the database answers and has the current schema; may raise, which means no.
        registry: What `/metrics` shows.
    """

    def __init__(self, is_ready: Callable[[], Awaitable[bool]], registry: CollectorRegistry) -> None:
        self._is_ready = is_ready
        self._registry = registry

    def add_routes(self, app: web.Application) -> None:
        """The three routes."""
        app.router.add_get("/health", self.health)
        app.router.add_get("/ready", self.ready)
        app.router.add_get("/metrics", self.metrics)

    async def health(self, _request: web.Request) -> web.StreamResponse:
        """Alive: the loop turns."""
        return json_answer({"status": "ok"})

    async def ready(self, _request: web.Request) -> web.StreamResponse:
        """200 when work can be taken, else 503 with what is missing."""
        try:
            current = await self._is_ready()
        except Exception:  # noqa: BLE001 - whatever it is, the answer is the same: not ready
            return json_answer({"status": "not_ready", "missing": "database"}, status=503)
        if not current:
            return json_answer({"status": "not_ready", "missing": "migrations"}, status=503)
        return json_answer({"status": "ready"})

    async def metrics(self, _request: web.Request) -> web.StreamResponse:
        """Prometheus' text format."""
        return web.Response(
            body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
