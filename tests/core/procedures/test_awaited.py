"""An instruction that asks a teammate or waits for a webhook: only where it is mentioned, and for a time."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.core.procedures.awaited import wrong_answer
from bridge.core.words.effects import Instruct, SendEvent, UpdateTicket
from bridge.core.words.values import Owner
from tests.play import Play

TEXT = """
when_to_use: {description: x}
steps:
  - instruct: >-
      Find out whether the lamp may come back: @ask teammate. Then @wait for webhook payment.
    patience: 2h
    examples: {payment: {paid: true}}
  - say: "Paid: {{ payment.paid }}."
  - end: {follow_up: false}
on_error:
  - handoff: {message: I could not do that.}
"""


def wants(p: Play, *calls: tuple[str, dict[str, Any]], text: str = "") -> None:
    p.effects.append(p.ordered(Instruct)[-1])
    p.returns({"text": text, "calls": [{"name": name, "arguments": given} for name, given in calls]})


@pytest.fixture
def p() -> Play:
    return Play.of(TEXT).begins("my lamp is not right")


def told(p: Play) -> str:
    return p.ordered(Instruct)[-1].told[-1]


def test_both_are_offered_where_they_are_mentioned_and_nowhere_else(p: Play) -> None:
    names = {one.name for one in p.ordered(Instruct)[-1].tools}
    assert {"ask_teammate", "wait_for_payment"} <= names
    other = Play.of('steps: [{instruct: "Ask what is wrong."}]\nwhen_to_use: {description: x}').begins(
        "hm hm"
    )
    wants(other, ("ask_teammate", {"question": "May I?"}), ("wait_for_payment", {}))
    assert "ask_teammate: not offered here" in told(other)
    assert "wait_for_payment: not offered here" in told(other)


def test_a_teammate_is_asked_by_note_and_event_and_the_customer_hears_that_it_takes_a_while(p: Play) -> None:
    wants(p, ("ask_teammate", {"question": "May it *come* back?"}))
    assert p.said()[0].startswith("I am still waiting")
    assert p.ordered(SendEvent)[-1].item["attributes_to_collect"][0]["identifier"] == "answer"
    notes = [
        one.comment.body.text for one in p.ordered(UpdateTicket) if one.comment and not one.comment.public
    ]
    assert notes == ["Fin asks a teammate: May it *come* back?"]
    assert p.teammate({"answer": 7}) == "`answer` must be a text."
    assert p.teammate({"answer": "Yes, within a month."}) == "accepted"
    assert told(p) == "A teammate answers: Yes, within a month."


def test_what_the_model_says_to_the_customer_is_enough(p: Play) -> None:
    wants(p, ("ask_teammate", {"question": "May it?"}), text="I am asking.")
    assert p.said() == ["I am asking."]


def test_nobody_answers_in_time_and_the_model_hears_so(p: Play) -> None:
    wants(p, ("ask_teammate", {"question": "May it?"}))
    p.passes(2 * 3600 + 1)
    assert told(p) == "No teammate answered in time."
    assert p.c.owner is Owner.FIN


def test_a_webhook_is_waited_for_checked_and_kept_under_its_name(p: Play) -> None:
    wants(p, ("wait_for_payment", {}))
    assert p.hook("payment", {"paid": "perhaps"}) == "mismatch"
    assert p.hook("payment", {"paid": True}) == "resumed"
    assert told(p) == "The webhook payment came: {'paid': True}"
    wants(p, ("step_done", {}))
    assert "Paid: yes." in p.said()[-1]


def test_a_webhook_that_came_early_is_there_at_once(p: Play) -> None:
    assert p.hook("payment", {"paid": True}) == "kept"
    wants(p, ("wait_for_payment", {}), ("step_done", {}))
    assert "Paid: yes." in p.said()[-1]


def test_a_webhook_that_does_not_come_is_told_to_the_model(p: Play) -> None:
    wants(p, ("wait_for_payment", {}))
    p.passes(2 * 3600 + 1)
    assert told(p) == "The webhook payment did not come in time."


def test_a_question_that_is_none_is_refused(p: Play) -> None:
    wants(p, ("ask_teammate", {"question": ["May it?"]}))
    assert "ask_teammate: without a question" in told(p)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"answer": "yes"}, None),
        ({}, "`answer` must be a text"),
        ({"answer": "x", "b": 1}, "`b` was not asked for"),
    ],
)
def test_a_teammates_input_is_one_text(values: dict[str, Any], wrong: str | None) -> None:
    assert wrong_answer(values) == wrong
