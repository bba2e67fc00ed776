"""Effects are performed in order, at least once when that is harmless, at most once when it is not."""

import asyncio
import random
import threading
import time

import pytest

from bridge.core.words.effects import Think
from bridge.runtime import log
from bridge.runtime.clock import ManualClock
from bridge.runtime.outbox import NotParked, Outbox
from bridge.runtime.outbox_rows import Finishes, LeaseLost
from bridge.runtime.verdict import NotSent, Refused, Unsure
from tests.runtime.world import START, Performs, World, dying, rows, running, until


@pytest.fixture
def world(store):
    return World(store)


async def states(world):
    return sorted(row.state for row in await rows(world.store, "SELECT state FROM outbox"))


async def all_done(world):
    found = await states(world)
    return found and set(found) == {"done"}


async def states_are(world, state):
    return await states(world) == [state]


async def whats(world, conversation_id):
    lines = await log.lines(world.store, conversation_id, parts_only=False)
    return [line.entry.what for line in lines if line.entry.kind == "why"]


async def test_a_result_is_the_next_turn(world):
    performs = Performs()
    async with running(world.outbox(performs)):
        await world.says("cnv_1", "think")
        await until(lambda: all_done(world))
    (attempt,) = performs.attempts
    assert (attempt.number, attempt.effect.text) == (1, "think")
    assert await whats(world, "cnv_1") == ["fin_read"]


async def test_what_was_planned_before_the_start_is_performed(world):
    await world.says("cnv_1", "desk")
    async with running(world.outbox(Performs())):
        await until(lambda: all_done(world))


async def test_a_lane_keeps_its_order_and_is_never_two_at_a_time(world):
    chance = random.Random(1)
    performs = Performs(lambda _: NotSent("busy") if chance.random() < 0.3 else None)
    async with running(world.outbox(performs)):
        for number in range(40):
            await world.says(f"cnv_{number % 4}", "desk desk")
        await until(lambda: all_done(world))
    for number in range(4):
        mine = [
            one.effect.add_tags for one in performs.attempts if one.effect.conversation_id == f"cnv_{number}"
        ]
        firsts = list(dict.fromkeys(mine))
        assert len(firsts) == 20
        assert mine == sorted(mine, key=firsts.index)  # a repetition stands beside its first try
        assert firsts == sorted(firsts, key=lambda tag: [int(part) for part in tag[0].split(".")])


async def test_lanes_do_not_wait_for_each_other(world):
    performs = Performs(lambda one: NotSent("down") if one.effect.conversation_id == "cnv_0" else None)
    async with running(world.outbox(performs)):
        await world.says("cnv_0", "desk")
        await world.says("cnv_0", "think")
        await world.says("cnv_1", "desk")
        await until(lambda: [one for one in performs.attempts if one.effect.conversation_id == "cnv_1"])


async def test_performing_begins_within_milliseconds_of_the_commit(world):
    performs = Performs()
    waits = []
    async with running(world.outbox(performs)):
        for number in range(40):
            before = len(performs.attempts)
            await world.says(f"cnv_{number}", "desk")
            committed = time.perf_counter()
            while len(performs.attempts) == before:
                await asyncio.sleep(0)
            waits.append(time.perf_counter() - committed)
    assert sorted(waits)[20] < 0.2, "milliseconds alone; by the poll it would be up to a second"


async def test_not_sent_comes_again_with_the_same_id_and_as_the_first_try(world):
    performs = Performs(lambda one: NotSent("down") if len(performs.attempts) < 5 else None)
    async with running(world.outbox(performs)):
        await world.says("cnv_1", "desk")
        await until(lambda: all_done(world))
    assert len(set(performs.ids)) == 1
    assert [one.number for one in performs.attempts] == [1] * 5


async def test_unsure_comes_again_and_says_that_it_may_have_been_sent(world):
    performs = Performs(lambda one: Unsure("cut off") if one.number < 3 else None)
    async with running(world.outbox(performs)):
        await world.says("cnv_1", "desk")
        await until(lambda: all_done(world))
    assert [one.number for one in performs.attempts] == [1, 2, 3]


