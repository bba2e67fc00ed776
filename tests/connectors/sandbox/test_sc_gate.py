"""Who gets in to Sunshine Conversations, and in which form the others hear no."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.connectors.sandbox.chats import ChatApi, Events


def _bearer(key_id: str, secret: str, **payload: Any) -> dict[str, str]:
    token = jwt.encode({"alg": "HS256", "kid": key_id}, payload, OctKey.import_key(secret))
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Basic !!!",
        "Basic bm9ib2R5OndyaXR0ZW4=",
        aiohttp.encode_basic_auth("app_5f00000000000000000000b2", "wrong"),
        "Bearer x.y.z",
        "Bearer nothing",
        "Digest abc",
    ],
)
async def test_without_a_good_key_there_is_nothing(sc: ChatApi, value: str) -> None:
    answer = await sc("GET", "/users/u1", headers={"Authorization": value})
    assert answer.status == 401
    assert answer.json == {"errors": [{"code": "unauthorized", "title": "Authorization is required"}]}


async def test_a_key_may_also_sign_a_token(sc: ChatApi) -> None:
    options = sc.zd.state.options
    good = _bearer(options.sc_key_id, options.sc_secret, scope="app")
    assert (await sc("GET", "", headers=good)).status == 200
    foreign = _bearer(options.sc_key_id, "another secret that is long enough", scope="app")
    assert (await sc("GET", "", headers=foreign)).status == 401
    narrow = _bearer(options.sc_key_id, options.sc_secret, scope="integration")
    assert (await sc("GET", "", headers=narrow)).status == 403


async def test_another_app_is_not_found(sc: ChatApi) -> None:
    sc.root = "/sc/v2/apps/elsewhere"
    assert (await sc("GET", "/users/u1")).json["errors"][0]["code"] == "app_not_found"


async def test_an_integrations_key_sets_nothing_up(sc: ChatApi, events: Events) -> None:
    (custom,) = [one.id for one in sc.zd.state.chats.integrations.values() if one.type == "custom"]
    key = (await sc.made(f"/integrations/{custom}/keys", {}))["key"]
    narrow = {"Authorization": aiohttp.encode_basic_auth(key["id"], key["secret"])}
    assert (await sc("GET", "/integrations", headers=narrow)).status == 403
    assert (await sc("GET", "/switchboards", headers=narrow)).status == 403
    assert (await sc("GET", "", headers=narrow)).status == 403
    assert (await sc("GET", "/users/u1", headers=narrow)).status == 404
    hooks = (await sc("GET", "/integrations/me/webhooks", headers=narrow)).json["webhooks"]
    assert hooks[0]["target"] == events.url
    await sc.user()
    conversation_id = await sc.conversation()
    release = f"/conversations/{conversation_id}/releaseControl"
    assert (await sc("POST", release, {}, headers=narrow)).status == 403
    await sc.act(conversation_id, "passControl", "bridge")
    assert (await sc("POST", release, {}, headers=narrow)).status == 200


async def test_what_there_is_not_is_said_in_its_own_form(sc: ChatApi) -> None:
    answer = await sc("GET", "/nothing/here")
    assert (answer.status, answer.json) == (
        404,
        {"errors": [{"code": "not_found", "title": "Resource not found"}]},
    )
    assert (await sc("PUT", "/users/u1", {})).status == 404
    assert (await sc.api.raw("GET", "/sc/v2/elsewhere")).status == 404
    broken = await sc("POST", "/users", data=b"{", headers={"Content-Type": "application/json"})
    assert (broken.status, broken.json["errors"][0]["code"]) == (400, "bad_request")
    assert (await sc("POST", "/users", [])).status == 400
    assert (await sc("POST", "/users", {"profile": {}, "x": "y" * 102_400})).status == 413


async def test_the_rate_limit_names_no_time_to_wait(sc: ChatApi) -> None:
    await sc.api.raw("POST", "/_sandbox/limits", json={"chats_per_minute": 2})
    answers = [await sc("GET", "") for _ in range(3)]
    assert [one.status for one in answers] == [200, 200, 429]
    assert answers[2].json["errors"][0]["code"] == "too_many_requests"
    assert "Retry-After" not in answers[2].headers
    sc.zd.advance(61)
    assert (await sc("GET", "")).status == 200


async def test_faults_and_the_journal_know_it_too(sc: ChatApi) -> None:
    sc.zd.fault("429", path_regex="/sc/", retry_after=3)
    answer = await sc("GET", "")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "3")
    assert answer.json["errors"][0]["code"] == "too_many_requests"
    entry = sc.zd.journal.find("GET", "/sc/")[-1]
    assert (entry.status, entry.headers["Authorization"]) == (429, "Basic ***")
