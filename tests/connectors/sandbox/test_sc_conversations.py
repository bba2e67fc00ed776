from __future__ import annotations

from typing import Any

import pytest

from tests.connectors.sandbox.chats import CORA, FIN, ChatApi, Events, told


async def test_a_conversation_begins_with_the_default_in_control(sc: ChatApi, events: Events) -> None:
    await sc.user()
    first = await sc.shown(await sc.conversation(metadata={"bridge": "i1"}, displayName="Help"))
    assert (first["isDefault"], first["metadata"], first["displayName"]) == (True, {"bridge": "i1"}, "Help")
    assert first["activeSwitchboardIntegration"]["integrationType"] == "zd:agentWorkspace"
    second = await sc.shown(await sc.conversation())
    assert second["isDefault"] is False
    await told(sc.zd)
    assert events.all == [], "ours is on standby, and did not ask to hear of it"


async def test_a_second_conversation_needs_the_setting(sc: ChatApi) -> None:
    sc.zd.state.chats.is_multi_conversation = False
    assert (await sc("GET", "")).json["app"]["settings"]["multiConvoEnabled"] is False
    await sc.user()
    await sc.conversation()
    body = {"type": "personal", "participants": [{"userExternalId": "u1"}]}
    assert (await sc("POST", "/conversations", body)).status == 403
    await sc("PATCH", "", {"settings": {"multiConvoEnabled": True}})
    await sc.conversation()
    back = await sc("PATCH", "", {"settings": {"multiConvoEnabled": False}})
    assert back.status == 400, "there is no way back"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"type": "sdkGroup", "participants": []}, 400),
        ({"type": "personal"}, 400),
        ({"type": "personal", "participants": [{}]}, 400),
        ({"type": "personal", "participants": [{"userId": "a", "userExternalId": "b"}]}, 400),
        ({"type": "personal", "participants": [{"userExternalId": "nobody"}]}, 404),
        ({"type": "personal", "participants": [{"userExternalId": "u1"}], "displayName": "x" * 101}, 400),
    ],
    ids=range(7),
)
async def test_what_no_conversation_is(sc: ChatApi, body: Any, status: int) -> None:
    await sc.user()
    assert (await sc("POST", "/conversations", body)).status == status


async def test_a_users_conversations_are_listed_page_by_page(sc: ChatApi) -> None:
    user_id = await sc.user()
    made = [await sc.conversation() for _ in range(5)]
    by_id = await sc("GET", f"/conversations?filter[userId]={user_id}")
    assert [one["id"] for one in by_id.json["conversations"]] == made
    found, after = [], ""
    while True:
        page = (await sc("GET", f"/conversations?filter[userExternalId]=u1&page[size]=2{after}")).json
        found += [one["id"] for one in page["conversations"]]
        if not page["meta"]["hasMore"]:
            break
        assert page["meta"]["afterCursor"] in page["links"]["next"]
        after = f"&page[after]={page['meta']['afterCursor']}"
    assert found == made
    for query in (
        "",
        "?filter[userId]=a&filter[userExternalId]=b",
        "?filter[userExternalId]=u1&page[size]=101",
    ):
        assert (await sc("GET", f"/conversations{query}")).status == 400
    assert (await sc("GET", "/conversations?filter[userExternalId]=x")).json["errors"][0][
        "code"
    ] == "user_not_found"


async def test_changed_and_deleted(sc: ChatApi, events: Events) -> None:
    await sc.user()
    first, second = await sc.conversation(), await sc.conversation()
    changed = await sc("PATCH", f"/conversations/{second}", {"metadata": {"a": 1}, "description": "d"})
    assert (changed.json["conversation"]["metadata"], changed.json["conversation"]["description"]) == (
        {"a": 1},
        "d",
    )
    assert (await sc("DELETE", f"/conversations/{first}")).status == 400, "the default one stays"
    await sc.act(second, "passControl", "bridge")
    assert (await sc("DELETE", f"/conversations/{second}")).status == 200
    await told(sc.zd)
    assert events.kinds[-1] == "conversation:remove"
    assert (await sc("GET", f"/conversations/{second}")).status == 404


async def test_a_user_can_only_have_read(sc: ChatApi, events: Events) -> None:
    await sc.user()
    conversation_id = await sc.conversation()
    await sc.act(conversation_id, "passControl", "bridge")
    path = f"/conversations/{conversation_id}/activity"
    assert (await sc("POST", path, {"author": CORA, "type": "conversation:read"})).json == {}
    assert (await sc("POST", path, {"author": CORA, "type": "typing:start"})).status == 400
    assert (await sc("POST", path, {"author": FIN, "type": "typing:start"})).status == 200
    assert (await sc("POST", path, {"author": FIN, "type": "dancing"})).status == 400
    await sc("POST", path, {"author": FIN, "type": "conversation:read"})
    assert "businessLastRead" in await sc.shown(conversation_id)
    await told(sc.zd)
    assert "conversation:read" in events.kinds
    assert "conversation:typing" not in events.kinds
