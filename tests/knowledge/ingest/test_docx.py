"""A Word document becomes an article; one made to fill the memory is refused before it does."""

import pytest

from bridge.knowledge.ingest.document import Unreadable
from bridge.knowledge.ingest.docx import read
from tests.knowledge.ingest.documents import bomb, laughing, word


def test_headings_lists_tables_and_bold_words_are_kept() -> None:
    made = read(word())
    assert (made.title, made.locale) == ("Returns", "de-DE")
    assert made.body == (
        "# How to return an item\n\nSend it back within **30 days**\\* to us.\n\n- One\n- Two\n\n"
        "## Prices\n\n- Size: S; Price: 4 EUR"
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (bomb(), "unpacks to far more"),
        (bomb("word/media/picture.png"), "unpacks to far more"),
        (laughing(), "no whole Word document|holds no text"),
        (b"\xd0\xcf\x11\xe0old", "of an old Word"),
        (b"PK\x03\x04broken", "no whole Word document"),
        (word()[:2000], "no whole Word document"),
        (b"", "no whole Word document"),
    ],
    ids=["bomb", "picture", "laughing", "old", "broken", "cut", "empty"],
)
def test_what_cannot_be_read_is_said(raw: bytes, says: str) -> None:
    assert len(raw) < 1_000_000
    with pytest.raises(Unreadable, match=says):
        read(raw)
