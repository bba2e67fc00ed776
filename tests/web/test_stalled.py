"""Who asks for a file and does not take it does not keep it in our memory; who takes it slowly gets it."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager

from aiohttp import web

from bridge.web.stalled import LOOKS, Stalled

FILE = b"x" * 16_000_000


@asynccontextmanager
async def served():
    async def file(_request):
        return web.Response(body=FILE)

    app = web.Application()
    app.router.add_get("/file", file)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner, Stalled(runner)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def asking(runner):
    """A reader that has asked for the file, and takes nothing of it by itself."""
    reader, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1], limit=1000)
    writer.write(b"GET /file HTTP/1.1\r\nHost: x\r\n\r\n")
    await until(lambda: waiting(runner) > 0)
    try:
        yield reader
    finally:
        writer.transport.abort()


def waiting(runner) -> int:
    """Bytes that stand in the memory of connections."""
    found = [one.transport for one in runner.server.connections if one.transport is not None]
    return sum(transport.get_write_buffer_size() for transport in found)


async def until(so):
    end = time.monotonic() + 15
    while not so():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.01)


async def settled(runner):
    """What the machine itself takes in has been taken in: the number stands still."""
    before, since = waiting(runner), time.monotonic()
    while time.monotonic() - since < 0.3:
        await asyncio.sleep(0.02)
        if waiting(runner) != before:
            before, since = waiting(runner), time.monotonic()


async def test_a_file_that_nobody_takes_is_dropped_with_its_connection():
    async with served() as (runner, stalled), asking(runner):
        await settled(runner)
        for _ in range(LOOKS):
            await stalled.cut()
        assert waiting(runner) > 1_000_000
        end = time.monotonic() + 15
        while runner.server.connections:
            await stalled.cut()
            assert time.monotonic() < end, "it was never cut"
            await asyncio.sleep(0.01)


async def test_who_takes_it_slowly_gets_all_of_it():
    async with served() as (runner, stalled), asking(runner) as reader:
        await settled(runner)
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head
        taken = 0
        while waiting(runner):
            before = waiting(runner)
            while waiting(runner) and waiting(runner) >= before:
                taken += len(await reader.read(100_000))
            for _ in range(LOOKS - 1):
                await stalled.cut()
        taken += len(await reader.readexactly(len(FILE) - taken))
        assert taken == len(FILE)
        assert stalled._stuck == {}


async def test_who_has_nothing_to_read_is_left_alone():
    async with served() as (runner, stalled):
        _, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
        await until(lambda: runner.server.connections)
        for _ in range(LOOKS * 3):
            await stalled.cut()
        assert runner.server.connections
        writer.close()
