"""Ranks procedures for a message, and knows when none of them is meant."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bridge.fin.matching.alike import Alike, Said, alike
from bridge.fin.matching.background import GENERIC
from bridge.fin.matching.features import Features, features
from bridge.fin.matching.learner import Learner, Lesson
from bridge.fin.matching.things import vocabulary
from bridge.fin.matching.trigger import Trigger
from bridge.fin.matching.wording import Speller, sentences, words

THRESHOLD = 0.4
"""From which score on a procedure is meant; chosen on the tuning part of the cases."""
DESCRIPTION = 0.7
"""What a sentence of a description is worth beside an example: it is not how customers write."""
BACKGROUND = 0.4
"""What a text is worth that means no procedure."""
TWINS = 0.5
"""Share of examples in common that makes two procedures one, of which the audience picks."""
_KEEPS_OUT = re.compile(
    r"^\W*(?:(?:do|does|is|are)\s+)?(?:not|never|don't|nicht|kein\w*)\b"
    r"|\b(?:do not|don't|not|nicht) (?:use|for|für|when|start|wenn)\b",
    re.IGNORECASE,
)
"""A sentence of a description that says when the procedure is not to begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A procedure and how sure it is that it is meant, 0..1."""

    procedure: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """All procedures, the likeliest first.

    Args:
        procedures: None is left out.
        threshold: From which score on a procedure is meant.
    """

    procedures: tuple[Scored, ...]
    threshold: float

    @property
    def best(self) -> Scored | None:
        """The procedure that is meant; None when none is, or it is not sure enough."""
        return next(iter(self.meant), None)

    @property
    def runner_up(self) -> Scored | None:
        """The second likeliest, meant or not."""
        return self.procedures[1] if len(self.procedures) > 1 else None

    @property
    def meant(self) -> tuple[Scored, ...]:
        """All that are sure enough: several only where procedures share their examples."""
        return tuple(one for one in self.procedures if one.score >= self.threshold)


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    label: int
    worth: float = 1.0
    is_not: bool = False


class Matcher:
    """Knows the triggers it was made of; immutable once built, safe to use from several threads.

    Args:
        triggers: What procedures are chosen by, each procedure once.
        background: Texts that start nothing: the titles of articles, questions. General ones are built in.
        threshold: From which score on a procedure is meant.
    """

    def __init__(
        self, triggers: Sequence[Trigger], *, background: Iterable[str] = (), threshold: float = THRESHOLD
    ) -> None:
        self.procedures = tuple(one.procedure for one in triggers)
        self._threshold = threshold
        texts = [*_texts(triggers), *_around(background)]
        self._speller = Speller({word for one in texts for word in words(one.text)} | vocabulary())
        raw = [features(one.text, self._speller) for one in texts]
        frequency = Counter(name for one in raw for name in one)
        self._rarity = {name: 1 + math.log((1 + len(raw)) / (1 + n)) for name, n in frequency.items()}
        self._unknown = 1 + math.log(1 + len(raw))
        vectors = [self._unit(one) for one in raw]
        self._learner = Learner(len(triggers) + 1)
        self._learner.learn(
            [
                Lesson(vector, one.label, one.worth, one.is_not)
                for one, vector in zip(texts, vectors, strict=True)
                if vector
            ]
        )
        self._said = [
            Said(procedure=self.procedures[one.label - 1], text=one.text, vector=vector)
            for one, vector in zip(texts, vectors, strict=True)
            if one.label and one.worth == 1.0 and not one.is_not
        ]
        self._examples = _by_words((t.procedure, t.examples) for t in triggers)
        self._not_for = _by_words((t.procedure, t.not_for) for t in triggers)
        self._twins = _twins(self._examples)

    def match(self, text: str) -> Ranked:
        """How well each procedure fits what the customer wrote.

        An example, word for word, is its procedure for sure; a counter-example never is.
        """
        chances = self._learner.chances(self._unit(features(text, self._speller)))[1:]
        scores = dict(zip(self.procedures, chances, strict=True))
        shared = {p: sum(scores[one] for one in (p, *self._twins.get(p, ()))) for p in scores}
        key = _key(text)
        for procedure in self._examples.get(key, ()):
            shared[procedure] = 1.0
        for procedure in self._not_for.get(key, ()):
            shared[procedure] = 0.0
        ranked = sorted(shared, key=lambda p: (-shared[p], -scores[p], p))
        return Ranked(
            procedures=tuple(Scored(procedure=p, score=round(min(shared[p], 1.0), 4)) for p in ranked),
            threshold=self._threshold,
        )

    def alike(self) -> tuple[Alike, ...]:
        """Pairs of procedures with examples that say the same, the worst first."""
        return alike(self._said)

    def _unit(self, raw: Features) -> Features:
        """Weighted by rarity, of length 1; words never seen make the rest weigh less."""
        known = {name: v * self._rarity[name] for name, v in raw.items() if name in self._rarity}
        unknown = sum(
            (v * self._unknown) ** 2 for name, v in raw.items() if name not in known and name[0] in "wc"
        )
        length = math.sqrt(sum(v * v for v in known.values()) + unknown)
        return {name: v / length for name, v in known.items()}


def _texts(triggers: Sequence[Trigger]) -> list[_Text]:
    texts: list[_Text] = []
    for label, trigger in enumerate(triggers, start=1):
        texts += [_Text(text, label) for text in trigger.examples]
        texts += [_Text(text, label, is_not=True) for text in trigger.not_for]
        texts += [
            _Text(text, label, DESCRIPTION, is_not=_KEEPS_OUT.search(text) is not None)
            for text in sentences(trigger.description)
        ]
    return texts


def _around(background: Iterable[str]) -> list[_Text]:
    return [_Text(text, 0, BACKGROUND) for text in dict.fromkeys((*GENERIC, *background))]


def _key(text: str) -> str:
    return " ".join(words(text))


def _by_words(texts: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for procedure, written in texts:
        for key in dict.fromkeys(map(_key, written)):
            if key:
                found[key] += (procedure,)
    return dict(found)


def _twins(examples: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Procedures with the same examples: a copy for another audience."""
    own = Counter(one for procedures in examples.values() for one in procedures)
    common = Counter(
        (one, other)
        for procedures in examples.values()
        for one in procedures
        for other in procedures
        if one != other
    )
    twins: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for (one, other), count in common.items():
        if count >= TWINS * max(own[one], own[other]):
            twins[one] += (other,)
    return dict(twins)
