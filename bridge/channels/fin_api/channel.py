"""Fin's API as a channel: its routes in one table."""

from __future__ import annotations

from aiohttp import web

from bridge.channels.channel import Abilities
from bridge.channels.fin_api.callers import with_limits
from bridge.channels.fin_api.escalating import Escalating
from bridge.channels.fin_api.needs import FinApiParts
from bridge.channels.fin_api.procedures import Procedures
from bridge.channels.fin_api.rating import Rating
from bridge.channels.fin_api.requests import BODY_CHARS
from bridge.channels.fin_api.stream import Streams
from bridge.channels.fin_api.stream_tokens import StreamTokens
from bridge.channels.fin_api.talking import Talking

UNTIMED = frozenset({"/fin/events"})
"""The route that holds its caller on purpose; its time says nothing."""


class FinApi:
    """What other systems speak for their users through.

    Args:
        parts: Everything it uses.
    """

    name = "api"
    able = Abilities(buttons=False, html=True, streaming=True, attachments=True, body_chars=BODY_CHARS)
    untimed = UNTIMED

    def __init__(self, parts: FinApiParts) -> None:
        self._parts = parts
        self._tokens = StreamTokens(parts.keys, parts.app_id, parts.base_url, parts.clock.now)
        self._streams = Streams(parts, self._tokens)

    def add_routes(self, app: web.Application) -> None:
        """The routes of the contract's table."""
        parts = self._parts
        talking, procedures = Talking(parts, self._tokens), Procedures(parts, self._tokens)
        called = (
            ("/fin/start", talking.start),
            ("/fin/reply", talking.reply),
            ("/fin/ask", talking.ask),
            ("/fin/escalate", Escalating(parts, self._tokens).post),
            ("/fin/csat", Rating(parts).post),
            ("/fin/capabilities", procedures.capabilities),
            ("/fin/procedures/{procedure_id}/run", procedures.run),
        )
        for path, handler in called:
            app.router.add_post(path, with_limits(handler, parts))
        app.router.add_get("/fin/events", self._streams.get)
        app.on_shutdown.append(self._streams.close)

    async def tidy(self) -> None:
        """Forgets tokens whose time is over."""
        await self._streams.tidy()
