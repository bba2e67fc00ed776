"""A call against a real shop: what it sends, what it gives, how it fails, and what the log keeps."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

import pytest
from aiohttp import web

from connectors.breaker import Breaker
from connectors.code import Sandbox
from connectors.data_connector import BODY_BYTES, Call, DataConnector
from connectors.execution import HIDDEN, Execution
from connectors.failures import NotSent, OutsideFailure, Refused, Unsure
from connectors.http import HttpClient
from tests.connectors.outside import Outside, cut, outside, raw_server, says

EFFECTS = ["read", "idempotent", "unsafe"]


class Shop:
    """An outside system, a connector to it, and the connector's log."""

    def __init__(self, server: Outside, client: HttpClient, sandbox: Sandbox | None = None) -> None:
        self.server = server
        self.log: list[Execution] = []
        self.connector = DataConnector(
            client,
            breaker=Breaker(time.monotonic, failures=3, open_s=60),
            monotonic=time.monotonic,
            transform=sandbox.run if sandbox else None,
            note=self.log.append,
        )

    def call(self, path: str = "/orders/7", **told) -> Call:
        effect = told.pop("effect", "read")
        known = {
            "name": "order",
            "method": "GET" if effect == "read" else "POST",
            "url": self.server.url(path) if path.startswith("/") else path,
            "effect": effect,
            "idempotency_key": "key-1" if effect == "idempotent" else None,
            "timeout_s": 5.0,
        }
        return Call(**(known | told))

    async def fails(self, failure: type[OutsideFailure], match: str | None = None, **told) -> OutsideFailure:
        """Calls, and also sees that the log has exactly one line of it, with the same sentence."""
        before = len(self.log)
        with pytest.raises(failure, match=match) as error:
            await self.connector.call(self.call(**told))
        [line] = self.log[before:]
        assert line.outcome == {NotSent: "not_sent", Refused: "refused", Unsure: "unsure"}[failure]
        assert line.error
        assert line.error_type is not None
        return error.value


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    async with outside() as server, HttpClient(allow_hosts=[server.host]) as client, Sandbox() as sandbox:
        yield Shop(server, client, sandbox)


async def test_a_call_gives_named_values_and_nothing_else(shop):
    shop.server.answer = says(json={"order": {"id": 7, "lines": [{"sku": "a"}], "card": "4111"}})
    answer = await shop.connector.call(
        shop.call(outputs={"id": "order.id", "skus": "order.lines[].sku", "gone": "order.gone"})
    )
    assert answer.values == {"id": 7, "skus": ["a"], "gone": None}
    assert answer.status == 200
    assert answer.milliseconds >= 0
    assert answer.excerpt.startswith('{"order"')
    [line] = shop.log
    assert (line.connector, line.method, line.host, line.path) == (
        "order",
        "GET",
        shop.server.host,
        "/orders/7",
    )
    assert (line.outcome, line.status, line.error, line.error_type) == ("done", 200, "", None)
    assert line.excerpt == answer.excerpt


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
async def test_every_method_sends_its_body_as_json(shop, method):
    body = {"reason": "Größe", "n": [1, 2.5, None, True]}
    await shop.connector.call(shop.call("/a/b?x=1&y=%C3%BC", method=method, body=body, effect="unsafe"))
    [(sent, path, raw, headers)] = shop.server.asked
    assert (sent, path) == (method, "/a/b?x=1&y=%C3%BC")
    assert json.loads(raw) == body
    assert headers["content-type"] == "application/json"
    assert headers["accept"] == "application/json"


async def test_a_call_without_a_body_sends_none(shop):
    await shop.connector.call(shop.call())
    [(_, _, raw, headers)] = shop.server.asked
    assert raw == b""
    assert "content-type" not in headers


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "Application/X-WWW-Form-urlencoded; charset=utf-8"]
)
async def test_a_form_is_sent_as_one(shop, content_type):
    body = {"name": "Eve & Söhne", "n": 2, "ok": True, "none": None, "list": ["a"]}
    await shop.connector.call(
        shop.call(method="POST", effect="unsafe", headers={"content-type": content_type}, body=body)
    )
    [(_, _, raw, headers)] = shop.server.asked
    assert dict(parse_qsl(raw.decode(), keep_blank_values=True)) == {
        "name": "Eve & Söhne",
        "n": "2",
        "ok": "true",
        "none": "null",
        "list": '["a"]',
    }
    assert headers["content-type"] == content_type


