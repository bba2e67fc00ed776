"""Control: who may have it, who hears of it, and what goes wrong with it."""

from __future__ import annotations

import pytest

from tests.connectors.sandbox.chats import FIN, ChatApi, Events, told


async def _conversation(sc: ChatApi) -> str:
    await sc.user()
    return await sc.conversation()


async def test_who_has_control_or_is_offered_it_hears(sc: ChatApi, events: Events) -> None:
    conversation_id = await _conversation(sc)
    await sc.say(conversation_id, "unheard", FIN)
    await sc.act(conversation_id, "passControl", "bridge", why="ours")
    await sc.say(conversation_id, "heard", FIN)
    await sc.act(conversation_id, "passControl", "next")
    await sc.say(conversation_id, "on standby", FIN)
    await sc.act(conversation_id, "offerControl", "bridge")
    await sc.say(conversation_id, "pending", FIN)
    await told(sc.zd)
    assert events.kinds == [
        "switchboard:passControl",
        "conversation:message",
        "switchboard:passControl",
        "switchboard:offerControl",
        "conversation:message",
    ]
    assert events.texts == ["heard", "pending"]
    assert events.all[0]["payload"]["metadata"] == {"why": "ours"}
    assert events.all[0]["payload"]["conversation"]["activeSwitchboardIntegration"]["name"] == "bridge"
    offered = events.all[3]["payload"]["conversation"]
    assert offered["activeSwitchboardIntegration"]["name"] == "zd-agentWorkspace"
    assert offered["pendingSwitchboardIntegration"]["name"] == "bridge"


async def test_control_that_is_there_already_is_passed_without_an_event(sc: ChatApi, events: Events) -> None:
    conversation_id = await _conversation(sc)
    for _ in range(3):
        assert (await sc.act(conversation_id, "passControl", "bridge")).json == {}
    await told(sc.zd)
    assert events.kinds == ["switchboard:passControl"]


async def test_an_offer_is_accepted_once(sc: ChatApi, events: Events) -> None:
    conversation_id = await _conversation(sc)
    refused = await sc.act(conversation_id, "acceptControl")
    assert (refused.status, refused.json["errors"][0]["code"]) == (400, "switchboard_invalid_action")
    await sc.act(conversation_id, "offerControl", "bridge")
    assert (await sc.act(conversation_id, "acceptControl")).status == 200
    assert (await sc.shown(conversation_id))["activeSwitchboardIntegration"]["name"] == "bridge"
    assert (await sc.act(conversation_id, "acceptControl")).status == 400
    await told(sc.zd)
    assert events.kinds == [
        "switchboard:offerControl",
        "switchboard:acceptControl",
        "switchboard:acceptControl:failure",
    ]


async def test_nobody_is_offered_what_it_has(sc: ChatApi, events: Events) -> None:
    conversation_id = await _conversation(sc)
    await sc.act(conversation_id, "passControl", "bridge")
    assert (await sc.act(conversation_id, "offerControl", "bridge")).status == 400
    await told(sc.zd)
    assert events.all[-1]["payload"]["error"]["code"] == "switchboard_invalid_target"


async def test_a_target_is_an_id_a_name_a_type_or_the_next(sc: ChatApi, events: Events) -> None:
    conversation_id = await _conversation(sc)
    chats = sc.zd.state.chats
    for target in ("bridge", "zd:agentWorkspace", chats.bot.id, "zd-answerBot", "next", "custom"):
        assert (await sc.act(conversation_id, "passControl", target)).status == 200, target
    await sc.place(events, "second")
    assert (await sc.act(conversation_id, "passControl", "custom")).status == 400, "there are two"
    assert (await sc.act(conversation_id, "passControl", "nobody")).status == 400
    assert (await sc.act(conversation_id, "passControl")).status == 400
    await sc.act(conversation_id, "passControl", "zd-agentWorkspace")
    assert (await sc.act(conversation_id, "passControl", "next")).status == 400
    await told(sc.zd)
    assert "switchboard:passControl:failure" in events.kinds


