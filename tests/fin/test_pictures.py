"""Which pictures a model gets: the customer's latest, not too many, not too large."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bridge.core.words.body import from_plain
from bridge.core.words.effects import Think
from bridge.core.words.entries import Line, Part
from bridge.core.words.reading import NoAnswer, Reading
from bridge.core.words.values import Attachment, Author
from bridge.fin.brain import Question
from bridge.fin.pictures import BYTES, MOST, pictures_of
from bridge.fin.think import Context, Thinker
from bridge.runtime.temporary import temporary_store
from bridge.runtime.uploads import Upload, keep_upload, upload
from bridge.runtime.wheel import START

PNG = Attachment(id="upl_1", name="a.png", content_type="image/png", size_bytes=9, url="/x")


def line(seq: int, who: Any, *files: Attachment) -> Line:
    part = Part(at=START, author=Author(type=who, name="x"), body=from_plain("x"), attachments=files)
    return Line(id=f"prt_{seq}", seq=seq, conversation_id="cnv_1", entry=part)


async def found(*lines: Line) -> list[bytes]:
    async with temporary_store() as store:
        for number in range(1, 6):
            await keep_upload(
                store,
                Upload(
                    id=f"upl_{number}",
                    contact_id="con_a",
                    name="a.png",
                    content_type="image/png",
                    size_bytes=2,
                    data=b"%d." % number,
                ),
            )
        return [one.data for one in await pictures_of(lines, lambda one: upload(store, one))]


def numbered(*numbers: int) -> tuple[Attachment, ...]:
    return tuple(replace(PNG, id=f"upl_{number}") for number in numbers)


async def test_those_since_anybody_else_spoke_are_read_in_order() -> None:
    lines = (line(1, "user", *numbered(1)), line(2, "fin"), line(3, "user", *numbered(2, 3)), line(4, "user"))
    assert await found(*lines) == [b"2.", b"3."]
    assert await found(*lines, line(5, "fin")) == []


async def test_the_latest_ones_are_read_and_no_more() -> None:
    assert await found(line(1, "user", *numbered(1, 2, 3, 4, 5))) == [b"3.", b"4.", b"5."][-MOST:]


async def test_what_is_no_picture_too_large_or_gone_is_left_out() -> None:
    pdf = replace(PNG, content_type="application/pdf")
    large = replace(PNG, size_bytes=BYTES + 1)
    gone = replace(PNG, id="upl_gone")
    assert await found(line(1, "user", pdf, large, gone, *numbered(4))) == [b"4."]


async def test_they_reach_the_brain_with_the_question() -> None:
    asked: list[Question] = []

    class Brain:
        async def read(self, question: Question, /) -> Reading:
            asked.append(question)
            return NoAnswer()

    async with temporary_store() as store:
        kept = Upload(
            id="upl_1", contact_id="con_a", name="a.png", content_type="image/png", size_bytes=2, data=b"1."
        )
        await keep_upload(store, kept)
        lines = (line(1, "user", PNG),)

        async def context(_id: str) -> Context:
            pictures = await pictures_of(lines, lambda one: upload(store, one))
            return Context(contact_id="con_a", lines=lines, images=pictures)

        attempt: Any = type(
            "Attempt", (), {"effect": Think(conversation_id="cnv_1", turn=1, text="x"), "effect_id": "e"}
        )
        await Thinker(Brain(), lambda: START, context=context)(attempt)
    assert [one.data for one in asked[0].images] == [b"1."]
