"""What of the content is embedded, and by what name its vectors are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.knowledge.chunk import Passage
from bridge.knowledge.index import Index

LONGEST = 2_000
"""Letters of a passage: its title and headings stand first."""
TITLES = 200
"""Articles whose titles are embedded as questions, to see how near a question comes to its answer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The texts of one index.

    Args:
        texts: Name → text, each text once.
        passages: The name of each passage's text, in the index's order.
        titles: The name of an article's title → the passages of the article and its translations.
    """

    texts: Mapping[str, str]
    passages: tuple[str, ...]
    titles: Mapping[str, frozenset[int]]
    names: Mapping[int, tuple[Passage, str]] = field(repr=False)
    """What was named, by identity: hashing all of a large content at each change takes its time."""


def wanted_of(index: Index, before: Wanted | None = None) -> Wanted:
    """The texts of the index; a passage that stayed keeps its name."""
    known = before.names if before is not None else {}
    names: dict[int, tuple[Passage, str]] = {}
    texts: dict[str, str] = {}
    groups: dict[str, set[int]] = {}
    titles: dict[str, str] = {}
    for place, passage in enumerate(index.passages):
        kept = known.get(id(passage))
        text = text_of(passage)
        name = kept[1] if kept is not None else name_of(text)
        names[id(passage)] = passage, name
        texts[name] = text
        group = passage.article.group or str(passage.article.path)
        groups.setdefault(group, set()).add(place)
        titles.setdefault(passage.article.title, group)
    sample = sorted((name_of(title), title, group) for title, group in titles.items())[:TITLES]
    return Wanted(
        texts=texts | {name: title for name, title, _ in sample},
        passages=tuple(names[id(one)][1] for one in index.passages),
        titles={name: frozenset(groups[group]) for name, _, group in sample},
        names=names,
    )


def text_of(passage: Passage) -> str:
    """A passage as the model reads it."""
    return "\n".join((passage.article.title, *passage.trail, passage.text))[:LONGEST]


def name_of(text: str) -> str:
    """A text's name: the same for the same text, in any article, process and year."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
