"""What a model finds in an answer counts where it fits the attribute and was really said."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.core.words.effects import Think
from bridge.core.words.reading import Given
from tests.play import Play

TEXT = """
title: Book a repair
when_to_use: {description: Something is broken}
attributes:
  order_number: {type: string, pattern: "^[0-9]{6,11}$", ask: What is the order number?}
  fault: {type: list, options: [broken glass, no light], ask: What is the matter?}
  pieces: {type: integer, ask: How many?}
  visit: {type: date, ask: When?}
steps:
  - collect: [order_number, fault, pieces, visit]
  - say: "{{ order_number }} {{ fault }} {{ pieces }} {{ visit }}"
"""


def asked() -> Play:
    return Play.of(TEXT).begins("my lamp does not do what it should")


def test_the_brain_is_told_what_the_question_is_to_find_out() -> None:
    play = asked().writes("well, 123 456 is what it says")
    wants = play.ordered(Think)[-1].wants
    assert list(wants) == ["order_number", "fault", "pieces", "visit"]
    assert wants["fault"]["enum"] == ["broken glass", "no light"]


def test_one_answer_may_hold_all_of_it() -> None:
    play = asked().writes("well, 123 456 is what it says; two of them stay dark, come on the fifth of May")
    values = {"order_number": "123456", "fault": "no light", "pieces": 2, "visit": "2026-05-05"}
    play.reads(Given(values=values))
    assert ("fin", "123456 no light 2 2026-05-05") in play.parts


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"order_number": "999999"},
        {"order_number": 123456},
        {"order_number": "123"},
        {"order_number": None},
        {"order_number": {"a": 1}},
        {"contact": "other", "refund": 1000},
    ],
)
def test_what_does_not_fit_or_was_not_said_is_asked_for_again(values: dict[str, Any]) -> None:
    play = asked().writes("well, 123 456 is what it says")
    play.reads(Given(values=values))
    assert play.parts[-1][1].startswith("I could not read that as an answer")
    assert play.c.run is not None
    assert not {"contact", "refund", "order_number"} & set(play.c.run.values)


def test_undeclared_options_and_wrong_types_of_the_others_are_left_out() -> None:
    play = asked().writes("well, 123 456 is what it says")
    play.reads(
        Given(values={"order_number": "123456", "fault": "a free lamp", "pieces": "two", "visit": "soon"})
    )
    assert play.c.run is not None
    assert {name for name, value in play.c.run.values.items() if value is not None} == {"order_number"}
    assert play.parts[-1] == ("fin", "What is the matter?")


def test_a_model_reads_the_name_and_not_the_words_around_it() -> None:
    text = """
title: Who
when_to_use: {description: Somebody}
attributes: {name: {ask: What is your name?}}
steps: [{collect: name}, {say: "Hello {{ name }}!"}]
"""
    play = Play.of(text).begins("hi there").writes("oh, that would be Grace Hopper, thanks")
    play.reads(Given(values={"name": "Grace Hopper"}))
    assert ("fin", "Hello Grace Hopper!") in play.parts
