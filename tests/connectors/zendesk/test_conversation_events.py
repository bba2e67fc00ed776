from __future__ import annotations

from typing import Any

import orjson
import pytest
from multidict import CIMultiDict

from connectors.sandbox.app import Sandbox
from connectors.zendesk.conversation_events import HEADER, delivery_in, is_known
from tests.connectors.zendesk.chatting import message

ACTIVE = {"id": "p1", "name": "bridge", "integrationId": "i1", "integrationType": "custom"}
CHAT = {"id": "c1", "type": "personal", "metadata": {"bridge": "x"}, "activeSwitchboardIntegration": ACTIVE}


def body(*events: dict[str, Any], **more: Any) -> bytes:
    return orjson.dumps(
        {"app": {"id": "a1"}, "webhook": {"id": "w1", "version": "v2"}, "events": events, **more}
    )


def event(kind: str, **payload: Any) -> dict[str, Any]:
    return {"id": "e1", "type": kind, "createdAt": "2026-11-20T10:00:00.000Z", "payload": payload}


@pytest.mark.parametrize(
    ("given", "good"),
    [("old", True), ("new", True), ("", False), ("ol", False), ("old,new", False), ("\u00fc\ud800", False)],
    ids=range(6),
)
def test_any_of_the_secrets_is_good_and_nothing_else(given: str, good: bool) -> None:
    assert is_known(CIMultiDict({HEADER.lower(): given}), ["old", "new", ""]) is good


def test_no_header_and_no_secret_are_nobody() -> None:
    assert is_known(CIMultiDict(), ["old"]) is False
    assert is_known(CIMultiDict(), [""]) is False
    assert is_known(CIMultiDict({HEADER: ""}), []) is False


def test_several_events_come_in_one_request() -> None:
    told = delivery_in(
        body(
            event("conversation:message", conversation=CHAT, message=message("m1", metadata={"k": "v"})),
            event("switchboard:releaseControl", conversation={"id": "c1"}, reason="ticketClosed"),
            event("switchboard:passControl", conversation=CHAT, metadata={"why": "ours"}),
            event(
                "switchboard:passControl:failure", conversation=CHAT, error={"code": "bad", "message": "x"}
            ),
            event("conversation:message:delivery:user", conversation=CHAT, message={"id": "m1"}),
            event("user:merge", mergedUsers={}),
            {"id": "e9", "type": "something:new"},
        )
    )
    said, released, passed, failed, delivered, merged, unknown = told.events
    assert (told.app_id, told.webhook_id) == ("a1", "w1")
    assert said.message is not None
    assert said.conversation is not None
    assert (said.message.id, said.message.metadata, said.conversation.metadata) == (
        "m1",
        {"k": "v"},
        {"bridge": "x"},
    )
    assert said.conversation.active is not None
    assert said.conversation.active.name == "bridge"
    assert released.conversation is not None
    assert (released.reason, released.conversation.active) == ("ticketClosed", None)
    assert (passed.metadata, failed.error) == ({"why": "ours"}, "bad")
    assert (delivered.message, merged.conversation, unknown.payload) == (None, None, {})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"app": "a", "events": []}',
        b'{"app": {"id": "a"}, "events": [1]}',
        body({"type": "x"}),
        body(event("conversation:message", message={"id": "m1"})),
        body(event("conversation:message", conversation=CHAT, message=message("m1", received="yesterday"))),
        body(event("conversation:message", conversation="c1")),
        b"\xff\xfe",
    ],
    ids=range(11),
)
def test_what_is_no_such_request_is_a_value_error(raw: bytes) -> None:
    with pytest.raises(ValueError, match="no request"):
        delivery_in(raw)


async def test_the_sandboxs_requests_are_read(zd: Sandbox) -> None:
    """Whatever the sandbox sends for a whole chat can be read."""
    from connectors.sandbox.sc_records import ChatHook, ChatUser, Integration

    chats = zd.state.chats
    hook = ChatHook(id="h1", integration_id="i1", secret="s", target="http://127.0.0.1:1/x", triggers=["*"])
    chats.integrations["i1"] = Integration(id="i1", type="custom", name="beside", hooks={"h1": hook})
    chats.users["u"] = ChatUser(id="u", created_at=0, external_id="u1")
    zd.chat_deliveries.is_holding = True
    live = zd.live
    chat = live.begin(chats.users["u"], fields={}, metadata={"bridge": "x"})
    live.say(chat, author={"type": "user", "userId": "u"}, content={"type": "text", "text": "hi"})
    ticket_id = chat.ticket_id
    assert ticket_id is not None
    zd.chat_reply(ticket_id, "hello")
    zd.close(ticket_id)
    told = delivery_in(body(*(one for _, one in zd.chat_deliveries.held)))
    assert [one.type for one in told.events] == [
        "conversation:create",
        "conversation:message",
        "conversation:message",
        "conversation:message",
        "switchboard:releaseControl",
    ]
    messages = [one.message for one in told.events if one.message is not None]
    assert [(one.agent_id, one.activity) for one in messages] == [
        (None, None),
        (zd.state.ada.id, None),
        (None, "ticket:closed"),
    ]
    assert told.events[-1].reason == "ticketClosed"
