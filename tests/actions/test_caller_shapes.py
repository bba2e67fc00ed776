"""What a caller of Fin's API is told, line by line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bridge.actions.caller_shapes import chunk_of, event_of, milliseconds, status_in
from bridge.core.conversation.caller import HISTORY, STATUS
from bridge.core.words.body import from_plain
from bridge.core.words.entries import Line, Part, Why
from bridge.core.words.values import Attachment, Author, Caller, Meaning, ReplyOption, Source

AT = datetime(2025, 1, 24, 10, 0, 0, 123_456, tzinfo=UTC)
ADA = Caller(conversation="ext-1", user="42")
FIN, SAM = Author(type="fin", name="Fin"), Author(type="agent", name="Sam")


def line(entry) -> Line:
    return Line(id="prt_1", seq=1, conversation_id="cnv_1", entry=entry)


def told(entry, **how) -> dict | None:
    made = {
        "is_legacy": False,
        "is_email": False,
        "name": "Ada <b>",
        "language": "",
        "base_url": "https://m.example",
        **how,
    }
    return event_of(line(entry), ADA, **made)


def said(author=FIN, **more) -> Part:
    return Part(at=AT, author=author, body=from_plain("Hello"), **more)


def test_times_have_milliseconds_in_utc():
    elsewhere = AT.astimezone(timezone(timedelta(hours=2)))
    assert milliseconds(elsewhere) == "2025-01-24T10:00:00.123Z"


def test_a_reply_has_its_sources_and_the_answers_that_are_offered():
    options = (
        ReplyOption(uuid="1", text="Yes & no", meaning=Meaning.TEXT),
        ReplyOption(uuid="2", text="That helped", meaning=Meaning.HELPED),
    )
    source = Source(content_type="article", title="Delivery", url="https://shop.example/d")
    shape = told(said(sources=(source,), reply_options=options, stream_id="a" * 32))
    body = shape["message"]["body"]
    assert 'href="https://shop.example/d"' in body
    assert "<li>Yes &amp; no</li>" in body
    assert "That helped" not in body
    assert shape["stream_id"] == "a" * 32


def test_a_letter_greets_by_a_name_that_is_only_text():
    body = told(said(), is_email=True)["message"]["body"]
    assert body == "<p>Hi Ada &lt;b&gt;,</p><p>Hello</p><p>Best regards,<br>Fin</p>"


def test_an_agents_files_are_reached_from_outside():
    files = tuple(
        Attachment(id="1", name="a.pdf", content_type="application/pdf", size_bytes=1, url=url)
        for url in ("/messenger/files/1", "https://z.example/2")
    )
    shape = told(said(SAM, attachments=files), is_email=True)
    assert (shape["event_name"], shape["message"]["body"]) == ("agent_replied", "<p>Hello</p>")
    urls = [one["url"] for one in shape["message"]["attachments"]]
    assert urls == ["https://m.example/messenger/files/1", "https://z.example/2"]


def test_a_status_has_its_reason_only_where_there_is_one():
    shape = told(Why(at=AT, what=STATUS, detail="escalated: Escalation rule: VIP: gold"))
    assert (shape["status"], shape["reason"]) == ("escalated", "Escalation rule: VIP: gold")
    assert "reason" not in told(Why(at=AT, what=STATUS, detail="complete"))
    assert status_in(line(Why(at=AT, what=STATUS, detail="escalated: x"))) == "escalated"
    assert status_in(line(said())) is None


def test_an_old_version_reads_the_waiting_on_the_reply():
    assert told(said(), is_legacy=True)["status"] == "awaiting_user_reply"
    assert told(said())["status"] == "replying"
    assert told(Why(at=AT, what=STATUS, detail="awaiting_user_reply"), is_legacy=True) is None


@pytest.mark.parametrize(
    "entry",
    [
        said(Author(type="user", name="Ada")),
        said(Author(type="system", name="Messenger")),
        said(FIN, client_id=HISTORY),
        Why(at=AT, what="handed_off", detail="rule"),
    ],
    ids=["user", "system", "history", "why"],
)
def test_the_rest_of_the_log_is_told_to_nobody(entry):
    assert told(entry) is None


def test_a_chunk_is_about_no_user_and_no_message():
    shape = chunk_of(ADA, "a" * 32, 3, "Hel", AT)
    assert shape == {
        "event_name": "fin_reply_chunk",
        "conversation_id": "ext-1",
        "stream_id": "a" * 32,
        "chunk_index": 3,
        "chunk_text": "Hel",
        "status": "replying",
        "created_at_ms": "2025-01-24T10:00:00.123Z",
    }


@pytest.mark.parametrize(("language", "best"), [("", "Amazing"), ("de-AT", "Großartig"), ("ja", "Amazing")])
def test_ratings_are_called_what_the_customer_calls_them(language, best):
    options = told(Why(at=AT, what=STATUS, detail="csat_requested"), language=language)["csat"]["options"]
    assert [one["key"] for one in options] == ["terrible", "bad", "ok", "good", "amazing"]
    assert options[-1]["label"] == best
    assert all(set(one) == {"key", "emoji", "label"} for one in options)
