"""Health: alive, ready, and the numbers."""

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter

from bridge.api.health import Health


@pytest.mark.parametrize(
    ("state", "status", "missing"),
    [(True, 200, None), (False, 503, "migrations"), (OSError("gone"), 503, "database")],
)
async def test_ready_says_what_is_missing(aiohttp_client, state, status, missing):
    async def is_ready():
        if isinstance(state, Exception):
            raise state
        return state

    app = web.Application()
    Health(is_ready, CollectorRegistry()).add_routes(app)
    client = await aiohttp_client(app)
    async with client.get("/ready") as response:
        assert response.status == status
        assert (await response.json()).get("missing") == missing
    async with client.get("/health") as response:
        assert response.status == 200


async def test_metrics_shows_what_was_counted(aiohttp_client):
    async def is_ready():
        return True

    registry = CollectorRegistry()
    Counter("things", "Things.", registry=registry).inc()
    app = web.Application()
    Health(is_ready, registry).add_routes(app)
    client = await aiohttp_client(app)
    async with client.get("/metrics") as response:
        assert response.headers["Content-Type"].startswith("text/plain")
        assert "things_total 1.0" in await response.text()
