"""The way to one account: threads, pages, limits, and what cannot be read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from connectors.failures import NotSent, Refused, Unsure
from connectors.zendesk.caller import PAGE, THREADS, Caller
from connectors.zendesk.oauth import ClientCredentials
from tests.connectors.zendesk.scripted import Scripted, says


@pytest.fixture
async def caller(zendesk: Scripted) -> AsyncIterator[Caller]:
    made = Caller(
        base_url=zendesk.base + "/",
        subdomain="acme",
        authorizer=ClientCredentials(zendesk.base, "client", "right"),
    )
    yield made
    await made.close()


async def test_a_read_gives_what_was_made_of_the_answer(zendesk: Scripted, caller: Caller) -> None:
    zendesk.answer = says(text='{"a": 7}', content_type="application/json")
    assert await caller.get("/api/v2/x.json", {"q": "ü"}, told=lambda raw: raw["a"] + 1) == 8
    [(method, path, _, headers)] = zendesk.asked
    assert (method, path, headers["Authorization"]) == ("GET", "/api/v2/x.json", "Bearer token-1")


async def test_a_write_carries_json_or_bytes(zendesk: Scripted, caller: Caller) -> None:
    await caller.call("PUT", "/api/v2/x.json", json={"a": 1})
    await caller.call("POST", "/api/v2/y", data=b"\x00png", content_type="image/png")
    first, second = zendesk.asked
    assert (first[0], first[2]) == ("PUT", {"a": 1})
    assert (second[2], second[3]["Content-Type"]) == (b"\x00png", "image/png")


async def test_an_empty_answer_is_none(zendesk: Scripted, caller: Caller) -> None:
    zendesk.answer = says(204)
    assert await caller.call("DELETE", "/api/v2/x.json") is None


@pytest.mark.parametrize("text", ['{"b": 1}', "[]", "null", "<html>", '{"a": '])
async def test_an_answer_that_cannot_be_read_is_one_of_our_failures(
    zendesk: Scripted, caller: Caller, text: str
) -> None:
    zendesk.answer = says(text=text, content_type="application/json")
    with pytest.raises((NotSent, Refused)):
        await caller.get("/api/v2/x.json", told=lambda raw: raw["a"])
    with pytest.raises(Unsure):
        await caller.call("POST", "/api/v2/x.json", json={}, told=lambda raw: raw["a"])
    assert len(zendesk.asked) == 2


def numbers(zendesk: Scripted, count: int) -> None:
    """A list of `count` numbers, as long a page as it is asked for."""

    async def answer(request: web.Request) -> web.StreamResponse:
        size, start = int(request.query["page[size]"]), int(request.query.get("page[after]", "0"))
        end = min(start + size, count)
        meta = {"has_more": end < count, "after_cursor": str(end)}
        return web.json_response({"numbers": list(range(start, end)), "meta": meta})

    zendesk.answer = answer


async def listed(caller: Caller, **told: Any) -> list[int]:
    wanted: dict[str, Any] = {"newest_first": False, "limit": 1000} | told
    return await caller.listed("/api/v2/numbers", "numbers", lambda one: one, **wanted)  # type: ignore[arg-type, return-value]  # numbers stand for records


@pytest.mark.parametrize(
    ("count", "told", "found", "asked"),
    [
        (0, {}, 0, 1),
        (5, {}, 5, 1),
        (250, {}, 250, 3),
        (250, {"limit": 150}, 150, 2),
        (250, {"limit": 7}, 7, 1),
        (250, {"is_enough": lambda page: page[-1] >= 99}, 100, 1),
        (250, {"is_enough": lambda page: page[-1] >= 100}, 200, 2),
    ],
)
async def test_a_list_is_read_to_its_end_or_until_it_is_enough(
    zendesk: Scripted, caller: Caller, count: int, told: dict[str, Any], found: int, asked: int
) -> None:
    numbers(zendesk, count)
    assert await listed(caller, **told) == list(range(found))
    assert len(zendesk.asked) == asked
    assert PAGE == 100


async def test_a_list_without_meta_is_one_page(zendesk: Scripted, caller: Caller) -> None:
    zendesk.answer = says(text='{"numbers": [1]}', content_type="application/json")
    assert await listed(caller) == [1]


async def test_the_newest_come_first_when_asked(zendesk: Scripted, caller: Caller) -> None:
    asked = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.query["sort"])
        return web.json_response({"numbers": []})

    zendesk.answer = answer
    await listed(caller, newest_first=True)
    await listed(caller)
    assert asked == ["-created_at", "created_at"]


async def test_calls_go_on_side_by_side_but_not_more_than_the_threads(
    zendesk: Scripted, caller: Caller
) -> None:
    under_way = most = 0
    enough = asyncio.Event()

    async def answer(_request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == THREADS:
            enough.set()
        async with asyncio.timeout(10):
            await enough.wait()
        under_way -= 1
        return web.json_response({})

    zendesk.answer = answer
    await asyncio.gather(*(caller.get("/api/v2/x.json") for _ in range(THREADS * 2)))
    assert most == THREADS


async def test_limits_are_those_of_the_last_answer(zendesk: Scripted, caller: Caller) -> None:
    zendesk.answer = says(text="{}", headers={"X-Rate-Limit": "700", "X-Rate-Limit-Remaining": "699"})
    assert caller.limits == {}
    await caller.get("/api/v2/x.json")
    assert "699" in caller.limits.values()


async def test_a_header_belongs_to_its_call_alone(zendesk: Scripted, caller: Caller) -> None:
    def read(zenpy: Any) -> None:
        zenpy.users.session.get("https://acme.zendesk.com/api/v2/x.json")

    await caller.zenpy(read, method="GET", headers={"Idempotency-Key": "k"})
    await caller.zenpy(read, method="GET")
    assert [headers.get("Idempotency-Key") for *_, headers in zendesk.asked] == ["k", None]


async def test_zenpy_logs_no_bodies(caller: Caller) -> None:
    assert caller.credentials is not None
    assert logging.getLogger("zenpy").level == logging.INFO


async def test_after_the_end_nothing_is_sent(zendesk: Scripted, caller: Caller) -> None:
    await caller.close()
    with pytest.raises(NotSent, match="closed"):
        await caller.get("/api/v2/x.json")
    assert zendesk.asked == []
