"""The service is killed under an open Messenger: what is written meanwhile arrives once, answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from tests.chromium import browser
from tests.crash.scene import scene
from tests.handoff.world import eventually

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script>window.intercomSettings = {app_id: "demo"}</script>
<script src="%s/messenger.js" async></script></html>"""
LATE_MS = 40_000
"""The Messenger waits longer from try to try, 30 s at most."""
pytestmark = pytest.mark.browser


@asynccontextmanager
async def shop(messenger: str) -> AsyncIterator[str]:
    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE % messenger, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def say(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.keyboard.press("Enter")


@pytest.mark.timeout(150)
async def test_a_killed_service_loses_and_doubles_nothing_of_an_open_messenger(tmp_path: Path) -> None:
    said = ["How long does delivery take?", "My lamp flickers", "Do you have gift cards?"]
    async with scene(tmp_path) as (zendesk, service, customer), shop(customer.base) as url, browser() as b:
        visitor = await b.new_context()
        page = await visitor.new_page()
        await page.goto(url)
        await page.get_by_test_id("launcher").click()
        await page.get_by_test_id("new-conversation").click()
        await say(page, said[0])
        await expect(page.get_by_role("link", name="Delivery times")).to_be_visible(timeout=LATE_MS)

        await service.kill()
        await say(page, said[1])
        own = page.locator("[data-author=user]")
        await expect(own.filter(has_text=said[1])).to_have_attribute("data-state", "sending")
        await service.start()
        await expect(own.filter(has_text=said[1])).to_have_attribute("data-state", "sent", timeout=LATE_MS)
        await expect(page.get_by_role("link", name="flickers")).to_be_visible(timeout=LATE_MS)

        await say(page, said[2])
        await page.reload()  # whether it was on its way or not
        await page.get_by_test_id("launcher").click()
        await expect(page.get_by_role("link", name="gift cards").last).to_be_visible(timeout=LATE_MS)
        await expect(own).to_have_count(3)
        for text in said:
            await expect(own.filter(has_text=text)).to_have_count(1)

        async def told() -> bool:
            [ticket] = zendesk.tickets()
            bodies = [str(comment["plain_body"]) for comment in zendesk.comments(int(str(ticket["id"])))]
            return [bodies.count(text) for text in said] == [1, 1, 1]

        await eventually(told, "each of the customer's lines is to stand in the one ticket, once")
