"""Articles out of the pages that were sent to us, read again when any of them changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bridge.knowledge.article import Article
from bridge.knowledge.translations import group_of_page
from bridge.runtime.store import Store
from bridge.runtime.usable_content import Usable, UsableContent, usable


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as an article that is for everybody yet, and the ids of the audiences that it is for."""

    article: Article
    audience_ids: tuple[int, ...] = ()


Pages: TypeAlias = Callable[[str], tuple[str, tuple[Sent, ...]] | None]
"""Takes the version that is known, returns the newer one with all pages of it; None when there is none.

Blocks; raises StoreBusy when it cannot say.
"""


def stored_pages(store: Store) -> Pages:
    """The pages of the database, which all processes share; a page that stayed is the same object.

    For one thread at a time.
    """
    last = UsableContent()
    made: dict[int, tuple[Usable, Sent]] = {}

    def read(known: str) -> tuple[str, tuple[Sent, ...]] | None:
        nonlocal last
        found = usable(store, last if known == last.version else UsableContent(known))
        if found is None:
            return None
        before = dict(made)
        made.clear()
        for id_, page in found.pages.items():
            kept = before.get(id_)
            same = kept is not None and kept[0] is page
            made[id_] = kept if kept is not None and same else (page, Sent(_article(page), page.audience_ids))
        last = found
        return found.version, tuple(sent for _, sent in made.values())

    return read


def no_pages(_known: str) -> None:
    """There are none."""


def _article(page: Usable) -> Article:
    return Article(
        title=page.title,
        url=page.url,
        locale=page.locale,
        body=page.body,
        path=Path("external_pages", str(page.id)),
        content_type="external_content",
        updated_at=page.edited_at or page.updated_at,
        group=group_of_page(page.source_id, page.external_id, page.locale),
    )
