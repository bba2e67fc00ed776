"""What is quoted of an agent's message, as a table, and what never stands in it, whatever was written."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.conversation.quoting import QUOTE_CHARS, named, quoted
from bridge.core.words.body import from_html, from_plain

NAMES = ("Bo", "Ada Lovelace")


@pytest.mark.parametrize(
    ("message", "quote"),
    [
        ("Done", "Done"),
        ("Hi Ada! I sent 40 €. It takes three days. Have a nice day!", "I sent 40 €. It takes three days."),
        ("Bye, have a nice day!", ""),
        ("Which one is it?", ""),
        ("I see the order. Which lamp is it?", "I see the order."),
        ("Your label: https://evil.example/a?b=c#d", "Your label: …"),
        ("Write to bo@shop.example or call tel:+491234", "Write to … or call …"),
        ("See www.shop.example or shop.example/faq now", "See … or … now"),
        ("Click [here](https://evil.example/x) **now**, `please`", "Click here now , please"),
        ("<b>Restart</b> it <script>alert(1)</script>", "Restart it alert(1)"),
        ("> what you wrote\nIt is mended", "It is mended"),
        ("Steps:\n- unplug it\n- plug it in\nKind regards\nBo\nACME Support", "Steps: unplug it; plug it in"),
        ("Das dauert z. B. drei Tage. Schönen Tag noch!", "Das dauert z. B. drei Tage."),
        ("The hotel: it is booked.", "The hotel: it is booked."),
        ("(carousel: this kind of message cannot be shown here)", ""),
        ("\u202eevil\u202c text\u200b", "evil text"),
        ("One. " + "Long words " * 20, "One."),
    ],
)  # fmt: skip
def test_a_message_and_its_quotation(message: str, quote: str) -> None:
    assert quoted(message, NAMES) == quote


def test_a_sentence_that_is_too_long_is_cut_at_a_word() -> None:
    quote = quoted("word " * 100)
    assert quote == "word " * 31 + "word…"
    assert len(quoted("x" * 500)) == QUOTE_CHARS


def test_what_was_told_before_is_kept_where_there_is_room() -> None:
    assert quoted("It takes three days.", before="I sent it.") == "I sent it. It takes three days."
    assert quoted("It takes three days.", before="x" * 150) == "It takes three days."
    assert quoted("Bye!", before="I sent it.") == ""


def test_an_agents_html_is_quoted_as_text() -> None:
    body = from_html('<p>It is <a href="https://evil.example">mended</a><img src=x onerror=alert(1)></p>')
    assert quoted(body.text) == "It is mended"


def test_a_name_is_one_line_without_marks() -> None:
    assert named("*Bo*\n<b>B</b> https://evil.example", 40) == "Bo B …"
    assert named("x" * 99, 10) == "x" * 9 + "…"


HOSTILE = st.lists(
    st.sampled_from(
        ["<b>", "</p>", "https://", "evil.example", "/x", "[", "](", ")", "**", "`", "![", "&lt;", "mailto:",
         "www.", "@", "Done", ". ", "\n", "\u202e", "javascript:", "<script>", " ", "ftp://a", "40 €", "?"]
    )
).map("".join)  # fmt: skip


@given(text=st.one_of(st.text(), HOSTILE), before=st.one_of(st.just(""), st.text(max_size=QUOTE_CHARS)))
def test_no_quotation_is_long_or_holds_marks_links_or_lines(text: str, before: str) -> None:
    quote = quoted(text, NAMES, before=quoted(before))
    assert len(quote) <= QUOTE_CHARS
    assert not re.search(r"[<>*`\[\]{}|\n\r\u202a-\u202e]|https?://|www\.|\w@\w+\.\w", quote)
    assert "<a" not in from_plain(quote).html


@pytest.mark.parametrize("piece", ["a", "a.", "a@", "://", "www", "[", "<a", "a-", "1. ", "ok ", "# ", "é"])
def test_no_message_takes_long(piece: str) -> None:
    quoted("once, so that the phrases are ready")
    began = time.perf_counter()
    quoted(piece * 4000)
    assert time.perf_counter() - began < 1


@given(text=st.text())
def test_a_quotation_has_only_words_that_were_written(text: str) -> None:
    written = re.sub(r"[^\w\n ]", "", text)  # hidden signs part no words
    for word in re.findall(r"\w+", quoted(text)):
        assert word in written
