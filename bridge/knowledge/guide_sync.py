"""Brings the content up to the help centre's: what is new, what changed, what is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from bridge.knowledge.ingest.document import Unreadable
from bridge.knowledge.ingest.markup import to_markdown
from bridge.runtime import content_pages, content_sources
from bridge.runtime.content_pages import ContentPage
from bridge.runtime.content_sources import ContentSource
from bridge.runtime.store import Store
from connectors.failures import OutsideFailure

AUTOMATIC = "automatic"
"""How the source is kept: pages of it are fetched, and nobody sends them."""
TITLE_CHARS = 500

log = structlog.get_logger(__name__)


class HelpCentreArticle(Protocol):
    """The part of `connectors.zendesk.guide.GuideArticle` that is used here."""

    @property
    def id(self) -> int:
        """The article's, the same in all languages."""

    @property
    def locale(self) -> str:
        """Of this translation."""

    @property
    def title(self) -> str:
        """Plain text."""

    @property
    def html(self) -> str:
        """Anybody's."""

    @property
    def url(self) -> str:
        """Where customers read it."""

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""

    @property
    def edited_at(self) -> datetime | None:
        """When an author last changed this translation."""


@dataclass(slots=True)
class Synced:
    """What was done.

    Args:
        hidden: Drafts and restricted articles, which stay out.
        unreadable: Articles that cannot be turned into Markdown.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    hidden: int = 0
    unreadable: int = 0


async def sync(
    store: Store,
    url: str,
    articles: Callable[[], AsyncIterator[HelpCentreArticle]],
    now: Callable[[], datetime],
) -> Synced:
    """Reads everything and writes what differs; what is gone is removed only when all was read.

    Args:
        store: Where pages are.
        url: The help centre's address, by which its source is known.
        articles: Reads them, in all languages.
        now: The time, aware UTC.

    Raises:
        NotSent, Refused, Unsure: Of connectors.failures; what was written stays.
        StoreBusy: The same.
    """
    source = await _source(store, url, now())
    before = {one.external_id: one for one in await _pages(store, source.id)}
    done, seen = Synced(), set[str]()
    async for article in articles():
        if not article.is_public:
            done.hidden += 1
            continue
        key = f"{article.id}:{article.locale}"
        seen.add(key)
        await _put(store, source, key, article, before.get(key), done, now())
    for key in before.keys() - seen:
        await content_pages.remove_page(store, before[key].id, now=now())
        done.removed += 1
    await content_sources.change_source(store, source.id, {"last_synced_at": now()}, now=now())
    log.info("guide_synced", source=source.id, added=done.added, changed=done.changed, removed=done.removed)
    return done


def syncing(
    store: Store,
    url: str,
    articles: Callable[[], AsyncIterator[HelpCentreArticle]],
    now: Callable[[], datetime],
) -> Callable[[], Awaitable[None]]:
    """The same again and again: a failure is logged, and the next time all is read again."""

    async def again() -> None:
        try:
            await sync(store, url, articles, now)
        except OutsideFailure as failure:
            log.warning("guide_not_synced", reason=str(failure))

    return again


async def _source(store: Store, url: str, now: datetime) -> ContentSource:
    known, _ = await content_sources.sources(store)
    for one in known:
        if one.sync_behavior == AUTOMATIC and one.url == url:
            return one
    return await content_sources.add_source(
        store, sync_behavior=AUTOMATIC, status="active", url=url, audience_ids=(), now=now
    )


async def _pages(store: Store, source_id: int) -> Sequence[ContentPage]:
    found, _ = await content_pages.pages(store, limit=100_000)
    return [one for one in found if one.source_id == source_id]


async def _put(
    store: Store,
    source: ContentSource,
    key: str,
    article: HelpCentreArticle,
    before: ContentPage | None,
    done: Synced,
    now: datetime,
) -> None:
    title = " ".join(article.title.split())[:TITLE_CHARS] or key
    html = article.html.replace("\x00", "")
    if before is not None and _told(before) == (title, html, article.url, article.edited_at):
        done.same += 1
        return
    try:
        markup = await asyncio.to_thread(to_markdown, html, base=article.url)
    except Unreadable as error:
        log.warning("guide_article_unreadable", article=key, reason=str(error))
        done.unreadable += 1
        return
    values: dict[str, str | bool | datetime | None] = {
        "title": title,
        "html": html,
        "url": article.url,
        "locale": article.locale.lower(),
        "body": markup.body,
        "edited_at": article.edited_at,
    }
    if before is None:
        values["for_agent"] = True  # whoever switches a page off keeps it off
    await content_pages.put_page(store, source_id=source.id, external_id=key, values=values, now=now)
    if before is None:
        done.added += 1
    else:
        done.changed += 1


def _told(page: ContentPage) -> tuple[str, str, str, datetime | None]:
    """What of a page the help centre may change."""
    return page.title, page.html, page.url, page.edited_at
