"""The numbers that an operator looks at."""

from prometheus_client import CollectorRegistry

from bridge.core.conversation.rules import Rules
from bridge.runtime.clock import ManualClock
from bridge.runtime.deliveries import Deliveries
from bridge.runtime.metrics import Metrics
from bridge.runtime.timers import Timers
from bridge.runtime.turn import Turns
from bridge.runtime.verdict import NotSent, Refused
from tests.runtime.world import START, Performs, World, begin, decide, running, until


async def test_they_say_what_waits_what_is_parked_and_what_happened(store):
    registry = CollectorRegistry()
    metrics = Metrics(registry)
    world = World(store, clock=ManualClock(START))
    world.turns = Turns(store, Rules, world.live, world.clock, decide=decide, begin=begin, metrics=metrics)

    def number(name, **labels):
        return registry.get_sample_value(name, labels)

    performs = Performs(
        lambda one: Refused("no") if one.effect.kind == "update_ticket" else NotSent("429", retry_after_s=9)
    )
    outbox = world.outbox(performs, metrics=metrics)
    async with running(outbox):
        await world.says("cnv_1", "desk desk timer 5")
        await until(outbox.parked)
        await world.says("cnv_1", "think")
        await until(lambda: number("bridge_destination_pauses_total", lane="fin"))

    async def never(_batch):
        raise AssertionError

    await Deliveries(store, world.clock, never).keep("zendesk", "a", "ticket:1", b"{}")
    world.clock.advance(4)
    await metrics.measure(store, world.clock)
    assert number("bridge_outbox_effects", kind="update_ticket", state="parked") == 1
    assert number("bridge_outbox_effects", kind="update_ticket", state="waiting") == 1
    assert number("bridge_outbox_oldest_seconds", kind="update_ticket") == 4
    assert number("bridge_deliveries", state="received") == 1
    assert number("bridge_timers_pending") == 1
    assert number("bridge_turns_total", event="customer_wrote") == 2
    assert number("bridge_effects_total", kind="update_ticket", verdict="event") == 1
    assert number("bridge_turn_seconds_count") == 3
    world.clock.advance(2)
    assert await Timers(store, world.turns, world.clock).fire_due() == 1
    await metrics.measure(store, world.clock)
    assert number("bridge_timers_fired_total") == 1
    assert number("bridge_timers_pending") == 0
