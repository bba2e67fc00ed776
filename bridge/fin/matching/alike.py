"""Finds triggers that are too alike to choose between, for those who write them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.fin.matching.features import Features

TOO_ALIKE = 0.8
"""Cosine from which on two texts say the same; the nearest honest pair of the tests' procedures has less."""
COMMON = 0.1
"""A feature in more than this share of the texts brings no two of them together by itself."""
FEW = 20
"""With so few texts every feature is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two procedures that the same message would start.

    Args:
        first, second: Their ids, in the alphabet's order.
        texts: The nearest pair of texts: one of the first, one of the second.
        score: How near they are, 0..1.
    """

    first: str
    second: str
    texts: tuple[str, str]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text that a procedure is chosen by, as features of length 1."""

    procedure: str
    text: str
    vector: Features


def alike(texts: Sequence[Said]) -> tuple[Alike, ...]:
    """The nearest pair of texts of each two procedures that are too near, the worst first."""
    found: dict[tuple[str, str], Alike] = {}
    for here, there in sorted(_neighbours(texts)):
        one, other = sorted((texts[here], texts[there]), key=lambda said: said.procedure)
        score = sum(worth * other.vector.get(name, 0.0) for name, worth in one.vector.items())
        pair = one.procedure, other.procedure
        if score >= TOO_ALIKE and (pair not in found or found[pair].score < score):
            found[pair] = Alike(
                first=pair[0], second=pair[1], texts=(one.text, other.text), score=round(min(score, 1.0), 4)
            )
    return tuple(sorted(found.values(), key=lambda one: (-one.score, one.first, one.second)))


def _neighbours(texts: Sequence[Said]) -> set[tuple[int, int]]:
    """Texts of different procedures that share something rare enough to be worth a comparison."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, said in enumerate(texts):
        for name in said.vector:
            holders[name].append(number)
    most = max(FEW, COMMON * len(texts))
    return {
        (here, there)
        for numbers in holders.values()
        if len(numbers) <= most
        for place, here in enumerate(numbers)
        for there in numbers[place + 1 :]
        if texts[here].procedure != texts[there].procedure
    }
