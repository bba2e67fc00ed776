"""A live chat from the hand-off to its end, as agents and our webhook see it."""

from __future__ import annotations

import pytest

from connectors.sandbox.problems import Problem
from tests.connectors.sandbox.chats import FIN, ChatApi, Events, told

TAGS = {"dataCapture.systemField.tags": "fin-routed-to-team,vip"}


async def test_the_proven_order_makes_one_ticket_with_tags_and_fields(sc: ChatApi, events: Events) -> None:
    cora = await sc.api.customer("u1")
    user_id = await sc.user()
    conversation_id, ticket_id = await sc.handed_off(
        **TAGS,
        **{
            "dataCapture.ticketField.36001": "refund",
            "dataCapture.systemField.subject": "Help",
            "dataCapture.systemField.priority": "high",
            "dataCapture.systemField.group_id": "99",
        },
    )
    ticket = sc.zd.ticket(ticket_id)
    assert (ticket["subject"], ticket["priority"], ticket["group_id"], ticket["status"]) == (
        "Help",
        "high",
        None,
        "new",
    )
    assert ticket["tags"] == ["fin-routed-to-team", "vip"]
    assert ticket["custom_fields"] == [{"id": 36001, "value": "refund"}]
    assert ticket["requester_id"] == cora, "the user of the same external id"
    assert ticket["from_messaging_channel"] is True
    assert (await sc("GET", "/users/u1")).json["user"] == (await sc("GET", f"/users/{user_id}")).json["user"]
    assert (await sc("GET", "/users/u1")).json["user"]["zendeskId"] == str(cora)
    assert len(sc.zd.tickets()) == 1
    shown = await sc.shown(conversation_id)
    assert shown["activeSwitchboardIntegration"]["name"] == "zd-agentWorkspace"
    assert shown["pendingSwitchboardIntegration"]["name"] == "bridge"


async def test_who_writes_before_taking_control_gets_a_ticket_without_tags(
    sc: ChatApi, events: Events
) -> None:
    await sc.user()
    conversation_id = await sc.conversation()
    await sc.say(conversation_id, "Where is it?")
    (ticket,) = sc.zd.tickets()
    assert ticket["tags"] == []
    await sc.act(conversation_id, "passControl", "bridge")
    await sc.act(conversation_id, "passControl", "next", **TAGS)
    assert [one["tags"] for one in sc.zd.tickets()] == [["fin-routed-to-team", "vip"]]


async def test_control_without_a_message_opens_no_ticket_yet(sc: ChatApi, events: Events) -> None:
    await sc.user()
    conversation_id = await sc.conversation()
    await sc.act(conversation_id, "passControl", "zd-agentWorkspace", **TAGS)
    assert sc.zd.tickets() == []
    await sc.say(conversation_id, "hello")
    assert [one["tags"] for one in sc.zd.tickets()] == [["fin-routed-to-team", "vip"]]


async def test_an_unknown_user_becomes_a_requester(sc: ChatApi, events: Events) -> None:
    await sc.user("u7", givenName="Wu")
    conversation_id = await sc.conversation("u7")
    await sc.say(conversation_id, "hi", {"type": "user", "userExternalId": "u7"})
    (ticket,) = sc.zd.tickets()
    requester = sc.zd.state.users[ticket["requester_id"]]
    assert (requester.name, requester.external_id, ticket["subject"]) == ("Wu", "u7", "Conversation with Wu")


async def test_an_agents_reply_is_a_message_and_no_comment(sc: ChatApi, events: Events) -> None:
    await sc.user()
    conversation_id, ticket_id = await sc.handed_off()
    await told(sc.zd)
    events.requests.clear()
    sc.zd.chat_reply(ticket_id, "It is on its way.")
    await told(sc.zd)
    (event,) = events.all
    message = event["payload"]["message"]
    assert message["author"] == {"type": "business", "displayName": "Ada Agent", "subtypes": ["agent"]}
    assert message["source"] == {"type": "zd:agentWorkspace"}
    assert message["metadata"]["__zendesk_msg.agent.id"] == str(sc.zd.state.ada.id)
    assert event["payload"]["conversation"]["metadata"] == {"bridge": "install-1"}
    assert len(sc.zd.comments(ticket_id)) == 1
    assert sc.zd.ticket(ticket_id)["assignee_id"] == sc.zd.state.ada.id
    listed = (await sc("GET", f"/conversations/{conversation_id}/messages")).json["messages"]
    assert [one["content"]["text"] for one in listed] == ["Where is it?", "It is on its way."]


