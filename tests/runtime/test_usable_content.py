"""What Fin may use, on both databases, and that only what has changed is read again."""

import asyncio
from datetime import timedelta

import pytest

from bridge.runtime import content_pages, content_sources
from bridge.runtime.store import Store
from bridge.runtime.usable_content import UsableContent, usable
from tests.runtime.test_content import START, a_page, a_source


async def now(store, known=None):
    return await asyncio.to_thread(usable, store, known or UsableContent("none"))


async def test_what_fin_may_use_is_active_available_and_has_a_text(store):
    source, other = await a_source(store), await a_source(store, status="deactivated")
    used = await a_page(store, source.id, "used")
    await a_page(store, source.id, "not for Fin", for_agent=False)
    await a_page(store, source.id, "empty", body="")
    await a_page(store, other.id, "deactivated")

    found = await now(store)

    assert list(found.pages) == [used.id]
    assert await now(store, found) is None


@pytest.mark.parametrize("change", ["put", "change", "remove", "deactivate", "remove source"])
async def test_every_change_is_another_version_for_other_processes(store, change):
    source = await a_source(store)
    page = await a_page(store, source.id)
    other = await Store.open(store.url)
    known = await now(other)
    match change:
        case "put":
            await a_page(store, source.id, "b")
        case "change":
            await content_pages.change_page(store, page.id, {"title": "New"}, now=START)
        case "remove":
            await content_pages.remove_page(store, page.id, now=START)
        case "deactivate":
            await content_sources.change_source(store, source.id, {"status": "deactivated"}, now=START)
        case "remove source":
            await content_sources.remove_source(store, source.id, now=START)
    found = await now(other, known)
    assert found is not None
    assert list(found.pages.values()) != list(known.pages.values())
    await other.close()


async def test_a_page_that_stayed_is_not_read_again(store):
    source = await a_source(store)
    pages = [await a_page(store, source.id, name) for name in "abc"]
    known = await now(store)
    await content_pages.change_page(store, pages[1].id, {"body": "new"}, now=START)
    await content_pages.remove_page(store, pages[2].id, now=START)

    found = await now(store, known)

    assert list(found.pages) == [pages[0].id, pages[1].id]
    assert found.pages[pages[0].id] is known.pages[pages[0].id]
    assert found.pages[pages[1].id].body == "new"


async def test_an_audience_that_its_source_gives_a_page_is_seen(store):
    source = await a_source(store)
    page = await a_page(store, source.id)
    known = await now(store)
    later = START + timedelta(minutes=1)
    await content_sources.change_source(store, source.id, {"audience_ids": (4,)}, now=later, with_pages=True)

    assert (await now(store, known)).pages[page.id].audience_ids == (4,)


async def test_more_pages_than_fit_one_statement_are_all_read(store):
    source = await a_source(store)
    for start in range(0, 1000, 100):
        await asyncio.gather(*(a_page(store, source.id, str(n)) for n in range(start, start + 100)))

    assert len((await now(store)).pages) == 1000
