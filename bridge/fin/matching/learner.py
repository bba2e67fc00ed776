"""Sparse multinomial logistic regression, small enough to be trained whenever a file changes.

Class 0 is "nothing". A feature that many texts have tells something from nothing, but not one class from
another; it moves class 0 alone, which keeps the weights sparse where there are hundreds of classes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.fin.matching.features import Features

NOTHING = 0
ROUNDS = 9
FEWEST_ROUNDS = 5
TEXTS_SEEN = 12_000
"""Of very many lessons, so many are looked at in all: they teach each other the little words."""
RATE = 8.0
"""First step; features are of length 1, so steps are long."""
SLOWER = 0.35
"""How much shorter steps become from round to round."""
BIAS = 0.02
"""The part of a step that goes to a class whatever was said."""
NEGLIGIBLE = 0.06
"""A class that is less likely than this learns nothing from another's text."""
COMMON = 0.06
"""A feature that more than this share of the lessons has is common."""
LEARNT = 0.02
"""A text that is missed by less is passed over in the next rounds."""
PASSED_OVER = 2
FAR = 7.0
"""A class this far below the best one has no share worth computing."""


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
        classes: How many there are, with "nothing".
        lessons: What is learnt, in rounds; their order is mixed, and always the same.
    """

    def __init__(self, classes: int, lessons: Sequence[Lesson]) -> None:
        self._weights: dict[str, dict[int, float]] = {}
        self._bias = [0.0] * classes
        counts = Counter(name for lesson in lessons for name in lesson.features)
        self._common = {name for name, count in counts.items() if count > COMMON * len(lessons)}
        rounds = min(ROUNDS, max(FEWEST_ROUNDS, TEXTS_SEEN // max(len(lessons), 1)))
        passed_over = [0] * len(lessons)
        for number in range(rounds):
            rate = RATE / (1 + SLOWER * number)
            for place in _mixed(len(lessons)):
                if passed_over[place]:
                    passed_over[place] -= 1
                elif self._learn(lessons[place], rate) < LEARNT:
                    passed_over[place] = PASSED_OVER

    def sums(self, features: Features) -> list[float]:
        """The weights of each class, added up: the more, the likelier."""
        sums = self._bias[:]
        for name, value in features.items():
            for label, weight in self._weights.get(name, _NONE).items():
                sums[label] += weight * value
        return sums

    def _learn(self, lesson: Lesson, rate: float) -> float:
        """Moves the weights towards the lesson, and says by how much it was missed."""
        shares = _shares(self.sums(lesson.features))
        share = shares[lesson.label]
        missed = share if lesson.is_not else 1.0 - share
        sign = 1.0 if lesson.is_not else -1.0
        # What one class wins the others lose, in proportion, and the other way round.
        rate_of_others = sign * missed / max(1.0 - share, 1e-6)
        steps = {k: rate_of_others * p for k, p in enumerate(shares) if k != lesson.label and p > NEGLIGIBLE}
        steps[lesson.label] = -sign * missed
        pace = rate * lesson.worth
        moves = [(label, pace * step) for label, step in steps.items()]
        for label, move in moves:
            self._bias[label] += BIAS * move
        to_nothing = pace * steps.get(NOTHING, 0.0)
        for name, value in lesson.features.items():
            row = self._weights.setdefault(name, {})
            if name in self._common:
                row[NOTHING] = row.get(NOTHING, 0.0) + to_nothing * value
            else:
                for label, move in moves:
                    row[label] = row.get(label, 0.0) + move * value
        return missed


_NONE: dict[int, float] = {}


def _shares(sums: list[float]) -> list[float]:
    top = max(sums)
    exps = [math.exp(one - top) if one > top - FAR else 0.0 for one in sums]
    total = sum(exps)
    return [one / total for one in exps]


def _mixed(count: int) -> list[int]:
    """All places once, neighbours far apart."""
    stride = next((s for s in range(int(count * 0.618) or 1, count + 2) if math.gcd(s, count) == 1), 1)
    return [i * stride % count for i in range(count)]