async def test_headers_of_the_call_come_first_and_empty_ones_are_left_out(shop):
    headers = {
        "Accept": "text/json",
        "Content-Type": "application/vnd.shop+json",
        "X-Empty": "",
        "X-Key": "k",
    }
    await shop.connector.call(shop.call(method="POST", effect="unsafe", headers=headers, body={"a": 1}))
    sent = shop.server.asked[0][3]
    assert (sent["accept"], sent["content-type"], sent["x-key"]) == (
        "text/json",
        "application/vnd.shop+json",
        "k",
    )
    assert "x-empty" not in sent


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ({"effect": "idempotent", "idempotency_key": "k-7"}, "k-7"),
        ({"effect": "idempotent", "idempotency_key": "k-7", "headers": {"idempotency-key": "own"}}, "own"),
        ({"effect": "unsafe", "idempotency_key": "k-7"}, None),
        ({"effect": "read", "idempotency_key": "k-7"}, None),
    ],
)
async def test_the_key_of_an_intent_is_sent_where_repeating_is_harmless(shop, told, sent):
    await shop.connector.call(shop.call(**told))
    assert shop.server.asked[0][3].get("idempotency-key") == sent


async def test_an_idempotent_call_needs_a_key(shop):
    for key in (None, ""):
        with pytest.raises(ValueError, match="needs a key"):
            shop.call(effect="idempotent", idempotency_key=key)


@pytest.mark.parametrize(
    ("status", "read", "idempotent", "unsafe"),
    [
        (400, Refused, Refused, Refused),
        (401, Refused, Refused, Refused),
        (404, Refused, Refused, Refused),
        (409, Refused, Refused, Refused),
        (422, Refused, Refused, Refused),
        (429, NotSent, NotSent, NotSent),
        (500, Refused, Unsure, Unsure),
        (502, NotSent, Unsure, Unsure),
        (503, NotSent, NotSent, NotSent),
        (504, NotSent, Unsure, Unsure),
    ],
)
async def test_a_status_means_what_repeating_would_mean(shop, status, read, idempotent, unsafe):
    shop.server.answer = says(status, json={"error": {"code": "no_way"}, "hint": "s3cret of the body"})
    for effect, failure in zip(EFFECTS, (read, idempotent, unsafe), strict=True):
        error = await shop.fails(failure, f"answered {status}", effect=effect)
        assert "s3cret" not in str(error)
        assert shop.log[-1].error_type == "3rd_party_error"
        assert shop.log[-1].status == status
        assert "no_way" in shop.log[-1].excerpt
    assert len(shop.server.asked) == 3


async def test_a_refusal_carries_the_word_of_the_other_side(shop):
    shop.server.answer = says(422, json={"error": {"code": "already_refunded"}})
    error = await shop.fails(Refused)
    assert isinstance(error, Refused)
    assert (error.status, error.code) == (422, "already_refunded")


async def test_the_wait_that_the_other_side_asks_for_is_handed_on(shop):
    shop.server.answer = says(429, headers={"Retry-After": "7"})
    error = await shop.fails(NotSent)
    assert isinstance(error, NotSent)
    assert error.retry_after_s == 7


@pytest.mark.parametrize("effect", EFFECTS)
async def test_time_that_is_up_after_sending_leaves_us_unsure(shop, effect):
    async def answer(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    shop.server.answer = answer
    await shop.fails(Unsure, r"within 0\.1 s", effect=effect, timeout_s=0.1)
    assert (shop.log[-1].error_type, shop.log[-1].status) == ("faraday_error", None)


async def test_time_that_is_up_before_sending_is_not_sent(shop):
    async def resolve(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        raise AssertionError

    async with HttpClient(resolve=resolve) as client:
        slow = Shop(shop.server, client)
        await slow.fails(NotSent, "could not be reached", path="https://slow.example/", timeout_s=0.05)
    assert slow.log[-1].error_type == "faraday_error"


async def test_a_line_that_is_cut_leaves_us_unsure_and_nothing_is_sent_twice(shop):
    shop.server.answer = cut
    for effect in EFFECTS:
        await shop.fails(Unsure, "cut the connection", effect=effect)
    assert len(shop.server.asked) == 3


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://127.0.0.1/x", "this machine's own"),
        ("https://10.0.0.1/x", "private"),
        ("https://169.254.169.254/latest/meta-data", "metadata"),
        ("https://[::1]/x", "this machine's own"),
        ("http://shop.example/x", "only https"),
        ("https://user:pw@shop.example/x", "user or password"),
        ("file:///etc/passwd", "not https"),
        ("https://shop.example/a/../b", "climbs"),
        ("https://shop.example:99999/", "cannot be read"),
        ("https://[::1", "cannot be read"),
        ("", "not https"),
    ],
)
async def test_where_we_do_not_go_is_refused(shop, url, told):
    error = await shop.fails(Refused, told, url=url)
    assert isinstance(error, Refused)
    assert error.status == 0
    assert (shop.log[-1].error_type, shop.log[-1].status) == ("request_configuration_error", None)
    assert shop.server.asked == []


