"""One thread at a time asks for a token, in time, and no secret is ever shown."""

from __future__ import annotations

import asyncio
import time

import pytest
from aiohttp import web

from connectors.failures import NotSent, Refused
from connectors.zendesk.oauth import ApiToken, ClientCredentials
from connectors.zendesk.support import Support
from tests.connectors.outside import Answer, cut
from tests.connectors.zendesk.scripted import Scripted, says, support_of


async def test_many_threads_ask_for_one_token(zendesk: Scripted, support: Support) -> None:
    await asyncio.gather(*(support.ticket(7) for _ in range(20)))
    assert zendesk.tokens == 1


async def test_many_threads_renew_a_dead_token_once(zendesk: Scripted, support: Support) -> None:
    async def first_is_dead(request: web.Request) -> web.StreamResponse:
        if request.headers["Authorization"] == "Bearer token-1":
            return web.json_response({"error": "invalid_token"}, status=401)
        return await zendesk.ticket(request)

    zendesk.answer = first_is_dead
    await asyncio.gather(*(support.ticket(7) for _ in range(20)))
    assert zendesk.tokens == 2


async def test_a_token_is_renewed_before_it_ends(zendesk: Scripted) -> None:
    zendesk.life_s = 0.5
    credentials = ClientCredentials(zendesk.base, "client", "right")
    started = time.monotonic()
    assert await asyncio.to_thread(credentials.header) == "Bearer token-1"
    async with asyncio.timeout(5):
        while await asyncio.to_thread(credentials.header) == "Bearer token-1":
            await asyncio.sleep(0.01)
    assert time.monotonic() - started >= 0.4, "not long before it is due"


@pytest.mark.parametrize(
    "answer", [says(500), says(401), cut, says(200, "<html>")], ids=["500", "401", "cut", "html"]
)
async def test_a_renewal_that_fails_early_leaves_the_good_token_in_use(
    zendesk: Scripted, answer: Answer
) -> None:
    zendesk.life_s = 3600.0
    credentials = ClientCredentials(zendesk.base, "client", "right")
    await asyncio.to_thread(credentials.header)
    zendesk.token = answer
    credentials._renew_at = 0.0
    assert await asyncio.to_thread(credentials.header) == "Bearer token-1"


@pytest.mark.parametrize(
    "answer",
    [says(500), says(503), says(429), cut, says(200, "<html>"), says(201, "[]")],
    ids=["500", "503", "429", "cut", "html", "list"],
)
async def test_no_token_now_means_that_nothing_was_sent(zendesk: Scripted, answer: Answer) -> None:
    zendesk.token = answer
    async with support_of(zendesk) as support:
        with pytest.raises(NotSent):
            await support.ticket(7)
    assert zendesk.asked == []


async def test_the_token_endpoint_says_when_to_come_back(zendesk: Scripted) -> None:
    zendesk.token = says(429, headers={"Retry-After": "17"})
    async with support_of(zendesk) as support:
        with pytest.raises(NotSent) as caught:
            await support.me()
    assert caught.value.retry_after_s == 17.0


async def test_a_wrong_secret_is_refused_by_the_name_of_its_setting(zendesk: Scripted) -> None:
    async with support_of(zendesk, "wr0ng") as support:
        with pytest.raises(Refused, match="BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET") as caught:
            await support.me()
    assert "wr0ng" not in str(caught.value)


async def test_scopes_are_known_once_there_is_a_token(zendesk: Scripted) -> None:
    credentials = ClientCredentials(zendesk.base, "client", "right")
    assert credentials.granted is None
    await asyncio.to_thread(credentials.header)
    assert credentials.granted == {"read", "write"}


def test_nobody_shows_a_secret() -> None:
    for one in (
        ClientCredentials("https://a.example", "client", "s3cret"),
        ApiToken("a@b.example", "s3cret"),
    ):
        assert "s3cret" not in repr(one)
    assert ApiToken("a@b.example", "t").header() == "Basic YUBiLmV4YW1wbGUvdG9rZW46dA=="