async def test_a_thought_that_fails_too_often_is_told_and_over(world):
    performs = Performs(lambda _: NotSent("no model"))
    async with running(world.outbox(performs)):
        await world.says("cnv_1", "think")
        await until(lambda: all_done(world))
    assert len(performs.attempts) == 3
    assert await whats(world, "cnv_1") == ["fin_failed"]


@pytest.mark.parametrize(
    ("failures", "state"),
    [
        ((NotSent("down"), NotSent("down"), NotSent("down")), "done"),
        ((Unsure("cut off"), NotSent("down"), NotSent("down")), "unknown"),
        ((NotSent("down"), Unsure("cut off"), Unsure("cut off")), "unknown"),
    ],
)
async def test_a_change_that_is_given_up_is_unknown_if_any_try_may_have_made_it(world, failures, state):
    performs = Performs(lambda _: failures[len(performs.attempts) - 1])
    async with running(world.outbox(performs)):
        await world.says("cnv_1", "pay")
        await until(lambda: states_are(world, state))
    assert len(performs.attempts) == 3
    assert await whats(world, "cnv_1") == ["call_refused"]


async def test_a_ticket_write_waits_for_a_desk_that_is_down_as_long_as_it_takes(world):
    performs = Performs(lambda _: NotSent("down") if len(performs.attempts) < 60 else None)
    async with running(world.outbox(performs)):
        await world.says("cnv_1", "desk")
        await until(lambda: all_done(world))
    assert await whats(world, "cnv_1") == ["fin_read"]


async def test_a_pause_that_the_desk_asks_for_holds_all_of_its_lanes(store):
    clock = ManualClock(START)
    world = World(store, clock=clock)
    performs = Performs(lambda _: NotSent("429", retry_after_s=30) if len(performs.attempts) == 1 else None)
    outbox = world.outbox(performs)
    async with running(outbox):
        await world.says("cnv_0", "desk")
        await until(lambda: rows(store, "SELECT 1 FROM gates"))
        for number in range(5):
            await world.says(f"cnv_{number}", "desk think")
        await until(lambda: len([one for one in performs.attempts if isinstance(one.effect, Think)]) == 5)
        assert len(performs.attempts) == 6
        clock.advance(29)
        outbox.wake()
        await asyncio.sleep(0.05)  # nothing may happen, so there is nothing to wait for
        assert len(performs.attempts) == 6
        clock.advance(1.1)
        outbox.wake()
        await until(lambda: all_done(world))
    assert len(performs.attempts) == 12


async def test_a_limit_of_one_ticket_holds_no_other(store):
    clock = ManualClock(START)
    world = World(store, clock=clock)
    refusal = NotSent("429", retry_after_s=400, alone=True)
    performs = Performs(lambda _: refusal if len(performs.attempts) == 1 else None)
    outbox = world.outbox(performs)
    async with running(outbox):
        await world.says("cnv_0", "desk desk")
        await until(lambda: performs.attempts)
        for number in range(1, 5):
            await world.says(f"cnv_{number}", "desk")
        await until(lambda: len(performs.attempts) == 5)
        await until(lambda: rows(store, "SELECT 1 FROM outbox WHERE state = 'planned' AND reason = '429'"))
        clock.advance(401)
        outbox.wake()
        await until(lambda: all_done(world))
    assert [one.effect.conversation_id for one in performs.attempts[5:]] == ["cnv_0", "cnv_0"]
    assert await rows(store, "SELECT 1 FROM gates") == []


