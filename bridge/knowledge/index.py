"""The passages' words, kept by SQLite FTS5 in memory: who has which word, how often, in which field."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bridge.knowledge.article import Article
from bridge.knowledge.chunk import Passage
from bridge.knowledge.language import LITTLE, SYNONYMS, joined

TOKENIZER = "porter unicode61 remove_diacritics 2"
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
SHORTEST_SLIP = 5
"""A shorter word is one slip away from too many others."""

_SCHEMA = f"""
CREATE VIRTUAL TABLE passages USING fts5(title, heading, body, content='', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE held USING fts5vocab(passages, instance);
CREATE VIRTUAL TABLE frequencies USING fts5vocab(passages, row);
CREATE VIRTUAL TABLE asked USING fts5(body, content='', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE asked_words USING fts5vocab(asked, instance);
CREATE TABLE near(damaged TEXT, word TEXT, PRIMARY KEY (damaged, word)) WITHOUT ROWID;
"""


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


class Index:
    """Immutable once built; safe to use from several threads.

    One connection behind a lock instead of one per thread: an in-memory database belongs to its connection,
    and a question holds it for less than a millisecond.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = tuple(passages)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.executescript(_SCHEMA)
        self._little = frozenset(self.stems(" ".join(sorted(LITTLE))))
        self._fill()
        self._frequency: dict[str, int] = dict(self._db.execute("SELECT term, doc FROM frequencies"))
        self._lengths = self._lengths_of()
        self._mean_length = sum(self._lengths) / max(len(self._lengths), 1) or 1.0
        self._synonyms = self._synonyms_of()
        self._longest_synonym = max((len(key) for key in self._synonyms), default=1)

    def close(self) -> None:
        """Gives the memory back."""
        with self._lock:
            self._db.close()

    @property
    def little(self) -> frozenset[str]:
        """Stems that carry no topic."""
        return self._little

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
        with self._lock:
            self._db.execute("INSERT INTO asked(rowid, body) VALUES (1, ?)", (joined(text),))
            rows = self._db.execute("SELECT term FROM asked_words ORDER BY offset").fetchall()
            self._db.execute("INSERT INTO asked(asked, rowid, body) VALUES ('delete', 1, ?)", (joined(text),))
        return [term for (term,) in rows]

    def occurrences(self, stem: str) -> Mapping[int, tuple[float, bool]]:
        """Passage -> how often it has the stem, and whether in its title or heading.

        "How often" is weighted by field and brought to a passage of mean length.
        """
        counts: dict[int, float] = defaultdict(float)
        named: set[int] = set()
        with self._lock:
            rows = self._db.execute(
                "SELECT doc, col, count(*) FROM held WHERE term = ? GROUP BY doc, col", (stem,)
            ).fetchall()
        for passage, column, count in rows:
            counts[passage] += FIELD_WEIGHTS[column] * count
            if column != "body":
                named.add(passage)
        scale = LENGTH / self._mean_length
        return {p: (c / (1 - LENGTH + scale * self._lengths[p]), p in named) for p, c in counts.items()}

    def idf(self, frequency: float) -> float:
        """How much a word tells that is in `frequency` passages: BM25's, which is never negative."""
        passages = len(self.passages) + IMAGINED
        return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))

    def _word(self, key: tuple[str, ...]) -> Word:
        is_little = len(key) == 1 and (key[0] in self._little or len(key[0]) == 1)
        said = [stem for stem in key if len(key) == 1 or stem not in self._little]
        stems = [(stem, 1.0 if len(key) == 1 else HALF) for stem in said if stem in self._frequency]
        if not is_little:
            own = {stem for stem, _ in stems}
            stems += [
                (s, SYNONYM) for s in self._synonyms.get(key, ()) if s in self._frequency and s not in own
            ]
        if not stems and not is_little and len(key) == 1:
            near = self._near(key[0])
            is_little = any(stem in self._little for stem in near)
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
        """Words that are one slip away: a letter too many, too few, wrong or swapped; at most two."""
        if len(stem) < SHORTEST_SLIP:
            return []
        variants = (stem, *_damaged(stem))
        marks = ",".join("?" * len(variants))
        with self._lock:
            rows = self._db.execute(
                f"SELECT DISTINCT word FROM near WHERE damaged IN ({marks})",  # noqa: S608 - only question marks
                variants,
            ).fetchall()
        # The first letter is hardly ever the wrong one, and "rent" is no slip of "sent".
        return sorted(
            (word for (word,) in rows if word[0] == stem[0]), key=lambda word: -self._frequency.get(word, 0)
        )[:2]

    def _fill(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO passages(rowid, title, heading, body) VALUES (?, ?, ?, ?)",
            (
                (number, joined(passage.article.title), joined(" ".join(passage.trail)), joined(passage.text))
                for number, passage in enumerate(self.passages)
            ),
        )
        terms = {term for (term,) in self._db.execute("SELECT term FROM frequencies")} | self._little
        self._db.executemany(
            "INSERT OR IGNORE INTO near(damaged, word) VALUES (?, ?)",
            (
                (damaged, term)
                for term in terms
                if len(term) >= SHORTEST_SLIP
                for damaged in (term, *_damaged(term))
            ),
        )
        self._db.execute("COMMIT")

    def _lengths_of(self) -> list[int]:
        counts = Counter(
            dict(self._db.execute("SELECT doc, count(*) FROM held WHERE col = 'body' GROUP BY doc"))
        )
        return [counts[number] for number in range(len(self.passages))]

    def _synonyms_of(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """What a word or two words may be called otherwise, in stems of one word."""
        meaning: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for group in SYNONYMS:
            stemmed = [tuple(self.stems(name)) for name in group]
            single = [stems[0] for stems in stemmed if len(stems) == 1]
            for stems in stemmed:
                meaning[stems] += [stem for stem in single if (stem,) != stems and stem not in meaning[stems]]
        return {key: tuple(others) for key, others in meaning.items()}


def _damaged(word: str) -> list[str]:
    """The word with one letter left out, each in turn."""
    return [word[:i] + word[i + 1 :] for i in range(len(word))]
