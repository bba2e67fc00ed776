"""The passages of one moment, and what each word of a question tells about them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bridge.knowledge.article import Article
from bridge.knowledge.chunk import Passage
from bridge.knowledge.language import SYNONYMS
from bridge.knowledge.postings import Postings
from bridge.knowledge.retired import Retired

IMAGINED = 80
"""How many imagined passages the prior counts as; each little word is in half of them."""
FIELD_WEIGHTS = {"title": 6.0, "heading": 4.0, "body": 1.0}
"""What one occurrence counts: in the article's title, in a heading, in the text."""
LENGTH = 0.6
"""BM25's b: how much a long passage has to say a word more often."""
SYNONYM = 0.8
"""What a word is worth that means the same as the customer's."""
HALF = 0.5
"""What a single word is worth of two that mean something together ("credit card", "log in")."""
SLIP = 0.8
"""What a word is worth that is one slip of the finger away from the customer's unknown one."""
SLIPS = 2
"""So many of them are looked for."""
ANEW = 0.2
"""When more than this share of the passages changes, all are indexed anew: that is quicker, and compact."""
KEPT_STEMS, KEPT_PASSAGES = 500, 50
"""Of so many stems it is remembered where they are, if they are in no more passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a question as the index knows it.

    Args:
        stems: Each stem that stands for it, with its worth: 1 is the word itself, less is a guess.
        weight: How much it tells (its idf); for a word that the content does not know, the most there is.
        known: The content has it, or something that stands for it.
        share: In which part of the passages it is, 0..1; the prior is in it.
        spread: The same without the prior: 1 for a word that every passage has.
    """

    stems: tuple[tuple[str, float], ...]
    weight: float
    known: bool
    share: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What is known of the passages, in their order.

    Args:
        rows: Where the postings have each.
        frequency: In how many of them each stem is.
        lengths: How many words the text of each has.
    """

    postings: Postings
    retired: Retired
    synonyms: Mapping[tuple[str, ...], tuple[str, ...]]
    rows: Sequence[int]
    frequency: Mapping[str, int]
    lengths: Sequence[int]


class Index:
    """Immutable once built; safe to use from several threads.

    What comes of it by `updated` shares the words of the passages that stayed.
    """

    def __init__(self, passages: Sequence[Passage], *, held: _Held | None = None) -> None:
        self.passages = tuple(passages)
        self._held = held = held or _filled(self.passages)
        self._postings, self._frequency = held.postings, held.frequency
        self._synonyms, self._lengths = held.synonyms, held.lengths
        self._longest_synonym = max((len(key) for key in held.synonyms), default=1)
        self._place = {row: place for place, row in enumerate(held.rows)}
        self._said: tuple[str, tuple[Word, ...]] = ("", ())
        self._occurrences: dict[str, Mapping[int, tuple[float, bool]]] = {}
        self._mean_length = sum(held.lengths) / max(len(held.lengths), 1) or 1.0
        held.retired.used_by(self)

    def updated(self, passages: Sequence[Passage]) -> Index:
        """The index of these passages, in this order; those that this one has are not indexed again.

        This one stays as it is, for those who still search it. Only one thread at a time may call this.
        """
        rows = {id(one): row for one, row in zip(self.passages, self._held.rows, strict=True)}
        new = [one for one in passages if id(one) not in rows]
        kept = {id(one) for one in passages}
        gone = [(rows[id(one)], one) for one in self.passages if id(one) not in kept]
        if len(new) + len(gone) > 2 * ANEW * len(passages):
            return Index(passages)
        lengths = {id(one): length for one, length in zip(self.passages, self._lengths, strict=True)}
        frequency = Counter(self._frequency)
        arrived = Counter[str]()
        for one, (stems, length) in zip(new, self._postings.measured(new), strict=True):
            arrived.update(stems)
            lengths[id(one)] = length
        frequency.update(arrived)
        for stems, _ in self._postings.measured([one for _, one in gone]):
            frequency.subtract(stems)
        rows |= zip(map(id, new), self._postings.add(new, arrived), strict=True)
        held = replace(
            self._held,
            rows=[rows[id(one)] for one in passages],
            frequency={stem: count for stem, count in frequency.items() if count > 0},
            lengths=[lengths[id(one)] for one in passages],
        )
        made = Index(passages, held=held)
        held.retired.put(gone)
        return made

    @property
    def little(self) -> frozenset[str]:
        """Stems that carry no topic."""
        return self._postings.little

    @cached_property
    def translations(self) -> Mapping[str, Mapping[Article, Sequence[Passage]]]:
        """Group -> its articles, each with its passages; groups of one article are left out."""
        found: dict[str, dict[Article, list[Passage]]] = defaultdict(dict)
        for passage in self.passages:
            if passage.article.group:
                found[passage.article.group].setdefault(passage.article, []).append(passage)
        return {group: articles for group, articles in found.items() if len(articles) > 1}

    def words(self, text: str) -> tuple[Word, ...]:
        """What the question says, each thing once, in order; a synonym of two words is one."""
        said, words = self._said  # a question is asked about several times before the next one
        if said != text:
            words = self._words(text)
            self._said = text, words
        return words

    def _words(self, text: str) -> tuple[Word, ...]:
        stems = self.stems(text)
        found: dict[tuple[str, ...], Word] = {}
        place = 0
        while place < len(stems):
            for width in range(min(self._longest_synonym, len(stems) - place), 0, -1):
                key = tuple(stems[place : place + width])
                if width == 1 or key in self._synonyms:
                    found.setdefault(key, self._word(key))
                    place += width
                    break
        return tuple(found.values())

    def stems(self, text: str) -> list[str]:
        """The text's words as the content's are kept: lower case, no diacritics, English endings off."""
        return self._postings.stems(text)

    def occurrences(self, stem: str) -> Mapping[int, tuple[float, bool]]:
        """Passage -> how often it has the stem, and whether in its title or heading.

        "How often" is weighted by field and brought to a passage of mean length.
        """
        kept = self._occurrences.get(stem)
        if kept is not None:
            return kept
        found = self._looked_up(stem)
        if len(found) <= KEPT_PASSAGES and len(self._occurrences) < KEPT_STEMS:
            self._occurrences[stem] = found
        return found

    def _looked_up(self, stem: str) -> Mapping[int, tuple[float, bool]]:
        counts: dict[int, float] = defaultdict(float)
        named: set[int] = set()
        for row, field, count in self._postings.occurrences(stem):
            place = self._place.get(row)
            if place is None:  # of a later moment, or of an earlier one
                continue
            counts[place] += FIELD_WEIGHTS[field] * count
            if field != "body":
                named.add(place)
        scale = LENGTH / self._mean_length
        return {p: (c / (1 - LENGTH + scale * self._lengths[p]), p in named) for p, c in counts.items()}

    def idf(self, frequency: float) -> float:
        """How much a word tells that is in `frequency` passages: BM25's, which is never negative."""
        passages = len(self.passages) + IMAGINED
        return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))

    def _word(self, key: tuple[str, ...]) -> Word:
        is_little = len(key) == 1 and (key[0] in self.little or len(key[0]) == 1)
        said = [stem for stem in key if len(key) == 1 or stem not in self.little]
        stems = [(stem, 1.0 if len(key) == 1 else HALF) for stem in said if stem in self._frequency]
        if not is_little:
            own = {stem for stem, _ in stems}
            stems += [
                (s, SYNONYM) for s in self._synonyms.get(key, ()) if s in self._frequency and s not in own
            ]
        if not stems and not is_little and len(key) == 1:
            near = self._near(key[0])
            is_little = any(stem in self.little for stem in near)
            stems = [(stem, SLIP) for stem in near if stem in self._frequency and not is_little]
        frequency = max((self._frequency[stem] for stem, _ in stems[:1]), default=0)
        prior = IMAGINED / 2 if is_little else 0
        return Word(
            stems=tuple(stems),
            weight=self.idf(frequency + prior),
            known=bool(stems),
            share=(frequency + prior) / (len(self.passages) + IMAGINED),
            spread=frequency / max(len(self.passages), 1),
        )

    def _near(self, stem: str) -> list[str]:
        """Words that are one slip away, the most frequent ones."""
        known = [one for one in self._postings.near(stem) if one in self._frequency or one in self.little]
        return sorted(known, key=lambda one: -self._frequency.get(one, 0))[:SLIPS]


def _filled(passages: Sequence[Passage]) -> _Held:
    postings = Postings()
    rows, frequency, lengths = postings.fill(passages)
    return _Held(
        postings=postings,
        retired=Retired(postings),
        synonyms=_synonyms_of(postings),
        rows=rows,
        frequency=frequency,
        lengths=lengths,
    )


def _synonyms_of(postings: Postings) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What a word or two words may be called otherwise, in stems of one word."""
    meaning: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for group in SYNONYMS:
        stemmed = [tuple(postings.stems(name)) for name in group]
        single = [stems[0] for stems in stemmed if len(stems) == 1]
        for stems in stemmed:
            meaning[stems] += [stem for stem in single if (stem,) != stems and stem not in meaning[stems]]
    return {key: tuple(others) for key, others in meaning.items()}
