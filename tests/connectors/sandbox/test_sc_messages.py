from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox import sc_chats
from tests.connectors.sandbox.chats import CORA, FIN, ChatApi, Events, told


@pytest.fixture
async def conversation_id(sc: ChatApi, events: Events) -> str:
    await sc.user()
    made = await sc.conversation()
    await sc.act(made, "passControl", "bridge")
    return made


async def test_our_own_message_comes_back_as_an_event_with_its_metadata(
    sc: ChatApi, events: Events, conversation_id: str
) -> None:
    posted = await sc.say(conversation_id, "hello", FIN, metadata={"messenger_bridge": "eff_1"})
    assert posted["source"] == {"type": "api:conversations"}
    await told(sc.zd)
    message = events.all[-1]["payload"]["message"]
    assert (message["id"], message["metadata"]) == (posted["id"], {"messenger_bridge": "eff_1"})


async def test_nothing_keeps_a_message_from_being_posted_twice(sc: ChatApi, conversation_id: str) -> None:
    first = await sc.say(conversation_id, "hello", metadata={"messenger_bridge": "eff_1"})
    second = await sc.say(conversation_id, "hello", metadata={"messenger_bridge": "eff_1"})
    assert first["id"] != second["id"]


async def test_the_last_hundred_come_first_and_each_page_oldest_first(
    sc: ChatApi, conversation_id: str
) -> None:
    for place in range(230):
        await sc.say(conversation_id, str(place), FIN)
    path = f"/conversations/{conversation_id}/messages"
    last = (await sc("GET", path)).json
    assert [one["content"]["text"] for one in last["messages"]] == [str(one) for one in range(130, 230)]
    assert last["meta"]["hasMore"] is True
    middle = (await sc("GET", f"{path}?page[before]={last['meta']['beforeCursor']}")).json
    first = (await sc("GET", f"{path}?page[before]={middle['meta']['beforeCursor']}")).json
    assert [one["content"]["text"] for one in first["messages"]] == [str(one) for one in range(30)]
    assert first["meta"]["hasMore"] is False
    after = (await sc("GET", f"{path}?page[after]={last['messages'][-2]['id']}")).json
    assert [one["content"]["text"] for one in after["messages"]] == ["229"]
    assert (await sc("GET", f"{path}?page[after]=x")).status == 400
    assert (await sc("GET", f"{path}?page[after]=x&page[before]=y")).status == 400


@pytest.mark.parametrize(
    "body",
    [
        {"author": {"type": "robot"}, "content": {"type": "text", "text": "x"}},
        {"author": {"type": "user"}, "content": {"type": "text", "text": "x"}},
        {"author": {"type": "business", "userId": "1"}, "content": {"type": "text", "text": "x"}},
        {"author": {"type": "business", "subtypes": ["agent"]}, "content": {"type": "text", "text": "x"}},
        {"author": FIN, "content": {"type": "text", "text": " "}},
        {"author": FIN, "content": {"type": "text", "text": 7}},
        {"author": FIN, "content": {"type": "text", "text": "x" * 4097}},
        {"author": FIN, "content": {"type": "text", "text": "😀" * 2049}},
        {"author": FIN, "content": {"type": "hologram"}},
        {"author": FIN, "content": {"type": "file", "mediaUrl": "not a url"}},
        {"author": FIN, "content": {"type": "text", "text": "x"}, "metadata": {"a": []}},
        {"author": FIN},
    ],
    ids=range(12),
)
async def test_what_no_message_is(sc: ChatApi, conversation_id: str, body: Any) -> None:
    answer = await sc("POST", f"/conversations/{conversation_id}/messages", body)
    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "bad_request")


async def test_only_who_takes_part_may_write(sc: ChatApi, conversation_id: str) -> None:
    await sc.user("u2")
    body = {"author": {"type": "user", "userExternalId": "u2"}, "content": {"type": "text", "text": "x"}}
    assert (await sc("POST", f"/conversations/{conversation_id}/messages", body)).status == 400
    body["author"] = {"type": "user", "userExternalId": "nobody"}
    assert (await sc("POST", f"/conversations/{conversation_id}/messages", body)).status == 404


async def test_a_full_conversation_is_locked_until_it_is_emptied(sc: ChatApi, conversation_id: str) -> None:
    known = sc.zd.state.chats.conversation(conversation_id)
    message = await sc.say(conversation_id, "x", FIN)
    known.messages *= sc_chats.MESSAGES_MOST
    path = f"/conversations/{conversation_id}/messages"
    body = {"author": FIN, "content": {"type": "text", "text": "x"}}
    assert (await sc("POST", path, body)).json["errors"][0]["code"] == "locked"
    assert (await sc("DELETE", path)).status == 200
    message = await sc.say(conversation_id, "x", CORA)
    assert (await sc("DELETE", f"{path}/{message['id']}")).status == 200
    assert (await sc("DELETE", f"{path}/{message['id']}")).status == 404
