"""A PDF becomes an article: paragraphs, headings, items; whatever else it is, is said."""

import pytest

from bridge.knowledge.ingest.document import Unreadable
from bridge.knowledge.ingest.pdf import read
from tests.knowledge.ingest.documents import endless_pdf, pdf, swelling_pdf

LONG = "This is a line of the ordinary length that a paragraph of this manual has."


def test_lines_become_paragraphs_and_the_outline_names_headings() -> None:
    raw = pdf(
        [["Returns", LONG, "It ends here.", "Next one is short-", "ened.", "- an item", "1. a step"]],
        title="Manual",
        locale="en-GB",
        outline=["Returns"],
    )
    made = read(raw)
    assert (made.title, made.locale, made.url) == ("Manual", "en-GB", "")
    assert made.body.split("\n\n") == [
        "## Returns",
        f"{LONG} It ends here.",
        "Next one is shortened.",
        "- an item",
        "1. a step",
    ]


def test_headers_footers_and_numbers_of_pages_are_left_out() -> None:
    raw = pdf([["Acme Manual", f"{LONG} {word}", f"Page {n} of 4"] for n, word in enumerate("abcd", 1)])
    assert "Acme" not in read(raw).body
    assert "Page" not in read(raw).body
    assert read(raw).title == "Acme Manual"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (pdf([["Secret"]], password="x"), "protected by a password"),
        (pdf([[]]), "pictures of text and no text"),
        (b"%PDF-1.7\nbroken", "no whole PDF"),
        (b"", "no whole PDF"),
        (pdf([["x"]])[:300], "no whole PDF"),
        (pdf([["x"]] * 501), "has 501 pages"),
        (swelling_pdf(), "pictures of text|no whole PDF"),
        (endless_pdf(), "no whole PDF|pictures of text|pages"),
    ],
    ids=["protected", "scan", "broken", "empty", "cut", "huge", "swelling", "endless"],
)
def test_what_cannot_be_read_is_said(raw: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(raw)


def test_text_is_no_markdown() -> None:
    assert read(pdf([["# one * [two]"]])).body == "\\# one \\* \\[two\\]"
