from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bridge.core.words.body import from_plain
from bridge.core.words.effects import Think
from bridge.core.words.events import FinRead
from bridge.core.words.reading import Reading, SmallTalk
from bridge.fin.brain import Question
from bridge.fin.think import Thinker

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
THINK = Think(conversation_id="cnv_1", turn=7, text="hi\nthere", clarified=1, asked="who?")


@dataclass(frozen=True)
class Attempt:
    """What the outbox hands to a performer."""

    effect: Think
    effect_id: str = "eff_1"
    number: int = 1
    planned_at: datetime = NOW


class Parrot:
    """A brain that says what it was asked."""

    async def read(self, question: Question, /) -> Reading:
        return SmallTalk(body=from_plain(f"{question.text}|{question.clarified}|{question.asked}"))


class Broken:
    async def read(self, question: Question, /) -> Reading:
        raise RuntimeError("no brain")


async def test_the_reading_comes_back_for_the_turn_it_was_planned_in() -> None:
    events: Sequence[object] = await Thinker(Parrot(), lambda: NOW)(Attempt(THINK))  # type: ignore[arg-type]  # same shape

    reading = SmallTalk(body=from_plain("hi\nthere|1|who?"))
    assert events == (FinRead(conversation_id="cnv_1", at=NOW, turn=7, reading=reading),)


async def test_typing_ends_even_when_the_brain_fails() -> None:
    typed: list[tuple[str, bool]] = []
    thinker = Thinker(
        Broken(), lambda: NOW, lambda conversation, active: typed.append((conversation, active))
    )

    with pytest.raises(RuntimeError):
        await thinker(Attempt(THINK))  # type: ignore[arg-type]  # same shape

    assert typed == [("cnv_1", True), ("cnv_1", False)]
