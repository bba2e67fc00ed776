"""Groups what customers asked for in vain: each group is a job that a procedure could do."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bridge.fin.brains.intent import Sense, hear
from bridge.fin.matching.features import Features, features
from bridge.fin.matching.wording import Speller, words
from bridge.runtime.asked import Unanswered

if TYPE_CHECKING:
    from bridge.fin.matching.matcher import Matcher

ALIKE = 0.2
"""Cosine from which on a text joins a group: nine of ten of the tests' messages are then among their kind."""
COMPARED = 2_000
"""The latest texts; more would take longer than somebody waits for a list."""
SAMPLES = 5
TELLING = 2
"""Words that a line needs, beside a wish for people, to say what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """One kind of wish.

    Args:
        samples: How customers put it: the most typical first, a few.
        conversations: Where, each once.
        nearest: The procedure that fits the typical one best, and how well; None where there is none.
    """

    samples: tuple[str, ...]
    conversations: tuple[str, ...]
    nearest: tuple[str, float] | None


@dataclass(slots=True)
class _Group:
    total: dict[str, float] = field(default_factory=dict)
    members: list[tuple[Unanswered, str, Features]] = field(default_factory=list)

    def nearness(self, vector: Features) -> float:
        length = math.sqrt(sum(v * v for v in self.total.values())) or 1.0
        return sum(v * self.total.get(name, 0.0) for name, v in vector.items()) / length

    def take(self, one: Unanswered, text: str, vector: Features) -> None:
        self.members.append((one, text, vector))
        for name, v in vector.items():
            self.total[name] = self.total.get(name, 0.0) + v


def use_cases(
    asked: Iterable[Unanswered],
    matcher: Matcher | None,
    *,
    mask: Callable[[str], str],
    least: int = 2,
) -> tuple[UseCase, ...]:
    """Groups of what was asked, the largest first.

    Args:
        asked: Customers' words that came to nothing.
        matcher: Of the procedures that there are.
        mask: Takes out of a customer's words what operators need not see.
        least: Conversations that make a group.
    """
    latest = sorted(asked, key=lambda one: one.at, reverse=True)[:COMPARED]
    told = [(one, text) for one in latest if (text := _matter(one.text))]
    speller = Speller({word for _, text in told for word in words(text)})
    raw = [features(text, speller) for _, text in told]
    frequency = Counter(name for one in raw for name in one)
    groups: list[_Group] = []
    for (one, text), found in zip(told, raw, strict=True):
        vector = _unit(found, frequency, len(raw))
        best = max(groups, key=lambda group: group.nearness(vector), default=None)
        if best is None or best.nearness(vector) < ALIKE:
            groups.append(best := _Group())
        best.take(one, text, vector)
    made = (_use_case(group, matcher, mask) for group in groups)
    return tuple(
        sorted((one for one in made if len(one.conversations) >= least), key=lambda o: -len(o.conversations))
    )


def _matter(text: str) -> str:
    """The lines that say what it is about; a wish for people by itself does not."""
    lines = []
    for line in text.split("\n"):
        heard = hear(line)
        if heard.telling >= TELLING or (heard.telling and heard.sense is not Sense.TEAM):
            lines.append(line)
    return "\n".join(lines)


def _unit(raw: Features, frequency: Counter[str], count: int) -> Features:
    weighted = {name: v * (1 + math.log((1 + count) / (1 + frequency[name]))) for name, v in raw.items()}
    length = math.sqrt(sum(v * v for v in weighted.values())) or 1.0
    return {name: v / length for name, v in weighted.items()}


def _use_case(group: _Group, matcher: Matcher | None, mask: Callable[[str], str]) -> UseCase:
    typical = sorted(group.members, key=lambda member: -group.nearness(member[2]))
    first = next(iter(matcher.match(typical[0][1]).procedures), None) if matcher is not None else None
    return UseCase(
        samples=_few(" ".join(mask(text).split()) for _, text, _ in typical),
        conversations=tuple(dict.fromkeys(one.conversation_id for one, _, _ in group.members)),
        nearest=None if first is None else (first.procedure, first.score),
    )


def _few(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:SAMPLES]
