"""Shows a simulation that was shared to whoever has its link."""

from __future__ import annotations

import re

import orjson
from aiohttp import web

from bridge.runtime import simulations
from bridge.runtime.store import Store
from bridge.web.answers import json_answer
from bridge.web.errors import not_found
from bridge.web.simulation_page import CSP, page

ID = re.compile("sim_[0-9a-f]{32}")
"""128 bits by chance: the link is the right to read, as with any shared link."""
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Simulations:
    """`GET /simulations/{id}`: a page, or JSON for who accepts that alone.

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_routes(self, app: web.Application) -> None:
        """Its route."""
        app.router.add_get("/simulations/{id}", self.shown)

    async def shown(self, request: web.Request) -> web.StreamResponse:
        """What `procedures simulate --share` kept."""
        id_ = request.match_info["id"]
        kept = await simulations.one(self._store, id_) if ID.fullmatch(id_) else None
        if kept is None:
            raise not_found("simulation")
        results = orjson.loads(kept.results)
        if request.headers.get("Accept", "").startswith("application/json"):
            told = {"type": "simulation", "id": kept.id, "at": kept.at, "data": results}
            return json_answer(told, headers=HEADERS)
        text = page(kept.id, kept.at, results)
        return web.Response(text=text, content_type="text/html", charset="utf-8", headers=HEADERS)