async def test_a_redirect_of_a_read_is_followed_and_looked_at_again(shop):
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/old":
            raise web.HTTPFound("/new")
        return web.json_response({"here": True})

    shop.server.answer = answer
    assert (await shop.connector.call(shop.call("/old", outputs={"here": "here"}))).values == {"here": True}
    shop.server.answer = says(302, headers={"Location": "https://169.254.169.254/"})
    await shop.fails(Refused, "metadata")
    await shop.fails(Refused, "not followed", effect="unsafe")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html>s3cret", "not JSON"),
        (b"[" * 70 + b"]" * 70, "deeper than 64"),
        (b'{"a": "' + b"x" * 1_100_000 + b'"}', "larger than 1048576 bytes"),
    ],
)
async def test_an_answer_that_cannot_be_used_is_refused_or_has_probably_happened(shop, body, told):
    shop.server.answer = says(200, body=body, content_type="application/json")
    for effect in ("read", "idempotent"):
        error = await shop.fails(Refused, told, effect=effect)
        assert "s3cret" not in str(error)
    await shop.fails(Unsure, "probably been carried out", effect="unsafe")
    assert shop.log[-1].error_type in {"response_mapping_error", "faraday_error"}


async def test_an_answer_that_drips_ends_with_its_time(shop):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    async with (
        raw_server(head, *[b"x"] * 500, pause_s=0.02) as host,
        HttpClient(allow_hosts=[host]) as client,
    ):
        await Shop(shop.server, client).fails(Unsure, r"within 0\.2 s", url=f"http://{host}/", timeout_s=0.2)


@pytest.mark.parametrize("status", [200, 201, 204])
async def test_an_empty_answer_is_a_success_without_values(shop, status):
    shop.server.answer = says(status)
    answer = await shop.connector.call(shop.call(effect="unsafe", outputs={"id": "id"}))
    assert (answer.values, answer.status) == ({"id": None}, status)


async def test_an_output_that_fails_is_null_and_noted(shop):
    shop.server.answer = says(json={"a": 1})
    answer = await shop.connector.call(shop.call(outputs={"n": "length(a)", "a": "a"}))
    assert answer.values == {"n": None, "a": 1}
    assert shop.log[-1].outcome == "done"
    assert shop.log[-1].failed_outputs[0].startswith("n: ")


