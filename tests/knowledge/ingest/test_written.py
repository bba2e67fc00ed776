"""A document is written as an article that the content folder understands."""

import os
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
    put(
        path,
        as_markdown(Document(body="# The name\n\nText."), name="The name", url=url, locale="de"),
        tmp_path,
    )
    made = read(path)
    assert (made.title, made.url, made.locale, made.body) == ("The name", said, "de", "Text.")


def test_an_article_is_as_old_as_its_document_unless_that_would_hide_a_change(tmp_path: Path) -> None:
    source, target = tmp_path / "a.html", tmp_path / "content" / "a.md"
    source.touch()
    os.utime(source, (1_600_000_000, 1_600_000_000))
    put(target, "It costs 10.", source)
    assert target.stat().st_mtime == 1_600_000_000
    put(target, "It costs 20.", source)
    assert target.stat().st_mtime > 1_600_000_000
