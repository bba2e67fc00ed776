"""A trigger is one conversation, however often and from wherever it comes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.core.conversation.rules import Rules
from bridge.core.words.body import from_plain
from bridge.core.words.events import CustomerWrote
from bridge.core.words.outcome import Outcome
from bridge.core.words.values import Channel
from bridge.runtime import log
from bridge.runtime.clock import ManualClock
from bridge.runtime.live import Live
from bridge.runtime.timers import Timers
from bridge.runtime.triggering import Triggering, TriggerRefused
from bridge.runtime.turn import Turns
from tests.play import ADA, START, catalog, defined

ORDER = """
proactive: {first_message: "Shall we look at it, {{ contact.name }}?", on: [api, event], event: failed}
audience: {contacts: verified}
steps:
  - ask: Which one?
    as: which
"""


class World:
    def __init__(self, store) -> None:
        self.store = store
        self.clock = ManualClock(START)
        rules = Rules(catalog=catalog([defined(ORDER, "order"), defined(ORDER, "other")]))
        self.turns = Turns(store, lambda: rules, Live(), self.clock)
        self.trigger = Triggering(store, self.turns, self.clock.now)
        self.lines = 0

    async def api(self, procedure="order", contact=ADA, key=""):
        made = await self.trigger(contact, procedure, by="api", key=key)
        assert made is not None
        return made

    async def replies(self, conversation_id):
        self.lines += 1
        event = CustomerWrote(
            conversation_id=conversation_id, at=self.clock.now(), contact=ADA, channel=Channel.WEB,
            body=from_plain("yes"), client_id=f"line-{self.lines}",
        )  # fmt: skip
        return await self.turns.turn(f"evt_{self.lines}", [event])

    async def count(self, contact=ADA):
        return len(await log.conversations_of(self.store, contact.id))


@pytest.fixture
def world(store):
    return World(store)


async def test_a_trigger_twice_is_one_conversation_until_the_customer_replies(world):
    first = await world.api()
    again = await world.api()
    assert first.is_new
    assert not again.is_new
    assert again.conversation.id == first.conversation.id
    assert again.first == first.first
    assert again.first.entry.body.text == "Shall we look at it, Ada?"
    await world.replies(first.conversation.id)
    next_one = await world.api()
    assert next_one.is_new
    assert next_one.conversation.id != first.conversation.id
    assert await world.count() == 2


async def test_many_at_once_are_one(world):
    made = await asyncio.gather(*(world.api(key=str(place % 3) if place % 2 else "") for place in range(20)))
    assert sum(one.is_new for one in made) == 1
    assert len({one.conversation.id for one in made}) == 1
    assert await world.count() == 1


async def test_the_same_key_is_the_same_trigger_also_after_the_reply(world):
    first = await world.api(key="k-1")
    await world.replies(first.conversation.id)
    second = await world.api(key="k-2")
    for key, made in (("k-1", first), ("k-2", second), ("k-1", first)):
        again = await world.api(key=key)
        assert (again.conversation.id, again.is_new) == (made.conversation.id, False)
    assert await world.count() == 2


async def test_other_procedures_and_other_people_have_their_own(world):
    bo = replace(ADA, id="con_b", external_id="43", name="Bo")
    made = [await world.api(key="k"), await world.api("other", key="k"), await world.api(contact=bo, key="k")]
    assert len({one.conversation.id for one in made}) == 3
    assert await world.count(bo) == 1


async def test_the_twentieth_time_is_a_conversation_of_its_own_too(world):
    ids = set()
    for _ in range(20):
        made = await world.api()
        ids.add(made.conversation.id)
        await world.replies(made.conversation.id)
    assert len(ids) == 20


async def test_silence_is_the_outcome_pending_and_a_reply_takes_it_back(world):
    made = await world.api()
    timers = Timers(world.store, world.turns, world.clock)
    world.clock.advance(24 * 3600 + 1)
    assert await timers.fire_due() == 1
    closed = await log.conversation(world.store, made.conversation.id)
    assert closed is not None
    assert (closed.outcome, closed.ticket) == (Outcome.PENDING, None)
    replied = await world.replies(made.conversation.id)
    assert replied.conversation.outcome is None
    assert replied.conversation.ticket is not None


async def test_who_is_not_in_the_audience_gets_nothing(world):
    stranger = replace(ADA, verified=False)
    with pytest.raises(TriggerRefused) as refused:
        await world.api(contact=stranger)
    assert refused.value.word == "audience"
    assert await world.count(stranger) == 0


async def test_an_event_does_not_trigger_again_too_soon(world):
    day = timedelta(hours=24)
    first = await world.trigger(ADA, "order", by="event", not_within=day)
    assert first is not None
    await world.replies(first.conversation.id)
    world.clock.advance(3600)
    assert await world.trigger(ADA, "order", by="event", not_within=day) is None
    world.clock.advance(24 * 3600)
    second = await world.trigger(ADA, "order", by="event", not_within=day)
    assert second is not None
    assert second.is_new
