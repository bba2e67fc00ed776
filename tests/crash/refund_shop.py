"""The demo's shop as an outside system that can be held at any moment, or fall silent."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bridge.cli.shop_api import ShopApi

TOKEN = "the shop's token, long enough"  # noqa: S105 - a test's own


class RefundShop:
    """Orders, refunds, and a hand on each call.

    A held call is known by its method. `pause_before`: it never happens, for its caller is gone by then.
    `pause_inside`: it has happened, its answer never comes. `pause_after`: it is answered.
    """

    def __init__(self) -> None:
        self.api = ShopApi(TOKEN)
        self.port = 0
        self.asked: Counter[str] = Counter()
        self.slow_s = 0.0
        self._hold: tuple[str, str] | None = None
        self._held = asyncio.Event()
        self._go_on = asyncio.Event()

    @property
    def refunds(self) -> list[dict[str, Any]]:
        return self.api.refunds

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def hold(self, method: str, stage: str) -> None:
        self._hold = (method, stage)

    async def wait_held(self) -> None:
        async with asyncio.timeout(20):
            await self._held.wait()

    def resume(self) -> None:
        self._hold = None
        self._go_on.set()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked[request.method] += 1
        hold = self._hold if self._hold is not None and self._hold[0] == request.method else None
        if hold is not None and hold[1] == "pause_before":
            await self._stand()
            raise web.HTTPServiceUnavailable
        answer: web.StreamResponse = await handler(request)
        if hold is not None and hold[1] == "pause_inside":
            await self._stand()
        elif hold is not None:
            await answer.prepare(request)
            await answer.write_eof()
            await self._stand()
        elif request.method == "POST" and self.slow_s:
            await asyncio.sleep(self.slow_s)
        return answer

    async def _stand(self) -> None:
        self._held.set()
        await self._go_on.wait()


@asynccontextmanager
async def refund_shop() -> AsyncIterator[RefundShop]:
    """Open on 127.0.0.1."""
    shop = RefundShop()
    app = web.Application(middlewares=[shop.middleware])
    shop.api.add_routes(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    shop.port = runner.addresses[0][1]
    try:
        yield shop
    finally:
        shop.resume()
        await runner.cleanup()
