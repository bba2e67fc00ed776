"""How people get conversations, read and switched by operators while the service runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal

from aiohttp import web

from bridge.web.answers import json_answer
from bridge.web.bodies import Body, json_body
from bridge.web.tokens import Tokens
from handoff.choosing import Choosing

SCOPE = "operate"


class Wanted(Body):
    """The body; None gives the choice back to BRIDGE_HANDOFF__MODE."""

    mode: Literal["ticket", "live_chat", "situation"] | None


class HandoffMode:
    """`GET` and `PUT /handoff_mode`.

    Args:
        choosing: What is in force in this process.
        keep: Sets the switch for all processes: (mode, by whom).
        tokens: Who may.
    """

    def __init__(
        self, choosing: Choosing, keep: Callable[[str | None, str], Awaitable[None]], tokens: Tokens
    ) -> None:
        self._choosing = choosing
        self._keep = keep
        self._tokens = tokens

    def add_routes(self, app: web.Application) -> None:
        """Its routes."""
        app.router.add_get("/handoff_mode", self.get)
        app.router.add_put("/handoff_mode", self.put)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """The mode, and what stands in the way of live chats."""
        self._tokens.allow(request, SCOPE)
        return self._shown()

    async def put(self, request: web.Request) -> web.StreamResponse:
        """Switches it, in force at the next hand-off; other processes follow within a second."""
        by = self._tokens.allow(request, SCOPE)
        wanted = (await json_body(request, Wanted)).mode
        await self._keep(wanted, by)
        self._choosing.switched(wanted)
        return self._shown()

    def _shown(self) -> web.StreamResponse:
        return json_answer(
            {
                "type": "handoff_mode",
                "mode": self._choosing.setting,
                "obstacle": self._choosing.obstacle or None,
            }
        )
