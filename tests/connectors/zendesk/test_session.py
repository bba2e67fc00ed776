"""Each way in which Zendesk can fail is one of our three words, and nothing is sent twice behind our back."""

from __future__ import annotations

import asyncio
import gzip

import pytest
import requests
from aiohttp import web

from connectors.failures import NotSent, Refused, Unsure
from connectors.zendesk.oauth import ApiToken
from connectors.zendesk.session import ANSWER_BYTES, plain_session, read_wholly
from connectors.zendesk.support import UNSET, Support
from tests.connectors.outside import cut
from tests.connectors.zendesk.scripted import Scripted, create, says, update


async def test_an_update_is_one_put_that_says_nobody_aloud_and_never_speaks_of_tags(
    zendesk: Scripted, support: Support
) -> None:
    await update(support)
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


async def test_each_create_carries_its_own_key_and_no_other_call_does(
    zendesk: Scripted, support: Support
) -> None:
    keys = [f"eff_{number}" for number in range(12)]
    await asyncio.gather(
        *(create(support, idempotency_key=key, external_id=key) for key in keys),
        *(update(support) for _ in keys),
    )
    sent = {
        (method, (body["ticket"].get("external_id"), headers.get("Idempotency-Key")))
        for method, _, body, headers in zendesk.asked
    }
    assert sent == {("POST", (key, key)) for key in keys} | {("PUT", (None, None))}


