"""The log as it is read: by cursor, by ticket, by contact."""

import pytest

from bridge.core.words.events import TimerFired
from bridge.core.words.timers import TimerName
from bridge.runtime import log
from tests.runtime.world import START, World


@pytest.fixture
def world(store):
    return World(store)


async def test_lines_are_read_on_after_a_cursor(world):
    for n in range(7):
        await world.says("cnv_1", f"word {n}")
    first = await log.lines(world.store, "cnv_1", limit=4)
    rest = await log.lines(world.store, "cnv_1", after=first[-1].seq)
    assert [line.entry.body.text for line in first + rest] == [f"word {n}" for n in range(7)]
    assert await log.lines(world.store, "cnv_none") == []


async def test_lines_for_operators_are_left_out_unless_asked_for(world):
    await world.says("cnv_1", "hello")
    fired = TimerFired(conversation_id="cnv_1", at=START, name=TimerName.DESK, turn=1)
    await world.turns.turn("evt_t", [fired])
    assert [line.seq for line in await log.lines(world.store, "cnv_1")] == [1]
    assert [line.seq for line in await log.lines(world.store, "cnv_1", parts_only=False)] == [1, 2]
    ((_, last),) = await log.conversations_of(world.store, "con_ann")
    assert last.seq == 1


async def test_the_latest_conversation_comes_first(world):
    for conversation_id in ("cnv_1", "cnv_2", "cnv_3", "cnv_1"):
        await world.says(conversation_id, f"in {conversation_id}")
    found = await log.conversations_of(world.store, "con_ann")
    assert [(c.id, last.seq) for c, last in found] == [("cnv_1", 2), ("cnv_3", 1), ("cnv_2", 1)]
    assert len(await log.conversations_of(world.store, "con_ann", limit=2)) == 2
    assert await log.conversations_of(world.store, "con_none") == []


async def test_which_events_had_their_turn(world):
    await world.says("cnv_1", "hello", event_id="evt_1")
    assert await log.seen(world.store, ["evt_1", "evt_2"]) == {"evt_1"}
    assert await log.seen(world.store, []) == set()


async def test_words_of_every_kind_come_back_as_they_went(world):
    text = "Grüße 🎉 <b>&amp;</b> \x00 \u2028 'quotes' \"more\" \\"
    turned = await world.says("cnv_1", text)
    (line,) = await log.lines(world.store, "cnv_1")
    assert line == turned.lines[0]
    assert line.entry.body.text == text