async def test_an_agents_file_is_served(sc: ChatApi, events: Events) -> None:
    await sc.user()
    _, ticket_id = await sc.handed_off()
    sc.zd.chat_reply(ticket_id, file=("ü.png", "image/png", b"\x89PNG"))
    await told(sc.zd)
    content = events.all[-1]["payload"]["message"]["content"]
    assert (content["type"], content["mediaType"], content["mediaSize"], content["altText"]) == (
        "image",
        "image/png",
        4,
        "ü.png",
    )
    async with sc.api.session.get(content["mediaUrl"]) as answer:
        assert (answer.status, await answer.read()) == (200, b"\x89PNG")
        assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_a_session_that_ends_releases_control_and_leaves_the_ticket(
    sc: ChatApi, events: Events
) -> None:
    await sc.user()
    conversation_id, ticket_id = await sc.handed_off()
    sc.zd.chat_reply(ticket_id, "Anything else?")
    sc.zd.end_session(ticket_id)
    await told(sc.zd)
    last = events.all[-1]
    assert (last["type"], "reason" in last["payload"]) == ("switchboard:releaseControl", False)
    assert "activeSwitchboardIntegration" not in last["payload"]["conversation"]
    assert sc.zd.ticket(ticket_id)["status"] == "open"
    assert "activeSwitchboardIntegration" not in await sc.shown(conversation_id)
    path = f"/tickets/messaging/conversations/{conversation_id}/ticket"
    assert (await sc.api("GET", path)).status == 404
    with pytest.raises(Problem, match="no open session"):
        sc.zd.chat_reply(ticket_id, "too late")
    await sc.say(conversation_id, "one more thing")
    assert len(sc.zd.tickets()) == 2, "the default has control again"


async def test_a_solved_ticket_keeps_its_session_and_a_closed_one_does_not(
    sc: ChatApi, events: Events
) -> None:
    await sc.user()
    conversation_id, ticket_id = await sc.handed_off()
    sc.zd.workspace.solve(ticket_id, agent=sc.zd.state.ada)
    assert "activeSwitchboardIntegration" in await sc.shown(conversation_id)
    await sc.say(conversation_id, "still broken")
    assert sc.zd.ticket(ticket_id)["status"] == "open"
    sc.zd.close(ticket_id)
    await told(sc.zd)
    closed, released = events.all[-2:]
    assert closed["payload"]["message"]["activity"]["type"] == "ticket:closed"
    assert (released["type"], released["payload"]["reason"]) == ("switchboard:releaseControl", "ticketClosed")
    assert len(sc.zd.tickets()) == 1


async def test_a_transfer_to_email_goes_on_as_a_comment(sc: ChatApi, events: Events) -> None:
    await sc.user()
    _, ticket_id = await sc.handed_off()
    sc.zd.transfer_to_email(ticket_id, "I write you a mail.", agent="bo")
    await told(sc.zd)
    assert events.all[-1]["payload"]["reason"] == "transferToEmail"
    assert sc.zd.comments(ticket_id)[-1]["body"] == "I write you a mail."
    assert sc.zd.ticket(ticket_id)["assignee_id"] == sc.zd.state.bo.id


async def test_the_log_of_the_ticket_holds_comments_and_messages(sc: ChatApi, events: Events) -> None:
    cora = await sc.api.customer("u1")
    await sc.user()
    _, ticket_id = await sc.handed_off()
    sc.zd.chat_reply(ticket_id, "Hello", html="<b>Hello</b>")
    sc.zd.agent_reply(ticket_id, "<p>psst</p>", public=False)
    log = (await sc.api("GET", f"/tickets/{ticket_id}/conversation_log")).json["events"]
    assert sorted((one["type"], one["author"]["type"]) for one in log) == [
        ("Comment", "agent"),
        ("Comment", "user"),
        ("Messaging::ConversationMessage", "agent"),
        ("Messaging::ConversationMessage", "user"),
    ]
    asked = next(one for one in log if one["content"].get("text") == "Where is it?")
    assert asked["reference"] == f"zen:sunco:conversation_message:{asked['id']}"
    assert asked["author"]["zen:support:user_id"] == str(cora)
    newest = (await sc.api("GET", f"/tickets/{ticket_id}/conversation_log?sort=-created_at")).json["events"]
    assert newest[0]["metadata"]["public"] is False


async def test_agents_see_what_was_said_before_the_hand_off_but_not_all(sc: ChatApi, events: Events) -> None:
    await sc.user()
    conversation_id = await sc.conversation()
    await sc.act(conversation_id, "passControl", "bridge")
    said = [await sc.say(conversation_id, f"line {place}", FIN) for place in range(15)]
    await sc.act(conversation_id, "passControl", "next", first_message_id=said[2]["id"])
    (ticket,) = sc.zd.tickets()
    log = (await sc.api("GET", f"/tickets/{ticket['id']}/conversation_log")).json["events"]
    assert len([one for one in log if one["type"] != "Comment"]) == 13
    other = await sc.conversation()
    await sc.act(other, "passControl", "bridge")
    for place in range(15):
        await sc.say(other, f"line {place}", FIN)
    await sc.act(other, "passControl", "next")
    log = (await sc.api("GET", f"/tickets/{sc.zd.tickets()[1]['id']}/conversation_log")).json["events"]
    assert len([one for one in log if one["type"] != "Comment"]) == 10


async def test_what_an_agent_may_not_write_is_said(sc: ChatApi, events: Events) -> None:
    await sc.user()
    _, ticket_id = await sc.handed_off()
    with pytest.raises(Problem, match="needs a text"):
        sc.zd.chat_reply(ticket_id, "  ")
    with pytest.raises(Problem, match="4096"):
        sc.zd.chat_reply(ticket_id, "x" * 4097)
