"""Sources and pages on both databases, and the word that tells other processes to read again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bridge.runtime import content_pages, content_sources
from bridge.runtime.content import NoSuchContent
from bridge.runtime.content_pages import TakenContent
from bridge.runtime.content_sources import change_source

START = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
PAGE = {"title": "T", "html": "<p>x", "body": "x", "url": "", "locale": "en"}


async def a_source(store, **more):
    given = {"sync_behavior": "api", "status": "active", "url": "https://x.example", "audience_ids": ()}
    return await content_sources.add_source(store, now=START, **given | more)


async def a_page(store, source_id, external_id="a", *, now=START, **more):
    values = PAGE | {"for_agent": True} | more
    return await content_pages.put_page(
        store, source_id=source_id, external_id=external_id, values=values, now=now
    )


async def test_a_page_is_put_once_and_then_changed(store):
    source = await a_source(store, audience_ids=(3,))
    first = await a_page(store, source.id)
    assert (first.for_agent, first.for_copilot, first.audience_ids) == (True, False, (3,))

    later = START + timedelta(minutes=1)
    values = PAGE | {"title": "New"}
    again = await content_pages.put_page(
        store, source_id=source.id, external_id="a", values=values, now=later
    )

    assert (again.id, again.title, again.for_agent) == (first.id, "New", True)
    assert (again.created_at, again.updated_at) == (START, later)
    assert (await content_sources.source(store, source.id)).last_synced_at == later
    assert await content_pages.pages(store) == ([again], 1)


async def test_the_same_page_sent_many_times_at_once_is_one(store):
    source = await a_source(store)
    made = await asyncio.gather(*(a_page(store, source.id, title=str(n)) for n in range(20)))
    assert {one.id for one in made} == {made[0].id}
    assert (await content_pages.pages(store))[1] == 1


async def test_a_page_has_another_time_whenever_it_has_changed(store):
    source = await a_source(store)
    page = await a_page(store, source.id)
    changed = await content_pages.change_page(store, page.id, {"title": "New"}, now=START - timedelta(days=1))
    again = await a_page(store, source.id, title="Newer")
    assert page.updated_at < changed.updated_at < again.updated_at


async def test_a_source_goes_with_its_pages_and_its_id_never_comes_back(store):
    source, other = await a_source(store), await a_source(store)
    await a_page(store, source.id)
    kept = await a_page(store, other.id)
    await content_sources.remove_source(store, source.id, now=START)
    await content_sources.remove_source(store, (await a_source(store)).id, now=START)
    assert [one.id for one in (await content_pages.pages(store))[0]] == [kept.id]
    assert (await a_source(store)).id == other.id + 2


async def test_an_audience_is_given_to_existing_pages_only_when_that_is_said(store):
    source = await a_source(store)
    page = await a_page(store, source.id)
    await change_source(store, source.id, {"audience_ids": (1,)}, now=START)
    assert (await content_pages.page(store, page.id)).audience_ids == ()
    await change_source(store, source.id, {"audience_ids": (1, 2)}, now=START, with_pages=True)
    assert (await content_pages.page(store, page.id)).audience_ids == (1, 2)
    assert await content_pages.external_ids(store, source.id) == {"a"}


async def test_what_is_not_there_and_what_is_taken_is_said(store):
    source = await a_source(store)
    page = await a_page(store, source.id)
    await a_page(store, source.id, "b")
    with pytest.raises(TakenContent):
        await content_pages.change_page(store, page.id, {"external_id": "b"}, now=START)
    for call in (
        content_sources.source(store, 99),
        content_pages.page(store, 99),
        change_source(store, 99, {}, now=START),
        content_sources.remove_source(store, 99, now=START),
        content_pages.change_page(store, 99, {}, now=START),
        content_pages.change_page(store, page.id, {"source_id": 99}, now=START),
        content_pages.remove_page(store, 99, now=START),
        a_page(store, 99),
    ):
        with pytest.raises(NoSuchContent):
            await call


async def test_lists_come_in_pieces(store):
    source = await a_source(store)
    made = [await a_page(store, source.id, str(n)) for n in range(5)]
    found, total = await content_pages.pages(store, skip=1, limit=2)
    assert ([one.id for one in found], total) == ([made[3].id, made[2].id], 5)
    assert ([one.id for one in (await content_sources.sources(store))[0]]) == [source.id]
