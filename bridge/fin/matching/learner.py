"""Sparse multinomial logistic regression, small enough to be trained whenever a file changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.fin.matching.features import Features

ROUNDS = 14
RATE = 6.0
"""First step; features are of length 1, so steps are long."""
NEGLIGIBLE = 0.04
"""A class that is less likely than this learns nothing from a text: it keeps the weights sparse."""
LEARNT = 0.02
"""A text that is missed by less than this is passed over in every other round."""
FAR = 7.0
"""A class this far below the best one has no share worth computing."""
EVERY = 3
"""How often a text that is learnt is looked at again."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text to learn from.

    Args:
        features: Of length 1.
        label: The class's number.
        worth: How much it counts.
        is_not: The text is anything but of that class.
    """

    features: Features
    label: int
    worth: float = 1.0
    is_not: bool = False


class Learner:
    """Weights per feature and class.

    Args:
        classes: How many there are.
    """

    def __init__(self, classes: int) -> None:
        self._classes = classes
        self._weights: dict[str, dict[int, float]] = {}
        self._bias = [0.0] * classes

    def learn(self, lessons: Sequence[Lesson]) -> None:
        """Goes through the lessons some rounds; the order is mixed and always the same."""
        order = _mixed(len(lessons))
        rest = [0] * len(lessons)
        for number in range(ROUNDS):
            rate = RATE / (1 + 0.35 * number)
            for place in order:
                if rest[place]:
                    rest[place] -= 1
                    continue
                if self._step(lessons[place], rate) < LEARNT:
                    rest[place] = EVERY - 1

    def chances(self, features: Features) -> list[float]:
        """How likely each class is; they sum up to one."""
        return _shares(self.sums(features))

    def sums(self, features: Features) -> list[float]:
        """The weights of each class, added up."""
        sums = self._bias[:]
        weights = self._weights
        for name, value in features.items():
            row = weights.get(name)
            if row is not None:
                for label, weight in row.items():
                    sums[label] += weight * value
        return sums

    def _step(self, lesson: Lesson, rate: float) -> float:
        """Moves the weights towards the lesson, and says by how much it was missed."""
        shares = self.chances(lesson.features)
        label, share = lesson.label, shares[lesson.label]
        missed = share if lesson.is_not else 1.0 - share
        pace = rate * lesson.worth
        if lesson.is_not:
            others = max(1.0 - share, 1e-6)
            moves = {k: share * p / others for k, p in enumerate(shares) if k != label and p > NEGLIGIBLE}
            moves[label] = -share
        else:
            moves = {k: -p for k, p in enumerate(shares) if k != label and p > NEGLIGIBLE}
            moves[label] = missed
        for k, move in moves.items():
            self._bias[k] += 0.02 * pace * move
        for name, value in lesson.features.items():
            row = self._weights.setdefault(name, {})
            for k, move in moves.items():
                row[k] = row.get(k, 0.0) + pace * move * value
        return missed


def _shares(sums: list[float]) -> list[float]:
    top = max(sums)
    least = top - FAR
    exps = [math.exp(one - top) if one > least else 0.0 for one in sums]
    total = sum(exps)
    return [one / total for one in exps]


def _mixed(count: int) -> list[int]:
    """All places once, neighbours far apart."""
    stride = next((s for s in range(int(count * 0.618) or 1, count + 2) if math.gcd(s, count) == 1), 1)
    return [i * stride % count for i in range(count)]
