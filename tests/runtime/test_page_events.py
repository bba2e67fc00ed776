"""Of what somebody did on a page the newest is kept, within bounds, as long as the contact."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bridge.runtime import erasing, people
from bridge.runtime.page_events import KEPT, PageEvent, events_of, keep
from tests.runtime.world import ANN, START


def event(number):
    return PageEvent(name=f"e{number}", details={"n": number}, at=START + timedelta(seconds=number))


async def test_the_newest_come_first(store):
    await people.find_or_make_contact(store, "user:42", ANN, {})
    for number in (2, 1, 3):
        await keep(store, ANN.id, event(number))
    assert await events_of(store, ANN.id) == [event(3), event(2), event(1)]
    assert await events_of(store, "con_bob") == []


async def test_the_oldest_make_room(store):
    await people.find_or_make_contact(store, "user:42", ANN, {})
    await asyncio.gather(*(keep(store, ANN.id, event(number)) for number in range(KEPT + 7)))
    kept = await events_of(store, ANN.id)
    assert len(kept) == KEPT
    assert {one.name for one in kept} == {f"e{number}" for number in range(7, KEPT + 7)}


async def test_of_an_erased_contact_nothing_comes_back(store):
    await people.find_or_make_contact(store, "user:42", ANN, {})
    await keep(store, ANN.id, event(1))
    await erasing.erase(store, ANN.id)
    await keep(store, ANN.id, event(2))
    assert await events_of(store, ANN.id) == []


async def test_what_a_database_cannot_hold_is_left_out(store):
    await people.find_or_make_contact(store, "user:42", ANN, {})
    await keep(store, ANN.id, PageEvent(name="x", details={"a": "b\x00c"}, at=START))
    assert [one.details for one in await events_of(store, ANN.id)] == [{"a": "bc"}]
