"""Finds the passages that a question is about, with scores that can be compared between questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bridge.knowledge.article import Article
from bridge.knowledge.chunk import Passage
from bridge.knowledge.index import IMAGINED, Index, Word
from bridge.knowledge.translations import nearness

COMMON = 0.1
"""A word in more than this share of the passages is left out of the question, unless all its words are."""
COMMON_IF_SMALL = 0.25
"""The same where the content is so small that shares say little; passes into COMMON as the content grows."""
SATURATION = 0.8
"""BM25's k1: how soon more of the same word tells nothing new."""
UNKNOWN = 0.8
"""What a word that the content does not know counts against a passage, of the most that a word can count."""
ALONE = 0.8
"""What a passage is worth that has one word of the question only, and that in its text alone."""
EVERYWHERE = 0.3
"""A word in more than this share of the passages names no topic of its own."""
MEANING = 0.6
"""What the greatest nearness in meaning is worth; the sum meets the same thresholds as words alone."""
NATIVE_FROM = 0.5
"""What is in the reader's language counts against other languages from this part of the best score on."""
FOREIGN = 0.8
"""What an article in another language is worth then."""
LEAST_LOOKED_AT = 50
"""Articles that are weighed against each other by language, at least; what fits less cannot come first."""
LONGEST = 60
"""So many different words of a question are looked at; the most telling ones of a longer one."""


Near: TypeAlias = Callable[[Index, str], Mapping[int, float]]
"""Index and question -> number of the passage -> how near it is in meaning, 0..1; blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found.

    Args:
        score: 0..1: how much of what the question says the passage is about. BM25 over the question's idf
            mass, so that long and short questions can be measured against one threshold.
    """

    passage: Passage
    score: float


def search(
    index: Index,
    text: str,
    *,
    limit: int = 5,
    may_use: Callable[[Article], bool] | None = None,
    locale: str | None = None,
    near: Near | None = None,
) -> tuple[Hit, ...]:
    """The best passage of each article, best article first; at most `limit`, one of each translation group.

    Args:
        index: Where to look.
        text: What for.
        limit: Articles at most.
        may_use: Which articles count; all of them without it.
        locale: The reader's. An article in it stands for its translations and before others; what there is
            in other languages only is found all the same.
        near: What is near in meaning; what it says is added to what the words say.
    """
    words = telling(index, text)
    mass = sum(word.weight * (1.0 if word.known else UNKNOWN) for word in words)
    shares: dict[int, list[float]] = defaultdict(list)
    named: set[int] = set()
    for word in words:
        for passage, (share, is_named) in _matches(index, word).items():
            shares[passage].append(word.weight * share)
            if is_named:
                named.add(passage)
    hits: dict[Article, Hit] = {}
    scores = {p: sum(s) / mass * (1.0 if len(s) > 1 or p in named else ALONE) for p, s in shares.items()}
    for passage, nearness_ in near(index, text).items() if near is not None else ():
        scores[passage] = scores.get(passage, 0.0) + MEANING * nearness_
    for number, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        found = index.passages[number]
        if may_use is not None and not may_use(found.article):
            continue
        if found.article not in hits:
            hits[found.article] = Hit(passage=found, score=min(score, 1.0))
        if len(hits) >= max(limit, LEAST_LOOKED_AT):
            break
    return in_locale(index, tuple(hits.values()), locale, may_use)[:limit]


def in_locale(
    index: Index, hits: Sequence[Hit], locale: str | None, may_use: Callable[[Article], bool] | None = None
) -> tuple[Hit, ...]:
    """Of each translation group what is in the reader's locale, or else what fits best; best first.

    A translation says what the original says: it gets the best score of its group.

    Args:
        index: Where they were found.
        hits: One of each article, best first.
        locale: The reader's; None when it is not known.
        may_use: Which articles count.
    """
    groups: dict[str | Article, list[Hit]] = defaultdict(list)
    for hit in hits:
        groups[hit.passage.article.group or hit.passage.article].append(hit)
    chosen = [one for members in groups.values() for one in _chosen(index, members, locale, may_use)]
    if locale:
        near = max((one.score for one in chosen if _nearness(one, locale)), default=0.0)
        if near > NATIVE_FROM * max((one.score for one in chosen), default=0.0):
            chosen = [
                one if _nearness(one, locale) else replace(one, score=one.score * FOREIGN) for one in chosen
            ]
    return tuple(sorted(chosen, key=lambda one: -one.score))


def _chosen(
    index: Index, members: Sequence[Hit], locale: str | None, may_use: Callable[[Article], bool] | None
) -> Sequence[Hit]:
    """Of the hits of one group, best first, those in one locale; one that the words did not find is added."""
    best = members[0]
    articles = index.translations.get(best.passage.article.group)
    if articles is None:
        return members
    found = {hit.passage.article: hit for hit in members}
    usable = [one for one in articles if may_use is None or may_use(one)] if locale else list(found)
    wanted = max((*found, *usable), key=lambda one: nearness(one.locale, locale)).locale
    kept = [hit for hit in members if hit.passage.article.locale == wanted]
    if kept and kept[0].score >= NATIVE_FROM * best.score:
        return [replace(kept[0], score=best.score), *kept[1:]]
    place = articles[best.passage.article].index(best.passage)
    for one in usable:  # cut like the original, a translation says the same in the same place
        if one.locale == wanted and len(articles[one]) == len(articles[best.passage.article]):
            return [Hit(passage=articles[one][place], score=best.score)]
    return [replace(kept[0], score=best.score), *kept[1:]] if kept else [best]


def _nearness(hit: Hit, locale: str) -> int:
    return nearness(hit.passage.article.locale, locale)


def is_broad(index: Index, text: str) -> bool:
    """Whether the text names nothing but what this content is about all over: "my order" to a shop."""
    known = [word for word in telling(index, text) if word.known]
    return bool(known) and all(word.spread > EVERYWHERE for word in known)


def telling(index: Index, text: str) -> tuple[Word, ...]:
    """The words without those that are everywhere in this content; all of them if nothing else is left."""
    words = index.words(text)
    common = COMMON + (COMMON_IF_SMALL - COMMON) * IMAGINED / (len(index.passages) + IMAGINED)
    kept = [word for word in words if word.share <= common] or words
    return tuple(sorted(kept, key=lambda word: -word.weight)[:LONGEST])


def _matches(index: Index, word: Word) -> dict[int, tuple[float, bool]]:
    """Passage -> how well it has the word, 0..1, and whether in title or heading; the best stem counts."""
    found: dict[int, tuple[float, bool]] = {}
    for stem, worth in word.stems:
        for passage, (count, is_named) in index.occurrences(stem).items():
            share = worth * count / (count + SATURATION)
            if share > found.get(passage, (0.0, False))[0]:
                found[passage] = (share, is_named)
    return found
