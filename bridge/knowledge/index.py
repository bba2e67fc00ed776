"""The passages' words, kept by SQLite FTS5 in memory: who has which word, how often, in which field."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.knowledge.chunk import Passage
from bridge.knowledge.language import LITTLE, SYNONYMS

TOKENIZER = "porter unicode61 remove_diacritics 2"
IMAGINED = 80
"""How many imagined passages the prior counts as; each little word is in half of them."""
FIELD_WEIGHTS = (4.0, 2.0, 1.0)
"""What one occurrence counts: in the article's title, in a heading, in the text."""

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
    """

    stems: tuple[tuple[str, float], ...]
    weight: float
    known: bool
    share: float


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
        with self._lock:
            self._fill()
        self._frequency: dict[str, int] = dict(self._db.execute("SELECT term, doc FROM frequencies"))
        self._lengths = self._lengths_of()
        self._mean_length = sum(self._lengths) / max(len(self._lengths), 1) or 1.0
        self._little = frozenset(self.stems(" ".join(sorted(LITTLE))))
        self._synonyms = self._synonyms_of()
        self._longest_synonym = max((len(key) for key in self._synonyms), default=1)

    def close(self) -> None:
        """Gives the memory back."""
        with self._lock:
            self._db.close()

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
            self._db.execute("INSERT INTO asked(rowid, body) VALUES (1, ?)", (text,))
            rows = self._db.execute("SELECT term FROM asked_words ORDER BY offset").fetchall()
            self._db.execute("INSERT INTO asked(asked, rowid, body) VALUES ('delete', 1, ?)", (text,))
        return [term for (term,) in rows]

    def occurrences(self, stem: str) -> Mapping[int, float]:
        """Passage -> how often the stem is in it, weighted by field and brought to a passage of mean length."""
        counts: dict[int, float] = defaultdict(float)
        with self._lock:
            rows = self._db.execute(
                "SELECT doc, col, count(*) FROM held WHERE term = ? GROUP BY doc, col", (stem,)
            ).fetchall()
        for passage, column, count in rows:
            counts[passage] += FIELD_WEIGHTS[_FIELDS[column]] * count
        return {p: c / (0.4 + 0.6 * self._lengths[p] / self._mean_length) for p, c in counts.items()}

    def idf(self, frequency: float) -> float:
        """How much a word tells that is in `frequency` passages: BM25's, which is never negative."""
        passages = len(self.passages) + IMAGINED
        return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))

    def _word(self, key: tuple[str, ...]) -> Word:
        stems = [(stem, 1.0) for stem in key if len(key) == 1 and stem in self._frequency]
        said = stems[0][0] if stems else None
        is_little = len(key) == 1 and key[0] in self._little
        if not is_little:
            stems += [(s, 0.7) for s in self._synonyms.get(key, ()) if s in self._frequency and s != said]
            if not stems and len(key) == 1:
                stems = [(stem, 0.8) for stem in self._near(key[0])]
        frequency = max((self._frequency[stem] for stem, _ in stems[:1]), default=0) + (
            IMAGINED / 2 if is_little else 0
        )
        return Word(
            stems=tuple(stems),
            weight=self.idf(frequency),
            known=bool(stems),
            share=frequency / (len(self.passages) + IMAGINED),
        )

    def _near(self, stem: str) -> list[str]:
        """Stems of the content that are one slip away: a letter too many, too few, wrong or swapped."""
        if len(stem) < 4:
            return []
        marks = ",".join("?" * (len(stem) + 1))
        with self._lock:
            rows = self._db.execute(
                f"SELECT DISTINCT word FROM near WHERE damaged IN ({marks})",  # noqa: S608 - only question marks
                (stem, *_damaged(stem)[: len(stem)]),
            ).fetchall()
        return sorted((word for (word,) in rows), key=lambda word: -self._frequency[word])[:2]

    def _fill(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO passages(rowid, title, heading, body) VALUES (?, ?, ?, ?)",
            (
                (number, passage.article.title, " ".join(passage.trail), passage.text)
                for number, passage in enumerate(self.passages)
            ),
        )
        terms = [term for (term,) in self._db.execute("SELECT term FROM frequencies")]
        self._db.executemany(
            "INSERT OR IGNORE INTO near(damaged, word) VALUES (?, ?)",
            ((damaged, term) for term in terms if len(term) > 3 for damaged in (term, *_damaged(term))),
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


_FIELDS = {"title": 0, "heading": 1, "body": 2}


def _damaged(word: str) -> list[str]:
    """The word with one letter left out, each in turn."""
    return [word[:i] + word[i + 1 :] for i in range(len(word))]
