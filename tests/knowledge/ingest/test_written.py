"""A document is written as an article that the content folder understands."""

from pathlib import Path

import pytest

from bridge.knowledge.ingest.document import Document
from bridge.knowledge.ingest.markdown import read
from bridge.knowledge.ingest.written import as_markdown, put


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    document = Document(
        title='Sizes: "all" # of them', url="https://x.example/a", locale="pt_BR", body="Text."
    )
    path = tmp_path / "deep" / "a.md"
    put(path, as_markdown(document, name="A"), tmp_path)
    made = read(path)
    assert (made.title, made.url, made.locale, made.body) == (
        'Sizes: "all" # of them',
        "https://x.example/a",
        "pt-br",
        "Text.",
    )
    assert [one.name for one in path.parent.iterdir()] == ["a.md"]


@pytest.mark.parametrize(("url", "said"), [("", ""), ("https://x.example/b", "https://x.example/b")])
def test_what_a_document_does_not_say_is_filled_in(tmp_path: Path, url: str, said: str) -> None:
    path = tmp_path / "a.md"
    put(path, as_markdown(Document(body="# The name\n\nText."), name="The name", url=url, locale="de"), path)
    made = read(path)
    assert (made.title, made.url, made.locale, made.body) == ("The name", said, "de", "Text.")