@pytest.mark.parametrize(
    ("told", "match"),
    [
        ({"body": {"x": "y" * BODY_BYTES}}, "larger than"),
        ({"body": {"x": 2**70}}, "JSON cannot say"),
        ({"body": {"x": "\ud800"}}, "JSON cannot say"),
        (
            {"body": ["a"], "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
            "names and values",
        ),
        ({"headers": {"X-A": "a\r\nX-B: b"}}, "may not be sent"),
        ({"headers": {"Host": "inner.example"}}, "may not be sent"),
    ],
)
async def test_what_cannot_be_sent_is_refused_before_anything_is(shop, told, match):
    await shop.fails(Refused, match, effect="unsafe", **told)
    assert shop.log[-1].error_type == "request_configuration_error"
    assert shop.server.asked == []


async def test_a_host_that_keeps_failing_is_left_alone(shop):
    shop.server.answer = says(503)
    for _ in range(3):
        await shop.fails(NotSent, "answered 503")
    error = await shop.fails(NotSent, "failed 3 times in a row")
    assert isinstance(error, NotSent)
    assert error.retry_after_s == pytest.approx(60, abs=5)
    assert len(shop.server.asked) == 3


async def test_a_host_that_recovers_is_asked_again(shop):
    now = [0.0]
    async with HttpClient(allow_hosts=[shop.server.host]) as client:
        connector = DataConnector(
            client, breaker=Breaker(lambda: now[0], failures=2, open_s=30), monotonic=lambda: now[0]
        )
        shop.server.answer = says(500)
        for _ in range(2):
            with pytest.raises(Refused):
                await connector.call(shop.call())
        with pytest.raises(NotSent):
            await connector.call(shop.call())
        now[0] += 30
        shop.server.answer = says(json={})
        await connector.call(shop.call())
        await connector.call(shop.call())
    assert len(shop.server.asked) == 4


@pytest.mark.parametrize("status", [400, 404, 422])
async def test_a_no_is_no_illness(shop, status):
    shop.server.answer = says(status)
    for _ in range(5):
        await shop.fails(Refused, f"answered {status}")
    assert len(shop.server.asked) == 5


async def test_no_secret_is_in_the_log_or_in_a_failure(shop):
    secret = "s3cr/et ü"
    coded = base64.b64encode(secret.encode()).decode()
    shop.server.answer = says(
        200, json={"echo": secret, "b64": coded, "token": "other", "auth": "Bearer abcdefgh"}
    )
    path = "/s3cr%2Fet%20%C3%BC/x?key=s3cr%2Fet%20%C3%BC"
    answer = await shop.connector.call(shop.call(path, headers={"X-Key": "k"}, secrets=[secret]))
    shop.server.answer = says(400, json={"you sent": secret})
    with pytest.raises(Refused) as error:
        await shop.connector.call(shop.call(path, secrets=[secret]))
    told = f"{shop.log} {error.value} {answer.excerpt} {shop.call(path, secrets=[secret])!r}"
    for spelling in (secret, "s3cr", coded, "other", "abcdefgh"):
        assert spelling not in told
    assert shop.log[0].path == f"/{HIDDEN}/x"
    assert HIDDEN in shop.log[1].excerpt


async def test_a_mock_is_an_answer_without_a_call(shop):
    answer = await shop.connector.call(
        shop.call(mock={"order": {"id": 9}}, outputs={"id": "order.id"}, effect="unsafe")
    )
    assert answer.values == {"id": 9}
    assert shop.log[-1].is_mock
    assert shop.server.asked == []


async def test_code_turns_the_answer_into_something_else(shop):
    shop.server.answer = says(json={"lines": [{"n": 2, "cents": 50}, {"n": 1, "cents": 5}]})
    code = "return {'total': sum(line['n'] * line['cents'] for line in response['lines'])}"
    assert (await shop.connector.call(shop.call(transform=code))).values == {"total": 105}
    picked = await shop.connector.call(shop.call(transform=code, outputs={"sum": "total"}))
    assert picked.values == {"sum": 105}


async def test_code_that_fails_is_told_with_its_line_and_the_effect_decides(shop):
    shop.server.answer = says(json={})
    code = "x = 1\nreturn response['lines']"
    for effect, failure in zip(EFFECTS, (Refused, Refused, Unsure), strict=True):
        await shop.fails(failure, "order: its code failed: line 2: KeyError", effect=effect, transform=code)
        assert shop.log[-1].error_type == "fin_action_response_formatting_error"


async def test_what_code_says_is_masked(shop):
    shop.server.answer = says(json={"key": "s3cret"})
    error = await shop.fails(Refused, transform="raise ValueError(response['key'])", secrets=["s3cret"])
    assert "s3cret" not in f"{error} {shop.log}"


async def test_without_a_sandbox_nothing_is_sent(shop):
    async with HttpClient(allow_hosts=[shop.server.host]) as client:
        connector = DataConnector(client, breaker=Breaker(time.monotonic), monotonic=time.monotonic)
        with pytest.raises(Refused, match="install the extra `code`"):
            await connector.call(shop.call(transform="1"))
    assert shop.server.asked == []


async def test_calls_go_on_side_by_side(shop):
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response({"path": request.path})

    shop.server.answer = answer
    answers = await asyncio.gather(
        *(shop.connector.call(shop.call(f"/{n}", outputs={"path": "path"})) for n in range(40))
    )
    assert [one.values["path"] for one in answers] == [f"/{n}" for n in range(40)]
