"""Documents are read in another process, which may be lost without losing anything else."""

import sys
from pathlib import Path

import pytest

from bridge.knowledge.article import ContentError
from bridge.knowledge.ingest.apart import FILE_MOST, Apart
from tests.knowledge.ingest.documents import pdf, word


def test_documents_of_all_formats_are_read_one_after_another(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>A</h1><p>Text of a page.</p>")
    (tmp_path / "b.pdf").write_bytes(pdf([["B is a text."]]))
    (tmp_path / "c.docx").write_bytes(word())
    (tmp_path / "d.pdf").write_bytes(b"broken")
    with Apart() as apart:
        assert apart.read(tmp_path / "a.html").title == "A"
        assert apart.read(tmp_path / "b.pdf").body == "B is a text."
        with pytest.raises(ContentError, match=r"d\.pdf: is no whole PDF"):
            apart.read(tmp_path / "d.pdf")
        assert apart.read(tmp_path / "c.docx").title == "Returns"


def test_what_takes_too_long_is_given_up_and_the_next_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x")
    with Apart(seconds=0.0) as apart:
        with pytest.raises(ContentError, match="took longer than 0 seconds"):
            apart.read(tmp_path / "a.html")
        apart._seconds = 30.0
        assert apart.read(tmp_path / "a.html").body == "x"


def test_a_process_that_is_lost_costs_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x")
    with Apart() as apart:
        assert apart.read(tmp_path / "a.html").body == "x"
        assert apart._process is not None
        apart._process.kill()
        apart._process.wait()
        with pytest.raises(ContentError, match="took more memory than a document may"):
            apart.read(tmp_path / "a.html")
        assert apart.read(tmp_path / "a.html").body == "x"


@pytest.mark.parametrize(("name", "module"), [("a.pdf", "pypdf"), ("a.docx", "docx")])
def test_without_the_extra_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    (tmp_path / name).write_bytes(b"x")
    monkeypatch.setitem(sys.modules, module, None)  # as if it were not installed
    with Apart() as apart, pytest.raises(ContentError) as caught:
        apart.read(tmp_path / name)
    assert str(caught.value).endswith(
        f"reading {name[2:].upper()} needs the extra ingest; "
        'install it with pip install "messenger-bridge[ingest]"'
    )


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(FILE_MOST + 1)
    with Apart() as apart, pytest.raises(ContentError, match="bytes long, more than"):
        apart.read(tmp_path / "a.pdf")
    with Apart() as apart, pytest.raises(ContentError, match="cannot be read"):
        apart.read(tmp_path / "none.html")
