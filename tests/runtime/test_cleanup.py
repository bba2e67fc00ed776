"""What is over goes after eight days; what may come again stays."""

from datetime import timedelta

from bridge.core.words.events import CustomerRead
from bridge.runtime import log, people
from bridge.runtime.cleanup import clean
from bridge.runtime.clock import ManualClock
from bridge.runtime.deliveries import Deliveries, Understood
from tests.runtime.world import ANN, START, Performs, World, rows, running, until


async def nothing(_batch):
    return Understood(verdict="done")


async def test_done_work_goes_after_eight_days_and_nothing_else_does(store):
    world = World(store, clock=ManualClock(START))
    await people.find_or_make_contact(store, "user:42", ANN, {})
    await people.open_session(
        store, contact_id=ANN.id, token_hash="h", expires_at=START, origin="", platform="web"
    )
    kept = Deliveries(store, world.clock, nothing, turns=world.turns)
    async with running(world.outbox(Performs())), running(kept):
        await world.says("cnv_1", "desk timer 9", event_id="evt_once")
        told = CustomerRead(conversation_id="cnv_1", at=START, seq=1)
        await world.turns.turn("evt_told", [told], lasting=True)
        await kept.keep("zendesk", "a", "ticket:1", b"{}")
        await until(lambda: rows(store, "SELECT 1 FROM outbox WHERE state = 'done'"))
        await until(lambda: rows(store, "SELECT 1 FROM deliveries WHERE state = 'done'"))
    await world.says("cnv_2", "desk")
    world.clock.advance(timedelta(days=7).total_seconds())
    assert await clean(store, world.clock) == 0
    world.clock.advance(timedelta(days=2).total_seconds())
    assert await clean(store, world.clock) == 5
    assert await log.seen(store, ["evt_once", "evt_told"]) == {"evt_told"}
    assert [row.conversation_id for row in await rows(store, "SELECT conversation_id FROM outbox")] == [
        "cnv_2"
    ]
    assert await rows(store, "SELECT 1 FROM deliveries") == []
    assert len(await rows(store, "SELECT 1 FROM timers")) == 1
    assert (await log.conversation(store, "cnv_1")) is not None
