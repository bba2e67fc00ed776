"""A timer fires once, or it was cancelled; never both, never early, never after the reply."""

import asyncio
import random
from datetime import timedelta

import pytest
from sqlalchemy import text

from bridge.runtime import log
from bridge.runtime.clock import ManualClock
from bridge.runtime.live import Change
from bridge.runtime.timers import Timers
from tests.runtime.world import START, World, rows


@pytest.fixture
def world(store):
    return World(store, clock=ManualClock(START))


@pytest.fixture
def timers(world):
    return Timers(world.store, world.turns, world.clock)


async def fired(world, conversation_id):
    lines = await log.lines(world.store, conversation_id, parts_only=False)
    return [line for line in lines if line.entry.kind == "why"]


async def pending(world):
    return len(await rows(world.store, "SELECT 1 FROM timers"))


async def test_it_fires_when_it_is_due_and_not_before(world, timers):
    await world.says("cnv_1", "timer 5")
    world.clock.advance(4.999)
    assert await timers.fire_due() == 0
    world.clock.advance(0.001)
    follower = world.live.follow("con_ann")
    assert await timers.fire_due() == 1
    (line,) = await fired(world, "cnv_1")
    assert (line.entry.what, line.entry.detail) == ("timer_fired", "pending")
    assert isinstance(await anext(follower), Change)
    assert (await timers.fire_due(), await pending(world)) == (0, 0)


async def test_a_cancelled_one_does_not_fire(world, timers):
    await world.says("cnv_1", "timer 5")
    await world.says("cnv_1", "cancel")
    world.clock.advance(10)
    assert (await timers.fire_due(), await pending(world)) == (0, 0)


async def test_set_anew_it_has_the_new_time_alone(world, timers):
    await world.says("cnv_1", "timer 5")
    await world.says("cnv_1", "timer 50")
    world.clock.advance(10)
    assert await timers.fire_due() == 0
    world.clock.advance(41)
    assert await timers.fire_due() == 1


async def test_cancelled_and_set_in_one_breath_is_set(world, timers):
    await world.says("cnv_1", "timer 5")
    await world.says("cnv_1", "cancel timer 7")
    assert await pending(world) == 1


async def test_it_survives_a_restart(world, timers, database_url):
    await world.says("cnv_1", "timer 5")
    world.clock.advance(1000)
    later = await type(world.store).open(database_url)
    again = World(later, clock=world.clock)
    assert await Timers(later, again.turns, again.clock).fire_due() == 1
    await later.close()


async def test_of_a_reply_and_a_timer_exactly_one_comes_first(world, timers):
    """Hundreds of races: either the reply cancelled the timer, or the timer fired before the reply."""
    chance = random.Random(7)
    count = 300
    await asyncio.gather(*[world.says(f"cnv_{n}", "timer 5") for n in range(count)])
    world.clock.advance(6)

    async def replies(n):
        for _ in range(chance.randrange(20)):
            await asyncio.sleep(0)
        await world.says(f"cnv_{n}", "cancel")

    fires = [timers.fire_due() for _ in range(3)]
    outcomes = await asyncio.gather(*fires, *[replies(n) for n in range(count)])
    total = 0
    for n in range(count):
        lines = await log.lines(world.store, f"cnv_{n}", parts_only=False)
        whys = [line.seq for line in lines if line.entry.kind == "why"]
        replied = next(line.seq for line in lines if line.entry.kind == "part" and line.seq > 1)
        assert len(whys) <= 1
        assert all(seq < replied for seq in whys)
        total += len(whys)
    assert sum(outcomes[:3]) == total
    assert await pending(world) == 0


async def test_two_instances_fire_each_once(world, timers, database_url):
    other_store = await type(world.store).open(database_url)
    other = World(other_store, clock=world.clock)
    await asyncio.gather(*[world.says(f"cnv_{n}", f"timer {n % 5}") for n in range(200)])
    world.clock.advance(6)
    both = Timers(other_store, other.turns, other.clock)
    assert sum(await asyncio.gather(timers.fire_due(), both.fire_due())) == 200
    whys = await rows(world.store, "SELECT 1 FROM lines WHERE kind = 'why'")
    assert len(whys) == 200
    await other_store.close()


async def test_one_that_breaks_comes_again_later_and_the_others_fire(world, timers):
    for n in range(5):
        await world.says(f"cnv_{n}", "timer 1")
    broken = text("UPDATE conversations SET state = '{}' WHERE id = 'cnv_3'")
    await world.store.write(lambda conn: conn.execute(broken) and None)
    world.clock.advance(2)
    assert await timers.fire_due() == 4
    (left,) = await rows(world.store, "SELECT conversation_id FROM timers")
    assert left.conversation_id == "cnv_3"


async def test_thousands_that_are_overdue_fire_in_one_go(world, timers):
    count = 3_000
    await asyncio.gather(*[world.says(f"cnv_{n}", "timer 1") for n in range(count)])
    world.clock.advance(3600)
    assert await timers.fire_due() == count
    assert await pending(world) == 0


async def test_a_timer_without_a_conversation_just_goes(world, timers):
    orphan = text(
        "INSERT INTO timers (conversation_id, name, due, turn) VALUES ('cnv_x', 'pending', :due, 1)"
    )
    due = START - timedelta(days=1)
    shown = due if world.store.dialect == "postgresql" else due.strftime("%Y-%m-%d %H:%M:%S.%f")
    await world.store.write(lambda conn: conn.execute(orphan, {"due": shown}) and None)
    assert await timers.fire_due() == 0
    assert await pending(world) == 0