@pytest.mark.parametrize(("lookup", "replayed"), [("hit", True), ("miss", False)])
async def test_a_replayed_create_is_told_from_a_first_one(
    zendesk: Scripted, support: Support, lookup: str, replayed: bool
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        given = await zendesk.ticket(request)
        given.headers["x-idempotency-lookup"] = lookup
        return given

    zendesk.answer = answer
    made = await create(support)
    assert (made.id, made.comment_id, made.audit_id, made.replayed) == (7, 11, 1, replayed)
    assert not (await update(support)).replayed


async def test_a_401_renews_the_token_once(zendesk: Scripted, support: Support) -> None:
    async def expired_first(request: web.Request) -> web.StreamResponse:
        if request.headers["Authorization"] == "Bearer token-1":
            return web.json_response({"error": "Couldn't authenticate you"}, status=401)
        return await zendesk.ticket(request)

    zendesk.answer = expired_first
    assert (await support.ticket(7)).id == 7
    assert zendesk.tokens == 2


async def test_a_token_that_is_never_accepted_is_refused_after_one_renewal(
    zendesk: Scripted, support: Support
) -> None:
    zendesk.answer = says(401, '{"error": "invalid_token"}')
    with pytest.raises(Refused, match="BRIDGE_ZENDESK__OAUTH_CLIENT_ID") as caught:
        await update(support)
    assert (caught.value.status, len(zendesk.asked), zendesk.tokens) == (401, 2, 2)


async def test_a_wrong_api_token_is_refused_by_the_name_of_its_setting(zendesk: Scripted) -> None:
    zendesk.answer = says(401)
    support = Support(base_url=zendesk.base, subdomain="", authorizer=ApiToken("a@b.example", "s3cret"))
    with pytest.raises(Refused, match="BRIDGE_ZENDESK__API_TOKEN") as caught:
        await support.me()
    assert "s3cret" not in str(caught.value)
    assert len(zendesk.asked) == 1
    await support.close()


@pytest.mark.parametrize(
    ("status", "headers", "failure"),
    [
        (429, {"Retry-After": "7"}, NotSent),
        (503, {"Retry-After": "7"}, NotSent),
        (503, {}, Unsure),
        (409, {}, NotSent),
        (500, {}, Unsure),
        (502, {}, Unsure),
        (302, {"Location": "https://example.org/"}, Refused),
        (400, {}, Refused),
        (403, {}, Refused),
        (404, {}, Refused),
        (422, {}, Refused),
    ],
)
async def test_a_status_becomes_a_word(
    zendesk: Scripted, support: Support, status: int, headers: dict[str, str], failure: type[Exception]
) -> None:
    zendesk.answer = says(status, "<html>not JSON</html>", headers=headers)
    with pytest.raises(failure) as caught:
        await update(support)
    assert len(zendesk.asked) == 1, "nothing is repeated by the transport"
    if isinstance(caught.value, NotSent) and status == 429:
        assert caught.value.retry_after_s == 7.0


@pytest.mark.parametrize(
    ("headers", "alone"),
    [
        ({"Retry-After": "400", "zendesk-ratelimit-per-ticket-updates": "total=30; remaining=0"}, True),
        ({"Retry-After": "40", "zendesk-ratelimit-per-ticket-updates": "total=30; remaining=0"}, True),
        ({"Retry-After": "400"}, True),
        ({"Retry-After": "40"}, False),
        ({"Retry-After": "400", "X-Rate-Limit-Remaining": "0"}, False),
        (
            {
                "Retry-After": "40",
                "zendesk-ratelimit-per-ticket-updates": "total=30; remaining=0",
                "zendesk-ratelimit-tickets-update": "total=100; remaining=0",
            },
            False,
        ),
        ({"Retry-After": "400", "zendesk-ratelimit-tickets-update": "total=100; remaining=0"}, False),
        ({}, False),
    ],
)
async def test_the_limit_of_one_ticket_is_told_from_those_of_all(
    zendesk: Scripted, support: Support, headers: dict[str, str], alone: bool
) -> None:
    zendesk.answer = says(429, headers=headers)
    with pytest.raises(NotSent) as caught:
        await update(support)
    assert caught.value.alone == alone


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_read_that_fails_changed_nothing(zendesk: Scripted, support: Support, status: int) -> None:
    zendesk.answer = says(status)
    with pytest.raises(NotSent):
        await support.ticket(7)


async def test_a_connection_that_is_cut_after_sending_is_unsure_unless_it_only_read(
    zendesk: Scripted, support: Support
) -> None:
    zendesk.answer = cut
    with pytest.raises(Unsure):
        await update(support)
    assert len(zendesk.asked) == 1
    with pytest.raises(NotSent):
        await support.ticket(7)


@pytest.mark.parametrize(
    "text", ["<html>hello</html>", "", "{}", '{"ticket": null}', '{"ticket": [1]}', "[]"]
)
async def test_a_success_that_cannot_be_read_is_a_failure_of_ours(
    zendesk: Scripted, support: Support, text: str
) -> None:
    zendesk.answer = says(200, text, content_type="application/json")
    with pytest.raises(Unsure):
        await update(support)
    with pytest.raises(NotSent):
        await support.ticket(7)
    with pytest.raises(NotSent):
        await support.find_tickets("cnv_1")
    with pytest.raises(Unsure):
        await support.upload("a.png", "image/png", b"x")


async def test_nobody_listening_is_not_sent() -> None:
    support = Support(base_url="http://127.0.0.1:9", subdomain="", authorizer=ApiToken("a@b.example", "t"))
    with pytest.raises(NotSent):
        await update(support)
    await support.close()


async def test_a_closed_client_sends_nothing(zendesk: Scripted, support: Support) -> None:
    await support.close()
    with pytest.raises(NotSent):
        await update(support)
    assert zendesk.asked == []


async def test_an_answer_without_end_is_given_up(zendesk: Scripted, support: Support) -> None:
    zendesk.answer = says(
        200, body=gzip.compress(b" " * (ANSWER_BYTES + 1)), headers={"Content-Encoding": "gzip"}
    )
    with pytest.raises(Unsure, match="larger than 16 MiB"):
        await update(support)


async def test_an_answer_that_drips_is_given_up(zendesk: Scripted) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        given = web.StreamResponse()
        await given.prepare(request)
        while request.transport is not None and not request.transport.is_closing():
            await given.write(b" ")
            await asyncio.sleep(0.01)
        return given

    zendesk.answer = drip

    def read() -> requests.Response:
        with plain_session() as session:
            answer = session.get(f"{zendesk.base}/api/v2/tickets", stream=True, timeout=5)
            return read_wholly(answer, "PUT", within_s=0.1)

    with pytest.raises(Unsure, match=r"longer than 0\.1 s"):
        await asyncio.to_thread(read)


async def test_an_answer_that_breaks_off_is_unsure(zendesk: Scripted, support: Support) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        given = web.StreamResponse(headers={"Content-Length": "100"})
        await given.prepare(request)
        await given.write(b'{"ticket":')
        assert request.transport is not None
        request.transport.close()
        return given

    zendesk.answer = half
    with pytest.raises(Unsure, match="broke off"):
        await update(support)


async def test_a_connection_is_used_again(zendesk: Scripted, support: Support) -> None:
    for _ in range(6):
        await support.ticket(7)
    assert len(zendesk.connections) <= 4, "one for each thread"


async def test_a_cookie_is_not_kept(zendesk: Scripted, support: Support) -> None:
    async def cookie(request: web.Request) -> web.StreamResponse:
        given = await zendesk.ticket(request)
        given.set_cookie("_zendesk_session", "somebody")
        return given

    zendesk.answer = cookie
    for _ in range(8):
        await support.ticket(7)
    assert not [one for one in zendesk.asked if "Cookie" in one[3]]


async def test_limits_are_told_and_dropped_fields_are_no_failure(zendesk: Scripted, support: Support) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        given = await zendesk.ticket(request)
        given.headers["X-Zendesk-API-Warn"] = 'Removed restricted keys ["foo"] from parameters'
        given.headers["X-Rate-Limit-Remaining"] = "12"
        given.headers["zendesk-ratelimit-tickets-update"] = "total=100; remaining=99; resets=60"
        return given

    zendesk.answer = answer
    assert (await update(support)).id == 7
    assert support.limits == {
        "x-rate-limit-remaining": "12",
        "zendesk-ratelimit-tickets-update": "total=100; remaining=99; resets=60",
    }
