"""What an agent gets to read at a hand-off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.conversation.state import Conversation
from bridge.core.words.body import from_plain
from bridge.core.words.entries import Entry, Line, Part, Why
from bridge.core.words.values import Attachment, Author, Channel, Reason
from handoff.packet import LONGEST, packet_html
from tests.play import ADA, START


def packet(*entries: Entry) -> str:
    conversation = Conversation(
        id="cnv_1", contact=ADA, channel=Channel.WEB, created_at=START, updated_at=START
    )
    lines = [
        Line(id=f"prt_{seq}", seq=seq, conversation_id="cnv_1", entry=one)
        for seq, one in enumerate(entries, 1)
    ]
    return packet_html(conversation, lines)


def test_the_customers_language_is_named() -> None:
    conversation = Conversation(
        id="cnv_1", contact=ADA, channel=Channel.WEB, created_at=START, updated_at=START, language="de"
    )
    assert "<li>German (de)</li>" in packet_html(conversation, [])
    assert "Language" not in packet(said("help"))


def said(text: str, who: str = "user") -> Part:
    return Part(at=START, author=Author(type=who, name="x"), body=from_plain(text))  # type: ignore[arg-type]  # one of the four


def why(what: str, detail: str = "") -> Why:
    return Why(at=START, what=what, detail=detail)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_said_in_words(reason: Reason) -> None:
    assert "Handed over by Fin." in packet(said("help"), why("handed_off", reason.value))


def test_what_a_procedure_did_is_listed_up_to_where_it_stands() -> None:
    made = packet(
        why("procedure_started", "other 1234"),
        why("step", "old"),
        why("procedure_started", "refund_order 7a52"),
        why("step", "calls get_order"),
        why("call", "get_order: 200 in 12 ms"),
        why("workflow_started", "messenger 1407"),
        why("step", "topic != null is false"),
        why("handed_off", "procedure"),
    )
    assert "topic" not in made
    assert "refund_order began" in made
    assert "get_order: 200 in 12 ms" in made
    assert "old" not in made


def test_what_strangers_write_is_text() -> None:
    assert "<script>" not in packet(said("<script>alert(1)</script>"), why("handed_off", "no_answer"))


def test_files_are_named_and_what_was_collected_stands_at_the_end() -> None:
    photo = Attachment(id="upl_1", name="a<b>.png", content_type="image/png", size_bytes=1, url="/x")
    conversation = Conversation(
        id="cnv_1", contact=ADA, channel=Channel.WEB, created_at=START, updated_at=START
    )
    line = Line(id="prt_1", seq=1, conversation_id="cnv_1", entry=replace(said("look"), attachments=(photo,)))
    made = packet_html(conversation, [line], "<p>order = 42</p>")
    assert "look [a&lt;b&gt;.png]" in made
    assert made.endswith("<p>order = 42</p>")


def test_the_words_to_the_customer_stand_in_the_transcript_alone() -> None:
    conversation = Conversation(
        id="cnv_1", contact=ADA, channel=Channel.WEB, created_at=START, updated_at=START
    )
    told = said("I am passing you to our team.", "fin")
    line = Line(id="prt_1", seq=1, conversation_id="cnv_1", entry=told)
    made = packet_html(conversation, [line], f"{told.body.html}<p>order = 42</p>")
    assert made.count("I am passing you to our team.") == 1
    assert made.endswith("<p>order = 42</p>")


def test_signs_that_are_long_in_html_keep_no_note_from_being_taken() -> None:
    made = packet(*[said("'\"&<" * 500) for _ in range(40)], why("handed_off", "no_answer"))
    assert len(made) <= LONGEST
    assert "Transcript" in made
