"""The help centre becomes content: what is new, changed and gone; a broken reading loses nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.knowledge.guide_sync import Synced, sync, syncing
from bridge.knowledge.pages import stored_pages
from bridge.runtime import content_pages, content_sources, schema
from bridge.runtime.store import Store
from bridge.runtime.usable_content import UsableContent, usable
from connectors.failures import NotSent

NOW = datetime(2027, 1, 15, tzinfo=UTC)
URL = "https://acme.zendesk.example/hc"


@dataclass(frozen=True)
class Article:
    id: int = 1
    locale: str = "en-us"
    title: str = "Return"
    html: str = "<h2>How</h2><p>Send it back.</p>"
    url: str = "https://acme.zendesk.example/hc/en-us/articles/1"
    is_public: bool = True
    edited_at: datetime | None = None


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)
    yield store
    await store.close()


async def synced(store: Store, *articles: Article, breaks: bool = False) -> Synced:
    async def read() -> AsyncIterator[Article]:
        for one in articles:
            yield one
        if breaks:
            raise ConnectionError

    return await sync(store, URL, read, lambda: NOW)


async def titles(store: Store) -> list[str]:
    return [one.title for one in (await content_pages.pages(store))[0]]


async def test_articles_come_change_and_go_and_what_is_the_same_is_not_written(store: Store) -> None:
    one, two = Article(), Article(id=2, title="Hours")
    assert await synced(store, one, two, replace(one, locale="de", title="Rückgabe")) == Synced(added=3)
    ((page, *_), _) = await content_pages.pages(store)
    assert (page.locale, page.external_id, page.for_agent) == ("de", "1:de", True)
    ((source,), _) = await content_sources.sources(store)
    assert (source.sync_behavior, source.url) == ("automatic", URL)
    known = usable(store, UsableContent()) or UsableContent()

    assert await synced(store, one, two, replace(one, locale="de", title="Rückgabe")) == Synced(same=3)
    assert usable(store, known) is None
    assert await synced(store, replace(one, html="<p>New.</p>"), two) == Synced(changed=1, same=1, removed=1)
    assert sorted(await titles(store)) == ["Hours", "Return"]


async def test_drafts_restricted_and_hostile_articles_stay_out(store: Store) -> None:
    hostile = Article(id=3, html="<div>" * 100_000)
    assert await synced(store, Article(), replace(Article(), id=2, is_public=False), hostile) == Synced(
        added=1, hidden=1, unreadable=1
    )
    assert await synced(store, replace(Article(), is_public=False)) == Synced(hidden=1, removed=1)


async def test_nothing_is_removed_when_the_reading_breaks_off(store: Store) -> None:
    await synced(store, Article(), Article(id=2, title="Hours"))
    with pytest.raises(ConnectionError):
        await synced(store, replace(Article(), title="Changed"), breaks=True)
    assert sorted(await titles(store)) == ["Changed", "Hours"]


async def test_again_and_again_a_failure_is_borne(store: Store) -> None:
    async def unreachable() -> AsyncIterator[Article]:
        raise NotSent("Nobody is there.")
        yield

    await syncing(store, URL, unreachable, lambda: NOW)()
    assert await titles(store) == []


async def test_a_page_that_was_switched_off_stays_off(store: Store) -> None:
    await synced(store, Article())
    await content_pages.change_page(store, 1, {"for_agent": False}, now=NOW)
    await synced(store, replace(Article(), title="Changed"))
    assert (await content_pages.page(store, 1)).for_agent is False


async def test_an_article_is_as_old_as_its_author_left_it(store: Store) -> None:
    years_ago = datetime(2021, 5, 1, tzinfo=UTC)
    assert await synced(store, Article(edited_at=years_ago)) == Synced(added=1)
    assert [one.article.updated_at for one in (stored_pages(store)("none") or ("", ()))[1]] == [years_ago]

    looked_over = Article(edited_at=NOW)
    assert await synced(store, looked_over) == Synced(changed=1)
    assert await synced(store, looked_over) == Synced(same=1)
    assert [one.article.updated_at for one in (stored_pages(store)("none") or ("", ()))[1]] == [NOW]
