"""What an answer cites of the articles that it is made of."""

from __future__ import annotations

from collections.abc import Iterable

from bridge.core.words.values import Source
from bridge.knowledge.article import Article


def sources_of(articles: Iterable[Article]) -> tuple[Source, ...]:
    """Each article once, in order; private ones are left out: they are used and never named."""
    return tuple(
        dict.fromkeys(
            Source(content_type=one.content_type, title=one.title, url=one.url) for one in articles if one.url
        )
    )