async def test_a_refused_ticket_write_stays_at_the_head_until_an_operator_retries(world):
    performs = Performs(lambda _: Refused("scope write is missing") if len(performs.attempts) == 1 else None)
    outbox = world.outbox(performs)
    async with running(outbox):
        await world.says("cnv_1", "desk")
        await until(outbox.parked)
        await world.says("cnv_1", "desk")
        (parked,) = await outbox.parked()
        assert (parked.kind, parked.state, parked.reason) == (
            "update_ticket",
            "parked",
            "scope write is missing",
        )
        assert await states(world) == ["parked", "planned"]
        await outbox.decide(parked.effect_id, "retry", "bob")
        await until(lambda: all_done(world))
    assert performs.ids[0] == performs.ids[1] == parked.effect_id
    assert await whats(world, "cnv_1") == ["ticket_unwritable", "operator_decided", "fin_read", "fin_read"]


async def test_a_dropped_one_lets_the_next_go(world):
    performs = Performs(lambda _: Refused("no") if len(performs.attempts) == 1 else None)
    outbox = world.outbox(performs)
    async with running(outbox):
        await world.says("cnv_1", "desk desk")
        (parked,) = await until(outbox.parked)
        await outbox.decide(parked.effect_id, "drop", "bob")
        await until(lambda: all_done(world))
        with pytest.raises(NotParked):
            await outbox.decide(parked.effect_id, "retry", "bob")
        with pytest.raises(NotParked):
            await outbox.decide("eff_none", "drop", "bob")
    assert len(performs.attempts) == 2
    dropped = await rows(world.store, "SELECT reason FROM outbox WHERE id = :id", id=parked.effect_id)
    assert dropped[0].reason == "dropped by bob"


async def test_a_mistake_of_ours_is_tried_a_few_times_and_then_parked(world):
    performs = Performs(lambda _: KeyError("a body that nobody may log"))
    outbox = world.outbox(performs)
    async with running(outbox):
        await world.says("cnv_1", "desk")
        (parked,) = await until(outbox.parked)
    assert len(performs.attempts) == 3
    assert parked.reason == "Our own mistake: KeyError."
    assert await whats(world, "cnv_1") == ["ticket_unwritable"]


async def test_a_performer_that_hangs_is_cut_off_and_unsure(world):
    from dataclasses import replace

    from tests.runtime.world import QUICK

    performs = Performs()
    performs.gate.clear()
    schedules = {**QUICK, "desk": replace(QUICK["desk"], patience_s=0.05)}
    async with running(world.outbox(performs, schedules=schedules)):
        await world.says("cnv_1", "desk")
        await until(lambda: len(performs.attempts) > 1)
        performs.gate.set()
        await until(lambda: all_done(world))
    assert performs.attempts[1].number == 2


async def test_an_effect_of_another_version_is_parked_and_others_go_on(world):
    from sqlalchemy import text

    await world.says("cnv_1", "desk")
    alien = text('UPDATE outbox SET effect = \'{"kind": "fly"}\'')
    await world.store.write(lambda conn: conn.execute(alien) and None)
    outbox = world.outbox(Performs())
    async with running(outbox):
        (parked,) = await until(outbox.parked)
        assert "another" in parked.reason
        await world.says("cnv_2", "desk")
        await until(lambda: rows(world.store, "SELECT 1 FROM outbox WHERE state = 'done'"))


async def test_after_a_crash_a_harmless_effect_is_done_again_with_the_same_id(world):
    hangs = Performs()
    hangs.gate.clear()
    async with dying(world.outbox(hangs, lease_s=0.2)):
        await world.says("cnv_1", "desk desk")
        await until(lambda: hangs.attempts)
    assert await states(world) == ["planned", "sent"]
    performs = Performs()
    async with running(world.outbox(performs)):
        await until(lambda: all_done(world))
    assert performs.ids[0] == hangs.ids[0]
    assert [one.number for one in performs.attempts] == [2, 1]


