"""What is no HTTP request at all is refused in the one shape of errors, and nothing of it comes back."""

from __future__ import annotations

import asyncio
import gzip
import json
import tracemalloc

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.web.middleware import HttpMetrics, edge
from bridge.web.server import Runner

CANARY = b"canary4711"


@pytest.fixture
async def port():
    async def here(_request):
        return web.Response(text="here")

    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    app.router.add_get("/", here)
    runner = Runner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def asked(port, raw):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw)
    async with asyncio.timeout(15):
        answer = await reader.read()
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /" + CANARY * 1000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        CANARY + b" / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-" + CANARY + b": " + b"x" * 9000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + CANARY + b"\r\n\r\n",
        b"GET / HTTP/9." + CANARY + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: " + CANARY + b"\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nX: "
        + CANARY
        + b"\r\n\r\n",
        b"\x16\x03\x01" + CANARY + b"\r\n\r\n",
    ],
)
async def test_what_cannot_be_read_gets_our_error_and_nothing_of_itself(port, raw):
    head, body = await asked(port, raw)
    assert b" 400 " in head.partition(b"\r\n")[0]
    assert CANARY not in head + body
    assert b"aiohttp" not in head
    assert b"nosniff" in head
    answer = json.loads(body)
    assert (answer["type"], answer["errors"][0]["code"]) == ("error.list", "bad_request")
    assert answer["request_id"].startswith("req_")


async def test_an_expectation_that_nobody_knows_gets_our_error_too(port):
    head, body = await asked(port, b"GET / HTTP/1.1\r\nHost: x\r\nExpect: " + CANARY + b"\r\n\r\n")
    assert b" 417 " in head.partition(b"\r\n")[0]
    assert CANARY not in head + body
    assert json.loads(body)["type"] == "error.list"


async def test_what_can_be_read_is_answered_as_ever(port):
    head, body = await asked(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b" 200 " in head
    assert body == b"here"


async def test_nothing_is_unpacked_before_it_is_refused(port):
    bomb = gzip.compress(b"0" * 30_000_000)
    head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n"
    tracemalloc.start()
    answer, _ = await asked(port, head.encode() + b"Connection: close\r\n\r\n" + bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert b" 415 " in answer.partition(b"\r\n")[0]
    assert most < 5_000_000
