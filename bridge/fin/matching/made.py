"""Makes the matcher of what is live: procedures by their triggers, articles by what they answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bridge.catalog.folder import Folder
from bridge.core.procedures.catalog import Catalog
from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.trigger import trigger_of
from bridge.knowledge.index import Index

if TYPE_CHECKING:
    from bridge.fin.matching.meaning import Embed

MOST_TITLES = 400
"""More would make every change of a file slower and tell nothing new about how people ask."""


def matcher_of(live: Folder | Catalog, index: Index | None, *, embed: Embed | None = None) -> Matcher | None:
    """The matcher of all live procedures; None when no message can start any.

    Args:
        live: What the folder came to, or its catalog.
        index: Of the articles; None where there are none.
        embed: The model that messages are also compared by.
    """
    catalog = live.catalog if isinstance(live, Folder) else live
    triggers = [made for one in catalog.procedures.values() if (made := trigger_of(one)) is not None]
    return Matcher(triggers, background=questions_of(index), embed=embed) if triggers else None


def questions_of(index: Index | None) -> tuple[str, ...]:
    """What the articles answer, as customers ask it: titles and headings, put as questions."""
    found: dict[str, None] = {}
    for question in _questions(index) if index is not None else ():
        found[question] = None
        if len(found) == MOST_TITLES:
            break
    return tuple(found)


def _questions(index: Index) -> Iterator[str]:
    """A title that is no question becomes one: "Cancel an order" by itself is what a customer wants done."""
    for passage in index.passages:
        article = passage.article
        for title in (article.title, *passage.trail):
            if not title.strip() or title.rstrip().endswith("?"):
                yield title
            elif article.locale.startswith("de"):
                yield f"Wie geht das: {title}?"
            else:
                yield f"How do I {title[0].lower()}{title[1:]}?"
