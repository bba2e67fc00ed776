"""One sandbox per test, a client that is logged in, a listener for webhooks."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from connectors.sandbox.app import Sandbox
from tests.connectors.sandbox.chats import ChatApi, Events
from tests.connectors.sandbox.client import Api, Listener


@pytest.fixture
async def zd() -> AsyncIterator[Sandbox]:
    async with Sandbox(
        incremental_lag_s=0, webhook_retry_delays_s=(0.0, 0.0, 0.0), sc_retry_delays_s=(0.0,) * 4
    ) as sandbox:
        yield sandbox


@pytest.fixture
async def api(zd: Sandbox) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        client = Api(zd, session)
        await client.login()
        yield client


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_post("/hook", listener.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listener
    await runner.cleanup()


@pytest.fixture
async def sc(api: Api) -> ChatApi:
    return ChatApi(api)


@pytest.fixture
async def events(sc: ChatApi) -> AsyncIterator[Events]:
    """Our integration, in the switchboard, and what its webhook hears."""
    events = Events()
    app = web.Application()
    app.router.add_post("/events", events.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    events.url = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
    await sc.place(events)
    yield events
    await runner.cleanup()
