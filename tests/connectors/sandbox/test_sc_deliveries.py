"""How events leave: with the secret, several at once, again after a failure, and as a test wants it."""

from __future__ import annotations

import pytest

from tests.connectors.sandbox.chats import FIN, ChatApi, Events, told


@pytest.fixture
async def conversation_id(sc: ChatApi, events: Events) -> str:
    await sc.user()
    made = await sc.conversation()
    await sc.act(made, "passControl", "bridge")
    await told(sc.zd)
    events.requests.clear()
    events.keys.clear()
    return made


async def test_every_request_carries_the_secret_and_names_app_and_webhook(
    sc: ChatApi, events: Events, conversation_id: str
) -> None:
    await sc.say(conversation_id, "hello")
    await told(sc.zd)
    (request,) = events.requests
    assert events.keys == [events.secret]
    assert request["app"] == {"id": sc.zd.state.chats.app_id}
    assert request["webhook"]["version"] == "v2"
    (event,) = request["events"]
    assert (event["type"], len(event["id"]), event["createdAt"][-1]) == ("conversation:message", 24, "Z")
    assert event["payload"]["message"]["author"]["user"] == {
        "id": event["payload"]["message"]["author"]["userId"],
        "authenticated": False,
        "externalId": "u1",
    }


async def test_what_happens_at_once_leaves_in_one_request(
    sc: ChatApi, events: Events, conversation_id: str
) -> None:
    live = sc.zd.state.chats.conversation(conversation_id)
    chats = sc.zd.live
    for place in range(120):
        chats.say(live, author=FIN, content={"type": "text", "text": str(place)})
    await told(sc.zd)
    assert [len(one["events"]) for one in events.requests] == [50, 50, 20]
    assert sorted(int(one) for one in events.texts) == list(range(120))


@pytest.mark.parametrize("status", [500, 503, 409, 429, 302])
async def test_other_failures_are_tried_five_times(
    sc: ChatApi, events: Events, conversation_id: str, status: int
) -> None:
    events.statuses = [status] * 9
    await sc.say(conversation_id, "hello", FIN)
    await told(sc.zd)
    assert len(events.requests) == 5
    assert len({one["events"][0]["id"] for one in events.requests}) == 1
    delivery = sc.zd.chat_deliveries.sent[-1]
    assert (delivery.status, delivery.statuses) == ("terminated", [status] * 5)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406])
async def test_some_answers_end_it_at_once(
    sc: ChatApi, events: Events, conversation_id: str, status: int
) -> None:
    events.statuses = [status]
    await sc.say(conversation_id, "hello", FIN)
    await told(sc.zd)
    assert len(events.requests) == 1
    assert sc.zd.chat_deliveries.sent[-1].status == "terminated"


async def test_a_late_success_is_one(sc: ChatApi, events: Events, conversation_id: str) -> None:
    events.statuses = [503, 500]
    await sc.say(conversation_id, "hello", FIN)
    await told(sc.zd)
    assert sc.zd.chat_deliveries.sent[-1].statuses == [503, 500, 200]
    sc.zd.chat_deliveries.repeat(sc.zd.chat_deliveries.sent[-1], times=2)
    await told(sc.zd)
    assert len(events.requests) == 5


async def test_nobody_at_home_is_tried_again(sc: ChatApi, events: Events, conversation_id: str) -> None:
    for integration in sc.zd.state.chats.integrations.values():
        for hook in integration.hooks.values():
            hook.target = "http://127.0.0.1:1/events"
    await sc.say(conversation_id, "hello", FIN)
    await told(sc.zd)
    assert sc.zd.chat_deliveries.sent[-1].statuses == [0] * 5


async def test_events_can_be_held_doubled_shuffled_and_lost(
    sc: ChatApi, events: Events, conversation_id: str
) -> None:
    async def change(**how: object) -> object:
        return (await sc.api.raw("POST", "/_sandbox/chats/deliveries", json=how)).json

    await change(hold=True)
    for place in range(6):
        await sc.say(conversation_id, str(place), FIN)
    await told(sc.zd)
    assert events.requests == []
    asked = {"copies": 2, "shuffle": True, "seed": 7, "together": 4}
    assert await change(release=asked) == {"released": 3, "held": 0}
    await told(sc.zd)
    assert sorted(events.texts) == sorted(2 * ["0", "1", "2", "3", "4", "5"])
    events.requests.clear()
    await change(drop=1, copies=2)
    await sc.say(conversation_id, "lost", FIN)
    await sc.say(conversation_id, "twice", FIN)
    await told(sc.zd)
    assert events.texts == ["twice", "twice"]
    shown = (await sc.api.raw("GET", "/_sandbox/chats/deliveries")).json
    assert (shown["held"], shown["deliveries"][-1]["status"]) == (0, "success")
    await sc.api.raw("POST", "/_sandbox/reset")
    assert sc.zd.chat_deliveries.copies == 1


async def test_the_whole_user_comes_when_asked_for(sc: ChatApi, events: Events, conversation_id: str) -> None:
    for integration in sc.zd.state.chats.integrations.values():
        for hook in integration.hooks.values():
            hook.include_full_user = True
    await sc.say(conversation_id, "hello")
    await told(sc.zd)
    assert events.all[-1]["payload"]["message"]["author"]["user"]["profile"]["givenName"] == "Cora"
