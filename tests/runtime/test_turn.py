"""One event, one turn: whatever arrives twice, at once, or breaks."""

import asyncio
from datetime import timedelta

import pytest

from bridge.core.conversation.rules import Rules
from bridge.core.words.entries import Part
from bridge.core.words.events import CustomerRead, TicketCreated
from bridge.core.words.ids import derived
from bridge.runtime import log
from bridge.runtime.live import Live
from bridge.runtime.turn import Turns, UnknownConversation
from tests.runtime.world import START, World, rows, wrote


@pytest.fixture
def world(store):
    return World(store)


def read(conversation_id):
    return CustomerRead(conversation_id=conversation_id, at=START, seq=1)


async def test_a_first_message_begins_the_conversation(world):
    turned = await world.says("cnv_1", "hello")
    (line,) = turned.lines
    assert (line.seq, line.entry.body.text, turned.conversation.turn) == (1, "hello", 1)
    assert (turned.again, turned.refused) == (False, None)
    assert await log.conversation(world.store, "cnv_1") == turned.conversation
    assert await log.lines(world.store, "cnv_1") == [line]


async def test_ids_follow_from_the_event_alone(world):
    turned = await world.says("cnv_1", "think desk", event_id="evt_x")
    assert turned.lines[0].id == derived("prt", "evt_x", 0)
    planned = await rows(world.store, "SELECT id, lane, place FROM outbox ORDER BY place")
    assert [tuple(row) for row in planned] == [
        (derived("eff", "evt_x", 0), "cnv_1:fin", 1),
        (derived("eff", "evt_x", 1), "cnv_1:desk", 2),
    ]


async def test_an_event_that_comes_again_does_nothing_and_gives_the_same_lines(world):
    first = await world.says("cnv_1", "desk", event_id="evt_x")
    await world.says("cnv_1", "later")
    again = await world.says("cnv_1", "desk", event_id="evt_x")
    assert (again.again, again.lines) == (True, first.lines)
    assert again.conversation.turn == 2
    assert len(await rows(world.store, "SELECT 1 FROM outbox")) == 1


async def test_the_same_event_a_hundred_times_at_once_is_one(world):
    turned = await asyncio.gather(*[world.says("cnv_1", "hello", event_id="evt_x") for _ in range(100)])
    assert sum(not one.again for one in turned) == 1
    assert len({one.lines for one in turned}) == 1
    assert len(await log.lines(world.store, "cnv_1")) == 1


async def test_two_instances_with_the_same_event_write_it_once(world, database_url):
    other_store = await type(world.store).open(database_url)
    other = World(other_store)
    for number in range(30):
        both = await asyncio.gather(
            world.says(f"cnv_{number}", "hello", event_id=f"evt_{number}"),
            other.says(f"cnv_{number}", "hello", event_id=f"evt_{number}"),
        )
        assert sorted(one.again for one in both) == [False, True]
        assert both[0].lines[0].id == both[1].lines[0].id
    await other_store.close()


async def test_many_at_once_in_one_conversation_leave_no_gap(world):
    await asyncio.gather(*[world.says("cnv_1", f"word {n}") for n in range(200)])
    lines = await log.lines(world.store, "cnv_1")
    assert [line.seq for line in lines] == list(range(1, 201))
    assert (await log.conversation(world.store, "cnv_1")).seq == 200


async def test_one_turn_that_breaks_leaves_no_trace_and_the_others_go_on(world):
    outcomes = await asyncio.gather(
        *[world.says(f"cnv_{n}", "break" if n == 5 else "desk") for n in range(20)], return_exceptions=True
    )
    assert isinstance(outcomes[5], ArithmeticError)
    assert sum(isinstance(one, BaseException) for one in outcomes) == 1
    assert await log.conversation(world.store, "cnv_5") is None
    assert len(await rows(world.store, "SELECT 1 FROM outbox")) == 19


async def test_an_event_for_a_conversation_that_is_not_there_is_refused(world):
    with pytest.raises(UnknownConversation):
        await world.turns.turn("evt_1", [read("cnv_none")])


async def test_a_refusal_changes_nothing_and_may_be_asked_again(world):
    await world.says("cnv_1", "hello")
    refused = await world.says("cnv_1", "no", event_id="evt_no")
    assert (refused.refused, refused.lines, refused.again) == ("no means no", (), False)
    assert (await log.conversation(world.store, "cnv_1")).turn == 1
    assert not (await world.says("cnv_1", "yes", event_id="evt_no")).again


async def test_several_events_are_one_turn_with_ids_that_differ(world):
    await world.says("cnv_1", "hello")
    events = [wrote("cnv_1", "desk", START), wrote("cnv_1", "no", START), wrote("cnv_1", "desk", START)]
    turned = await world.turns.turn("evt_many", events)
    assert [line.seq for line in turned.lines] == [2, 3]
    assert len({line.id for line in turned.lines}) == 2
    assert turned.refused == "no means no"
    assert len(await rows(world.store, "SELECT DISTINCT id FROM outbox")) == 2


async def test_an_older_word_does_not_make_the_conversation_older(world):
    turned = await world.says("cnv_1", "hello")
    before = turned.conversation.updated_at
    late = await world.turns.turn("evt_late", [wrote("cnv_1", "late", before - timedelta(hours=1))])
    assert late.conversation.updated_at == before


async def test_followers_are_told_after_the_commit(world):
    follower = world.live.follow("con_ann")
    turned = await world.says("cnv_1", "hello")
    change = await anext(follower)
    assert (change.conversation, change.lines) == (turned.conversation, turned.lines)
    follower.close()


async def test_the_outbox_is_woken_by_a_plan_and_by_nothing_else(world):
    woken = []
    world.turns.on_planned(lambda: woken.append(1))
    await world.says("cnv_1", "hello")
    assert woken == []
    await world.says("cnv_1", "desk")
    assert woken == [1]


async def test_every_ticket_that_a_conversation_ever_had_leads_to_it(store):
    world = World(store)
    turns = Turns(store, Rules, Live(), world.clock)
    await turns.turn("evt_1", [wrote("cnv_1", "help")])
    created = TicketCreated(
        conversation_id="cnv_1", at=START, episode=1, ticket_id=2**40, requester_id=9, assignee="fin"
    )
    await turns.turn("evt_2", [created])
    by_ticket = log.ByTicket(store)
    assert (await by_ticket(2**40)).id == "cnv_1"
    assert await by_ticket(7) is None


async def test_the_core_decides_when_nobody_else_does(store):
    world = World(store)
    turns = Turns(store, Rules, Live(), world.clock)
    turned = await turns.turn("evt_1", [wrote("cnv_1", "help")])
    assert isinstance(turned.lines[0].entry, Part)
    kinds = await rows(store, "SELECT kind FROM outbox ORDER BY place")
    assert {row.kind for row in kinds} == {"create_ticket", "think"}
    assert await rows(store, "SELECT 1 FROM timers")
