"""The customer may mean another procedure in the middle of one: when Fin switches, asks, and stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.words.body import from_plain
from bridge.core.words.reading import Answer, Candidate, NoAnswer, StartProcedure, WantsTeam
from bridge.core.words.values import Owner
from tests.play import Play, catalog, defined

REFUND = """
title: Refund an order
when_to_use: {description: The customer wants the money back}
attributes:
  order_number: {type: string, pattern: "^[0-9]{7}$", ask: What is the order number?}
steps:
  - collect: [order_number]
  - ask: Why do you send it back?
    as: cause
  - say: "Noted for {{ order_number }}: {{ cause }}."
  - end: {follow_up: false}
"""
ADDRESS = """
title: Change the address
when_to_use: {description: The customer moves}
attributes:
  order_number: {type: string, pattern: "^[0-9]{7}$", ask: Which order goes elsewhere?}
steps:
  - collect: [order_number]
  - say: "Order {{ order_number }} goes elsewhere."
"""
QUESTION = "Shall we leave “Refund an order” for now and go on with “Change the address”?"


def means(score: float, otherwise=None) -> StartProcedure:
    found = Candidate(procedure="address", score=score)
    return StartProcedure(candidates=(found,), otherwise=otherwise or NoAnswer())


@pytest.fixture
def p() -> Play:
    made = Play.of(REFUND)
    known = catalog([defined(REFUND), defined(ADDRESS, "address")])
    made.rules = replace(made.rules, catalog=known)
    made.begins("refund")
    assert made.said() == ["What is the order number?"]
    return made


def test_what_is_less_than_sure_is_asked_and_a_yes_begins_the_other_without_the_data_of_the_first(p) -> None:
    p.writes("I am moving house").reads(means(0.6))
    assert p.said() == [QUESTION]
    assert (p.status, p.c.run.procedure) == ("pending", "p")
    p.presses("Yes")
    assert p.said() == ["Which order goes elsewhere?"]
    assert p.c.run.values == {}
    p.writes("7654321")
    said = p.said()
    assert said[0] == "Order 7654321 goes elsewhere."
    assert said[1].endswith("What is the order number?"), "and the first goes on where it stood"


@pytest.mark.parametrize("words", ["Yes", "yes please", "ja", "yes, my address"])
def test_a_typed_yes_is_one(p, words: str) -> None:
    p.writes("I am moving house").reads(means(0.6)).writes(words)
    assert p.c.run.procedure == "address"


@pytest.mark.parametrize("words", ["No", "no thanks", "nein"])
def test_a_no_repeats_the_question_that_stood_and_costs_no_try(p, words: str) -> None:
    p.writes("I am moving house").reads(means(0.6))
    p.said()
    p.writes(words)
    assert p.said()[-1].endswith("What is the order number?")
    assert (p.c.run.procedure, p.c.run.waits.tries, p.c.doubt) == ("p", 0, None)


def test_who_answers_the_first_question_instead_has_not_switched(p) -> None:
    p.writes("I am moving house").reads(means(0.6))
    p.said()
    p.writes("1234567")
    assert p.said() == ["Why do you send it back?"]


def test_a_longer_no_is_read_like_any_words(p) -> None:
    p.writes("I am moving house").reads(means(0.6)).writes("no, get me somebody from your team")
    p.reads(WantsTeam())
    assert p.c.owner is Owner.TEAM


def test_what_is_sure_begins_at_once(p) -> None:
    p.writes("I am moving house").reads(means(0.8))
    assert p.said() == ["Which order goes elsewhere?"]


def test_an_answer_from_the_content_comes_before_a_doubt(p) -> None:
    body = Answer(body=from_plain("Moving takes a day."), sources=(), score=0.8)
    p.writes("how do I move?").reads(means(0.6, body))
    assert p.said()[0] == "Moving takes a day."


def test_where_any_words_would_do_what_is_less_than_surest_is_the_answer(p) -> None:
    p.writes("1234567")
    p.said()
    p.writes("I moved house and it is too small").reads(means(0.85))
    assert p.said() == ["Noted for 1234567: I moved house and it is too small."]


def test_words_that_were_the_answer_after_all_are_kept(p) -> None:
    p.writes("1234567")
    p.said()
    p.writes("change my address").reads(means(0.95))
    assert p.said() == [QUESTION]
    p.presses("No")
    assert p.said() == ["Noted for 1234567: change my address."]


STORY = "forget that, please send order 1234567 to my new address instead"


def test_a_story_that_holds_the_answer_may_mean_another_procedure_and_is_asked_about(p) -> None:
    p.writes(STORY).reads(means(0.95))
    assert p.said() == [QUESTION]
    p.presses("Yes")
    assert p.said()[0] == "Order 1234567 goes elsewhere.", "what was said begins it"


def test_a_story_that_holds_the_answer_is_one_where_nothing_surer_is_meant(p) -> None:
    p.writes("well, the number of it must be 1234567 I think").reads(means(0.8))
    assert p.said() == ["Why do you send it back?"]


def test_a_story_that_was_the_answer_after_all_is_kept(p) -> None:
    p.writes(STORY).reads(means(0.95))
    p.said()
    p.presses("No")
    assert p.said() == ["Why do you send it back?"]


def test_an_article_answers_no_story_that_holds_the_answer(p) -> None:
    body = Answer(body=from_plain("Moving takes a day."), sources=(), score=0.95)
    p.writes("it is order 1234567, when will I have it back?").reads(body)
    assert p.said() == ["Why do you send it back?"]


def test_a_procedure_that_is_gone_meanwhile_is_not_begun(p) -> None:
    p.writes("I am moving house").reads(means(0.6))
    p.said()
    refund = defined(REFUND)
    p.rules = replace(p.rules, catalog=catalog([refund]))
    p.presses("Yes")
    assert p.c.run.procedure == "p"
