"""The live-chat pane's JSON."""

from __future__ import annotations

from typing import Any

from tests.connectors.sandbox.chats import FIN, ChatApi, Events


async def _act(sc: ChatApi, ticket_id: int, **body: Any) -> Any:
    return await sc.api.raw("POST", f"/_sandbox/agent/tickets/{ticket_id}/chat", json=body)


async def test_a_chat_waits_is_taken_answered_and_ended(sc: ChatApi, events: Events) -> None:
    await sc.user()
    conversation_id, ticket_id = await sc.handed_off()
    path = f"/_sandbox/agent/tickets/{ticket_id}/chat"
    chat = (await sc.api.raw("GET", path)).json["chat"]
    assert (chat["state"], chat["control"], chat["conversation_id"]) == (
        "waiting",
        "zd-agentWorkspace",
        conversation_id,
    )
    assert [(one["kind"], one["content"]) for one in chat["messages"]] == [("user", ["Where is it?"])]
    assert (await _act(sc, ticket_id, do="accept")).json["chat"]["state"] == "open"
    assert (await _act(sc, ticket_id, do="type")).json["chat"]["agent_types"] == "Ada Agent"
    hostile = "<b>On</b> its way <img src=x onerror=alert(1)><script>x()</script>"
    answered = (await _act(sc, ticket_id, do="reply", text="On its way", html=hostile, agent="bo")).json[
        "chat"
    ]
    assert (answered["messages"][-1]["author"], answered["agent_types"]) == ("Bo Agent", None)
    assert "img" not in str(answered["messages"][-1]["content"])
    await sc("POST", f"/conversations/{conversation_id}/activity", {"author": FIN, "type": "typing:start"})
    assert (await sc.api.raw("GET", path)).json["chat"]["typing"] == "Fin"
    await sc.act(conversation_id, "passControl", "bridge")
    assert (await sc.api.raw("GET", path)).json["chat"]["state"] == "elsewhere"
    await sc.act(conversation_id, "passControl", "next")
    assert (await _act(sc, ticket_id, do="end")).json["chat"]["state"] == "ended"
    assert (await _act(sc, ticket_id, do="reply", text="x")).status == 422


async def test_a_chat_is_solved_or_goes_on_by_mail(sc: ChatApi, events: Events) -> None:
    await sc.user()
    _, first = await sc.handed_off()
    assert (await _act(sc, first, do="solve")).json["chat"]["state"] == "open"
    assert sc.zd.ticket(first)["status"] == "solved"
    _, second = await sc.handed_off()
    assert (await _act(sc, second, do="email", text="By mail, then.")).json["chat"]["state"] == "ended"
    assert sc.zd.comments(second)[-1]["body"] == "By mail, then."


async def test_a_file_is_sent_by_who_has_the_page_open(sc: ChatApi, events: Events) -> None:
    await sc.user()
    _, ticket_id = await sc.handed_off()
    path = f"/_sandbox/agent/tickets/{ticket_id}/chat/file?name=a.txt&agent=bo"
    assert (await sc.api.raw("POST", path, data=b"x")).status == 400
    headers = {"X-Sandbox": "1", "Content-Type": "text/plain"}
    sent = (await sc.api.raw("POST", path, data=b"hello", headers=headers)).json["chat"]["messages"][-1]
    assert (sent["file"]["name"], sent["author"]) == ("a.txt", "Bo Agent")


async def test_what_the_pane_may_not_do_is_said(sc: ChatApi, events: Events) -> None:
    ticket_id = await sc.api.ticket()
    assert (await sc.api.raw("GET", f"/_sandbox/agent/tickets/{ticket_id}/chat")).json == {"chat": None}
    assert (await _act(sc, ticket_id, do="accept")).status == 422
    assert (await _act(sc, ticket_id, do="dance")).status == 400
    assert (await _act(sc, 99, do="solve")).status == 404
    form = await sc.api.raw("POST", f"/_sandbox/agent/tickets/{ticket_id}/chat", data={"do": "end"})
    assert form.status == 400
    rows = (await sc.api.raw("GET", "/_sandbox/agent/tickets")).json["tickets"]
    assert [one["is_chat"] for one in rows] == [False]


async def test_other_processes_see_every_chat(sc: ChatApi, events: Events) -> None:
    await sc.user()
    conversation_id, ticket_id = await sc.handed_off()
    (chat,) = (await sc.api.raw("GET", "/_sandbox/chats")).json["chats"]
    assert (chat["id"], chat["ticket_id"], len(chat["messages"])) == (conversation_id, ticket_id, 1)
    assert sc.zd.chats("u1")[0]["id"] == conversation_id
    assert sc.zd.chats("u2") == []
