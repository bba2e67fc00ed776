"""What every channel must be able to do: a new one inherits these cases and says how a customer uses it.

In `tests/edges/test_<name>_channel.py`: a subclass of `ChannelCases` whose name begins with `Test`, with a
fixture `door` that yields a `Door` on a real local server.
"""

from __future__ import annotations

from typing import Protocol

from aiohttp import web

from bridge.channels.channel import Channel
from bridge.core.conversation.state import Conversation
from bridge.core.words.body import from_plain
from bridge.core.words.events import AgentReplied
from bridge.core.words.values import Author
from bridge.core.words.values import Channel as ChannelName
from bridge.runtime import log
from bridge.runtime.clock import Clock
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns


class Customer(Protocol):
    """Somebody who writes through the channel."""

    async def write(self, text: str, *, key: str, to: str = "") -> str:
        """Sends a message as the sender's `key` (the same when it is sent again); the conversation's id.

        Args:
            text: Plain.
            key: The sender's own name for this message.
            to: The conversation; empty begins one.
        """

    async def heard(self, conversation_id: str) -> list[tuple[str, str]]:
        """Everything that he sees of it now, oldest first: (user|fin|agent, text or safe HTML)."""

    async def hears(self, text: str) -> str:
        """Waits for a text that comes by itself, without his asking; who said it."""


class Door(Protocol):
    """A channel that runs, with what it was given."""

    channel: Channel
    app: web.Application
    store: Store
    turns: Turns
    clock: Clock
    known_as: ChannelName
    """What its conversations say they came through."""

    async def customer(self) -> Customer:
        """Somebody new."""

    async def is_refused(self, customer: Customer, conversation_id: str) -> bool:
        """Whether `customer` is kept out of a conversation, as if it did not exist."""


async def answered(door: Door, conversation_id: str, text: str, comment_id: int = 1) -> None:
    """An agent replies, as far as the conversation is concerned."""
    event = AgentReplied(
        conversation_id=conversation_id,
        at=door.clock.now(),
        ticket_id=1,
        comment_id=comment_id,
        author=Author(type="agent", name="Sam"),
        body=from_plain(text),
    )
    await door.turns.turn(f"evt_{conversation_id}_{comment_id}", [event])


async def stored(door: Door, conversation_id: str) -> Conversation:
    found = await log.conversation(door.store, conversation_id)
    assert found is not None
    return found


class ChannelCases:
    """The cases; each is about what the rest of the house relies on."""

    async def test_it_says_what_it_is_called_and_able_to_do(self, door: Door) -> None:
        assert door.channel.name
        assert door.channel.able.body_chars > 0
        routes = {resource.canonical for resource in door.app.router.resources()}
        assert routes
        assert door.channel.untimed <= routes, "a route that holds its caller is one of its own"

    async def test_what_is_acknowledged_is_kept_with_who_wrote_it_and_through_what(self, door: Door) -> None:
        ann = await door.customer()
        cid = await ann.write("It is broken", key="message-0001")
        conversation = await stored(door, cid)
        assert conversation.channel is door.known_as
        assert conversation.contact.external_id
        assert [who for who, _ in await ann.heard(cid)] == ["user"]

    async def test_a_message_that_is_sent_twice_stands_once(self, door: Door) -> None:
        ann = await door.customer()
        cid = await ann.write("It is broken", key="message-0001")
        assert await ann.write("It is broken", key="message-0001") == cid
        await ann.write("And here", key="message-0002", to=cid)
        await ann.write("And here", key="message-0002", to=cid)
        assert len(await ann.heard(cid)) == 2

    async def test_the_same_key_of_two_people_is_two_conversations(self, door: Door) -> None:
        ann, bob = await door.customer(), await door.customer()
        assert await ann.write("mine", key="message-0001") != await bob.write("his", key="message-0001")

    async def test_nobody_sees_or_continues_what_is_not_his(self, door: Door) -> None:
        ann, eve = await door.customer(), await door.customer()
        cid = await ann.write("secret", key="message-0001")
        await eve.write("hello", key="message-0001")
        assert await door.is_refused(eve, cid)
        assert await door.is_refused(eve, "cnv_that_never_was"), "no other answer for what does not exist"
        assert len(await ann.heard(cid)) == 1

    async def test_what_others_say_comes_by_itself_and_once(self, door: Door) -> None:
        ann = await door.customer()
        cid = await ann.write("hello", key="message-0001")
        await answered(door, cid, "We are on it")
        assert await ann.hears("We are on it") == "agent"
        await answered(door, cid, "We are on it")
        assert [who for who, _ in await ann.heard(cid)] == ["user", "agent"]

    async def test_what_anybody_writes_is_text_and_never_a_script(self, door: Door) -> None:
        ann = await door.customer()
        cid = await ann.write(
            "<script>alert(1)</script> **x** <img src=x onerror=alert(2)>", key="message-0001"
        )
        await answered(door, cid, "<script>alert(3)</script>")
        for _, text in await ann.heard(cid):
            assert "<script" not in text
            assert "<img" not in text

    async def test_its_housekeeping_does_no_harm(self, door: Door) -> None:
        ann = await door.customer()
        cid = await ann.write("hello", key="message-0001")
        await door.channel.tidy()
        await answered(door, cid, "still here")
        assert await ann.hears("still here") == "agent"
