"""Webhooks are kept once, understood in order, parked when nobody understands them."""

import asyncio
import random
import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from bridge.core.words.events import CustomerRead
from bridge.runtime import log
from bridge.runtime.clock import ManualClock
from bridge.runtime.deliveries import Deliveries, Delivery, Incoming, Understood, gathering_s
from bridge.runtime.delivery_keeping import keep_claimed
from bridge.runtime.delivery_lanes import Claim
from bridge.runtime.lease import new_owner
from bridge.runtime.store import engine_for
from bridge.runtime.verdict import NotSent, Refused
from tests.runtime.world import QUICK, START, World, dying, rows, running, until


@pytest.fixture
def world(store):
    return World(store)


class Understands:
    """Each body names a conversation and a happening: `cnv_1 7`."""

    def __init__(self, script=lambda _batch: None):
        self.batches = []
        self.script = script
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, batch):
        self.batches.append(tuple(one.body.decode() for one in batch))
        await self.gate.wait()
        if (outcome := self.script(batch)) is not None:
            raise outcome
        incoming = []
        for one in batch:
            conversation_id, number = one.body.decode().split()
            event = CustomerRead(conversation_id=conversation_id, at=START, seq=int(number))
            incoming.append(Incoming(event_id=f"evt_told_{conversation_id}_{number}", event=event))
        return Understood(verdict="done", incoming=tuple(incoming))


def deliveries(world, handler, **options):
    options.setdefault("schedule", QUICK["deliveries"])
    return Deliveries(world.store, world.clock, handler, turns=world.turns, **options)


async def state(world):
    return {row.state for row in await rows(world.store, "SELECT state FROM deliveries")}


async def is_done(world):
    return await state(world) == {"done"}


async def test_each_of_ten_times_each_and_shuffled_is_one_event(world):
    chance = random.Random(3)
    await asyncio.gather(*[world.says(f"cnv_{n}", "hello") for n in range(10)])
    sent = [(f"cnv_{n}", number) for n in range(10) for number in range(20)] * 10
    chance.shuffle(sent)
    kept = deliveries(world, Understands())
    async with running(kept):
        new = await asyncio.gather(
            *[
                kept.keep("zendesk", f"{cid}-{number}", f"ticket:{cid}", f"{cid} {number}".encode())
                for cid, number in sent
            ]
        )
        await until(lambda: is_done(world))
    assert sum(new) == 200
    for n in range(10):
        lines = await log.lines(world.store, f"cnv_{n}", parts_only=False)
        assert len(lines) == 21


async def test_what_is_told_again_under_another_key_is_still_one_event(world):
    await world.says("cnv_1", "hello")
    kept = deliveries(world, Understands())
    async with running(kept):
        for key in range(5):
            await kept.keep("zendesk", f"inv-{key}", "ticket:1", b"cnv_1 7")
        await until(lambda: is_done(world))
    assert len(await log.lines(world.store, "cnv_1", parts_only=False)) == 2


async def test_a_lane_is_understood_in_order_and_by_one_at_a_time(world):
    await world.says("cnv_1", "hello")
    handler = Understands()
    kept = deliveries(world, handler)
    handler.gate.clear()
    async with running(kept):
        await kept.keep("zendesk", "0", "ticket:1", b"cnv_1 0")
        await until(lambda: handler.batches)
        for number in range(1, 6):
            await kept.keep("zendesk", str(number), "ticket:1", f"cnv_1 {number}".encode())
        handler.gate.set()
        await until(lambda: is_done(world))
    assert handler.batches == [("cnv_1 0",), tuple(f"cnv_1 {n}" for n in range(1, 6))]


async def test_poison_is_parked_and_blocks_neither_its_lane_nor_others(world):
    await world.says("cnv_1", "hello")
    handler = Understands(
        lambda batch: Refused("no such ticket") if any(b"poison" in one.body for one in batch) else None
    )
    kept = deliveries(world, handler)
    await kept.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
    await kept.keep("zendesk", "b", "ticket:1", b"poison")
    await kept.keep("zendesk", "c", "ticket:1", b"cnv_1 2")
    await kept.keep("zendesk", "d", "ticket:2", b"no number")
    await kept.keep("zendesk", "e", "ticket:3", b"cnv_1 3")
    async with running(kept):
        await until(
            lambda: rows(world.store, "SELECT 1 FROM deliveries WHERE state = 'parked' AND lane = 'ticket:2'")
        )
        await until(lambda: state_is(world, {"done", "parked"}))
        found = {one.lane: one.reason for one in await kept.parked()}
        assert found == {"ticket:1": "no such ticket", "ticket:2": "ValueError: not understood."}
        handler.script = lambda _: None
        (broken,) = [one for one in await kept.parked() if one.lane == "ticket:2"]
        assert await kept.retry(broken.id)
        assert not await kept.retry("dlv_none")
    assert len(await log.lines(world.store, "cnv_1", parts_only=False)) == 4


