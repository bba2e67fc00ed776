"""Finds the passages that a question is about, with scores that can be compared between questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.knowledge.chunk import Passage
from bridge.knowledge.index import Index, Word

COMMON = 0.25
"""A word in more than this share of the passages is left out of the question, unless all its words are."""
SATURATION = 1.2
"""BM25's k1: how soon more of the same word tells nothing new."""
UNKNOWN = 0.6
"""What a word that the content does not know counts against a passage, of the most that a word can count."""
LONGEST = 60
"""So many different words of a question are looked at; the most telling ones of a longer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found.

    Args:
        score: 0..1: how much of what the question says the passage is about. BM25 over the question's idf mass,
            so that long and short questions can be measured against one threshold.
    """

    passage: Passage
    score: float


def search(index: Index, text: str, *, limit: int = 5) -> tuple[Hit, ...]:
    """The best passage of each article, best article first; at most `limit`."""
    best: dict[str, Hit] = {}
    for hit in passages_for(index, text):
        best.setdefault(hit.passage.article.url + hit.passage.article.title, hit)
    return tuple(best.values())[:limit]


def passages_for(index: Index, text: str) -> tuple[Hit, ...]:
    """All passages that share a telling word with the question, best first."""
    words = telling(index.words(text))
    mass = sum(word.weight * (1.0 if word.known else UNKNOWN) for word in words)
    scores: dict[int, float] = defaultdict(float)
    for word in words:
        for passage, share in _matches(index, word).items():
            scores[passage] += word.weight * share
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Hit(passage=index.passages[p], score=min(s / mass, 1.0)) for p, s in ranked)


def telling(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without those that are everywhere in this content; all of them if nothing else is left."""
    kept = [word for word in words if word.share <= COMMON] or list(words)
    return tuple(sorted(kept, key=lambda word: -word.weight)[:LONGEST])


def _matches(index: Index, word: Word) -> dict[int, float]:
    """Passage -> how well it has the word, 0..1; the best of what stands for the word counts."""
    found: dict[int, float] = {}
    for stem, worth in word.stems:
        for passage, count in index.occurrences(stem).items():
            share = worth * count / (count + SATURATION)
            if share > found.get(passage, 0.0):
                found[passage] = share
    return found
