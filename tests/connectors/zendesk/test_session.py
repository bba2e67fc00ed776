"""Each way in which Zendesk can fail is one of our three words, and nothing is sent twice behind our back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from connectors.failures import NotSent, Refused, Unsure
from connectors.zendesk.oauth import ApiToken, ClientCredentials
from connectors.zendesk.support import UNSET, Support

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Scripted:
    """A Zendesk that answers as a test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any, dict[str, str]]] = []
        self.tokens = 0
        self.answer: Answer = self._ticket
        app = web.Application()
        app.router.add_post("/oauth/tokens", self._token)
        app.router.add_route("*", "/api/v2/{rest:.*}", self._any)
        self.server = TestServer(app)

    async def _token(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["client_secret"] != "right":
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens += 1
        return web.json_response({"access_token": f"token-{self.tokens}", "expires_in": 1800}, status=201)

    async def _any(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else None
        self.asked.append((request.method, request.path, body, dict(request.headers)))
        return await self.answer(request)

    async def _ticket(self, _request: web.Request) -> web.Response:
        ticket = {
            "id": 7,
            "status": "open",
            "tags": [],
            "requester_id": 3,
            "updated_at": "2026-01-01T00:00:00Z",
        }
        return web.json_response({"ticket": ticket, "audit": {"id": 1, "ticket_id": 7, "events": []}})


@pytest.fixture
async def zendesk() -> AsyncIterator[Scripted]:
    scripted = Scripted()
    await scripted.server.start_server()
    yield scripted
    await scripted.server.close()


@pytest.fixture
async def support(zendesk: Scripted) -> AsyncIterator[Support]:
    base = str(zendesk.server.make_url("")).rstrip("/")
    made = Support(base_url=base, subdomain="", authorizer=ClientCredentials(base, "client", "right"))
    yield made
    await made.close()


async def _update(support: Support) -> None:
    await support.update_ticket(
        7,
        comment_html="<p>hi</p>",
        comment_public=True,
        author_id=3,
        status="open",
        assignee_id=None,
        metadata={"messenger_bridge": "eff_1"},
    )


async def test_an_update_is_one_put_that_says_nobody_aloud_and_never_speaks_of_tags(
    zendesk: Scripted, support: Support
) -> None:
    await _update(support)
    [(method, path, body, headers)] = zendesk.asked
    assert (method, path) == ("PUT", "/api/v2/tickets/7.json")
    assert body["ticket"]["assignee_id"] is None
    assert body["ticket"]["comment"] == {"html_body": "<p>hi</p>", "public": True, "author_id": 3}
    assert body["ticket"]["metadata"] == {"messenger_bridge": "eff_1"}
    assert "tags" not in body["ticket"]
    assert headers["Authorization"] == "Bearer token-1"


async def test_what_is_unset_is_not_sent(zendesk: Scripted, support: Support) -> None:
    await support.update_ticket(
        7,
        comment_html=None,
        comment_public=True,
        author_id=None,
        status="solved",
        assignee_id=UNSET,
        metadata={},
    )
    assert set(zendesk.asked[0][2]["ticket"]) <= {"id", "status", "metadata"}


async def test_a_create_carries_its_key(zendesk: Scripted, support: Support) -> None:
    made = await support.create_ticket(
        subject="s",
        comment_html="<p>hi</p>",
        requester_id=3,
        author_id=3,
        public=True,
        status="new",
        tags=["a"],
        assignee_id=None,
        external_id="cnv_1",
        metadata={},
        via_followup_source_id=None,
        uploads=(),
        idempotency_key="eff_1",
    )
    assert made.id == 7
    assert zendesk.asked[0][3]["Idempotency-Key"] == "eff_1"


async def test_a_401_renews_the_token_once(zendesk: Scripted, support: Support) -> None:
    async def expired_first(request: web.Request) -> web.StreamResponse:
        if request.headers["Authorization"] == "Bearer token-1":
            return web.json_response({"error": "Couldn't authenticate you"}, status=401)
        return await zendesk._ticket(request)

    zendesk.answer = expired_first
    assert (await support.ticket(7)).id == 7
    assert zendesk.tokens == 2


async def test_many_threads_ask_for_one_token(zendesk: Scripted, support: Support) -> None:
    await asyncio.gather(*(support.ticket(7) for _ in range(20)))
    assert zendesk.tokens == 1


@pytest.mark.parametrize(
    ("status", "headers", "failure"),
    [
        (429, {"Retry-After": "7"}, NotSent),
        (503, {}, NotSent),
        (409, {}, NotSent),
        (500, {}, Unsure),
        (502, {}, Unsure),
        (400, {}, Refused),
        (403, {}, Refused),
        (404, {}, Refused),
        (422, {}, Refused),
    ],
)
async def test_a_status_becomes_a_word(
    zendesk: Scripted, support: Support, status: int, headers: dict[str, str], failure: type[Exception]
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, headers=headers, text="<html>not JSON</html>")

    zendesk.answer = answer
    with pytest.raises(failure) as caught:
        await _update(support)
    assert len(zendesk.asked) == 1, "nothing is repeated by the transport"
    if isinstance(caught.value, NotSent) and status == 429:
        assert caught.value.retry_after_s == 7.0


async def test_a_403_names_the_scope(zendesk: Scripted, support: Support) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"error": {"title": "Forbidden", "message": "no"}}, status=403)

    zendesk.answer = answer
    with pytest.raises(Refused, match="tickets:write"):
        await _update(support)


async def test_a_connection_that_is_cut_after_sending_is_unsure(zendesk: Scripted, support: Support) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    zendesk.answer = cut
    with pytest.raises(Unsure):
        await _update(support)
    assert len(zendesk.asked) == 1


async def test_an_answer_that_is_no_json_is_unsure(zendesk: Scripted, support: Support) -> None:
    async def garbage(_request: web.Request) -> web.Response:
        return web.Response(text="<html>hello</html>", content_type="text/html")

    zendesk.answer = garbage
    with pytest.raises(Unsure):
        await _update(support)


async def test_nobody_listening_is_not_sent() -> None:
    support = Support(base_url="http://127.0.0.1:9", subdomain="", authorizer=ApiToken("a@b.example", "t"))
    with pytest.raises(NotSent):
        await _update(support)
    await support.close()


async def test_a_wrong_secret_is_refused_by_the_name_of_its_setting(zendesk: Scripted) -> None:
    base = str(zendesk.server.make_url("")).rstrip("/")
    support = Support(base_url=base, subdomain="", authorizer=ClientCredentials(base, "client", "wr0ng"))
    with pytest.raises(Refused, match="BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET") as caught:
        await support.me()
    assert "wr0ng" not in str(caught.value)
    await support.close()
