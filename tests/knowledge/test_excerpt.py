from pathlib import Path

from bridge.knowledge.chunk import words_in
from bridge.knowledge.excerpt import answer_from, plain
from bridge.knowledge.search import search
from tests.knowledge.articles import index_of, write_article


def test_a_long_passage_is_answered_with_the_paragraphs_around_the_best(tmp_path: Path) -> None:
    padding = "Other things are said here at some length. " * 8
    body = f"{padding}\n\nThe zeppelin leaves at noon.\n\n{padding}"
    write_article(tmp_path, "a", "Travel", body)
    index = index_of(tmp_path)

    answer = answer_from(index, search(index, "zeppelin")[0].passage, "when does the zeppelin leave")

    assert "The zeppelin leaves at noon." in answer
    assert words_in(answer) <= 120


def test_a_passage_under_a_heading_says_its_heading(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "Travel", "word " * 50 + "\n\n## Zeppelins\n\n" + "They fly. " * 30)
    index = index_of(tmp_path)

    answer = answer_from(index, search(index, "zeppelins")[0].passage, "zeppelins")

    assert answer.startswith("**Zeppelins**\n\nThey fly.")


def test_plain_text_has_no_marks_and_ends_at_a_word() -> None:
    text = plain("Choose **My account** and [this](https://x.example).\n\n- One\n- Two " + "more " * 100)

    assert text.startswith("Choose My account and this. One Two more")
    assert text.endswith("more …")
