"""What the client asks, held against the API's schemas; that it works is tried on the sandbox."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import web

from connectors.failures import Refused
from connectors.zendesk.conversation_bodies import Author, Profile
from tests.connectors.outside import says
from tests.connectors.zendesk.chatting import chatting

CORA = Profile(given_name="Cora", surname="Customer", email="cora@shop.example", locale="de")


def _conversation(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "personal", "createdAt": "2026-11-20T10:00:00.000Z", **more}


async def test_a_user_that_exists_is_brought_up_to_date() -> None:
    async with chatting() as (chats, other):

        async def answer(request: web.Request) -> web.Response:
            if request.method == "POST":
                return web.json_response({"errors": [{"code": "conflict", "title": "Exists"}]}, status=409)
            return web.json_response({"user": {"id": "s1", "externalId": "u1", "zendeskId": "36"}})

        other.answer = answer
        user = await chats.ensure_user(external_id="u1", profile=CORA, metadata={"plan": "pro"})
        assert (user.id, user.external_id, user.zendesk_id) == ("s1", "u1", "36")
        assert [(one[0], one[1]) for one in other.asked] == [
            ("POST", "/sc/v2/apps/app_1/users"),
            ("PATCH", "/sc/v2/apps/app_1/users/u1"),
        ]


async def test_a_user_that_is_refused_otherwise_is_not_updated() -> None:
    async with chatting() as (chats, other):
        other.answer = says(status=400, json={"errors": [{"code": "bad_request", "title": "No"}]})
        with pytest.raises(Refused):
            await chats.ensure_user(external_id="u1", profile=CORA)
        assert len(other.asked) == 1


async def test_the_multi_conversation_setting_is_read_and_never_written() -> None:
    async with chatting() as (chats, other):
        other.answer = says(json={"app": {"id": "a", "settings": {"multiConvoEnabled": False}}})
        assert (await chats.app()).is_multi_conversation is False
        other.answer = says(json={"app": {"id": "a"}})
        assert (await chats.app()).is_multi_conversation is None
        assert {one[0] for one in other.asked} == {"GET"}


async def test_a_conversation_is_made_with_our_marker() -> None:
    async with chatting() as (chats, other):
        other.answer = says(json={"conversation": _conversation("c1")}, status=201)
        made = await chats.create_conversation(
            "u1", metadata={"messenger_bridge": "eff_1"}, display_name="x" * 300
        )
        assert (made.id, made.active, made.pending) == ("c1", None, None)
        body = json.loads(other.asked[0][2])
        assert body["metadata"] == {"messenger_bridge": "eff_1"}
        assert body["participants"] == [{"userExternalId": "u1", "subscribeSDKClient": False}]


async def test_a_conversation_tells_who_is_in_control() -> None:
    active = {
        "id": "s1",
        "name": "zd-agentWorkspace",
        "integrationId": "i1",
        "integrationType": "zd:agentWorkspace",
    }
    async with chatting() as (chats, other):
        other.answer = says(json={"conversation": _conversation("c1", activeSwitchboardIntegration=active)})
        found = await chats.conversation("c1")
        assert found.active is not None
        assert (found.active.name, found.active.integration_type) == (
            "zd-agentWorkspace",
            "zd:agentWorkspace",
        )


async def test_a_users_conversations_are_read_to_the_end_and_found_by_our_marker() -> None:
    async with chatting() as (chats, other):

        async def answer(request: web.Request) -> web.Response:
            if "page[after]" not in request.query:
                page = [_conversation("c1"), _conversation("c2", metadata={"messenger_bridge": "eff_2"})]
                meta = {"hasMore": True, "afterCursor": "c2"}
            else:
                page, meta = [_conversation("c3", metadata={"messenger_bridge": "eff_3"})], {"hasMore": False}
            return web.json_response({"conversations": page, "meta": meta})

        other.answer = answer
        assert [one.id for one in await chats.conversations_of("u1")] == ["c1", "c2", "c3"]
        assert [one.id for one in await chats.conversations_of("u1", limit=1)] == ["c1"]
        found = await chats.find_conversation("u1", {"messenger_bridge": "eff_3"})
        assert found is not None
        assert found.id == "c3"
        assert await chats.find_conversation("u1", {"messenger_bridge": "eff_9"}) is None


async def test_a_user_that_is_nobody_has_no_conversation() -> None:
    async with chatting() as (chats, other):
        other.answer = says(
            status=404, json={"errors": [{"code": "user_not_found", "title": "User not found"}]}
        )
        assert await chats.find_conversation("u1", {"messenger_bridge": "eff_1"}) is None
        other.answer = says(
            status=404, json={"errors": [{"code": "app_not_found", "title": "App not found"}]}
        )
        with pytest.raises(Refused):
            await chats.find_conversation("u1", {"messenger_bridge": "eff_1"})


async def test_control_is_passed_offered_accepted_and_released() -> None:
    async with chatting() as (chats, other):
        await chats.pass_control("c1", "zd-agentWorkspace", metadata={"dataCapture.systemField.tags": "a,b"})
        await chats.offer_control("c1", "next")
        await chats.accept_control("c1")
        await chats.release_control("c1", metadata={"reason": "done"})
        assert [(one[1].rsplit("/", 1)[1], json.loads(one[2])) for one in other.asked] == [
            (
                "passControl",
                {
                    "switchboardIntegration": "zd-agentWorkspace",
                    "metadata": {"dataCapture.systemField.tags": "a,b"},
                },
            ),
            ("offerControl", {"switchboardIntegration": "next"}),
            ("acceptControl", {}),
            ("releaseControl", {"metadata": {"reason": "done"}}),
        ]


async def test_typing_and_reading_are_told() -> None:
    async with chatting() as (chats, other):
        await chats.act("c1", "typing:start", author=Author(type="business"))
        await chats.act("c1", "conversation:read", author=Author(type="user", user_external_id="u1"))
        assert [json.loads(one[2])["type"] for one in other.asked] == ["typing:start", "conversation:read"]
