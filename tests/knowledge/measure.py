"""Asks the labelled questions and counts; shared by the tests and by whoever tunes.

Run it: python -m tests.knowledge.measure shows every question of the tuning two thirds that went wrong;
with --held-out the held-out third, which is not for tuning.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridge.core.words.reading import Answer, Clarify, Reading
from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.knowledge.library import Library

HERE = Path(__file__).parent
CONTENT = HERE.parent.parent / "config" / "content"


@dataclass
class Figures:
    """Per expectation: how many questions, how many right, and what came instead."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    asked_back: int = 0
    answered: int = 0
    wrong_article: int = 0
    wrong: list[str] = field(default_factory=list)

    def rate(self, *expectations: str) -> float:
        """The share that was right."""
        return sum(self.right[e] for e in expectations) / sum(self.asked[e] for e in expectations)


def questions(*, held_out: bool, file: str = "questions.jsonl") -> list[dict[str, Any]]:
    lines = (HERE / file).read_text().splitlines()
    return [row for row in map(json.loads, lines) if row["held_out"] is held_out]


def measure(*, held_out: bool, brain: EmbeddedBrain | None = None, file: str = "questions.jsonl") -> Figures:
    library = Library(CONTENT)
    slugs = {article.title: article.path.stem for article in library.articles}
    brain = brain or EmbeddedBrain(library)
    figures = Figures()
    for row in questions(held_out=held_out, file=file):
        expect = row["expect"]
        reading = brain.read_now(Question(text=row["text"], locale=row.get("locale")))
        figures.asked[expect] += 1
        if is_right(reading, row, slugs):
            figures.right[expect] += 1
        else:
            figures.wrong.append(
                f"{expect:10} {row['text']!r} {row.get('articles', '')} -> {told(reading, slugs)}"
            )
        if expect == "answer" and isinstance(reading, Answer) and not is_right(reading, row, slugs):
            figures.wrong_article += 1
        if isinstance(reading, Clarify) and set(row.get("articles", ())) & {
            slugs[o] for o in reading.options
        }:
            figures.asked_back += 1
        if expect == "none" and isinstance(reading, Answer):
            figures.answered += 1
    return figures


def is_right(reading: Reading, row: dict[str, Any], slugs: dict[str, str]) -> bool:
    match row["expect"]:
        case "answer":
            return isinstance(reading, Answer) and slugs[reading.sources[0].title] in row["articles"]
        case "none":
            return reading.kind in ("no_answer", "clarify")
        case "team":
            return reading.kind == "wants_team"
        case "not_team":
            return reading.kind != "wants_team"
        case kind:
            return bool(reading.kind == kind)


def told(reading: Reading, slugs: dict[str, str]) -> str:
    match reading:
        case Answer():
            return f"answer {slugs[reading.sources[0].title]} {reading.score}"
        case Clarify():
            return f"clarify {[slugs[o] for o in reading.options]}"
        case _:
            return f"{reading.kind} {getattr(reading, 'best_score', '')}"


if __name__ == "__main__":
    chosen = "paraphrases.jsonl" if "--paraphrases" in sys.argv else "questions.jsonl"
    result = measure(held_out="--held-out" in sys.argv, file=chosen)
    print(*result.wrong, sep="\n")
    print({e: f"{result.right[e]}/{n}" for e, n in result.asked.items()}, "asked back:", result.asked_back)
    print("out of scope answered:", result.answered, "wrong article:", result.wrong_article)
