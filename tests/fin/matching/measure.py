"""Matches the labelled messages and counts; shared by the tests and by whoever tunes.

cases.jsonl is about the procedures of procedures.yaml, shipped.jsonl about those in config/.
Run it: python -m tests.fin.matching.measure shows every message of the tuning part that went wrong; with
--held-out the held-out part, which nobody tunes on. No matcher ever learns from either.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bridge.catalog.folder import read_folder
from bridge.fin.matching.made import matcher_of, questions_of
from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.trigger import Trigger
from bridge.knowledge.library import Library
from tests.knowledge.measure import CONTENT

HERE = Path(__file__).parent


@dataclass
class Figures:
    """What came of the messages that mean a procedure, and of those that mean none."""

    meant: int = 0
    first: int = 0
    right: int = 0
    wrong_start: int = 0
    abstained: int = 0
    others: int = 0
    others_started: int = 0
    scores: list[tuple[float, bool]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"of {self.meant} that mean a procedure: it is first {self.first / self.meant:.3f}, "
            f"started {self.right / self.meant:.3f}, another started {self.wrong_start / self.meant:.3f}, "
            f"none started {self.abstained / self.meant:.3f}; "
            f"of {self.others} others: started {self.others_started / self.others:.3f}"
        )


@cache
def triggers() -> tuple[Trigger, ...]:
    written = yaml.safe_load((HERE / "procedures.yaml").read_text())
    return tuple(
        Trigger(
            procedure=procedure,
            description=when["description"],
            examples=tuple(when["examples"]),
            not_for=tuple(when["not_for"]),
        )
        for procedure, when in written.items()
    )


@cache
def shop_matcher() -> Matcher:
    return Matcher(triggers(), background=questions_of(Library(CONTENT).current()))


@cache
def shipped_matcher() -> Matcher:
    matcher = matcher_of(read_folder(CONTENT.parent), Library(CONTENT).current())
    assert matcher is not None
    return matcher


def cases(*, held_out: bool, file: str = "cases") -> list[dict[str, Any]]:
    lines = (HERE / f"{file}.jsonl").read_text().splitlines()
    return [row for row in map(json.loads, lines) if row["held_out"] is held_out]


def measure(*, held_out: bool, file: str = "cases", matcher: Matcher | None = None) -> Figures:
    matcher = matcher or (shop_matcher() if file == "cases" else shipped_matcher())
    figures = Figures()
    for row in cases(held_out=held_out, file=file):
        ranked = matcher.match(row["text"])
        started = ranked.best.procedure if ranked.best is not None else None
        first = ranked.procedures[0]
        if row["expect"] is None:
            figures.others += 1
            figures.others_started += started is not None
        else:
            figures.meant += 1
            figures.first += first.procedure == row["expect"]
            figures.right += started == row["expect"]
            figures.wrong_start += started not in (None, row["expect"])
            figures.abstained += started is None
        figures.scores.append((first.score, first.procedure == row["expect"]))
        if started != row["expect"]:
            near = ", ".join(f"{one.procedure} {one.score:.2f}" for one in ranked.procedures[:2])
            figures.wrong.append(f"{row['expect']}: {row['text']!r} -> {near}")
    return figures


if __name__ == "__main__":
    for name in ("cases", "shipped"):
        result = measure(held_out="--held-out" in sys.argv, file=name)
        print(*result.wrong, sep="\n")
        print(f"{name}: {result}\n")