async def test_released_control_is_nobodys_until_the_customer_writes(sc: ChatApi, events: Events) -> None:
    conversation_id = await _conversation(sc)
    await sc.act(conversation_id, "passControl", "bridge")
    assert (await sc.act(conversation_id, "releaseControl", why="done")).status == 200
    shown = await sc.shown(conversation_id)
    assert "activeSwitchboardIntegration" not in shown
    await told(sc.zd)
    assert events.all[-1]["type"] == "switchboard:releaseControl"
    assert events.all[-1]["payload"]["metadata"] == {"why": "done"}
    await sc.say(conversation_id, "hello?", FIN)
    assert "activeSwitchboardIntegration" not in await sc.shown(conversation_id)
    await sc.say(conversation_id, "hello!")
    assert (await sc.shown(conversation_id))["activeSwitchboardIntegration"]["name"] == "zd-agentWorkspace"


async def test_the_switchboard_is_one_and_has_ten_places(sc: ChatApi, events: Events) -> None:
    (board,) = (await sc("GET", "/switchboards")).json["switchboards"]
    assert board["enabled"] is True
    assert (await sc("POST", "/switchboards", {})).status == 400
    path = f"/switchboards/{board['id']}/switchboardIntegrations"
    places = (await sc("GET", path)).json["switchboardIntegrations"]
    assert [one["name"] for one in places] == ["zd-agentWorkspace", "zd-answerBot", "bridge"]
    assert board["defaultSwitchboardIntegrationId"] == places[0]["id"]
    ours = places[2]["integrationId"]
    for wanted in ({"name": "a b", "integrationId": ours}, {"name": "bridge", "integrationId": ours}):
        assert (await sc("POST", path, wanted)).status == 400
    assert (await sc("POST", path, {"name": "x", "integrationId": "none"})).status == 404
    for place in range(7):
        await sc.made(path, {"name": f"p{place}", "integrationId": ours})
    full = await sc("POST", path, {"name": "p8", "integrationId": ours})
    assert full.json["errors"][0]["code"] == "too_many_switchboard_integrations"
    assert (await sc("GET", "/switchboards/none/switchboardIntegrations")).status == 404


async def test_a_place_changes_and_goes_and_the_default_stays(sc: ChatApi, events: Events) -> None:
    conversation_id = await _conversation(sc)
    await sc.act(conversation_id, "passControl", "bridge")
    chats = sc.zd.state.chats
    path = f"/switchboards/{chats.switchboard_id}/switchboardIntegrations"
    place = next(one for one in chats.places.values() if one.name == "bridge")
    wanted = {
        "deliverStandbyEvents": True,
        "nextSwitchboardIntegrationId": chats.bot.id,
        "messageHistoryCount": 3,
        "name": "ours",
    }
    changed = (await sc("PATCH", f"{path}/{place.id}", wanted)).json["switchboardIntegration"]
    assert {key: changed[key] for key in wanted} == wanted
    assert (await sc("DELETE", f"{path}/{chats.workspace.id}")).status == 400
    assert (await sc("DELETE", f"{path}/{place.id}")).status == 200
    assert (await sc("DELETE", f"{path}/{place.id}")).status == 404
    assert (await sc.shown(conversation_id))["activeSwitchboardIntegration"]["name"] == "zd-agentWorkspace"


async def test_on_standby_one_hears_all_when_one_asked_to(sc: ChatApi, events: Events) -> None:
    next(one for one in sc.zd.state.chats.places.values() if one.name == "bridge").deliver_standby = True
    conversation_id = await _conversation(sc)
    await sc.say(conversation_id, "hello")
    await told(sc.zd)
    assert events.kinds == ["conversation:create", "conversation:message"]


@pytest.mark.parametrize("kind", ["enabled", "default"])
async def test_the_switchboard_can_be_changed(sc: ChatApi, events: Events, kind: str) -> None:
    chats = sc.zd.state.chats
    path = f"/switchboards/{chats.switchboard_id}"
    if kind == "default":
        await sc("PATCH", path, {"defaultSwitchboardIntegrationId": chats.bot.id})
        shown = await sc.shown(await _conversation(sc))
        assert shown["activeSwitchboardIntegration"]["name"] == "zd-answerBot"
        return
    await sc("PATCH", path, {"enabled": False})
    conversation_id = await _conversation(sc)
    assert (await sc.act(conversation_id, "passControl", "bridge")).status == 400
    await sc.say(conversation_id, "everybody hears")
    await told(sc.zd)
    assert events.texts == ["everybody hears"]
