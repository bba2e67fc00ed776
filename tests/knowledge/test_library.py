import threading
from pathlib import Path

import pytest

from bridge.knowledge.article import ContentError
from bridge.knowledge.library import AT_HAND, LOOK_EVERY_S, UNKNOWN, Library
from bridge.knowledge.pages import Sent
from bridge.knowledge.search import search
from tests.knowledge.articles import write_article


class Watch:
    """A clock that the test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def found(library: Library, text: str) -> list[str]:
    return [hit.passage.article.title for hit in search(library.current(), text)]


def test_a_saved_file_is_found_without_a_restart_and_a_removed_one_no_more(tmp_path: Path) -> None:
    watch = Watch()
    library = Library(tmp_path, monotonic=watch)
    assert found(library, "dragons") == []

    path = write_article(tmp_path, "a", "Dragons", "They breathe fire.")
    assert found(library, "dragons") == []
    watch.now += LOOK_EVERY_S
    assert found(library, "dragons") == ["Dragons"]

    path.unlink()
    watch.now += LOOK_EVERY_S
    assert found(library, "dragons") == []


def test_it_is_at_hand_while_it_is_small_and_was_looked_at_a_moment_ago(tmp_path: Path) -> None:
    watch = Watch()
    library = Library(tmp_path, monotonic=watch)
    assert library.is_at_hand
    watch.now += LOOK_EVERY_S
    assert not library.is_at_hand
    library.current()
    assert library.is_at_hand

    for number in range(AT_HAND + 1):
        write_article(tmp_path, f"a{number}", f"Dragon {number}", "It breathes fire.")
    watch.now += LOOK_EVERY_S
    library.current()
    watch.now += 0.1
    assert not library.is_at_hand


def test_a_broken_file_stops_a_strict_start_but_no_service(tmp_path: Path) -> None:
    watch = Watch()
    write_article(tmp_path, "a", "Dragons", "They breathe fire.")
    library = Library(tmp_path, monotonic=watch)

    (tmp_path / "b.md").write_text("no front matter")
    watch.now += LOOK_EVERY_S

    assert found(library, "dragons") == ["Dragons"]
    with pytest.raises(ContentError):
        Library(tmp_path)
    assert found(Library(tmp_path, is_strict=False), "dragons") == ["Dragons"]


def test_a_broken_file_keeps_its_last_good_article_and_holds_no_other_file_back(tmp_path: Path) -> None:
    watch, content = Watch(), tmp_path / "content"
    dragons = write_article(content, "a", "Dragons", "They breathe fire.")
    write_article(content, "b", "Unicorns", "They have a horn.")
    library = Library(content, monotonic=watch)

    dragons.write_text("no front matter")
    write_article(content, "b", "Mermaids", "They swim.")
    (tmp_path / "audiences.yaml").write_text("- no mapping")
    watch.now += LOOK_EVERY_S
    assert (found(library, "dragons"), found(library, "mermaids")) == (["Dragons"], ["Mermaids"])

    write_article(content, "a", "Giants", "They are tall.")
    watch.now += LOOK_EVERY_S
    assert (found(library, "dragons"), found(library, "giants")) == ([], ["Giants"])


def test_an_original_that_is_removed_takes_its_translation_along_no_further_than_a_line_in_the_log(
    tmp_path: Path,
) -> None:
    watch = Watch()
    original = write_article(tmp_path, "dragons", "Dragons", "They breathe fire.")
    write_article(tmp_path, "drachen", "Drachen", "Sie speien Feuer.", extra="translation_of: dragons\n")
    library = Library(tmp_path, monotonic=watch)

    original.unlink()
    watch.now += LOOK_EVERY_S

    assert found(library, "drachen") == ["Drachen"]


def test_only_what_has_changed_is_cut_and_indexed_again(tmp_path: Path) -> None:
    watch = Watch()
    for number in range(30):
        write_article(tmp_path, f"a{number}", f"Dragons {number}", "They breathe fire.")
    library = Library(tmp_path, monotonic=watch)
    before = library.current()

    write_article(tmp_path, "a7", "Dragons 7", "They fly as well.")
    watch.now += LOOK_EVERY_S
    after = library.current()

    changed = [new for old, new in zip(before.passages, after.passages, strict=True) if old is not new]
    assert [one.article.path.name for one in changed] == ["a7.md"]
    assert library.current() is after


def test_while_one_reads_what_has_changed_others_are_answered_from_what_was(tmp_path: Path) -> None:
    reading, read = threading.Event(), threading.Event()

    def pages(known: str) -> tuple[str, tuple[Sent, ...]] | None:
        if known != UNKNOWN:
            reading.set()
            assert read.wait(15)
        return ("1", ()) if known == UNKNOWN else None

    watch = Watch()
    library = Library(tmp_path, pages=pages, monotonic=watch)
    before = library.current()
    write_article(tmp_path, "a", "Dragons", "They breathe fire.")
    watch.now += LOOK_EVERY_S
    reader = threading.Thread(target=library.current)
    reader.start()
    assert reading.wait(15)

    assert library.current() is before
    read.set()
    reader.join(15)
    assert found(library, "dragons") == ["Dragons"]


def test_a_content_that_takes_long_to_index_is_not_indexed_at_every_look(tmp_path: Path) -> None:
    class Slow(Watch):
        """Every look at this clock takes a second, so making the index does."""

        def __call__(self) -> float:
            self.now += 1.0
            return self.now

    asked: list[str] = []

    def pages(known: str) -> tuple[str, tuple[Sent, ...]]:
        asked.append(known)
        return str(len(asked)), ()

    library = Library(tmp_path, pages=pages, monotonic=Slow())
    for _ in range(12):
        library.current()

    assert 3 <= len(asked) <= 7


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert Library(tmp_path / "nowhere").articles == ()
