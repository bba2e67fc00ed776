"""Whether Fin knows enough to be tried: enough content, found by its names, that answers questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.knowledge.article import Article
from bridge.knowledge.index import Index
from bridge.knowledge.search import search

ARTICLES = 10
"""With fewer, most of what customers ask is not in it."""
FINDABLE = 0.9
"""The share of articles that must be found by their own titles."""
QUESTIONS = 10
"""Fewer say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Questions that Fin was asked.

    Args:
        answered: How many it could answer.
        missed: Those that it could not.
    """

    answered: int
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that must be so.

    Args:
        name: `articles`, `findable` or `answered`.
        says: What was found, as a sentence.
        remedy: What to do; empty when nothing is to be done.
        lacking: Titles or questions, for authors.
    """

    name: str
    is_met: bool
    says: str
    remedy: str = ""
    lacking: tuple[str, ...] = ()


def checks_of(index: Index, articles: Sequence[Article], tried: Tried, *, least: float) -> list[Check]:
    """All checks, in the order in which they are worked off.

    Args:
        index: Over the articles.
        articles: All of them.
        tried: Questions, as customers put them.
        least: The share of them that must be answered.
    """
    return [_articles(articles), _findable(index, articles), _answered(tried, least)]


def _articles(articles: Sequence[Article]) -> Check:
    count = len(articles)
    return Check(
        name="articles",
        is_met=count >= ARTICLES,
        says=f"Fin answers from {count} articles; {ARTICLES} are the least to begin with.",
        remedy="" if count >= ARTICLES else "add more with python -m bridge content add or content sync",
    )


def _findable(index: Index, articles: Sequence[Article]) -> Check:
    hidden = [one.title for one in articles if not _is_found(index, one)]
    share = 1 - len(hidden) / len(articles) if articles else 0.0
    return Check(
        name="findable",
        is_met=share >= FINDABLE,
        says=f"{share:.0%} of the articles are found by their own titles; {FINDABLE:.0%} should be.",
        remedy="say in each title what sets the article apart, or make one of several" if hidden else "",
        lacking=tuple(hidden),
    )


def _answered(tried: Tried, least: float) -> Check:
    count = tried.answered + len(tried.missed)
    if count < QUESTIONS:
        return Check(
            name="answered",
            is_met=False,
            says=f"Fin was tried with {count} questions; {QUESTIONS} are the least that say something.",
            remedy="give it questions of your customers, one per line, with --file",
        )
    share = tried.answered / count
    return Check(
        name="answered",
        is_met=share >= least,
        says=f"Fin answers {share:.0%} of {count} questions; {least:.0%} should be answered.",
        remedy="write articles that answer what is listed" if share < least else "",
        lacking=tried.missed,
    )


def _is_found(index: Index, article: Article) -> bool:
    hits = search(index, article.title, limit=1, locale=article.locale)
    found = hits[0].passage.article if hits else None
    return found == article or (found is not None and found.group == article.group != "")
