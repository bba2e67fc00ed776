import time
from pathlib import Path

from bridge.knowledge.article import Article
from bridge.knowledge.chunk import MOST_WORDS, passages_of, words_in


def article(body: str) -> Article:
    return Article(title="T", url="https://shop.example/t", locale="en", body=body, path=Path("t.md"))


def test_sections_become_passages_that_know_their_headings() -> None:
    text = "word " * 60
    passages = passages_of(
        article(f"{text}\n\n## Outer\n\n{text}\n\n### Inner\n\n{text}\n\n## Next\n\n{text}")
    )

    assert [p.trail for p in passages] == [(), ("Outer",), ("Outer", "Inner"), ("Next",)]


def test_a_short_section_joins_the_one_before_it() -> None:
    passages = passages_of(article("Some words here.\n\n## Small\n\nA few more."))

    assert [p.text for p in passages] == ["Some words here.\n\n**Small**\n\nA few more."]


def test_a_long_section_is_cut_at_paragraphs_and_a_long_paragraph_at_sentences() -> None:
    sentence = "This is a sentence of eight words only. "
    passages = passages_of(article(sentence * 60 + "\n\n" + sentence * 10))

    assert len(passages) > 2
    assert all(words_in(p.text) <= MOST_WORDS for p in passages)


def test_a_list_stays_whole_and_with_the_line_that_introduces_it() -> None:
    steps = "\n".join(f"{n}. " + "step " * 30 for n in range(1, 5))
    passages = passages_of(article("intro " * 100 + f"\n\nDo this:\n\n{steps}"))

    assert any(p.text.startswith("Do this:") and "4. step" in p.text for p in passages)


def test_a_heading_inside_a_code_block_is_no_heading() -> None:
    passages = passages_of(article("Text.\n\n```\n# not a heading\n```"))

    assert [p.trail for p in passages] == [()]


def test_what_is_made_to_take_long_is_cut_in_time() -> None:
    began = time.process_time()
    for body in (
        "a:\n\n" * 20_000,
        "[" * 50_000,
        "![a" * 20_000,
        "# a\n\nb\n\n" * 10_000,
        "a b.\n\n" * 20_000,
    ):
        assert passages_of(article(body))
    assert time.process_time() - began < 15
