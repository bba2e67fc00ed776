"""Articles out of the pages that were sent to us, read again when any of them changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bridge.knowledge.article import Article
from bridge.knowledge.translations import group_of_page
from bridge.runtime.content import Usable, usable
from bridge.runtime.store import Store


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
    """The pages of the database, which all processes share."""

    def read(known: str) -> tuple[str, tuple[Sent, ...]] | None:
        found = usable(store, known)
        if found is None:
            return None
        return found[0], tuple(Sent(_article(one), one.audience_ids) for one in found[1])

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
        updated_at=page.updated_at,
        group=group_of_page(page.source_id, page.external_id, page.locale),
    )
