"""How good the embedded brain is on labelled questions; the levels are those it reached, rounded down."""

import pytest

from tests.knowledge.measure import Figures, measure

INTENTS = ("team", "not_team", "helped", "not_helped", "small_talk")


@pytest.fixture(scope="module", params=[False, True], ids=["tuned on", "held out"])
def figures(request: pytest.FixtureRequest) -> Figures:
    return measure(held_out=request.param)


def test_four_of_five_questions_get_the_right_article_at_once(figures: Figures) -> None:
    assert figures.rate("answer") >= 0.78, figures.wrong


def test_nine_of_ten_questions_get_the_right_article_or_its_button(figures: Figures) -> None:
    assert (figures.right["answer"] + figures.asked_back) / figures.asked["answer"] >= 0.9, figures.wrong


def test_at_most_one_of_fourteen_questions_gets_a_wrong_article(figures: Figures) -> None:
    assert figures.wrong_article / figures.asked["answer"] <= 0.07, figures.wrong


def test_at_most_one_of_ten_questions_out_of_scope_is_answered(figures: Figures) -> None:
    assert figures.answered / figures.asked["none"] <= 0.1, figures.wrong


def test_ambiguous_questions_are_asked_about(figures: Figures) -> None:
    assert figures.rate("clarify") >= 0.9, figures.wrong


def test_nineteen_of_twenty_intents_are_heard(figures: Figures) -> None:
    assert figures.rate(*INTENTS) >= 0.95, figures.wrong


@pytest.mark.parametrize(("held_out", "answered", "silent"), [(False, 40, 13), (True, 16, 6)])
def test_paraphrases_in_english_and_german_find_their_article(
    held_out: bool, answered: int, silent: int
) -> None:
    figures = measure(held_out=held_out, file="paraphrases.jsonl")

    assert figures.right["answer"] >= answered, figures.wrong
    assert figures.right["none"] >= silent, figures.wrong
    assert figures.wrong_article <= 3, figures.wrong