async def test_after_a_crash_an_unsafe_effect_is_never_done_again(world):
    hangs = Performs()
    hangs.gate.clear()
    async with dying(world.outbox(hangs, lease_s=0.2, touch_of=lambda _: "unsafe")):
        await world.says("cnv_1", "desk")
        await until(lambda: hangs.attempts)
    performs = Performs()
    outbox = world.outbox(performs, touch_of=lambda _: "unsafe")
    async with running(outbox):
        (parked,) = await until(outbox.parked)
        assert (parked.state, performs.attempts) == ("unknown", [])
        assert await whats(world, "cnv_1") == ["effect_unknown"]
        await world.says("cnv_1", "desk")  # the lane goes on
        await until(lambda: performs.attempts)
        await outbox.decide(parked.effect_id, "retry", "bob")  # only a person may have it done again
        await until(lambda: all_done(world))
    assert parked.effect_id in performs.ids


async def test_an_unsafe_one_that_was_never_sent_comes_again(world):
    performs = Performs(lambda _: NotSent("down") if len(performs.attempts) < 3 else None)
    async with running(world.outbox(performs, touch_of=lambda _: "unsafe")):
        await world.says("cnv_1", "desk")
        await until(lambda: all_done(world))
    assert len(performs.attempts) == 3


async def test_who_lost_the_lease_can_write_nothing(world):
    slow = Performs()
    slow.gate.clear()
    first = world.outbox(slow, lease_s=0.2)
    async with dying(first):
        await world.says("cnv_1", "desk")
        (held,) = (await until(lambda: slow.attempts))[:1]
    async with running(world.outbox(Performs())):
        await until(lambda: all_done(world))
    before = await log.lines(world.store, "cnv_1", parts_only=False)
    with pytest.raises(LeaseLost):
        await world.turns.turn(
            "evt_late",
            [
                (await slow_result(held)),
            ],
            finishes=Finishes(effect_id=held.effect_id, fence=1),
        )
    assert await log.lines(world.store, "cnv_1", parts_only=False) == before


async def slow_result(held):
    (event,) = await Performs()(held)
    return event


async def test_a_lease_in_use_is_prolonged(world, database_url):
    performs = Performs()
    performs.gate.clear()
    other_store = await type(world.store).open(database_url)
    other = World(other_store)
    thief = Performs()
    async with running(world.outbox(performs, lease_s=0.3)):
        await world.says("cnv_1", "desk")
        await until(lambda: performs.attempts)
        async with running(other.outbox(thief, lease_s=0.3)):
            await asyncio.sleep(1.0)  # several leases long nothing may happen
            assert thief.attempts == []
            performs.gate.set()
            await until(lambda: all_done(world))
    await other_store.close()


async def test_two_instances_share_the_work_and_do_none_of_it_twice(world, database_url):
    other_store = await type(world.store).open(database_url)
    other = World(other_store)
    ours, theirs = Performs(), Performs()
    async with running(world.outbox(ours)), running(other.outbox(theirs)):
        for number in range(60):
            who = world if number % 2 else other
            await who.says(f"cnv_{number % 12}", "desk")
        await until(lambda: all_done(world))
    done = ours.ids + theirs.ids
    assert len(done) == len(set(done)) == 60
    await other_store.close()


async def test_a_stop_waits_for_what_is_under_way(world):
    performs = Performs()
    performs.gate.clear()
    async with asyncio.TaskGroup() as group:
        stop = asyncio.Event()
        run = group.create_task(world.outbox(performs).run(stop), name="outbox")
        await world.says("cnv_1", "desk")
        await until(lambda: performs.attempts)
        stop.set()
        await asyncio.sleep(0.02)
        assert not run.done()
        performs.gate.set()
    assert await states(world) == ["done"]


async def test_what_a_stop_cuts_off_is_taken_over_at_once(world):
    performs = Performs()
    performs.gate.clear()
    async with running(world.outbox(performs, stop_s=0.05)):
        await world.says("cnv_1", "desk")
        await until(lambda: performs.attempts)
    assert await states(world) == ["sent"]
    second = Performs()
    async with running(world.outbox(second)):
        await until(lambda: all_done(world))
    assert [one.number for one in second.attempts] == [2]


