from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from connectors.zendesk.conversation_setup import TRIGGERS, ConversationSetup
from tests.connectors.outside import says
from tests.connectors.zendesk.chatting import chatting

HOOK = {
    "id": "w1",
    "version": "v2",
    "target": "https://b.example/x",
    "triggers": ["conversation:message"],
    "secret": "s",
}
PLACE = {
    "id": "s1",
    "name": "messenger-bridge",
    "integrationId": "i1",
    "integrationType": "custom",
    "deliverStandbyEvents": False,
    "nextSwitchboardIntegrationId": None,
}


async def test_our_integration_is_made_with_its_webhook() -> None:
    made: dict[str, Any] = {
        "id": "i1",
        "type": "custom",
        "status": "active",
        "displayName": "bridge",
        "webhooks": [HOOK],
    }
    async with chatting() as (chats, other):
        setup = ConversationSetup(chats)
        other.answer = says(json={"integration": made}, status=201)
        integration = await setup.create_integration("bridge", "https://b.example/x")
        assert (integration.name, integration.webhooks[0].secret) == ("bridge", "s")
        asked = json.loads(other.asked[0][2])["webhooks"][0]
        assert (asked["triggers"], asked["includeFullUser"]) == (list(TRIGGERS), True)


async def test_integrations_are_read_to_the_end() -> None:
    async def answer(request: web.Request) -> web.Response:
        first = "page[after]" not in request.query
        page = [{"id": "i1" if first else "i2", "type": "custom"}]
        return web.json_response({"integrations": page, "meta": {"hasMore": first, "afterCursor": "i1"}})

    async with chatting() as (chats, other):
        other.answer = answer
        assert [one.id for one in await ConversationSetup(chats).integrations()] == ["i1", "i2"]


async def test_webhooks_come_change_and_go() -> None:
    async with chatting() as (chats, other):
        setup = ConversationSetup(chats)
        other.answer = says(json={"webhook": HOOK, "webhooks": [HOOK]})
        assert (await setup.webhooks("i1"))[0].id == "w1"
        assert (await setup.create_webhook("i1", "https://b.example/x")).secret == "s"
        assert (await setup.update_webhook("i1", "w1", "https://b.example/x")).target == "https://b.example/x"
        await setup.delete_webhook("i1", "w1")
        await setup.delete_integration("i1")
        assert [one[0] for one in other.asked] == ["GET", "POST", "PATCH", "DELETE", "DELETE"]


async def test_our_place_is_nobodys_default() -> None:
    board = {"id": "b1", "enabled": True, "defaultSwitchboardIntegrationId": "s9"}
    async with chatting() as (chats, other):
        setup = ConversationSetup(chats)
        other.answer = says(
            json={
                "switchboards": [board],
                "switchboardIntegrations": [PLACE],
                "switchboardIntegration": PLACE,
            }
        )
        found = (await setup.switchboards())[0]
        assert (found.is_enabled, found.default_id) == (True, "s9")
        assert (await setup.places("b1"))[0].name == "messenger-bridge"
        made = await setup.create_place("b1", name="messenger-bridge", integration_id="i1", next_id="s9")
        assert (made.id, made.next_id, made.deliver_standby_events) == ("s1", None, False)
        await setup.update_place("b1", "s1", next_id=None)
        await setup.delete_place("b1", "s1")
        assert not any("defaultSwitchboardIntegrationId" in one[2].decode() for one in other.asked)
