import os
from itertools import pairwise
from pathlib import Path

import pytest

from bridge.knowledge.article import ContentError
from bridge.knowledge.sources import load_folder, read_article, stamp
from tests.knowledge.articles import write_article

HEAD = "title: A\nurl: https://shop.example/a\n"


def test_a_folder_of_markdown_becomes_articles_and_hidden_files_stay_out(tmp_path: Path) -> None:
    write_article(tmp_path / "orders", "b", "B", "Text.", extra="locale: pt_BR\n")
    write_article(tmp_path, "a", "A", "Text.")
    write_article(tmp_path / ".git", "c", "C", "Text.")
    (tmp_path / "notes.txt").write_text("not content")

    found = load_folder(tmp_path)

    assert [(a.title, a.locale, a.url) for a in found] == [
        ("A", "en", "https://shop.example/a"),
        ("B", "pt-br", "https://shop.example/b"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("Just text.", 1, "no front matter"),
        (f"---\n{HEAD}Text.", 1, "does not end"),
        ("---\nurl: https://shop.example/a\n---\nText.", 1, "no title"),
        ("---\ntitle: A\n---\nText.", 1, "no url"),
        ("---\ntitle: A\nurl: shop/a\n---\nText.", 3, "no web address"),
        ("---\ntitle: A\nurl: javascript:alert(1)\n---\nText.", 3, "no web address"),
        ("---\ntitle: Sizes: all\nurl: https://shop.example/a\n---\nText.", 2, "in quotes"),
        (f"---\n{HEAD}audiences: staff\n---\nText.", 4, "did you mean audience?"),
        (f"---\n{HEAD}audience: staff\n---\nText.", 4, "audience 'staff' is not known"),
        (f"---\n{HEAD}audience: {{contact: verified}}\n---\nText.", 4, "audience.contact: Extra inputs"),
        (f"---\n{HEAD}audience: {{if: 'contact.'}}\n---\nText.", 4, "audience.if: "),
        (f"---\n{HEAD}locale: 42\n---\nText.", 4, "no language tag"),
        (f"---\n{HEAD}---\n\n", 4, "is empty"),
        ("---\n- a\n---\nText.", 1, "no keys"),
    ],
)
def test_what_does_not_fit_is_said_with_file_and_line_and_how_to_mend_it(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text(text)

    with pytest.raises(ContentError) as caught:
        read_article(path)

    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(f"---\n{HEAD}---\nGr\xfc\xdfe".encode("latin-1"))

    with pytest.raises(ContentError, match=r"a\.md:5: is not UTF-8"):
        read_article(path)


def test_an_article_with_a_private_url_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: A\nurl: Private\n---\nText.")

    assert read_article(path).url == ""


def test_documents_in_the_folder_are_not_read_there(tmp_path: Path) -> None:
    path = tmp_path / "manual.pdf"
    path.write_bytes(b"%PDF")

    with pytest.raises(ContentError, match="PDF is not read from the content folder; add it with"):
        read_article(path)


def test_the_stamp_changes_with_every_file_that_comes_goes_or_changes(tmp_path: Path) -> None:
    before = stamp(tmp_path)
    path = write_article(tmp_path, "a", "A", "Text.")
    added = stamp(tmp_path)
    write_article(tmp_path, "a", "A", "Longer text.")
    changed = stamp(tmp_path)
    path.unlink()

    assert len({before, added, changed}) == 3
    assert stamp(tmp_path) == before


def test_pipes_devices_and_links_that_lead_nowhere_or_round_are_no_files(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "A", "Text.")
    (tmp_path / "nowhere.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / "round.md").symlink_to(tmp_path / "round.md")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "same.md").symlink_to(tmp_path / "a.md")

    assert [one.path.name for one in load_folder(tmp_path)] == ["a.md", "same.md"]


def test_a_file_that_is_no_article_by_its_length_is_named_and_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.write(f"---\n{HEAD}---\n".encode())
        file.truncate(5_000_000_000)

    with pytest.raises(ContentError, match=r"a\.md: is longer than 1,000,000 bytes; cut it into several"):
        read_article(path)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefghij")
)


@pytest.mark.parametrize(
    "head",
    [
        f"{HEAD}{BOMB}",
        f"{HEAD}locale: {{{BOMB.replace(chr(10), ', ')}}}",
        f"{HEAD}translation_of: [{'[' * 5_000}",
        f"{HEAD}audience: [{{{BOMB.replace(chr(10), ', ')}}}]",
    ],
    ids=["keys", "locale", "deep", "audience"],
)
def test_front_matter_made_to_stop_a_parser_is_refused_at_once(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\n{head}\n---\nText.")

    with pytest.raises(ContentError) as caught:
        read_article(path)
    assert len(str(caught.value)) < 1_000
