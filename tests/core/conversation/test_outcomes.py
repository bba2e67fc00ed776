"""What becomes of an outcome: taken back, standing after its window, disputed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.conversation.rules import Rules
from bridge.core.words.body import from_plain
from bridge.core.words.outcome import Outcome, OutcomeDisputed
from bridge.core.words.reading import Answer, Helped, NoAnswer, SmallTalk, WantsTeam
from bridge.core.words.values import Source
from tests.play import Play

DAY = 86_400
ANSWER = Answer(
    body=from_plain("In two days."),
    sources=(Source(content_type="article", title="Delivery", url="https://shop.example/d"),),
    score=0.9,
)
THANKS = SmallTalk(body=from_plain("You are welcome."), about="thanks")


@pytest.fixture
def p() -> Play:
    return Play(Rules()).writes("how long does it take?").reads(ANSWER)


def disputes(p: Play, reason: str = "It was the wrong article") -> str | None:
    event = OutcomeDisputed(conversation_id="cnv_1", at=p.now, reason=reason, by="Olga")
    return p.happens(event).refused


def test_who_comes_back_with_a_question_has_reopened_it_and_who_says_thanks_has_not(p) -> None:
    p.writes("thanks!").reads(THANKS)
    assert p.c.outcome is Outcome.RESOLUTION_ASSUMED
    p.writes("and what does it cost?")
    assert p.c.outcome is None
    p.reads(ANSWER)
    assert [one for one in p.why if one.startswith("reopened")] == ["reopened: resolution_assumed"]
    assert p.c.outcome is Outcome.RESOLUTION_ASSUMED


def test_that_it_helped_reopens_nothing(p) -> None:
    p.writes("that helped").reads(Helped())
    assert not [one for one in p.why if one.startswith("reopened")]
    assert p.c.outcome is Outcome.RESOLUTION_CONFIRMED


@pytest.mark.parametrize("reading", [NoAnswer(), WantsTeam()])
def test_who_comes_back_and_goes_to_people_has_reopened_it_once(p, reading) -> None:
    p.writes("no, something else").reads(reading)
    assert [one for one in p.why if one.startswith("reopened")] == ["reopened: resolution_assumed"]
    assert p.c.outcome is Outcome.ESCALATED


def test_without_a_window_a_return_after_a_year_takes_it_back(p) -> None:
    p.passes(365 * DAY).writes("again")
    assert (p.c.outcome, p.c.stood, p.c.before) == (None, None, Outcome.RESOLUTION_ASSUMED)


def test_within_the_window_a_return_takes_it_back(p) -> None:
    p.rules = replace(p.rules, resolution_window_s=DAY)
    p.passes(DAY - 1).writes("again")
    assert (p.c.outcome, p.c.stood) == (None, None)


def test_after_the_window_it_stands_until_there_is_another(p) -> None:
    p.rules = replace(p.rules, resolution_window_s=DAY)
    p.passes(DAY + 1).writes("do you sell zeppelins?")
    assert (p.c.outcome, p.c.stood) == (None, Outcome.RESOLUTION_ASSUMED)
    p.reads(NoAnswer())
    assert p.c.outcome is Outcome.ESCALATED, "one outcome, the latest"
    assert not [one for one in p.why if one.startswith("reopened")]


def test_a_disputed_resolution_is_none_and_keeps_its_reason(p) -> None:
    assert disputes(p) is None
    assert p.c.outcome is Outcome.DISPUTED
    assert p.why[-1] == "disputed: resolution_assumed, by Olga: It was the wrong article"
    assert disputes(p, "again") is None, "twice is once"
    assert sum(one.startswith("disputed") for one in p.why) == 1


def test_what_stands_can_be_disputed_too(p) -> None:
    p.rules = replace(p.rules, resolution_window_s=DAY)
    p.passes(DAY + 1).writes("again")
    assert disputes(p) is None
    assert (p.c.outcome, p.c.stood) == (None, Outcome.DISPUTED)


def test_what_is_open_or_went_to_people_cannot_be_disputed(p) -> None:
    p.writes("and now?")
    assert disputes(p) == "There is nothing to dispute: the outcome is open."
    p.reads(NoAnswer())
    assert disputes(p) == "There is nothing to dispute: the outcome is escalated."


def test_a_customer_who_returns_after_a_dispute_begins_anew(p) -> None:
    disputes(p)
    p.writes("and what does it cost?").reads(ANSWER)
    assert p.c.outcome is Outcome.RESOLUTION_ASSUMED
