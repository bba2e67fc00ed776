"""Live chats over HTTP: handed over, spoken in, ended, and back to Fin."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bridge.core.procedures.hours import DAYS
from bridge.core.words.entries import Why
from bridge.runtime import log
from tests.handoff.world import Customer, World, eventually, world

PERSON = "I want to talk to a human"
QUESTION = "How long does delivery take?"


async def chat_of(w: World, index: int = 0) -> Callable[[], dict[str, Any]]:
    """The conversation at Sunshine Conversations as it is whenever it is asked for, once we know that agents
    have it: the customer's words go there from then on.
    """
    chat = await chat_with_agents(w, index)

    async def is_open() -> bool:
        c = await w.conversation()
        return c.chat is not None and c.chat.number > index and c.chat.state != "opening"

    await eventually(is_open, "the chat never opened")
    return chat


async def chat_with_agents(w: World, index: int = 0) -> Callable[[], dict[str, Any]]:
    """The same as soon as agents have it, whether we know of it or not."""

    async def there() -> bool:
        chats = w.zendesk.chats()
        return len(chats) > index and chats[index]["ticket_id"] is not None

    await eventually(there, f"no live chat was opened: {w.zendesk.chats()}")
    return lambda: w.zendesk.chats()[index]


async def linked(w: World, ticket_id: int) -> None:
    """Until the chat's ticket is the conversation's, with its packet."""
    await w.becomes(
        "no packet on the chat's ticket", lambda: bool(w.zendesk.comments(ticket_id, public=False))
    )


def texts(chat: dict[str, Any], author: str) -> list[str]:
    return [one["content"].get("text") for one in chat["messages"] if one["author"]["type"] == author]


async def said_by(w: World, author: str) -> list[str]:
    return [one["body"] for one in await w.customer.parts() if one["author"]["type"] == author]


async def test_a_hand_off_is_a_live_chat_and_agents_see_one_case(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat") as w:
        await w.customer.boot("42", name="Ada Lovelace", email="ada@shop.example")
        await w.customer.say(QUESTION)
        await w.customer.hears("fin", "working day")
        await w.customer.say(PERSON)
        await w.customer.hears("fin", "passing you to our team")
        chat = await chat_of(w)
        ticket_id = chat()["ticket_id"]
        await linked(w, ticket_id)
        assert texts(chat(), "user") == [PERSON]
        [before] = texts(chat(), "business")
        assert QUESTION in before
        assert chat()["activeSwitchboardIntegration"]["name"] == "zd-agentWorkspace"
        ticket = w.zendesk.ticket(ticket_id)
        assert {"intercom-messenger", "fin-involved", "fin-routed-to-team"} <= set(ticket["tags"])
        requester = w.zendesk.state.users[ticket["requester_id"]]
        assert requester.external_id == "42"
        first = await w.ticket()
        assert first()["id"] != ticket_id
        assert first()["status"] == "solved"
        assert "fin-resolved" not in first()["tags"]
        notes = w.zendesk.comments(first()["id"], public=False)
        assert f"ticket #{ticket_id}" in notes[-1]["html_body"]
        assert len(w.zendesk.tickets()) == 2


async def test_words_go_both_ways_once_and_in_order(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        ticket_id = chat()["ticket_id"]
        for number in range(3):
            w.zendesk.chat_reply(ticket_id, html=f"<p>Hello {number}<script>alert(1)</script></p>")
            await w.customer.say(f"Answer {number}")
        w.zendesk.chat_reply(ticket_id, file=("a.pdf", "application/pdf", b"%PDF"))
        await w.becomes("not all arrived", lambda: len(texts(chat(), "user")) == 4)
        assert texts(chat(), "user") == [PERSON, "Answer 0", "Answer 1", "Answer 2"]
        await w.customer.hears("agent", "Hello 2")

        async def has_file() -> bool:
            return any(one["attachments"] for one in await w.customer.parts())

        await eventually(has_file, "the file never came")
        heard = await said_by(w, "agent")
        assert [f"Hello {number}" in heard[number] for number in range(3)] == [True] * 3
        assert len(heard) == 4
        assert not any("script" in one for one in heard)
        assert len(w.zendesk.tickets()) == 1
        [agent, *_] = [one for one in await w.customer.parts() if one["author"]["type"] == "agent"]
        assert agent["author"]["name"] == "Ada Agent"


async def test_an_ended_session_gives_the_customer_back_to_fin_and_the_next_one_is_new(
    tmp_path: Path,
) -> None:
    async with world(tmp_path, mode="live_chat") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        ticket_id = chat()["ticket_id"]
        await linked(w, ticket_id)
        w.zendesk.chat_reply(ticket_id, "It is mended")
        await w.customer.hears("agent", "mended")
        w.zendesk.end_session(ticket_id)
        await w.customer.hears("fin", "The chat with Ada Agent is over")
        await w.becomes("not solved", lambda: w.zendesk.ticket(ticket_id)["status"] == "solved")
        await w.customer.say(QUESTION)
        assert (await w.customer.hears("fin", "working day"))["sources"]
        assert QUESTION not in texts(chat(), "user")
        await w.customer.say(PERSON)
        second = await chat_of(w, 1)
        assert second()["id"] != chat()["id"]
        w.zendesk.chat_reply(second()["ticket_id"], "Here again")
        await w.customer.hears("agent", "Here again")


async def test_a_solved_ticket_gives_the_customer_back_too(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        ticket_id = chat()["ticket_id"]
        await linked(w, ticket_id)
        w.zendesk.chat_reply(ticket_id, "Done")
        await w.customer.hears("agent", "Done")
        w.zendesk.set_status(ticket_id, "solved")
        await w.customer.hears("fin", "is over")
        await w.becomes("still open", lambda: chat().get("activeSwitchboardIntegration") is None)
        assert len([one for one in await said_by(w, "fin") if "is over" in one]) == 1


async def test_a_transfer_to_mail_goes_on_as_comments(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        ticket_id = chat()["ticket_id"]
        await linked(w, ticket_id)
        w.zendesk.transfer_to_email(ticket_id, "I write you a letter")
        await w.customer.hears("system", "goes on in writing")
        await w.customer.hears("agent", "I write you a letter")
        await w.customer.say("Thank you for the letter")

        def is_comment() -> bool:
            return any("for the letter" in one["plain_body"] for one in w.zendesk.comments(ticket_id))

        await w.becomes("no comment", is_comment)
        assert "Thank you for the letter" not in texts(chat(), "user")


async def test_nobody_takes_the_chat(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", chat_timeout=1.0) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        ticket_id = chat()["ticket_id"]
        told = await w.customer.hears("fin", "nobody from our team")
        await w.becomes("still open", lambda: chat().get("activeSwitchboardIntegration") is None)
        await w.customer.say(QUESTION)
        assert (await w.customer.hears("fin", "working day"))["sources"]
        [option] = told["reply_options"]
        assert option["text"] == "Leave it with the team"
        await w.customer.say(PERSON)

        async def is_told_again() -> bool:
            return len([one for one in await said_by(w, "fin") if "nobody from our team" in one]) == 2

        await eventually(is_told_again, "not told again")
        again = await w.customer.hears("fin", "nobody from our team")
        [option] = again["reply_options"]
        await w.customer.say(option["text"], option=option["uuid"])
        second = max(one["id"] for one in w.zendesk.tickets())
        assert second != ticket_id

        def is_routed() -> bool:
            ticket = w.zendesk.ticket(second)
            return "fin-routed-to-team" in ticket["tags"] and ticket["status"] == "open"

        await w.becomes("never routed", is_routed)
        assert len(w.zendesk.chats()) == 2


async def test_an_agent_who_accepts_has_taken_it(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", chat_timeout=3.0, create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        ticket_id = chat()["ticket_id"]
        await linked(w, ticket_id)
        w.zendesk.workspace.accept(ticket_id, agent=w.zendesk.state.ada)

        async def is_taken() -> bool:
            lines = await w.why()
            return "taken_over" in lines or (await w.conversation()).chat.is_taken

        await eventually(is_taken, "never taken")


async def test_without_multi_conversation_it_is_a_ticket(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", sandbox={"sc_multi_conversation": False}) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        assert w.zendesk.chats() == []


async def test_without_credentials_it_is_a_ticket(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", has_chats=False) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        assert any("not configured" in one for one in await w.why())


@pytest.mark.parametrize("is_there", [True, False])
async def test_by_situation_it_is_a_chat_while_an_agent_is_online(tmp_path: Path, is_there: bool) -> None:
    shutil.copytree("config", tmp_path / "config")
    always = "".join(f'  {day}: ["00:00-24:00"]\n' for day in DAYS)
    (tmp_path / "config" / "hours.yaml").write_text(f"weekly:\n{always}")
    away = {"agents_away": not is_there}
    async with world(tmp_path, sandbox=away, config=tmp_path / "config", mode="situation") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        if is_there:
            await chat_of(w)
            return
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        assert w.zendesk.chats() == []
        assert any("No agent is online" in one for one in await w.why())


async def test_by_situation_the_queue_is_counted_while_nobody_takes_a_chat(tmp_path: Path) -> None:
    shutil.copytree("config", tmp_path / "config")
    always = "".join(f'  {day}: ["00:00-24:00"]\n' for day in DAYS)
    rule = "situations:\n  - if: queue >= 1\n    mode: ticket\n"
    (tmp_path / "config" / "hours.yaml").write_text(f"weekly:\n{always}{rule}")
    more = {"config": tmp_path / "config", "mode": "situation", "create_on": "handoff"}
    async with world(tmp_path, **more) as w:  # type: ignore[arg-type]  # of settings_for
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        modes = []
        for number in range(100):  # the count is seconds old
            other = Customer(w.settings.base_url, w.customer.http)
            await other.boot(f"u{number}", name="Bob")
            await other.say(PERSON)
            modes.append(await mode_of(w, other.conversation))
            if modes[-1] == "ticket":
                break
            await asyncio.sleep(0.2)
        assert modes[-1] == "ticket"
        assert chat()["ticket_id"] is not None


@pytest.mark.parametrize(
    ("about", "mode"), [("an invoice and its payment", "ticket"), ("the parcel of my order", "live_chat")]
)
async def test_by_situation_the_topic_decides(tmp_path: Path, about: str, mode: str) -> None:
    shutil.copytree("config", tmp_path / "config")
    always = "".join(f'  {day}: ["00:00-24:00"]\n' for day in DAYS)
    rule = "situations:\n  - if: \"'topic-payments' in tags\"\n    mode: ticket\n"
    (tmp_path / "config" / "hours.yaml").write_text(f"weekly:\n{always}{rule}")
    async with world(tmp_path, config=tmp_path / "config", mode="situation", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(f"{PERSON} about {about}")
        assert await mode_of(w, w.customer.conversation) == mode


async def test_replies_in_the_chat_count_as_unread_until_they_are_read(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        before = (await w.conversation()).unread
        for number in range(3):
            w.zendesk.chat_reply(chat()["ticket_id"], f"Hello {number}")
        await w.customer.hears("agent", "Hello 2")
        assert (await w.conversation()).unread == before + 3
        url = f"{w.settings.base_url}/messenger/conversations/{w.customer.conversation}/read"
        async with w.customer.http.post(url, headers=w.customer.headers) as answer:
            assert answer.status == 204
        assert (await w.conversation()).unread == 0


async def mode_of(w: World, conversation_id: str) -> str:
    """How people get a conversation, as soon as that is decided."""

    async def decided() -> str:
        lines = await log.lines(w.bridge.store, conversation_id, parts_only=False)
        told = [
            one.entry.detail
            for one in lines
            if isinstance(one.entry, Why) and one.entry.what == "handoff_mode"
        ]
        return told[0].partition(":")[0] if told else ""

    found: str = await eventually(decided, "never handed over")
    return found


async def test_what_it_is_about_stands_in_the_fields_of_the_chats_ticket(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(Path(__file__).parents[2] / "config" / "content", config / "content")
    (config / "attributes.yaml").write_text(
        "topic: {options: {repair: lamps that are broken, delivery: parcels}, zendesk_field: 360007}\n"
    )
    async with world(tmp_path, mode="live_chat", config=config) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("My lamps are broken")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        ticket_id = chat()["ticket_id"]
        await linked(w, ticket_id)

        def fields() -> list[Any]:
            return list(w.zendesk.ticket(ticket_id)["custom_fields"])

        await w.becomes("it is not sorted", lambda: {"id": 360007, "value": "repair"} in fields())
