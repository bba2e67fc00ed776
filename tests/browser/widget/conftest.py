"""One Chromium for all tests, a Messenger that answers, and a page of another site that has it."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests import chromium
from tests.edges.messenger_server import running

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><h1>Shop</h1>
<script>window.intercomSettings = %s; window.harm = 0;</script>
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
    visitors: list[Any] = field(default_factory=list)

    async def visitor(self, **options):
        """A fresh browser profile."""
        made = await self.browser.new_context(**{"locale": "en-US", "reduced_motion": "reduce"} | options)
        self.visitors.append(made)
        return made

    def has(self, path, **settings):
        """A page with these `intercomSettings`."""
        self.pages[path] = PAGE % (json.dumps({"app_id": "demo"} | settings), self.origin)
        return path

    async def page(self, visitor, path="/"):
        """A tab on the shop; whatever goes wrong in it is kept in `problems`."""
        page = await visitor.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        await page.goto(self.url + path)
        return page


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    async with chromium.browser() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path, browser, request):
    """A test that is parametrized with `site` indirectly says how the Messenger is set up."""
    messenger = await running(tmp_path, **getattr(request, "param", {}))
    server = TestServer(messenger.app)
    await server.start_server()
    made = Site(messenger, str(server.make_url("")).rstrip("/"), "", browser)
    made.has("/")

    async def shop(request):
        if request.path not in made.pages:
            raise web.HTTPNotFound  # a browser asks for the icon of each site
        return web.Response(text=made.pages[request.path], content_type="text/html")

    pages = web.Application()
    pages.router.add_get("/{path:.*}", shop)
    host = TestServer(pages)
    await host.start_server()
    made.url = str(host.make_url("")).rstrip("/")
    yield made
    for visitor in made.visitors:
        await visitor.close()
    await host.close()
    await server.close()
    await messenger.store.close()
