"""Scores procedures for a message, and knows when none of them is meant."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bridge.fin.matching.alike import Alike, Said, alike
from bridge.fin.matching.background import GENERIC
from bridge.fin.matching.features import Features, features, ways_of
from bridge.fin.matching.learner import NOTHING, Learner, Lesson
from bridge.fin.matching.ranked import Ranked, Scored
from bridge.fin.matching.things import vocabulary
from bridge.fin.matching.trigger import Trigger
from bridge.fin.matching.wording import NUMBER, Speller, sentences, words

if TYPE_CHECKING:
    from bridge.fin.matching.meaning import Embed, Meaning

THRESHOLD = 0.5
"""From which score on a procedure is meant; chosen on the tuning part of the cases, as all numbers here."""
SLOPE, SHIFT = 0.42, -0.27
"""How a lead in weights becomes a score."""
EXAMPLE, DESCRIPTION, BACKGROUND = 1.0, 0.7, 0.4
"""What a text is worth. A description is not how customers write; of the background there is more."""
UNLIKELY = {"impersonal": 6.0, "curious": 4.0, "fine": 4.0}
"""The lead that who asks in general, is only curious or is content loses, unless an example does the same."""
WANTS = frozenset({"wish", "trouble"})
"""A sentence that says one of these may mean a procedure by itself, whatever story is around it."""
MOST_SENTENCES = 12
MEANING = 0.75
"""What a model's opinion would count that is always right; one that errs on the examples counts less."""
TWINS = 0.5
"""Share of examples in common that makes two procedures one, of which the audience picks."""
_KEEPS_OUT = re.compile(
    r"^\W*(?:(?:do|does|is|are)\s+)?(?:not|never|don't|nicht|kein\w*)\b"
    r"|\b(?:do not|don't|not|nicht) (?:use|for|für|when|start|wenn)\b",
    re.IGNORECASE,
)
"""A sentence of a description that says when the procedure is not to begin."""


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    label: int
    worth: float
    is_not: bool = False

    @property
    def is_example(self) -> bool:
        return self.worth == EXAMPLE and self.label != NOTHING and not self.is_not


