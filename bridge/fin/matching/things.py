"""Finds what a message is about and how it is put, as far as that is known beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeAlias

from bridge.fin.matching.lexicon import account, commerce, goods, services, ways
from bridge.fin.matching.wording import REMEMBERED, plain, stem
from bridge.knowledge.language import LITTLE, SYNONYMS

GAP = "~"
WIDEST_GAP = 3
"""Words that may stand at a gap: "send the blue curtains back"."""
SHORTEST_PART = 4
"""A shorter word is no part of a German compound that one could trust."""
SHORTEST_COMPOUND = 9


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a message names.

    Args:
        name: The concept's.
        topic: The wider one's.
    """

    name: str
    topic: str


def things_in(said: Sequence[str]) -> list[Thing]:
    """What the words name; the longest phrase from a place on wins, and what lies within a gap counts too."""
    stems = [stem(word) for word in said]
    tree = _things()
    found: list[Thing] = []
    taken: set[int] = set()
    for place, word in enumerate(said):
        if place in taken:
            continue
        names, used = _longest(tree, stems, place)
        if not names and word not in LITTLE:
            names, used = _compound(word), (place,)
        if names:
            taken.update(used)
            found += [Thing(name, topic) for name, topic in names]
    return found


def ways_in(said: Sequence[str]) -> set[str]:
    """All ways of putting it; one phrase may lie within another."""
    stems = [stem(word) for word in said]
    return {
        name for place in range(len(said)) for names, _ in _all(_ways(), stems, place) for name, _ in names
    }


@cache
def vocabulary() -> frozenset[str]:
    """All words that are known beforehand."""
    return frozenset(
        word
        for topics in _LEXICON
        for things in topics.values()
        for p in _phrases(things.values())
        for word in p
    ) - {GAP}


_Match: TypeAlias = tuple[tuple[tuple[str, str], ...], tuple[int, ...]]
"""What a phrase names, each with its topic, and the places of its words."""


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may come next, and what is named when it ends here."""

    next: dict[str, _Node] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()


def _longest(tree: _Node, stems: Sequence[str], place: int) -> _Match:
    """The phrase of most words; the first of several."""
    return max(_all(tree, stems, place), key=lambda match: len(match[1]), default=((), ()))


def _all(node: _Node, stems: Sequence[str], place: int, used: tuple[int, ...] = ()) -> Iterator[_Match]:
    """Every phrase that begins at a place."""
    if node.names:
        yield node.names, used
    if place >= len(stems):
        return
    following = node.next.get(stems[place])
    if following is not None:
        yield from _all(following, stems, place + 1, (*used, place))
    gap = node.next.get(GAP)
    if gap is not None:
        for skipped in range(WIDEST_GAP + 1):
            if place + skipped < len(stems) and stems[place + skipped] in gap.next:
                yield from _all(gap, stems, place + skipped, used)


@lru_cache(maxsize=REMEMBERED)
def _compound(word: str) -> tuple[tuple[str, str], ...]:
    """What a compound's first and last part name: `bestellnummer`, `kontosperrung`."""
    if len(word) < SHORTEST_COMPOUND:
        return ()
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    first = next((names for cut in reversed(cuts) if (names := _named(word[:cut]))), ())
    last = next((names for cut in cuts if (names := _named(word[cut:]))), ())
    return tuple(dict.fromkeys((*first, *last)))


def _named(part: str) -> tuple[tuple[str, str], ...]:
    if part in LITTLE:
        return ()
    following = _things().next.get(stem(part))
    return following.names if following is not None else ()


_LEXICON = (commerce.COMMERCE, goods.GOODS, account.ACCOUNT, services.SERVICES)


@cache
def _things() -> _Node:
    """Ours, and the help pages' synonyms where ours say nothing."""
    tree = _Node()
    for topics in _LEXICON:
        for topic, things in topics.items():
            for name, written in things.items():
                for phrase in _phrases([written]):
                    _grow(tree, phrase, (name, topic))
    for number, group in enumerate(SYNONYMS):
        phrases = [plain(words).split() for words in group]
        if not any(len(phrase) == 1 and _named_in(tree, phrase[0]) for phrase in phrases):
            for phrase in phrases:
                _grow(tree, phrase, (f"synonyms {number}", ""))
    return tree


def _named_in(tree: _Node, word: str) -> bool:
    following = tree.next.get(stem(word))
    return following is not None and bool(following.names)


@cache
def _ways() -> _Node:
    tree = _Node()
    for name, written in ways.WAYS.items():
        for phrase in _phrases([written]):
            _grow(tree, phrase, (name, ""))
    return tree


def _phrases(written: Iterable[str]) -> Iterator[list[str]]:
    for line in written:
        for phrase in line.split("|"):
            yield phrase.split()


def _grow(tree: _Node, phrase: Sequence[str], name: tuple[str, str]) -> None:
    node = tree
    for word in phrase:
        node = node.next.setdefault(word if word == GAP else stem(word), _Node())
    if name not in node.names:
        node.names += (name,)
