"""Finds what a message is about and how it is put, as far as that is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import TypeAlias

from bridge.fin.matching.concepts import CONCEPTS, WAYS
from bridge.fin.matching.wording import REMEMBERED, plain, stem
from bridge.knowledge.language import LITTLE, SYNONYMS

Table: TypeAlias = Mapping[tuple[str, ...], tuple[str, ...]]
"""The words of a phrase -> what it stands for."""

LONGEST_PHRASE = 4
SHORTEST_PART = 4
"""A shorter word is no part of a German compound that one could trust."""
SHORTEST_COMPOUND = 9


def things_in(said: Sequence[str]) -> list[tuple[int, str]]:
    """Concepts with the places of their first words; the longest phrase at a place wins."""
    table = _concepts()
    found: list[tuple[int, str]] = []
    place = 0
    while place < len(said):
        for width in range(min(LONGEST_PHRASE, len(said) - place), 0, -1):
            names = table.get(tuple(said[place : place + width]))
            if names is None and width == 1:
                names = _alone(said[place])
            if names:
                found += [(place, name) for name in names]
                place += width
                break
        else:
            place += 1
    return found


def ways_in(said: Sequence[str]) -> set[str]:
    """All ways of putting it; one phrase may lie within another."""
    table = _ways()
    return {
        name
        for place in range(len(said))
        for width in range(1, LONGEST_PHRASE + 1)
        for name in table.get(tuple(said[place : place + width]), ())
    }


@cache
def vocabulary() -> frozenset[str]:
    """All single words that the concepts know."""
    return frozenset(word for phrase in _concepts() for word in phrase)


@lru_cache(maxsize=REMEMBERED)
def _alone(word: str) -> tuple[str, ...]:
    """The concepts of a word that no phrase knows: by its stem, or as a compound."""
    if word in LITTLE:
        return ()
    return _by_stem().get(stem(word)) or _compound(word)


def _compound(word: str) -> tuple[str, ...]:
    """The concepts of a compound's first and last part: `bestellnummer`, `kontosperrung`."""
    if len(word) < SHORTEST_COMPOUND:
        return ()
    table = _concepts()
    cuts = range(SHORTEST_PART, len(word) - 2)
    first = next((word[:cut] for cut in reversed(cuts) if (word[:cut],) in table), "")
    last = next(
        (word[cut:] for cut in cuts if len(word) - cut >= SHORTEST_PART and (word[cut:],) in table), ""
    )
    return (*table.get((first,), ()), *table.get((last,), ()))


@cache
def _concepts() -> Table:
    """Ours, and the help pages' synonyms where ours say nothing."""
    table = _read(CONCEPTS)
    for number, group in enumerate(SYNONYMS):
        phrases = [tuple(plain(phrase).split()) for phrase in group]
        if not any(phrase in table for phrase in phrases):
            table |= dict.fromkeys(phrases, (f"synonyms {number}",))
    return table


@cache
def _ways() -> Table:
    return _read(WAYS)


@cache
def _by_stem() -> Mapping[str, tuple[str, ...]]:
    table = _concepts()
    return {stem(phrase[0]): names for phrase, names in table.items() if len(phrase) == 1}


def _read(written: Mapping[str, str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, phrases in written.items():
        for phrase in phrases.split("|"):
            key = tuple(phrase.split())
            table[key] = (*table.get(key, ()), name)
    return table