async def state_is(world, wanted):
    return await state(world) == wanted


async def test_a_conversation_that_is_not_there_parks(world):
    kept = deliveries(world, Understands())
    async with running(kept):
        await kept.keep("zendesk", "a", "ticket:1", b"cnv_none 1")
        (parked,) = await until(kept.parked)
    assert parked.reason.startswith("UnknownConversation")


async def test_a_desk_that_is_down_is_asked_again(world):
    await world.says("cnv_1", "hello")
    handler = Understands(lambda _: NotSent("down") if len(handler.batches) < 8 else None)
    kept = deliveries(world, handler)
    async with running(kept):
        await kept.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
        await until(lambda: is_done(world))
    assert len(handler.batches) == 8


async def test_a_pause_holds_all_lanes(store):
    world = World(store, clock=ManualClock(START))
    for n in range(3):
        await world.says(f"cnv_{n}", "hello")
    handler = Understands(lambda _: NotSent("429", retry_after_s=60) if len(handler.batches) == 1 else None)
    kept = deliveries(world, handler)
    async with running(kept):
        await kept.keep("zendesk", "a", "ticket:0", b"cnv_0 1")
        await until(lambda: rows(store, "SELECT 1 FROM gates"))
        await kept.keep("zendesk", "b", "ticket:1", b"cnv_1 1")
        await kept.keep("zendesk", "c", "ticket:0", b"cnv_0 2")
        await asyncio.sleep(0.05)  # nothing may happen, so there is nothing to wait for
        assert len(handler.batches) == 1
        world.clock.advance(61)
        kept.wake()
        await until(lambda: is_done(world))


async def test_a_mistake_of_ours_is_tried_a_few_times_and_parked(world):
    handler = Understands(lambda _: KeyError("secret words"))
    kept = deliveries(world, handler)
    async with running(kept):
        await kept.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
        (parked,) = await until(kept.parked)
    assert (len(handler.batches), parked.reason) == (3, "Our own mistake: KeyError.")


async def test_after_a_crash_what_was_acknowledged_is_understood(world):
    await world.says("cnv_1", "hello")
    hangs = Understands()
    hangs.gate.clear()
    first = deliveries(world, hangs)
    async with dying(first):
        await first.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
        await until(lambda: hangs.batches)
    async with running(deliveries(world, Understands())):
        await until(lambda: is_done(world))
    assert len(await log.lines(world.store, "cnv_1", parts_only=False)) == 2


async def leased(world):
    return [row.name for row in await rows(world.store, "SELECT name FROM leases")]


async def test_one_that_comes_alone_is_claimed_as_it_is_kept(world):
    await world.says("cnv_1", "hello")
    handler = Understands()
    handler.gate.clear()
    kept = deliveries(world, handler)
    async with running(kept):
        await asyncio.sleep(0.1)  # its first look is over
        assert await kept.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
        assert await leased(world) == ["delivery:ticket:1"]
        assert await kept.keep(
            "zendesk", "b", "ticket:2", b"cnv_1 2"
        )  # it is not alone: the next look has it
        assert not await kept.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
        await until(lambda: len(handler.batches) == 2)
        handler.gate.set()
        await until(lambda: is_done(world))
        assert not await kept.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
    assert handler.batches == [("cnv_1 1",), ("cnv_1 2",)]
    assert await leased(world) == []


async def test_a_lane_that_another_instance_has_is_not_claimed_again(world):
    await world.says("cnv_1", "hello")
    slow, quick = Understands(), Understands()
    slow.gate.clear()
    first, second = deliveries(world, slow), deliveries(world, quick)
    async with running(first), running(second):
        await first.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
        await until(lambda: slow.batches)
        await second.keep("zendesk", "b", "ticket:1", b"cnv_1 2")
        await second.keep("zendesk", "c", "ticket:2", b"cnv_1 3")
        await until(lambda: quick.batches)
        slow.gate.set()
        await until(lambda: is_done(world))
    assert slow.batches[0] == ("cnv_1 1",)
    assert sorted(body for batch in slow.batches + quick.batches for body in batch) == [
        "cnv_1 1",
        "cnv_1 2",
        "cnv_1 3",
    ]