class Matcher:
    """Knows the triggers it was made of; immutable once built, safe to use from several threads.

    Args:
        triggers: What procedures are chosen by, each procedure once.
        background: Texts that start nothing: what articles answer. Small talk and the like are built in.
        threshold: From which score on a procedure is meant; a model's own is averaged with it.
        embed: The model that messages are also compared by; None where there is none.
    """

    trust: float | None
    """How far the model proved itself on the examples, 0..1; None where there is none."""

    def __init__(
        self,
        triggers: Sequence[Trigger],
        *,
        background: Iterable[str] = (),
        threshold: float = THRESHOLD,
        embed: Embed | None = None,
    ) -> None:
        self.procedures = tuple(one.procedure for one in triggers)
        texts = [*_texts(triggers), *_around(background)]
        self._speller = Speller({word for one in texts for word in words(one.text)} | vocabulary())
        raw = [features(one.text, self._speller) for one in texts]
        frequency = Counter(name for one in raw for name in one)
        self._rarity = {name: 1 + math.log((1 + len(raw)) / (1 + n)) for name, n in frequency.items()}
        self._unknown = 1 + math.log(1 + len(raw))
        vectors = [self._unit(one) for one in raw]
        self._learner = Learner(
            len(triggers) + 1,
            [
                Lesson(vector, one.label, one.worth, one.is_not)
                for one, vector in zip(texts, vectors, strict=True)
                if vector
            ],
        )
        self._said = [
            Said(procedure=self.procedures[one.label - 1], text=one.text, vector=vector)
            for one, vector in zip(texts, vectors, strict=True)
            if one.is_example
        ]
        self._ways: dict[str, set[str]] = defaultdict(set)
        for said in self._said:
            self._ways[said.procedure] |= ways_of(said.vector)
        self._examples = _by_words((one.procedure, one.examples) for one in triggers)
        self._not_for = _by_words((one.procedure, one.not_for) for one in triggers)
        self._twins = _twins(self._examples)
        self._meaning = _meaning(texts, len(triggers) + 1, embed) if embed is not None and triggers else None
        self.trust = self._meaning.trust if self._meaning is not None else None
        self._part = MEANING * (self.trust or 0.0)
        self._threshold = self._both(threshold, self._meaning.threshold if self._meaning is not None else 0.0)

    def match(self, text: str) -> Ranked:
        """How well each procedure fits what the customer wrote.

        An example, word for word, is its procedure for sure; a counter-example never is. A number by itself
        means nothing.
        """
        if not set(words(text)) - {NUMBER}:
            return self._ranked(dict.fromkeys(self.procedures, 0.0))
        scores = self._scores(text, features(text, self._speller))
        pieces = sentences(text)
        for piece in pieces[:MOST_SENTENCES] if len(pieces) > 1 else ():
            raw = features(piece, self._speller)
            if ways_of(raw) & WANTS:
                scores = {one: max(scores[one], score) for one, score in self._scores(piece, raw).items()}
        key = _key(text)
        for procedure in self._examples.get(key, ()):
            scores[procedure] = 1.0
        for procedure in self._not_for.get(key, ()):
            scores[procedure] = 0.0
        return self._ranked(scores)

    def alike(self) -> tuple[Alike, ...]:
        """Pairs of procedures with examples that say the same, the worst first."""
        return alike(self._said)

    def _ranked(self, scores: Mapping[str, float]) -> Ranked:
        ranked = (Scored(procedure=one, score=round(score, 4)) for one, score in scores.items())
        return Ranked(
            procedures=tuple(sorted(ranked, key=lambda one: (-one.score, one.procedure))),
            threshold=self._threshold,
        )

    def _scores(self, text: str, raw: Features) -> dict[str, float]:
        """What the words say, and the model where there is one."""
        scores = self._leads(raw)
        if self._meaning is None or not self._part or not raw:
            return scores
        chances = dict(zip(self.procedures, self._meaning.chances(text)[1:], strict=True))
        return {
            one: self._both(score, sum(chances[kin] for kin in (one, *self._twins.get(one, ()))))
            for one, score in scores.items()
        }

    def _both(self, words: float, meaning: float) -> float:
        return (1 - self._part) * words + self._part * meaning

    def _leads(self, raw: Features) -> dict[str, float]:
        """How far each procedure is ahead of "nothing" and of the next procedure, as a score."""
        nothing, *sums = self._learner.sums(self._unit(raw))
        ways = ways_of(raw)
        by_name = dict(zip(self.procedures, sums, strict=True))
        order = sorted(self.procedures, key=lambda one: -by_name[one])
        scores: dict[str, float] = {}
        for procedure, own in by_name.items():
            kin = (procedure, *self._twins.get(procedure, ()))
            rival = next((by_name[one] for one in order if one not in kin), nothing)
            lead = 2 * own - nothing - rival
            lead -= sum(UNLIKELY[way] for way in ways & UNLIKELY.keys() - self._ways[procedure])
            scores[procedure] = 1 / (1 + math.exp(-(SLOPE * lead + SHIFT)))
        return scores

    def _unit(self, raw: Features) -> Features:
        """Weighted by rarity, of length 1; words and things never seen make the rest weigh less."""
        known = {name: v * self._rarity[name] for name, v in raw.items() if name in self._rarity}
        unknown = sum(
            (v * self._unknown) ** 2 for name, v in raw.items() if name not in known and name[0] in "wc"
        )
        length = math.sqrt(sum(v * v for v in known.values()) + unknown)
        return {name: v / length for name, v in known.items()}


def _texts(triggers: Sequence[Trigger]) -> list[_Text]:
    texts: list[_Text] = []
    for label, trigger in enumerate(triggers, start=1):
        texts += [_Text(text, label, EXAMPLE) for text in trigger.examples]
        texts += [_Text(text, label, EXAMPLE, is_not=True) for text in trigger.not_for]
        texts += [
            _Text(text, label, DESCRIPTION, is_not=_KEEPS_OUT.search(text) is not None)
            for text in sentences(trigger.description)
        ]
    return texts


def _meaning(texts: Sequence[_Text], classes: int, embed: Embed) -> Meaning:
    """What a model learns from the same texts; what keeps a procedure out means nothing to it."""
    from bridge.fin.matching.meaning import Meaning, Taught

    taught = [
        Taught(
            text=one.text,
            label=NOTHING if one.is_not else one.label,
            worth=one.worth,
            is_said=one.worth != DESCRIPTION,
        )
        for one in texts
    ]
    return Meaning(embed, taught, classes)


def _around(background: Iterable[str]) -> list[_Text]:
    return [_Text(text, NOTHING, BACKGROUND) for text in dict.fromkeys((*GENERIC, *background))]


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