async def test_no_more_than_a_number_are_performed_at_once(world):
    performs = Performs()
    performs.gate.clear()
    async with running(world.outbox(performs)):
        await asyncio.gather(*[world.says(f"cnv_{n}", "desk") for n in range(100)])
        await until(lambda: performs.at_once >= 32)
        performs.gate.set()
        await until(lambda: all_done(world))
    assert performs.most_at_once == 32


async def test_a_performer_without_events_just_ends_the_effect(world):
    async def silent(_attempt):
        return ()

    async with running(world.outbox(silent)):
        await world.says("cnv_1", "desk desk")
        await until(lambda: all_done(world))


async def test_an_effect_without_a_performer_stops_the_start(world):
    with pytest.raises(ValueError, match=r"nobody performs .*CreateTicket.*UpdateTicket"):
        Outbox(world.store, world.turns, {Think: Performs()}, world.clock)


async def test_what_a_customer_waits_for_is_claimed_by_the_turn_that_plans_it(world):
    performs = Performs()
    async with running(world.outbox(performs)):
        await world.says("cnv_0", "think")
        await until(lambda: all_done(world))  # it runs
        performs.gate.clear()
        await world.says("cnv_1", "think think")
        assert await states(world) == ["done", "planned", "sent"]
        performs.gate.set()
        await until(lambda: all_done(world))
    assert [one.number for one in performs.attempts] == [1, 1, 1]


async def test_what_a_turn_claimed_is_performed_although_its_caller_has_gone(world):
    performs, held_up = Performs(), threading.Event()
    async with running(world.outbox(performs)), asyncio.TaskGroup() as group:
        await world.says("cnv_0", "think")
        await until(lambda: all_done(world))
        busy = world.store.give(lambda _conn: held_up.wait(10), key="cnv_1")
        caller = group.create_task(world.says("cnv_1", "think"), name="caller")
        await asyncio.sleep(0)  # now the writer has it behind the one that holds it up
        caller.cancel()
        await asyncio.wait([caller])
        held_up.set()
        assert await busy
        await until(lambda: len(performs.attempts) == 2)
        await until(lambda: all_done(world))
    assert [one.number for one in performs.attempts] == [1, 1]


async def test_what_a_turn_claimed_before_a_crash_is_taken_over(world):
    hangs = Performs()
    hangs.gate.clear()
    async with dying(world.outbox(hangs, lease_s=0.2)):
        await world.says("cnv_0", "desk")
        await until(lambda: hangs.attempts)  # it runs
        await world.says("cnv_1", "think")
    assert await states(world) == ["sent", "sent"]
    performs = Performs()
    async with running(world.outbox(performs)):
        await until(lambda: all_done(world))
    assert [one.number for one in performs.attempts] == [2, 2]


async def test_what_turns_plan_at_once_is_no_more_than_may_be_performed_at_once(world):
    performs = Performs()
    async with running(world.outbox(performs)):
        await world.says("cnv_0", "think")
        await until(lambda: all_done(world))
        performs.gate.clear()
        await asyncio.gather(*[world.says(f"cnv_{n}", "think") for n in range(1, 101)])
        await until(lambda: performs.at_once >= 32)
        performs.gate.set()
        await until(lambda: all_done(world))
    assert performs.most_at_once == 32
    assert len(performs.ids) == len(set(performs.ids)) == 101


async def test_a_pause_that_was_asked_for_holds_what_turns_plan(store):
    clock = ManualClock(START)
    world = World(store, clock=clock)
    performs = Performs(lambda _: NotSent("429", retry_after_s=30) if len(performs.attempts) == 1 else None)
    outbox = world.outbox(performs)
    async with running(outbox):
        await world.says("cnv_0", "think")
        await until(lambda: rows(store, "SELECT 1 FROM gates"))
        await world.says("cnv_1", "think")
        assert await states(world) == ["planned", "planned"]
        clock.advance(40)
        outbox.wake()
        await until(lambda: all_done(world))
    assert len(performs.attempts) == 3
