"""The agent's page of a sandbox in a real browser, which may complain of nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page

from connectors.sandbox.app import Sandbox
from tests.chromium import browser

HOSTILE = '<img src=x onerror="document.title=1">'


@asynccontextmanager
async def agents_page(zd: Sandbox) -> AsyncIterator[Page]:
    complaints: list[str] = []
    async with browser() as chromium:
        page = await chromium.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security" in message.text else None,
        )
        await page.goto(zd.base_url + "/agent")
        yield page
    assert complaints == []
