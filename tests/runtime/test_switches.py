"""Set by one, seen by all within seconds."""

from bridge.runtime.clock import ManualClock
from bridge.runtime.switches import Switches, read_switch, set_switch
from tests.runtime.world import START


async def test_what_was_set_is_read_and_the_rest_is_the_default(store):
    assert await read_switch(store, "enforce") is None
    await set_switch(store, "enforce", value=True, by="bob")
    await set_switch(store, "mode", {"hours": [9, 17]}, by="bob")
    assert await read_switch(store, "enforce") is True
    assert await read_switch(store, "mode") == {"hours": [9, 17]}


async def test_a_change_is_in_force_when_the_remembered_value_is_old(store):
    clock = ManualClock(START)
    switches = Switches(store, clock, ttl_s=5)
    assert await switches.get("enforce", default=False) is False
    await set_switch(store, "enforce", value=True, by="bob")
    assert await switches.get("enforce", default=False) is False
    clock.advance(5)
    assert await switches.get("enforce", default=False) is True
