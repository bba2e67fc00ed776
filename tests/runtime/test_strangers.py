"""Who only looked at a page is forgotten with his last session; who wrote or proved himself is not."""

from dataclasses import replace
from datetime import timedelta

from bridge.runtime import people
from bridge.runtime.cleanup import clean
from bridge.runtime.clock import ManualClock
from bridge.runtime.page_events import PageEvent, keep
from tests.runtime.world import ANN, START, World, rows


async def visited(store, name, key, *, verified=False, days=0):
    contact = replace(ANN, id=f"con_{name}", role="visitor", verified=verified, external_id=name)
    await people.find_or_make_contact(store, key, contact, {"plan": "free"})
    await people.remember_visitor(store, f"hash-{name}", contact.id)
    await people.open_session(
        store,
        contact_id=contact.id,
        token_hash=f"session-{name}",
        expires_at=START + timedelta(days=days),
        origin="",
        platform="web",
    )
    await keep(store, contact.id, PageEvent(name="looked", details={}, at=START))
    return contact


async def test_who_never_wrote_goes_with_his_last_session(store):
    world = World(store, clock=ManualClock(START))
    await visited(store, "looks", "visitor:hash-looks")
    await visited(store, "claims", "claimed:hash-claims:con_x")
    await visited(store, "proves", "user:42", verified=True)
    await visited(store, "returns", "visitor:hash-returns", days=3)
    await people.find_or_make_contact(store, "user:ann", ANN, {})
    await people.open_session(
        store, contact_id=ANN.id, token_hash="h", expires_at=START, origin="", platform="web"
    )
    await world.says("cnv_1", "desk")
    world.clock.advance(timedelta(days=9).total_seconds())
    await clean(store, world.clock)
    left = {"con_proves", "con_returns", ANN.id}
    assert {row.id for row in await rows(store, "SELECT id FROM contacts")} == left
    assert {row.contact_id for row in await rows(store, "SELECT contact_id FROM contact_keys")} == left
    for table in ("visitors", "page_events"):
        kept = {row.contact_id for row in await rows(store, f"SELECT contact_id FROM {table}")}
        assert kept == left - {ANN.id}
    world.clock.advance(timedelta(days=9).total_seconds())
    await clean(store, world.clock)
    assert {row.id for row in await rows(store, "SELECT id FROM contacts")} == left - {"con_returns"}


async def test_a_browser_that_is_somebody_else_by_now_stays_his(store):
    world = World(store, clock=ManualClock(START))
    await visited(store, "before", "visitor:hash-before")
    await visited(store, "now", "claimed:hash-before:con_x", days=30)
    await people.remember_visitor(store, "hash-before", "con_now")
    world.clock.advance(timedelta(days=9).total_seconds())
    await clean(store, world.clock)
    assert (await people.visitor(store, "hash-before")).id == "con_now"
    assert await people.contact(store, "con_before") is None
