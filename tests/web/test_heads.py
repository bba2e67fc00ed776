"""Half a request head holds a connection for seconds, not for an hour; whoever sent a whole one stays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bridge.web.heads import Heads

HALF = b"GET /plain HTTP/1.1\r\nHost: shop\r\nX-Slow: "
WHOLE = b"GET /plain HTTP/1.1\r\nHost: shop\r\n\r\n"


@asynccontextmanager
async def served(**options) -> AsyncIterator[tuple[web.AppRunner, int, asyncio.Event]]:
    held = asyncio.Event()

    async def plain(_request):
        return web.Response(text="here")

    async def poll(_request):
        await held.wait()
        return web.Response(text="late")

    async def socket(request):
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        async for message in ws:
            await ws.send_str(message.data)
        return ws

    app = web.Application()
    app.router.add_get("/plain", plain)
    app.router.add_get("/poll", poll)
    app.router.add_get("/socket", socket)
    runner = web.AppRunner(app, access_log=None, **options)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    try:
        yield runner, runner.addresses[0][1], held
    finally:
        held.set()
        await runner.cleanup()


async def ended(reader) -> bool:
    """Whether the server closes; with a reset, when it had not read all that was sent."""
    async with asyncio.timeout(15):
        try:
            return await reader.read() == b""
        except ConnectionResetError:
            return True


async def connected(runner, port, sends=b""):
    before = len(runner.server.connections)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sends)
    end = time.monotonic() + 15
    while len(runner.server.connections) == before:
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
    return reader, writer


@pytest.mark.parametrize("sent", [b"", b"G", HALF], ids=["nothing", "a letter", "half a head"])
async def test_who_has_sent_no_whole_head_at_two_looks_is_let_go(sent):
    async with served() as (runner, port, _):
        heads = Heads(runner)
        reader, writer = await connected(runner, port, sent)
        await heads.let_go()
        assert not reader.at_eof()
        await heads.let_go()
        assert await ended(reader)
        writer.close()


async def test_dripping_a_head_buys_no_time():
    async with served() as (runner, port, _):
        heads = Heads(runner)
        reader, writer = await connected(runner, port, HALF)
        await heads.let_go()
        writer.write(b"a")
        await writer.drain()
        await heads.let_go()
        assert await ended(reader)
        writer.close()


async def test_a_head_that_is_whole_in_time_is_answered_and_its_connection_kept():
    async with served() as (runner, port, _):
        heads = Heads(runner)
        reader, writer = await connected(runner, port, WHOLE[:20])
        await heads.let_go()
        writer.write(WHOLE[20:])
        async with asyncio.timeout(15):
            assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")
            for _ in range(3):
                await heads.let_go()
            writer.write(WHOLE)
            assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")
        writer.close()


async def test_sockets_and_held_polls_are_none_of_its_business():
    async with served() as (runner, port, held), aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
        heads = Heads(runner)
        async with asyncio.timeout(15), http.ws_connect("/socket") as ws, asyncio.TaskGroup() as group:
            poll = group.create_task(http.get("/poll"), name="poll")
            while len(runner.server.connections) < 2 or any(
                not c._request_count for c in runner.server.connections
            ):
                await asyncio.sleep(0.01)
            for _ in range(3):
                await heads.let_go()
            await ws.send_str("still here")
            assert await ws.receive_str() == "still here"
            held.set()
            assert await (await poll).text() == "late"


async def test_half_a_second_head_ends_with_the_time_that_kept_connections_have():
    async with served(keepalive_timeout=0.3) as (runner, port, _):
        reader, writer = await connected(runner, port, WHOLE)
        async with asyncio.timeout(15):
            await reader.readuntil(b"here")
        writer.write(HALF)
        assert await ended(reader)
        writer.close()


async def test_many_that_say_nothing_are_all_let_go_and_forgotten():
    async with served() as (runner, port, _):
        heads = Heads(runner)
        opened = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in range(300)))
        end = time.monotonic() + 15
        while len(runner.server.connections) < 300:
            assert time.monotonic() < end
            await asyncio.sleep(0.01)
        await heads.let_go()
        await heads.let_go()
        assert all([await ended(reader) for reader, _ in opened])
        async with asyncio.timeout(15):
            while runner.server.connections:
                await asyncio.sleep(0.01)
        await heads.let_go()
        assert heads._silent == set()
        for _, writer in opened:
            writer.close()
