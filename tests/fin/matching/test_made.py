from pathlib import Path
from textwrap import dedent

from bridge.catalog.folder import read_folder
from bridge.fin.matching.current import CurrentMatcher
from bridge.fin.matching.made import matcher_of, questions_of
from bridge.knowledge.library import Library
from tests.knowledge.articles import write_article

PROCEDURE = dedent("""
    title: Change the delivery address
    status: {status}
    when_to_use:
      description: The customer wants their money back.
      examples: ["I want my money back", "please refund my order"]
    steps:
      - say: Hello
      - end: {{}}
""")


def write(root: Path, name: str = "pay_back", status: str = "live") -> None:
    (root / "procedures").mkdir(exist_ok=True)
    (root / "procedures" / f"{name}.yaml").write_text(PROCEDURE.format(status=status))


def test_live_procedures_are_matched_by_their_triggers_and_never_by_their_titles(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "unfinished", "draft")
    matcher = matcher_of(read_folder(tmp_path), None)

    assert matcher is not None
    assert matcher.procedures == ("pay_back",)
    assert matcher.match("give me my money back").best is not None
    assert matcher.match("change the delivery address").best is None


def test_without_procedures_there_is_nothing_to_match(tmp_path: Path) -> None:
    assert matcher_of(read_folder(tmp_path), None) is None


def test_a_catalog_is_as_good_as_its_folder(tmp_path: Path) -> None:
    write(tmp_path)
    matcher = matcher_of(read_folder(tmp_path).catalog, None)
    assert matcher is not None
    assert matcher.procedures == ("pay_back",)


def test_articles_are_put_as_the_questions_that_they_answer(tmp_path: Path) -> None:
    write_article(tmp_path, "one", "Cancel an order", "In the app.")
    write_article(tmp_path, "two", "When is my refund here?", "In two days.")

    assert set(questions_of(Library(tmp_path).current())) >= {
        "How do I cancel an order?",
        "When is my refund here?",
    }
    assert questions_of(None) == ()


def test_the_matcher_of_now_follows_the_definitions_and_the_articles(tmp_path: Path) -> None:
    write(tmp_path)
    folder = read_folder(tmp_path)
    index = Library(tmp_path / "content").current()
    current = CurrentMatcher(lambda: folder, lambda: index)

    assert not current.is_at_hand
    first = current()
    assert first is not None
    assert current.is_at_hand
    assert current() is first

    write(tmp_path, "another")
    folder = read_folder(tmp_path, folder)
    assert not current.is_at_hand
    second = current()
    assert second is not None
    assert second.procedures == ("another", "pay_back")

    index = Library(tmp_path / "content").current()
    assert current() is second  # no article is asked by other words than before
    write_article(tmp_path / "content", "one", "Cancel an order", "In the app.")
    index = Library(tmp_path / "content").current()
    assert current() is not second
