"""What ten thousand articles cost: a start, a question, a change; the floor of a change indexes all anew."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from statistics import median

import structlog

from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.knowledge.index import Index
from bridge.knowledge.library import Library
from tests.bench.machine import Row, rss_mib

ARTICLES = 10_000
CHANGES = 10
QUESTIONS = 50
WORDS = 30_000


class _Author:
    """Writes articles of words that are as frequent as in a language."""

    def __init__(self) -> None:
        self._chance = random.Random(7)  # noqa: S311 - the same content in every run
        letters = "abcdefghijklmnopqrstuvwxyz"
        lengths = (self._chance.randint(4, 10) for _ in range(WORDS))
        self._words = ["".join(self._chance.choices(letters, k=length)) for length in lengths]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(WORDS)))

    def text(self, words: int) -> str:
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=words))

    def article(self, number: int) -> str:
        body = "\n\n".join(f"## {self.text(3)}\n\n{self.text(100)}" for _ in range(3))
        return f"---\ntitle: {self.text(4)} {number}\nurl: https://shop.example/{number}\n---\n{body}\n"


def content_rows(folder: Path) -> list[Row]:
    """All rows about content."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    author, place = _Author(), folder / "content"
    place.mkdir()
    for number in range(ARTICLES):
        (place / f"a{number:05}.md").write_text(author.article(number))
    passed = [0.0]
    library = Library(place, monotonic=lambda: passed[0])
    brain = EmbeddedBrain(library)
    questions = [Question(text=author.text(8)) for _ in range(QUESTIONS)]
    brain.read_now(questions[0])  # titles are gathered once
    asked = median(_ms(lambda one=one: brain.read_now(one)) for one in questions)  # type: ignore[misc]  # mypy does not infer a lambda's default
    before = rss_mib(os.getpid())

    def change() -> float:
        (place / "a00042.md").write_text(author.article(42))
        passed[0] += 1000.0
        return _ms(library.current)

    changed = median(change() for _ in range(CHANGES))
    grown = rss_mib(os.getpid()) - before
    anew = _ms(lambda: Index(library.current().passages))
    what = f"with {ARTICLES:,} articles"
    return [
        Row(f"question p50 {what}", asked, None, "ms", "≤ 15 ms", asked <= 15),
        Row(f"change of one article {what}", changed, anew, "ms", "≤ 0.2 of floor", changed <= 0.2 * anew),
        Row(f"memory after {CHANGES} changes {what}", grown, None, "MiB", "≤ 40 MiB", grown <= 40),
    ]


def _ms(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
