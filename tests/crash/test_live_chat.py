"""The process is killed before, during and after each call of a live chat: nothing lost, nothing doubled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.app import Sandbox
from tests.crash.scene import STAGES, killed_at, scene
from tests.handoff.test_files import sent
from tests.handoff.test_live_chat import PERSON, texts
from tests.handoff.world import eventually

pytestmark = pytest.mark.timeout(150)  # up to four starts of the service, each some seconds beside others

OPENING = (
    ("POST", r"/sc/v2/apps/[^/]+/users$", ""),
    ("POST", r"/sc/v2/apps/[^/]+/conversations$", ""),
    ("POST", r"/passControl$", "messenger-bridge"),
    ("POST", r"/messages$", "What was said before"),
    ("POST", r"/messages$", "talk to a human"),
    ("POST", r"/passControl$", "agentWorkspace"),
    ("POST", r"/offerControl$", ""),
    ("GET", r"/messaging/conversations/[^/]+/ticket", ""),
    ("PUT", r"/api/v2/tickets/\d+(\.json)?$", "goes on as a live chat"),
)
SENDING = (
    ("POST", r"/sc/v2/apps/[^/]+/attachments$", ""),
    ("POST", r"/messages$", "mediaUrl"),
)
NOTE = ("PUT", r"/api/v2/tickets/\d+(\.json)?$", "Handed over by Fin")
TALKING = (
    ("POST", r"/messages$", "Hello agent"),
    ("GET", r"/sc/v2/apps/[^/]+/conversations/[^/]+/messages$", ""),
)

ENDING = (
    ("GET", r"/sc/v2/apps/[^/]+/conversations/[^/]+$", ""),
    ("PUT", r"/api/v2/tickets/\d+(\.json)?$", "solved"),
)
AGAIN = ("PATCH", r"/sc/v2/apps/[^/]+/users/[^/]+$", "")


async def the_chat(zendesk: Sandbox) -> dict[str, Any]:
    """The one live chat, as soon as its ticket has our packet."""

    async def there() -> bool:
        chats = zendesk.chats()
        ticket_id = chats[0]["ticket_id"] if chats else None
        return ticket_id is not None and bool(zendesk.comments(ticket_id, public=False))

    await eventually(there, f"no chat with a packet: {zendesk.chats()}")
    [chat] = zendesk.chats()
    return chat


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("calls", [OPENING[:3], OPENING[3:6], OPENING[6:]], ids=["made", "filled", "linked"])
async def test_a_live_chat_is_opened_once(
    tmp_path: Path, calls: tuple[tuple[str, str, str], ...], stage: Any
) -> None:
    async with scene(tmp_path, mode="live_chat") as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        for method, path, body in calls:
            zendesk.fault(stage, method=method, path_regex=path, body_regex=body)
        await customer.say(PERSON)
        for _ in calls:
            await killed_at(zendesk, service)
        chat = await the_chat(zendesk)
        assert texts(chat, "user") == [PERSON]
        assert len(texts(chat, "business")) == 1
        assert len(zendesk.tickets()) == 2
        assert len(zendesk.comments(chat["ticket_id"], public=False)) == 1
        [first] = {one["id"] for one in zendesk.tickets()} - {chat["ticket_id"]}  # whichever was made first

        async def is_solved() -> bool:
            return zendesk.ticket(first)["status"] == "solved"

        await eventually(is_solved, f"the earlier ticket was left open: {zendesk.ticket(first)}")
        assert len(zendesk.comments(first, public=False)) == 1


@pytest.mark.parametrize("stage", STAGES)
async def test_words_go_both_ways_once_and_the_end_comes_once(tmp_path: Path, stage: Any) -> None:
    async with scene(tmp_path, mode="live_chat") as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(PERSON)
        ticket_id = (await the_chat(zendesk))["ticket_id"]
        await zendesk.settled()
        (method, path, body), reading = TALKING
        zendesk.fault(stage, method=method, path_regex=path, body_regex=body)
        await customer.say("Hello agent")
        await killed_at(zendesk, service)

        async def is_said() -> bool:
            return texts(zendesk.chats()[0], "user") == [PERSON, "Hello agent"]

        await eventually(is_said, f"not said once: {zendesk.chats()}")
        zendesk.fault(stage, method=reading[0], path_regex=reading[1])
        zendesk.chat_reply(ticket_id, "Hello Ada")
        await killed_at(zendesk, service)
        await customer.hears("agent", "Hello Ada")
        zendesk.fault(stage, method="POST", path_regex=r"/releaseControl$")
        zendesk.set_status(ticket_id, "solved")
        await killed_at(zendesk, service)
        await customer.hears("fin", "is over")

        async def is_released() -> bool:
            return zendesk.chats()[0].get("activeSwitchboardIntegration") is None

        await eventually(is_released, "the chat was left open")
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["user", "fin", "user", "agent", "fin"]


@pytest.mark.parametrize("stage", STAGES)
async def test_the_end_of_a_session_comes_once_and_the_next_hand_off_is_one_chat(
    tmp_path: Path, stage: Any
) -> None:
    async with scene(tmp_path, mode="live_chat", create_on="handoff") as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(PERSON)
        ticket_id = (await the_chat(zendesk))["ticket_id"]
        zendesk.chat_reply(ticket_id, "Hello Ada")
        await customer.hears("agent", "Hello Ada")
        await zendesk.settled()
        for method, path, body in ENDING:
            zendesk.fault(stage, method=method, path_regex=path, body_regex=body)
        zendesk.end_session(ticket_id)
        for _ in ENDING:
            await killed_at(zendesk, service)
        await customer.hears("fin", "is over")

        async def is_solved() -> bool:
            return zendesk.ticket(ticket_id)["status"] == "solved"

        await eventually(is_solved, "the ticket was left open")
        zendesk.fault(stage, method=AGAIN[0], path_regex=AGAIN[1])
        await customer.say(PERSON)
        await killed_at(zendesk, service)

        async def is_open() -> bool:
            return len(zendesk.chats()) == 2 and zendesk.chats()[1]["ticket_id"] is not None

        await eventually(is_open, f"no second chat: {zendesk.chats()}")
        assert texts(zendesk.chats()[1], "user") == [PERSON]
        assert len([one for one in await customer.parts() if "is over" in one["body"]]) == 1


@pytest.mark.parametrize("stage", STAGES)
async def test_a_file_from_before_the_hand_off_goes_over_once(tmp_path: Path, stage: Any) -> None:
    async with scene(tmp_path, mode="live_chat", create_on="handoff") as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        for method, path, body in SENDING:
            zendesk.fault(stage, method=method, path_regex=path, body_regex=body)
        await sent(customer, PERSON, "before.png")
        for _ in SENDING:
            await killed_at(zendesk, service)
        await the_chat(zendesk)
        assert pictures(zendesk) == ["before.png"]


@pytest.mark.parametrize("stage", STAGES)
async def test_a_file_in_the_chat_goes_over_once_and_so_does_the_note(tmp_path: Path, stage: Any) -> None:
    async with scene(tmp_path, mode="live_chat", create_on="handoff") as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        zendesk.fault(stage, method=NOTE[0], path_regex=NOTE[1], body_regex=NOTE[2])
        await customer.say(PERSON)
        await killed_at(zendesk, service)
        chat = await the_chat(zendesk)
        await zendesk.settled()
        for method, path, body in SENDING:
            zendesk.fault(stage, method=method, path_regex=path, body_regex=body)
        await sent(customer, "Look at this one", "within.png")
        for _ in SENDING:
            await killed_at(zendesk, service)

        async def is_there() -> bool:
            return bool(pictures(zendesk))

        await eventually(is_there, f"the file is missing: {zendesk.chats()}")
        assert pictures(zendesk) == ["within.png"]
        assert texts(zendesk.chats()[0], "user").count("Look at this one") == 1
        assert len(zendesk.comments(chat["ticket_id"], public=False)) == 1


def pictures(zendesk: Sandbox) -> list[str]:
    return [
        one["content"]["altText"]
        for one in zendesk.chats()[0]["messages"]
        if one["content"]["type"] == "image"
    ]
