"""A Chromium, a Messenger that answers, and a page of another site that has the Messenger on it."""

import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import async_playwright

from tests.edges.messenger_server import running

CHROMIUM = os.environ.get("BRIDGE_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><h1>Shop</h1>
<script>window.intercomSettings = {app_id: "demo"}; window.harm = 0;</script>
<script src="%s/messenger.js" async></script></html>"""


@dataclass
class Site:
    """A shop whose pages have the Messenger."""

    messenger: Any
    origin: str
    """Of the Messenger."""
    url: str
    browser: Any
    pages: dict[str, str] = field(default_factory=dict)
    """Path → page; a test may add its own."""
    problems: list[str] = field(default_factory=list)

    async def visitor(self, **options):
        """A fresh browser profile."""
        return await self.browser.new_context(locale="en-US", **options)

    async def page(self, visitor, path="/"):
        """A tab on the shop; whatever goes wrong in it is kept in `problems`."""
        page = await visitor.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        await page.goto(self.url + path)
        return page


@pytest.fixture
async def site(tmp_path):
    messenger = await running(tmp_path)
    server = TestServer(messenger.app)
    await server.start_server()

    origin = str(server.make_url("")).rstrip("/")
    shown = {"/": PAGE % origin}

    async def shop(request):
        if request.path not in shown:
            raise web.HTTPNotFound  # a browser asks for the icon of each site
        return web.Response(text=shown[request.path], content_type="text/html")

    pages = web.Application()
    pages.router.add_get("/{path:.*}", shop)
    host = TestServer(pages)
    await host.start_server()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Site(messenger, origin, str(host.make_url("")).rstrip("/"), browser, shown)
        await browser.close()
    await host.close()
    await server.close()
    await messenger.store.close()