async def test_a_lane_that_another_instance_empties_while_we_claim_it_stops_nothing(world):
    if world.store.dialect != "postgresql":
        pytest.skip("on SQLite no two transactions write at once")
    await world.says("cnv_1", "hello")
    handler = Understands()
    await deliveries(world, handler).keep("zendesk", "a", "ticket:1", b"cnv_1 1")
    another = engine_for(world.store.url)
    with another.connect() as conn:
        conn.execute(sa.text("LOCK TABLE leases IN EXCLUSIVE MODE"))
        kept = deliveries(world, handler)
        async with running(kept):
            await until(lambda: is_waiting(world))
            conn.execute(sa.text("UPDATE deliveries SET state = 'done', run_at = NULL"))
            conn.commit()
            await until(lambda: is_free(world))
            await kept.keep("zendesk", "b", "ticket:1", b"cnv_1 2")
            await until(lambda: handler.batches)
            await until(lambda: is_done(world))
    another.dispose()
    assert handler.batches == [("cnv_1 2",)]


async def is_waiting(world):
    return await rows(world.store, "SELECT 1 FROM pg_locks WHERE NOT granted")


async def test_a_lane_stays_ours_while_we_work_on_it(world):
    await world.says("cnv_1", "hello")
    slow, quick = Understands(), Understands()
    slow.gate.clear()
    ends = set()

    async def is_prolonged():
        ends.update(row.until for row in await rows(world.store, "SELECT until FROM leases"))
        return len(ends) > 4

    first, second = deliveries(world, slow, lease_s=3.0), deliveries(world, quick, lease_s=3.0)
    async with running(first), running(second):
        await first.keep("zendesk", "a", "ticket:1", b"cnv_1 1")
        await until(is_prolonged)
        slow.gate.set()
        await until(lambda: is_done(world))
    assert (len(slow.batches), quick.batches) == (1, [])


async def test_what_a_dead_instance_of_this_machine_held_is_taken_over(world):
    await world.says("cnv_1", "hello")
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    machine, _, began, word = new_owner().split("/")
    dead = Claim(
        gate="deliveries",
        owner=f"{machine}/{process.pid}/{began}/{word}",
        now=world.clock.now(),
        until=world.clock.now() + timedelta(hours=1),
    )
    process.wait()
    handler = Understands()
    async with running(deliveries(world, handler, lease_s=0.6)):
        await until(lambda: is_free(world))
        one = Delivery(
            id="dlv_1", source="zendesk", key="a", lane="ticket:1", body=b"cnv_1 1", received_at=dead.now
        )
        await world.store.write(partial(keep_claimed, one, "another", dead))
        await until(lambda: handler.batches)
        await until(lambda: is_done(world))


async def test_what_is_claimed_as_we_stop_is_given_back_at_once(world):
    await world.says("cnv_1", "hello")
    kept = deliveries(world, Understands())
    for number in range(20):  # the commit and the stop cross in every way
        arrives = partial(
            kept.keep, "zendesk", f"{number}", f"ticket:{number}", f"cnv_1 {number + 1}".encode()
        )
        async with asyncio.TaskGroup() as group, running(kept):
            await asyncio.sleep(0.05)
            group.create_task(arrives(), name="arrives")
            await asyncio.sleep(number % 10 / 4000)
        await until(lambda: is_free(world))
    async with running(deliveries(world, Understands())):
        await until(lambda: is_done(world))
    assert len(await log.lines(world.store, "cnv_1", parts_only=False)) == 21


async def is_free(world):
    return await leased(world) == []


async def test_foreign_ones_are_marked_so(world):
    async def stranger(_batch):
        return Understood(verdict="foreign")

    kept = deliveries(world, stranger)
    async with running(kept):
        await kept.keep("zendesk", "a", "ticket:1", b"{}")
        await until(lambda: state_is(world, {"foreign"}))


async def test_without_turns_they_can_only_be_kept(world):
    kept = Deliveries(world.store, world.clock, Understands())
    assert await kept.keep("zendesk", "a", "ticket:1", b"{}")
    with pytest.raises(ValueError, match="without turns"):
        await kept.run(asyncio.Event())


def test_the_more_comes_in_the_longer_it_gathers_but_never_long_enough_to_be_felt():
    waits = [gathering_s(arrived) for arrived in (0, 2, 16, 32, 64, 10_000)]
    assert waits == [0.02, 0.02, 0.02, 0.04, 0.08, 0.1]
