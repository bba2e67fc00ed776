from pathlib import Path

import pytest

from bridge.knowledge.article import ContentError
from bridge.knowledge.library import LOOK_EVERY_S, Library
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


def test_a_broken_file_stops_the_start_but_not_a_running_service(tmp_path: Path) -> None:
    watch = Watch()
    write_article(tmp_path, "a", "Dragons", "They breathe fire.")
    library = Library(tmp_path, monotonic=watch)

    (tmp_path / "b.md").write_text("no front matter")
    watch.now += LOOK_EVERY_S

    assert found(library, "dragons") == ["Dragons"]
    with pytest.raises(ContentError):
        Library(tmp_path)


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
