import pytest

from connectors.sandbox.deliveries import TEST_SECRET, signature
from tests.connectors.sandbox.client import Api, Listener


async def test_setup_finds_its_webhook_again_by_name(api: Api) -> None:
    webhook_id = await api.webhook("https://bridge.example/zendesk")
    await api.webhook("https://other.example/", name="other")
    found = (await api("GET", "/webhooks?filter[name_contains]=Messenger&page[size]=100")).json
    assert [one["id"] for one in found["webhooks"]] == [webhook_id]
    assert found["meta"]["has_more"] is False
    assert len(webhook_id) == 26


async def test_secrets_are_not_shown_with_the_webhook(api: Api) -> None:
    auth = {"type": "bearer_token", "data": {"token": "t0p"}, "add_position": "header"}
    webhook_id = await api.webhook("https://bridge.example/", authentication=auth)
    shown = await api("GET", f"/webhooks/{webhook_id}")
    secret = (await api("GET", f"/webhooks/{webhook_id}/signing_secret")).json["signing_secret"]
    assert secret["algorithm"] == "SHA256"
    assert b"t0p" not in shown.raw
    assert secret["secret"].encode() not in shown.raw
    assert shown.json["webhook"]["authentication"]["type"] == "bearer_token"


async def test_a_rotated_secret_is_another_one(api: Api) -> None:
    path = f"/webhooks/{await api.webhook('https://bridge.example/')}/signing_secret"
    old = (await api("GET", path)).json
    rotated = await api("POST", path)
    assert rotated.status == 201
    assert rotated.json != old
    assert (await api("GET", path)).json == rotated.json


async def test_a_change_answers_nothing_and_keeps_the_id(api: Api) -> None:
    path = f"/webhooks/{await api.webhook('https://bridge.example/')}"
    assert (await api("PATCH", path, {"webhook": {"endpoint": "https://new.example/"}})).status == 204
    assert (await api("GET", path)).json["webhook"]["endpoint"] == "https://new.example/"
    whole = {"name": "n", "status": "inactive", "endpoint": "https://n.example/", "http_method": "POST",
             "request_format": "json"}  # fmt: skip
    assert (await api("PUT", path, {"webhook": whole})).status == 204
    assert (await api("GET", path)).json["webhook"]["status"] == "inactive"
    assert (await api("DELETE", path)).status == 204
    assert (await api("GET", path)).status == 404


@pytest.mark.parametrize(
    "wrong", [{"endpoint": "ftp://x"}, {"http_method": "JUMP"}, {"status": "on"}, {"name": ""}]
)
async def test_a_webhook_that_cannot_work_is_refused(api: Api, wrong: dict[str, str]) -> None:
    webhook = {"name": "n", "status": "active", "endpoint": "https://n.example/", "http_method": "POST",
               "request_format": "json", **wrong}  # fmt: skip
    assert (await api("POST", "/webhooks", {"webhook": webhook})).status == 422


async def test_a_test_shows_what_the_endpoint_said(api: Api, listener: Listener) -> None:
    webhook_id = await api.webhook(listener.url)
    listener.statuses = [401]
    answer = await api("POST", f"/webhooks/test?webhook_id={webhook_id}", {"request": {"payload": '{"a":1}'}})
    assert (answer.status, answer.json["response"]["status_code"]) == (200, 401)
    assert listener.received[0].raw == b'{"a":1}'


async def test_a_test_of_an_unsaved_webhook_is_signed_with_the_public_secret(
    api: Api, listener: Listener
) -> None:
    request = {"endpoint": listener.url, "http_method": "POST", "request_format": "json", "payload": "{}"}
    assert (await api("POST", "/webhooks/test", {"request": request})).status == 200
    headers = listener.received[0].headers
    moment = headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert headers["X-Zendesk-Webhook-Signature"] == signature(TEST_SECRET, moment, b"{}")
