"""How often a caller may call: what he is told is what is enforced."""

from __future__ import annotations

from contextlib import asynccontextmanager

from aiohttp.test_utils import TestClient, TestServer

from bridge.channels.fin_api.callers import CALLS_AT_ONCE
from bridge.runtime import schema
from bridge.runtime.store import Store
from tests.edges.fin_api_alone import START, Alone
from tests.edges.fin_api_server import ADA, TOKEN, calling

NOW = int(START.timestamp())


@asynccontextmanager
async def alone(folder, per_minute):
    store = await Store.open(f"sqlite:///{folder}/bridge.db")
    await schema.ensure(store)
    made = Alone(store, per_minute=per_minute)
    async with TestClient(TestServer(made.app)) as client:
        yield made.clock, client
    await store.close()


async def called(client, token=TOKEN, body=None):
    """Status and answer of one call, and what it is told of its limits."""
    headers = {"Authorization": f"Bearer {token}"}
    async with client.post("/fin/capabilities", json=body or {"user": ADA}, headers=headers) as response:
        names = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After")
        told = tuple(int(response.headers[name]) for name in names if name in response.headers)
        return response.status, await response.json(), told


async def test_each_answer_says_how_many_calls_are_left_and_when_all_are_there_again(tmp_path):
    async with alone(tmp_path, 18) as (clock, client):
        assert (await called(client))[::2] == (200, (3, 2, NOW + 4))
        assert (await called(client, body={"user": {}}))[::2] == (400, (3, 1, NOW + 7))
        assert (await called(client))[::2] == (200, (3, 0, NOW + 10))
        status, answer, told = await called(client)
        assert (status, told) == (429, (3, 0, NOW + 10, 4))
        assert answer["errors"][0]["code"] == "rate_limit_exceeded"
        clock.advance(told[-1])
        assert (await called(client))[::2] == (200, (3, 0, NOW + 14))


async def test_who_is_nobody_is_told_nothing_of_limits(tmp_path):
    async with alone(tmp_path, 18) as (_, client):
        assert (await called(client, token="somebody else's, for tests"))[::2] == (401, ())


async def test_without_a_limit_none_is_told(tmp_path):
    async with alone(tmp_path, 0) as (_, client):
        assert (await called(client))[::2] == (200, ())


async def test_the_service_has_the_limit_that_it_tells(tmp_path):
    async with calling(tmp_path) as caller:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        url = f"{caller.base}/fin/capabilities"
        async with caller.http.post(url, json={"user": ADA}, headers=headers) as response:
            assert response.headers["X-RateLimit-Limit"] == str(CALLS_AT_ONCE)
