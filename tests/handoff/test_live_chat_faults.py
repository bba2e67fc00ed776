"""Live chats when things go wrong: lost answers, lost and shuffled webhooks, strangers, Zendesk away."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bridge.chatting import CHAT_SECRETS, conversations_of
from bridge.runtime.vault import Vault
from connectors.zendesk.conversation_bodies import Profile
from tests.handoff.test_live_chat import PERSON, QUESTION, chat_of, linked, said_by, texts
from tests.handoff.world import KEYS, OPERATOR, World, eventually, world

USER = ("POST", r"/users$")
CREATE = ("POST", r"/conversations$")
PASS = ("POST", r"/passControl$")
POST = ("POST", r"/messages$")
OFFER = ("POST", r"/offerControl$")
TICKET = ("GET", r"/messaging/conversations/[^/]+/ticket")
CALLS = {
    "user": (USER, 0),
    "create": (CREATE, 0),
    "control to us": (PASS, 0),
    "what was said": (POST, 0),
    "the question": (POST, 1),
    "control to agents": (PASS, 1),
    "offer": (OFFER, 0),
    "ticket": (TICKET, 0),
}
HOOK = "/zendesk/conversations/webhooks"


async def opened(w: World, user: str = "42") -> int:
    """A live chat with its ticket."""
    await w.customer.boot(user, name="Ada Lovelace")
    await w.customer.say(PERSON)
    chat = await chat_of(w)
    ticket_id = int(chat()["ticket_id"])
    await linked(w, ticket_id)
    return ticket_id


async def heard(w: World, count: int) -> list[str]:
    async def all_there() -> bool:
        return len(await said_by(w, "agent")) >= count

    await eventually(all_there, f"not {count} words by agents")
    return await said_by(w, "agent")


@pytest.mark.parametrize("lost", ["reset_before", "reset_after", "503"])
@pytest.mark.parametrize(("call", "skip"), CALLS.values(), ids=CALLS)
async def test_a_lost_answer_doubles_nothing(
    tmp_path: Path, call: tuple[str, str], skip: int, lost: Any
) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        w.zendesk.fault(lost, method=call[0], path_regex=call[1], skip=skip)
        ticket_id = await opened(w)
        await w.customer.say("And more")
        [chat] = w.zendesk.chats()
        await w.becomes("not all arrived", lambda: len(texts(w.zendesk.chats()[0], "user")) == 2)
        chat = w.zendesk.chats()[0]
        assert texts(chat, "user") == [PERSON, "And more"]
        assert len(texts(chat, "business")) == 1
        assert [one["id"] for one in w.zendesk.tickets()] == [ticket_id]
        w.zendesk.chat_reply(ticket_id, "Hello")
        assert len(await heard(w, 1)) == 1


async def test_where_the_chats_ticket_may_not_be_read_the_chat_goes_on(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat") as w:
        w.zendesk.fault("garbage", method="GET", path_regex=TICKET[1])
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        w.zendesk.chat_reply(chat()["ticket_id"], "Hello")
        await w.customer.hears("agent", "Hello")
        await linked(w, chat()["ticket_id"])


@pytest.mark.parametrize("lost", ["reset_before", "reset_after"])
async def test_a_customers_long_word_is_said_once(tmp_path: Path, lost: Any) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await opened(w)
        w.zendesk.fault(lost, method="POST", path_regex=POST[1], skip=1)
        long = " ".join(f"word{number}" for number in range(600))
        await w.customer.say(long)
        await w.customer.say("the end")
        await w.becomes("not all arrived", lambda: texts(w.zendesk.chats()[0], "user")[-1] == "the end")
        said = texts(w.zendesk.chats()[0], "user")
        assert "".join(said[1:-1]).split() == long.split()


async def test_ten_shuffled_copies_of_each_event_have_one_effect(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        w.zendesk.chat_deliveries.is_holding = True
        ticket_id = await opened(w)
        replies = [f"Reply {number}" for number in range(5)]
        for reply in replies:
            w.zendesk.chat_reply(ticket_id, reply)
        w.zendesk.end_session(ticket_id)
        assert len(w.zendesk.chat_deliveries.held) >= 8
        w.zendesk.chat_deliveries.release(copies=10, shuffle=True, seed=7, together=3)
        await w.customer.hears("fin", "is over")
        await w.zendesk.settled()
        words = await said_by(w, "agent")
        assert len(words) == len(replies)
        assert all(reply in word for reply, word in zip(replies, words, strict=True))
        assert len([one for one in await said_by(w, "fin") if "is over" in one]) == 1
        assert await w.bridge.deliveries.parked() == []


async def test_what_webhooks_lost_is_found_by_the_poll(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        ticket_id = await opened(w)
        await w.zendesk.settled()
        w.zendesk.chat_deliveries.dropping = 1000
        w.zendesk.chat_reply(ticket_id, "Found by the poll")
        await w.customer.hears("agent", "Found by the poll")
        w.zendesk.end_session(ticket_id)
        await w.customer.hears("fin", "is over")


async def test_while_the_chats_are_away_words_wait_in_order(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await opened(w)
        away = w.zendesk.fault("503", path_regex=r"/sc/v2", times=None)
        words = [f"word {number}" for number in range(5)]
        for word in words:
            await w.customer.say(word)
        await w.becomes("never tried", lambda: away.hits > 0)
        w.zendesk.faults.faults.remove(away)
        await w.becomes("not all arrived", lambda: len(texts(w.zendesk.chats()[0], "user")) == 6)
        assert texts(w.zendesk.chats()[0], "user") == [PERSON, *words]


async def test_a_hand_off_while_the_chats_are_away_is_told_and_fin_goes_on(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", chat_timeout=1.0) as w:
        away = w.zendesk.fault("503", path_regex=r"/sc/v2", times=None)
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        await w.customer.hears("fin", "nobody from our team")
        await w.customer.say(QUESTION)
        assert (await w.customer.hears("fin", "working day"))["sources"]
        w.zendesk.faults.faults.remove(away)

        async def is_ended() -> bool:
            chats = w.zendesk.chats()
            return bool(chats) and chats[0].get("activeSwitchboardIntegration") is None

        await eventually(is_ended, "the late chat was left open")
        assert len(w.zendesk.chats()) == 1


async def test_a_refused_chat_becomes_a_ticket(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat") as w:
        client = conversations_of(w.settings)
        assert client is not None
        async with client:
            await client.ensure_user(external_id="42", profile=Profile())
            await client.create_conversation("42", metadata={"theirs": True})
        w.zendesk.state.chats.is_multi_conversation = False  # since the account was last looked at
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        await w.customer.say("Are you there?")
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])

        def is_there() -> bool:
            return any("Are you there" in one["plain_body"] for one in w.zendesk.comments(ticket()["id"]))

        await w.becomes("the word was lost", is_there)


async def test_a_wrong_key_is_refused_and_an_older_one_is_good(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat") as w:
        url = f"{w.settings.base_url}{HOOK}"
        vault = Vault(w.bridge.store, KEYS)
        [kept] = json.loads(await vault.get(CHAT_SECRETS) or "[]")
        await vault.put(CHAT_SECRETS, json.dumps(["a new one", kept]))
        await w.bridge.read_secrets()
        body = {"app": {"id": w.settings.conversations.app_id}, "webhook": {"id": "w"}, "events": []}
        for key, status in (("wrong", 401), ("", 401), (kept, 200), ("a new one", 200)):
            async with w.customer.http.post(url, json=body, headers={"X-API-Key": key}) as answer:
                assert answer.status == status
        async with w.customer.http.post(url, json=body) as answer:
            assert answer.status == 401


async def _send(w: World, body: Any) -> aiohttp.ClientResponse:
    [key] = json.loads(await Vault(w.bridge.store, KEYS).get(CHAT_SECRETS) or "[]")
    url = f"{w.settings.base_url}{HOOK}"
    async with w.customer.http.post(url, data=body, headers={"X-API-Key": key}) as answer:
        return answer


def _event(w: World, metadata: dict[str, Any] | None, *, app: str | None = None) -> bytes:
    conversation = {"id": "c1", "type": "personal"} | ({"metadata": metadata} if metadata else {})
    event = {"id": "e1", "createdAt": "2026-11-20T10:00:00.000Z", "type": "switchboard:releaseControl"}
    told = {
        "app": {"id": app or w.settings.conversations.app_id},
        "webhook": {"id": "w", "version": "v2"},
        "events": [{**event, "payload": {"conversation": conversation}}],
    }
    return json.dumps(told).encode()


async def test_strangers_are_acknowledged_and_ignored_and_garbage_is_parked(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await opened(w)
        metadata = w.zendesk.chats()[0]["metadata"]
        assert (await _send(w, _event(w, {"theirs": "1"}))).status == 200
        assert (await _send(w, _event(w, metadata, app="another"))).status == 200
        assert (await _send(w, _event(w, None))).status == 200
        assert (await _send(w, b"{garbage")).status == 200
        assert (await _send(w, b'{"app":{"id":"a"},"events":[{"no":"id"}]}')).status == 200

        async def is_parked() -> bool:
            return len(await w.bridge.deliveries.parked()) == 2

        await eventually(is_parked, "garbage was not parked")
        assert (await w.conversation()).owner.value == "team"


async def test_a_conversation_that_we_do_not_know_yet_is_asked_for_again(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await opened(w)
        metadata = {**w.zendesk.chats()[0]["metadata"], "messenger_bridge_conversation": "cnv_unknown"}
        answer = await _send(w, _event(w, metadata))
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_the_mode_is_switched_while_the_service_runs(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat") as w:
        url = f"{w.settings.base_url}/handoff_mode"
        async with w.customer.http.put(url, json={"mode": "ticket"}) as answer:
            assert answer.status == 401
        headers = {"Authorization": f"Bearer {OPERATOR}"}
        async with w.customer.http.put(url, json={"mode": "pigeon"}, headers=headers) as answer:
            assert answer.status == 400
        async with w.customer.http.put(url, json={"mode": "ticket"}, headers=headers) as answer:
            assert await answer.json() == {"type": "handoff_mode", "mode": "ticket", "obstacle": None}
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        assert w.zendesk.chats() == []
        async with w.customer.http.put(url, json={"mode": None}, headers=headers) as answer:
            assert (await answer.json())["mode"] == "live_chat"
        w.zendesk.set_status(ticket()["id"], "solved")

        async def is_fins() -> bool:
            return (await w.conversation()).owner.value == "fin"

        await eventually(is_fins, "never handed back")
        await w.customer.say(PERSON)
        await chat_of(w)


async def test_files_go_over(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await opened(w)
        form = aiohttp.FormData()
        form.add_field(
            "file", b"\x89PNG\r\n\x1a\n" + bytes(64), filename="lamp.png", content_type="image/png"
        )
        url = f"{w.settings.base_url}/messenger/uploads"
        async with w.customer.http.post(url, data=form, headers=w.customer.headers) as answer:
            assert answer.status == 201, await answer.text()
            upload = await answer.json()
        w.zendesk.fault("reset_after", method="POST", path_regex=POST[1], body_regex="mediaUrl")
        body = {"client_id": "a-file-000001", "body": "", "attachments": [upload["id"]]}
        url = f"{w.settings.base_url}/messenger/conversations/{w.customer.conversation}/parts"
        async with w.customer.http.post(url, json=body, headers=w.customer.headers) as answer:
            assert answer.status == 201, await answer.text()
        await w.customer.say("That is it")
        await w.becomes("not all arrived", lambda: "That is it" in texts(w.zendesk.chats()[0], "user"))
        files = [one for one in w.zendesk.chats()[0]["messages"] if one["content"].get("mediaUrl")]
        assert [one["content"]["altText"] for one in files] == ["lamp.png"]


async def test_a_question_asked_while_the_session_ends_is_answered_by_fin(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        ticket_id = await opened(w)
        w.zendesk.chat_reply(ticket_id, "Bye")
        await w.customer.hears("agent", "Bye")
        w.zendesk.chat_deliveries.is_holding = True
        w.zendesk.end_session(ticket_id)
        await w.customer.say(QUESTION)
        assert (await w.customer.hears("fin", "working day"))["sources"]
        [chat] = w.zendesk.chats()
        assert QUESTION not in texts(chat, "user")


TYPES = [
    "conversation:create",
    "conversation:join",
    "conversation:leave",
    "conversation:message",
    "conversation:message:delivery:channel",
    "conversation:message:delivery:failure",
    "conversation:message:delivery:user",
    "conversation:postback",
    "conversation:read",
    "conversation:referral",
    "conversation:remove",
    "conversation:typing",
    "client:add",
    "client:remove",
    "client:update",
    "purchase",
    "switchboard:acceptControl",
    "switchboard:acceptControl:failure",
    "switchboard:offerControl",
    "switchboard:offerControl:failure",
    "switchboard:passControl",
    "switchboard:passControl:failure",
    "switchboard:releaseControl",
    "user:merge",
    "user:remove",
    "user:update",
    "something:new",
]
"""Source: developer.zendesk.com, Conversations API, Webhooks."""


async def test_what_a_webhook_only_claims_has_no_effect(tmp_path: Path) -> None:
    """Ten shuffled copies of each type, with a message that nobody wrote and an end that is none."""
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        ticket_id = await opened(w)
        w.zendesk.chat_reply(ticket_id, "Hello")
        await w.customer.hears("agent", "Hello")
        [chat] = w.zendesk.chats()
        forged = {
            "id": "m-forged",
            "received": "2026-11-20T10:00:00.000Z",
            "author": {"type": "business", "displayName": "Ada Agent", "subtypes": ["agent"]},
            "content": {"type": "text", "text": "Please tell me your password"},
            "source": {"type": "zd:agentWorkspace"},
            "metadata": {"__zendesk_msg.agent.id": str(w.zendesk.state.ada.id)},
        }
        conversation = {"id": chat["id"], "type": "personal", "metadata": chat["metadata"]}
        bodies = [
            {
                "app": {"id": w.settings.conversations.app_id},
                "webhook": {"id": "w", "version": "v2"},
                "events": [
                    {
                        "id": f"e-{kind}",
                        "createdAt": "2026-11-20T10:00:00.000Z",
                        "type": kind,
                        "payload": {
                            "conversation": conversation,
                            "message": forged,
                            "reason": "ticketClosed",
                        },
                    }
                ],
            }
            for kind in TYPES
        ] * 10
        random.Random(7).shuffle(bodies)
        for body in bodies:
            assert (await _send(w, json.dumps(body))).status == 200
        w.zendesk.chat_reply(ticket_id, "Are you there?")
        await w.customer.hears("agent", "Are you there?")
        assert len(await said_by(w, "agent")) == 2
        assert (await w.conversation()).is_chatting
        assert await w.bridge.deliveries.parked() == []


async def test_where_the_chats_cannot_be_read_the_tickets_log_tells_once(tmp_path: Path) -> None:
    """The key of the chats ended, say; the account itself still answers."""
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        ticket_id = await opened(w)
        w.zendesk.chat_reply(ticket_id, "Before the key ended")
        await w.customer.hears("agent", "Before the key ended")
        keys = w.zendesk.state.chats.keys
        good = dict(keys)
        keys.update(dict.fromkeys(keys, "another secret"))
        w.zendesk.chat_reply(ticket_id, "While it was no good")
        part = await w.customer.hears("agent", "While it was no good")
        assert part["author"]["name"] == "Ada Agent"
        keys.update(good)
        w.zendesk.chat_reply(ticket_id, "And after")
        await w.customer.hears("agent", "And after")
        assert len(await said_by(w, "agent")) == 3
        w.zendesk.end_session(ticket_id)
        await w.customer.hears("fin", "is over")
        assert await w.bridge.deliveries.parked() == []
