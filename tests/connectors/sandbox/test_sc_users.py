from __future__ import annotations

from typing import Any

import pytest

from tests.connectors.sandbox.chats import ChatApi, Events


async def test_a_user_is_found_by_either_id_and_made_once(sc: ChatApi) -> None:
    user_id = await sc.user("a/b c")
    assert (await sc("GET", "/users/a%2Fb%20c")).json["user"]["id"] == user_id
    found = (await sc("GET", f"/users/{user_id}")).json["user"]
    assert (found["externalId"], found["profile"]["givenName"], found["identities"]) == ("a/b c", "Cora", [])
    again = await sc("POST", "/users", {"externalId": "a/b c"})
    assert (again.status, again.json["errors"][0]["code"]) == (409, "conflict")
    assert (await sc("GET", "/users/nobody")).json["errors"][0]["code"] == "user_not_found"


@pytest.mark.parametrize(
    "body",
    [
        {"externalId": ""},
        {"externalId": 7},
        {"externalId": "u", "profile": {"givenName": ""}},
        {"externalId": "u", "profile": {"email": "no address"}},
        {"externalId": "u", "profile": {"age": 7}},
        {"externalId": "u", "metadata": {"a": {"b": 1}}},
        {"externalId": "u", "metadata": {"a": None}},
        {"externalId": "u", "metadata": {"a": "x" * 4096}},
        {"externalId": "u", "metadata": []},
    ],
    ids=range(9),
)
async def test_what_a_user_may_not_be_changes_nothing(sc: ChatApi, body: Any) -> None:
    assert (await sc("POST", "/users", body)).status == 400
    assert (await sc("GET", "/users/u")).status == 404


async def test_an_update_changes_what_is_given_and_null_clears(sc: ChatApi) -> None:
    await sc.user("u1", givenName="Cora", surname="Customer")
    changed = (
        await sc("PATCH", "/users/u1", {"profile": {"surname": None, "locale": "de"}, "metadata": {"a": 1}})
    ).json["user"]
    assert (changed["profile"], changed["metadata"]) == ({"givenName": "Cora", "locale": "de"}, {"a": 1})


async def test_an_email_in_a_profile_is_no_identity(sc: ChatApi) -> None:
    await sc.user("u1", email="cora@shop.example")
    assert (await sc("GET", "/users?filter[identities.email]=cora@shop.example")).json["users"] == []
    assert (await sc("GET", "/users")).status == 400


async def test_a_deleted_user_takes_its_conversations_along(sc: ChatApi) -> None:
    await sc.user()
    conversation_id = await sc.conversation()
    assert (await sc("DELETE", "/users/u1")).json == {}
    assert (await sc("GET", f"/conversations/{conversation_id}")).status == 404


async def test_a_user_is_brought_in_step_with_support(sc: ChatApi, events: Events) -> None:
    cora = await sc.api.customer("u1", "Cora Customer")
    await sc.user("u1", givenName="C")
    await sc.handed_off()
    await sc.api("PUT", f"/users/{cora}", {"user": {"name": "Cora Clark"}})
    synced = (await sc("POST", f"/users/{cora}/sync", {})).json["user"]
    assert (synced["profile"]["givenName"], synced["profile"]["surname"]) == ("Cora", "Clark")
    assert (await sc("POST", "/users/1/sync", {})).status == 404
