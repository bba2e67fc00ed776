import aiohttp
import pytest

from connectors.sandbox.app import Sandbox
from connectors.sandbox.deliveries import signature
from tests.connectors.sandbox.client import TAG, Api, Listener

ON_CHANGE = [("update_type", "is", "Change"), ("current_tags", "includes", TAG)]


@pytest.fixture
async def webhook_id(api: Api, listener: Listener) -> str:
    webhook_id = await api.webhook(listener.url)
    await api.trigger(listener.notify(webhook_id), all_=ON_CHANGE)
    return webhook_id


async def rows(api: Api, webhook_id: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (await api("GET", f"/webhooks/{webhook_id}/invocations")).json[
        "invocations"
    ]
    return found


async def test_a_delivery_is_signed_over_its_raw_bytes(api: Api, listener: Listener, webhook_id: str) -> None:
    api.zd.set_status(await api.ticket(), "open")
    await api.zd.settled()
    (received,) = listener.received
    headers = received.headers
    secret = (await api("GET", f"/webhooks/{webhook_id}/signing_secret")).json["signing_secret"]["secret"]
    moment = headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert headers["X-Zendesk-Webhook-Signature"] == signature(secret, moment, received.raw)
    assert headers["X-Zendesk-Webhook-Id"] == webhook_id
    assert headers["User-Agent"] == "Zendesk Webhook"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    (row,) = await rows(api, webhook_id)
    assert (row["id"], row["status"], row["status_code"]) == (
        headers["X-Zendesk-Webhook-Invocation-Id"], "success", 200,
    )  # fmt: skip


def test_the_signature_is_base64_of_hmac_sha256_with_the_secret_as_text() -> None:
    # Computed with `openssl dgst -sha256 -hmac secret -binary | base64` over the same bytes.
    assert (
        signature("secret", "2026-11-20T10:00:00Z", b'{"a":1}')
        == "47nBg8Mt9Ys2ok9HhAEVoEZViUlmZjihwFB2uLE1HrI="
    )


async def test_a_busy_endpoint_is_tried_again_with_the_same_id(
    api: Api, listener: Listener, webhook_id: str
) -> None:
    listener.statuses = [503, 429]
    api.zd.set_status(await api.ticket(), "open")
    await api.zd.settled()
    assert len({one.headers["X-Zendesk-Webhook-Invocation-Id"] for one in listener.received}) == 1
    assert len(listener.received) == 3
    (row,) = await rows(api, webhook_id)
    attempts = (await api("GET", f"/webhooks/{webhook_id}/invocations/{row['id']}/attempts")).json["attempts"]
    assert [one["status_code"] for one in attempts] == [503, 429, 200]
    assert attempts[0]["request"]["url"] == listener.url


@pytest.mark.parametrize(("statuses", "tries"), [([403], 1), ([503] * 4, 4)])
async def test_a_refusal_ends_at_once_and_trouble_after_three_retries(
    api: Api, listener: Listener, webhook_id: str, statuses: list[int], tries: int
) -> None:
    listener.statuses = statuses
    api.zd.set_status(await api.ticket(), "open")
    await api.zd.settled()
    assert len(listener.received) == tries
    assert (await rows(api, webhook_id))[0]["status"] == "terminated"


async def test_held_deliveries_come_twice_and_in_another_order(
    api: Api, listener: Listener, webhook_id: str
) -> None:
    api.zd.deliveries.is_holding = True
    ticket_id = await api.ticket()
    for status in ("open", "pending", "hold"):
        api.zd.set_status(ticket_id, status)
    assert listener.received == []
    assert api.zd.deliveries.release(copies=2, shuffle=True, seed=1) == 6
    await api.zd.settled()
    assert sorted(one.json["status"] for one in listener.received) == sorted(
        ["Open", "Pending", "On-hold"] * 2
    )
    assert len({one.headers["X-Zendesk-Webhook-Invocation-Id"] for one in listener.received}) == 3


async def test_a_dropped_delivery_is_only_in_the_log(api: Api, listener: Listener, webhook_id: str) -> None:
    api.zd.deliveries.dropping = 1
    ticket_id = await api.ticket()
    api.zd.set_status(ticket_id, "open")
    api.zd.set_status(ticket_id, "pending")
    await api.zd.settled()
    assert [one.json["status"] for one in listener.received] == ["Pending"]
    assert [one["status"] for one in await rows(api, webhook_id)] == ["success", "throttled"]


async def test_a_past_delivery_can_come_again(api: Api, listener: Listener, webhook_id: str) -> None:
    api.zd.set_status(await api.ticket(), "open")
    await api.zd.settled()
    api.zd.deliveries.repeat(api.zd.deliveries.sent[0], times=2)
    await api.zd.settled()
    assert len({one.raw for one in listener.received}) == 1
    assert len(listener.received) == 3


async def test_a_webhook_that_fails_too_often_is_paused_and_loses_what_comes(listener: Listener) -> None:
    async with (
        Sandbox(circuit_breaker=True, webhook_retry_delays_s=()) as zd,
        aiohttp.ClientSession() as session,
    ):
        api = Api(zd, session)
        await api.login()
        webhook_id = await api.webhook(listener.url)
        await api.trigger(listener.notify(webhook_id), all_=ON_CHANGE)
        listener.statuses = [500] * 100
        ticket_id = await api.ticket()
        for number in range(12):
            zd.add_tags(ticket_id, f"t{number}")
            await zd.settled()
        statuses = [one["status"] for one in await rows(api, webhook_id)]
        assert statuses == ["circuit broken"] * 2 + ["terminated"] * 10


async def test_an_inactive_webhook_says_nothing(api: Api, listener: Listener, webhook_id: str) -> None:
    await api("PATCH", f"/webhooks/{webhook_id}", {"webhook": {"status": "inactive"}})
    api.zd.set_status(await api.ticket(), "open")
    await api.zd.settled()
    assert listener.received == []


async def test_the_chosen_authentication_goes_with_each_delivery(api: Api, listener: Listener) -> None:
    auth = {"type": "api_key", "data": {"name": "X-Mine", "value": "v"}, "add_position": "header"}
    webhook_id = await api.webhook(listener.url, authentication=auth)
    await api("POST", f"/webhooks/test?webhook_id={webhook_id}", {"request": {}})
    assert listener.received[0].headers["X-Mine"] == "v"


async def test_an_endpoint_that_is_not_there_is_a_failed_attempt(api: Api, unused_tcp_port: int) -> None:
    webhook_id = await api.webhook(f"http://127.0.0.1:{unused_tcp_port}/")
    answer = await api("POST", f"/webhooks/test?webhook_id={webhook_id}", {"request": {}})
    assert answer.json["response"]["status_code"] == 0
