"""The outermost layer: one shape for every error, and no word too much."""

import asyncio
import gzip

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest

from bridge.runtime.store import StoreBusy
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, json_body, read_at_most
from bridge.web.errors import EdgeError
from bridge.web.middleware import HttpMetrics, edge


class Thing(Body):
    name: str


@pytest.fixture
async def world(aiohttp_client):
    registry = CollectorRegistry()
    app = web.Application(middlewares=[edge(HttpMetrics(registry))])

    async def boom(_request):
        raise RuntimeError("the canary secret")

    async def busy(_request):
        raise StoreBusy("locked")

    async def late(_request):
        raise EdgeError(429, "rate_limited", "Later.", retry_after_s=1.2)

    async def thing(request):
        return json_answer({"name": (await json_body(request, Thing)).name})

    async def raw(request):
        return json_answer({"size": len(await read_at_most(request, 1000))})

    app.router.add_get("/boom", boom)
    app.router.add_get("/busy", busy)
    app.router.add_get("/late", late)
    app.router.add_post("/thing", thing)
    app.router.add_post("/raw", raw)
    client = await aiohttp_client(app)
    client.registry = registry
    return client


async def asked(client, method, path, **options):
    async with client.request(method, path, **options) as response:
        return response, await response.json()


async def test_an_unexpected_failure_is_500_without_a_word_of_it(world, capsys):
    response, answer = await asked(world, "GET", "/boom")
    assert response.status == 500
    assert answer["errors"] == [{"code": "server_error", "message": "Something went wrong on our side."}]
    printed = capsys.readouterr()
    assert "canary" not in str(answer) + printed.out + printed.err
    assert answer["request_id"] == response.headers["X-Request-Id"]


async def test_a_busy_store_is_503_with_retry_after(world):
    response, answer = await asked(world, "GET", "/busy")
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert answer["errors"][0]["code"] == "busy"


async def test_retry_after_is_whole_seconds_rounded_up(world):
    response, _ = await asked(world, "GET", "/late")
    assert (response.status, response.headers["Retry-After"]) == (429, "2")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("GET", "/thing", 405)])
async def test_the_routers_own_errors_have_the_same_shape(world, method, path, status):
    response, answer = await asked(world, method, path)
    assert response.status == status
    assert answer["type"] == "error.list"
    assert (status == 405) == ("Allow" in response.headers)


async def test_answers_carry_the_security_headers(world):
    response, _ = await asked(world, "POST", "/thing", json={"name": "x"})
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Server"] == "messenger-bridge"  # and no version of anything
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_unknown_fields_are_named(world):
    response, answer = await asked(world, "POST", "/thing", json={"name": "x", "nmae": "y"})
    assert response.status == 400
    assert answer["errors"][0]["field"] == "nmae"


async def test_a_body_at_the_limit_is_taken_and_one_beyond_is_413(world):
    response, answer = await asked(world, "POST", "/raw", data=b"x" * 1000)
    assert (response.status, answer) == (200, {"size": 1000})
    response, _ = await asked(world, "POST", "/raw", data=b"x" * 1001)
    assert response.status == 413


async def test_a_body_without_a_length_is_counted_while_it_comes(world):
    async def chunks():
        for _ in range(100):
            yield b"x" * 100

    response, _ = await asked(world, "POST", "/raw", data=chunks())
    assert response.status == 413


@pytest.mark.parametrize("coding", ["gzip", "deflate", "GZIP", "x"])
async def test_a_packed_body_is_refused_whatever_it_would_be(world, coding):
    response, answer = await asked(
        world, "POST", "/raw", data=gzip.compress(b"{}"), headers={"Content-Encoding": coding}
    )
    assert (response.status, answer["errors"][0]["code"]) == (415, "encoding_not_taken")
    assert response.headers["Accept-Encoding"] == "identity"
    response, _ = await asked(world, "POST", "/raw", data=b"{}", headers={"Content-Encoding": "identity"})
    assert response.status == 200


async def test_a_body_that_is_not_chunked_as_it_says_is_400(world):
    reader, writer = await asyncio.open_connection(world.host, world.port)
    writer.write(b"POST /raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\nx")
    async with asyncio.timeout(15):
        assert b" 400 " in await reader.readline()
    writer.close()


async def test_requests_are_counted_by_route(world):
    await asked(world, "GET", "/nowhere/17")
    await asked(world, "POST", "/thing", json={"name": "x"})
    text = generate_latest(world.registry).decode()
    assert 'bridge_http_requests_total{method="GET",route="none",status="404"} 1.0' in text
    assert 'bridge_http_requests_total{method="POST",route="/thing",status="200"} 1.0' in text
    assert "nowhere" not in text
