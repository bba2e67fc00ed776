from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bridge.core.words.body import from_plain
from bridge.core.words.effects import Think
from bridge.core.words.entries import Line, Part
from bridge.core.words.events import FinRead
from bridge.core.words.reading import Reading, SmallTalk
from bridge.core.words.values import Author
from bridge.fin.brain import Question
from bridge.fin.think import Context, Thinker

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


async def test_an_answer_is_shown_while_it_is_made_and_says_why() -> None:
    class Speaks:
        async def read(self, question: Question, /) -> Reading:
            assert [one.text for one in question.history] == ["before"]
            assert question.on_text is not None
            question.on_text("Hel")
            question.on_text("Hello")
            question.note("model", "5 tokens")
            return SmallTalk(body=from_plain("Hello"))

    async def context(_conversation_id: str) -> Context:
        before = Part(at=NOW, author=Author(type="fin", name="Fin"), body=from_plain("before"))
        return Context(
            contact_id="con_1", lines=[Line(id="prt_1", seq=1, conversation_id="cnv_1", entry=before)]
        )

    shown: list[tuple[str, ...]] = []
    thinker = Thinker(Speaks(), lambda: NOW, context=context, show=lambda *what: shown.append(what))
    [event] = await thinker(Attempt(THINK))  # type: ignore[arg-type]  # same shape

    assert [(one[0], one[1], one[3]) for one in shown] == [
        ("con_1", "cnv_1", "Hel"),
        ("con_1", "cnv_1", "Hello"),
    ]
    assert len(shown[0][2]) == 32
    assert isinstance(event, FinRead)
    assert event.notes == (("model", "5 tokens"),)
