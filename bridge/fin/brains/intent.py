"""Hears what is not a question about a topic: a wish for a person, praise, complaint, thanks, a greeting.

Clause by clause, because "thanks, but where is my parcel?" is thanks and a question. What no phrase explains
is the rest, and a rest that says something is a question; so the phrases need not be complete to be safe.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from bridge.fin.brains.phrases import ALL, BY_LANGUAGE, SIGNS
from bridge.fin.brains.phrases.phrase_table import Phrases
from bridge.knowledge.language import LITTLE, joined


class Sense(StrEnum):
    """What a clause means, the weightiest first."""

    TEAM = "team"
    UPSET = "upset"
    NOT_HELPED = "not_helped"
    HELPED = "helped"
    VAGUE = "vague"
    THANKS = "thanks"
    GREETING = "greeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was understood of a text without knowing any content.

    Args:
        sense: The weightiest sense in it; None when it is nothing but a question, or nothing at all.
        language: Of the phrase that was heard; None when none was.
        rest: What no phrase explains, as the customer wrote it.
        telling: How many words of the rest are not small change ("and", "for", "my").
        asks: The rest is put as a question.
    """

    sense: Sense | None
    language: str | None
    rest: str
    telling: int
    asks: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    words: tuple[str, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class _Found:
    sense: Sense
    language: str
    start: int
    end: int


_ENDS = re.compile(r"(?<=[.!?;\n])\s*|[,:()\[\]{}\"“”„«»]+|\s[-\u2013\u2014]+\s|…")
_BUT = frozenset({"but", "however", "aber", "mais", "pero", "mas", "maar", "però", "sed"})
_OUT_OF_REACH = 3
"""A "not" this many words before a phrase still turns it round."""


def hear(text: str) -> Heard:
    """What the text says beside its question."""
    found: list[_Found] = []
    rest: list[str] = []
    asks = False
    for sign, meaning in SIGNS.items():
        if sign in text:
            found.append(_Found(Sense(meaning), "en", 0, 0))
    for clause in _clauses(text):
        heard = list(_senses(clause))
        found += heard
        left = _left(clause, heard)
        if any(_is_told(word) for word in left):
            rest.append(" ".join(left))
            asks = asks or clause.asks
    said = " ".join(rest)
    first = min(found, key=lambda f: list(Sense).index(f.sense), default=None)
    return Heard(
        sense=first.sense if first is not None else None,
        language=first.language if first is not None else None,
        rest=said,
        telling=sum(_is_told(word) for word in said.split()),
        asks=asks,
    )


def normal(text: str) -> str:
    """Lower case, without diacritics and punctuation, one space between words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", joined(text)) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def _clauses(text: str) -> Iterator[_Clause]:
    for piece in _ENDS.split(text):
        if not piece.strip():
            continue
        words: list[str] = []
        for word in normal(piece).split():
            if word in _BUT and words:
                yield _Clause(tuple(words), asks=False)
                words = []
            elif word not in _BUT:
                words.append(word)
        if words:
            yield _Clause(tuple(words), asks=piece.rstrip().endswith("?"))


def _senses(clause: _Clause) -> Iterator[_Found]:
    line = f" {' '.join(clause.words)} "
    for phrases in ALL:
        is_question = clause.asks or clause.words[0] in _set(phrases.asks)
        for sense, pattern in _patterns(phrases.language).fitting(clause.words):
            match = pattern.search(line)
            if match is None:
                continue
            start, end = line.count(" ", 0, match.start()) - 1, line.count(" ", 0, match.end() - 1)
            meant = _turned(sense, clause, start, end, phrases)
            if meant is None or (is_question and meant in (Sense.HELPED, Sense.NOT_HELPED)):
                continue
            yield _Found(meant, phrases.language, start, end)


def _turned(sense: Sense, clause: _Clause, start: int, end: int, phrases: Phrases) -> Sense | None:
    """The sense after a "not" before the phrase or in it: no wish, no anger, or no help."""
    if sense not in (Sense.TEAM, Sense.HELPED, Sense.UPSET):
        return sense
    nots = _set(phrases.nots)
    begin = max(0, start - _OUT_OF_REACH)
    near = clause.words[begin : end if sense is Sense.HELPED else start]
    if sense is Sense.UPSET:  # "never again" is anger, "I am not angry" is none
        near += clause.words[start + 1 : end]
    pairs = {f"{a}_{b}" for a, b in pairwise(near)}
    if not nots.intersection(near) and not nots.intersection(pairs):
        return sense
    return Sense.NOT_HELPED if sense is Sense.HELPED else None


def _left(clause: _Clause, heard: Iterable[_Found]) -> list[str]:
    """The clause without what was heard; praise takes its whole clause with it: it asks nothing."""
    if any(found.sense is Sense.HELPED for found in heard):
        return []
    covered = {place for found in heard for place in range(found.start, found.end)}
    return [word for place, word in enumerate(clause.words) if place not in covered]


def _is_told(word: str) -> bool:
    return word not in LITTLE and len(word) > 1


@cache
def _set(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


class _Patterns:
    """The phrases of a language, and which of them a clause can fit at all: it has one of their words."""

    def __init__(self, phrases: Phrases) -> None:
        self._all: list[tuple[Sense, re.Pattern[str]]] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._of_any_words: list[int] = []
        for sense in Sense:
            for phrase in getattr(phrases, sense.value):
                tokens = [_Token.read(written, phrases) for written in phrase.split()]
                needed = [one.first_words() for one in tokens if one.is_needed]
                for word in min(needed, key=len, default=()):
                    self._by_word[word].append(len(self._all))
                if not needed:
                    self._of_any_words.append(len(self._all))
                self._all.append((sense, _compiled(tokens)))

    def fitting(self, words: Sequence[str]) -> Iterator[tuple[Sense, re.Pattern[str]]]:
        """The weightiest first; most clauses fit none of them."""
        places = {place for word in words for place in self._by_word.get(word, ())}
        return (self._all[place] for place in sorted(places.union(self._of_any_words)))


@dataclass(frozen=True, slots=True)
class _Token:
    choices: tuple[str, ...]
    is_optional: bool
    mark: str = ""

    @classmethod
    def read(cls, written: str, phrases: Phrases) -> _Token:
        if written in ("^", "$", "~"):
            return cls((), is_optional=False, mark=written)
        bare = written.removesuffix("?").replace("{nots}", phrases.nots)
        for name, words in phrases.sets.items():
            bare = bare.replace(f"{{{name}}}", words)
        choices = sorted((one.replace("_", " ") for one in bare.split("|")), key=len, reverse=True)
        return cls(tuple(choices), is_optional=written.endswith("?"))

    @property
    def is_needed(self) -> bool:
        return not self.mark and not self.is_optional

    def first_words(self) -> set[str]:
        return {one.split()[0] for one in self.choices}


@cache
def _patterns(language: str) -> _Patterns:
    return _Patterns(BY_LANGUAGE[language])


def _compiled(tokens: Iterable[_Token]) -> re.Pattern[str]:
    """The phrase as a pattern over a line with one space at each end and between words."""
    out = ["(?<= )"]
    for token in tokens:
        choices = "|".join(token.choices)
        if token.mark == "^":
            out = ["(?<=^ )"]
        elif token.mark == "$":
            out.append("$")
        elif token.mark == "~":
            out.append(r"(?:\S+ ){0,4}?")
        else:
            out.append(f"(?:(?:{choices}) )?" if token.is_optional else f"(?:{choices}) ")
    return re.compile("".join(out))
