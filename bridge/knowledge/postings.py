"""The words of passages, kept by SQLite FTS5 in memory: who has which word, how often, in which field."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence

from bridge.knowledge.chunk import Passage
from bridge.knowledge.language import LITTLE, joined

TOKENIZER = "porter unicode61 remove_diacritics 2"
SHORTEST_SLIP = 5
"""A shorter word is one slip of the finger away from too many others."""

ENDINGS = ("e", "en", "em", "es", "n", "s", "st", "t")
"""By which a word of another language than English may be longer in another case, number or person."""

_SCHEMA = f"""
CREATE VIRTUAL TABLE passages USING fts5(title, heading, body, content='', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE held USING fts5vocab(passages, instance);
CREATE VIRTUAL TABLE frequencies USING fts5vocab(passages, row);
CREATE VIRTUAL TABLE asked USING fts5(body, content='', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE asked_words USING fts5vocab(asked, instance);
CREATE VIRTUAL TABLE weighed USING fts5(title, heading, body, content='', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE weighed_words USING fts5vocab(weighed, instance);
CREATE TABLE near(damaged TEXT, word TEXT, PRIMARY KEY (damaged, word)) WITHOUT ROWID;
"""
_ADD = "INSERT INTO passages(rowid, title, heading, body) VALUES (?, ?, ?, ?)"
_WEIGH = "INSERT INTO weighed(rowid, title, heading, body) VALUES (?, ?, ?, ?)"
_TAKE = "INSERT INTO passages(passages, rowid, title, heading, body) VALUES ('delete', ?, ?, ?, ?)"
_NEAR = "INSERT OR IGNORE INTO near(damaged, word) VALUES (?, ?)"


class Postings:
    """Safe to use from several threads. A passage has a row, and no row is ever used again.

    One connection behind a lock instead of one per thread: an in-memory database belongs to its connection,
    and a question holds it for less than a millisecond.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows = 0
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.executescript(_SCHEMA)
        self.little = frozenset(self.stems(" ".join(sorted(LITTLE))))
        """Stems that carry no topic."""
        self._make_near(self.little)

    def fill(self, passages: Sequence[Passage]) -> tuple[range, Mapping[str, int], list[int]]:
        """Puts passages in where there are none yet.

        Returns:
            Their rows, in how many of them each stem is, and how many words the text of each has.
        """
        rows = self._put(passages)
        with self._lock:
            frequency = dict(self._db.execute("SELECT term, doc FROM frequencies"))
            lengths = dict(self._db.execute("SELECT doc, count(*) FROM held WHERE col = 'body' GROUP BY doc"))
        self._make_near(frequency)
        return rows, frequency, [lengths.get(row, 0) for row in rows]

    def add(self, passages: Sequence[Passage], stems: Iterable[str]) -> range:
        """Puts passages in, whose stems these are, and returns their rows."""
        rows = self._put(passages)
        self._make_near(stems)
        return rows

    def remove(self, passages: Iterable[tuple[int, Passage]]) -> None:
        """Takes out what is in these rows; each passage must be the one that was put there."""
        with self._lock:
            self._db.execute("BEGIN")
            self._db.executemany(_TAKE, ((row, *_texts(one)) for row, one in passages))
            self._db.execute("COMMIT")

    def measured(self, passages: Sequence[Passage]) -> list[tuple[frozenset[str], int]]:
        """Of each passage its stems, wherever they stand, and how many words its text has."""
        stems: list[set[str]] = [set() for _ in passages]
        lengths = [0] * len(passages)
        with self._lock:
            self._db.execute("BEGIN")
            self._db.executemany(_WEIGH, ((place, *_texts(one)) for place, one in enumerate(passages)))
            self._db.execute("COMMIT")
            rows = self._db.execute("SELECT doc, col, term, count(*) FROM weighed_words GROUP BY 1, 2, 3")
            for place, field, stem, count in rows:
                stems[place].add(stem)
                lengths[place] += count if field == "body" else 0
            self._db.execute("INSERT INTO weighed(weighed) VALUES ('delete-all')")
        return list(zip(map(frozenset, stems), lengths, strict=True))

    def stems(self, text: str) -> list[str]:
        """The text's words as the passages' are kept: lower case, no diacritics, English endings off."""
        with self._lock:
            self._db.execute("INSERT INTO asked(rowid, body) VALUES (1, ?)", (joined(text),))
            rows = self._db.execute("SELECT term FROM asked_words ORDER BY offset").fetchall()
            self._db.execute("INSERT INTO asked(asked, rowid, body) VALUES ('delete', 1, ?)", (joined(text),))
        return [term for (term,) in rows]

    def occurrences(self, stem: str) -> Sequence[tuple[int, str, int]]:
        """Row, field (`title`, `heading`, `body`), and how often the stem is in it."""
        with self._lock:
            return self._db.execute(
                "SELECT doc, col, count(*) FROM held WHERE term = ? GROUP BY doc, col", (stem,)
            ).fetchall()

    def near(self, stem: str) -> list[str]:
        """Stems that are, or ever were, one slip away, or have another ending.

        A slip is a letter too many, too few, wrong or swapped. Endings of other languages than English are
        not taken off: "schicke" and "schicken" are two stems of one word.
        """
        if len(stem) < SHORTEST_SLIP:
            return []
        variants = (stem, *_damaged(stem))
        bases = [stem, *(stem.removesuffix(one) for one in ENDINGS if stem.endswith(one))]
        inflected = [base + one for base in bases for one in ("", *ENDINGS)]
        marks, ends = ",".join("?" * len(variants)), ",".join("?" * len(inflected))
        with self._lock:
            rows = self._db.execute(
                f"SELECT word FROM near WHERE damaged IN ({marks})"  # noqa: S608 - only question marks
                f" UNION SELECT word FROM near WHERE damaged IN ({ends}) AND word = damaged",
                (*variants, *inflected),
            ).fetchall()
        # The first letter is hardly ever the wrong one, and "rent" is no slip of "sent".
        return sorted(word for (word,) in rows if word[0] == stem[0])

    def _put(self, passages: Sequence[Passage]) -> range:
        with self._lock:
            rows = range(self._rows, self._rows + len(passages))
            self._rows = rows.stop
            self._db.execute("BEGIN")
            self._db.executemany(_ADD, ((row, *_texts(one)) for row, one in zip(rows, passages, strict=True)))
            self._db.execute("COMMIT")
        return rows

    def _make_near(self, stems: Iterable[str]) -> None:
        with self._lock:
            self._db.execute("BEGIN")
            self._db.executemany(
                _NEAR,
                (
                    (damaged, stem)
                    for stem in stems
                    if len(stem) >= SHORTEST_SLIP
                    for damaged in (stem, *_damaged(stem))
                ),
            )
            self._db.execute("COMMIT")


def _texts(passage: Passage) -> tuple[str, str, str]:
    """Title, heading and body as they are indexed."""
    return joined(passage.article.title), joined(" ".join(passage.trail)), joined(passage.text)


def _damaged(word: str) -> list[str]:
    """The word with one letter left out, each in turn."""
    return [word[:i] + word[i + 1 :] for i in range(len(word))]
