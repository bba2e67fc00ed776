"""The refund procedure as a story: the good path, and everything that comes between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.procedures.connector import Connector, Input
from bridge.core.words.body import from_plain
from bridge.core.words.effects import CallConnector, CreateTicket, Think, UpdateTicket
from bridge.core.words.events import TicketChanged, TicketCreated
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import (
    Answer,
    Candidate,
    NoAnswer,
    SmallTalk,
    StartProcedure,
    WantsTeam,
)
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Contact, Owner, Source, TicketStatus
from tests.play import ADA, Play, catalog, defined

REFUND = """
title: Refund an order
when_to_use: {description: The customer wants their money back}
audience: {channels: [web], contacts: verified, if: "contact.plan != 'trial'"}
attributes:
  order_number:
    type: string
    pattern: "^#?[0-9]{6,11}$"
    ask: What is the order number?
    retry: That may be a tracking number. Please send the order number.
steps:
  - collect: [order_number]
  - use: get_order
    with: {number: "{{ order_number }}"}
    as: order
  - if: order.refundable && order.total <= 100.0
    then:
      - ask: "Refund {{ order.total | money }} to your card?"
        buttons: [Yes, No]
        as: answer
      - if: answer == "Yes"
        then:
          - use: issue_refund
            with: {number: "{{ order_number }}", amount: "{{ order.total }}"}
            as: refund
          - say: "Done: {{ refund.reference }}."
          - tag: [refunded]
          - end: {follow_up: false}
        else:
          - say: Then nothing changes.
    else:
      - summarize: note
      - handoff: {to: team, team: Billing, message: I am passing you to billing., tags: [big-refund]}
on_error:
  - say: I could not look that up.
  - handoff: {to: team}
"""
NUMBER = {"number": Input(type="string", required=True)}
CONNECTORS = {
    "get_order": Connector(url="https://shop.example/{{ number }}", inputs=NUMBER),
    "issue_refund": Connector(
        url="https://shop.example/{{ number }}/refund",
        method="POST",
        effect="unsafe",
        inputs={**NUMBER, "amount": Input(type="decimal", required=True)},
    ),
}
ORDER = {"refundable": True, "total": 20.0}
ANSWER = Answer(
    body=from_plain("Refunds take five days."),
    sources=(Source(content_type="article", title="Refunds", url="https://shop.example/r"),),
    score=0.9,
)


def play() -> Play:
    return Play.of(REFUND, CONNECTORS)


def calls(one: Play) -> list[str]:
    return [call.connector for call in one.ordered(CallConnector)]


def test_the_good_path_refunds_once_and_counts_as_completed() -> None:
    p = play().begins("I want my money back")
    assert p.said() == ["What is the order number?"]
    assert p.status == "pending"
    p.writes("it's 1234567")
    assert calls(p) == ["get_order"]
    p.returns(ORDER)
    assert p.said() == ["Refund 20.00 to your card?"]
    p.presses("Yes")
    assert p.call.inputs == {"number": "1234567", "amount": 20.0}  # type: ignore[union-attr]  # a CallConnector
    p.returns({"reference": "R_1*"})
    assert p.said() == ["Done: R_1*."]
    assert calls(p) == ["get_order", "issue_refund"]
    assert (p.status, p.c.outcome, p.c.runs) == ("solved", Outcome.PROCEDURE_COMPLETED, ())
    assert p.tags == {
        "intercom-messenger", "fin-involved", "fin-resolved", "fin-soft-resolution", "refunded"
    }  # fmt: skip
    assert set(p.timers) == set()


def test_what_was_said_at_first_is_not_asked_again() -> None:
    p = play().begins("refund order #1234567 please")
    assert calls(p) == ["get_order"]
    assert p.said() == []


def test_each_turn_writes_the_ticket_once() -> None:
    p = play().begins("refund 1234567")
    before = len(p.ordered(UpdateTicket))
    p.returns(ORDER)
    assert len(p.ordered(UpdateTicket)) == before + 1


def test_a_large_order_goes_to_the_named_team_with_its_tags() -> None:
    p = play().begins("refund 1234567").returns({"refundable": True, "total": 500.0})
    assert p.said() == ["I am passing you to billing."]
    assert p.c.owner is Owner.TEAM
    assert {"fin-routed-to-team", "big-refund"} <= p.tags
    assert p.c.outcome is Outcome.PROCEDURE_HANDOFF
    assert any("Billing" in (one.comment.body.text if one.comment else "") for one in p.ordered(UpdateTicket))


def test_a_refused_refund_changes_nothing_and_asks_for_more() -> None:
    p = play().begins("refund 1234567").returns(ORDER)
    p.said()
    p.writes("No")
    assert p.said() == ["Then nothing changes.", "Is there anything else that I can help you with?"]
    assert calls(p) == ["get_order"]


def test_an_answer_that_does_not_fit_is_asked_again_three_times_then_people_have_it() -> None:
    p = play().begins("refund")
    p.said()
    for _ in range(2):
        p.writes("dunno").reads(NoAnswer())
        assert p.said() == ["That may be a tracking number. Please send the order number."]
        assert p.status == "pending"
    p.writes("dunno").reads(NoAnswer())
    assert p.c.owner is Owner.TEAM
    assert p.c.outcome is Outcome.FAILED


def test_a_question_in_between_is_answered_and_the_procedure_goes_on() -> None:
    p = play().begins("refund")
    p.said()
    p.writes("How long do refunds take?").reads(ANSWER)
    said = p.said()
    assert said[0] == "Refunds take five days."
    assert said[1].endswith("What is the order number?")
    assert (p.status, p.c.outcome) == ("pending", None)
    p.writes("1234567")
    assert calls(p) == ["get_order"]


def test_a_greeting_in_between_repeats_the_question() -> None:
    p = play().begins("refund")
    p.said()
    p.writes("hi").reads(SmallTalk(body=from_plain("Hello!")))
    assert p.said()[-1].endswith("What is the order number?")
    assert p.c.runs[0].waits is not None
    assert p.c.runs[0].waits.tries == 0


def test_a_correction_goes_back_and_looks_anew() -> None:
    p = play().begins("refund 1234567").returns(ORDER)
    p.said()
    p.writes("no, order 7654321")
    assert p.call.inputs == {"number": "7654321"}  # type: ignore[union-attr]  # a CallConnector
    p.returns({"refundable": True, "total": 30.0})
    assert p.said() == ["Refund 30.00 to your card?"]
    assert any(one.startswith("corrected: order_number") for one in p.why)


def test_a_correction_keeps_what_was_found_out_before() -> None:
    text = REFUND.replace("steps:\n", "  day: {type: date, ask: Which day?}\nsteps:\n", 1).replace(
        '      - ask: "Refund', '      - collect: [day]\n      - ask: "Refund on {{ day }}'
    )
    p = Play.of(text, CONNECTORS).begins("refund 1234567").returns(ORDER).writes("2026-02-01")
    assert p.said()[-1].startswith("Refund on 2026-02-01 20.00")
    p.writes("no, on 2026-02-03")
    assert p.said() == ["Refund on 2026-02-03 20.00 to your card?"]
    assert calls(p) == ["get_order"]


def test_a_correction_goes_back_out_of_a_sub_procedure_of_the_same_file() -> None:
    text = """
when_to_use: {description: x}
attributes:
  code: {type: string, pattern: "E-[0-9]+", ask: Which code?}
steps:
  - collect: [code]
  - say: "Known: {{ code }}."
  - run: check
  - say: Done.
procedures:
  check:
    - ask: Does it work?
      buttons: [Yes, No]
"""
    p = Play.of(text).begins("error E-1")
    assert p.said() == ["Known: E-1.", "Does it work?"]
    p.writes("sorry, E-2")
    assert p.said() == ["Known: E-2.", "Does it work?"]
    p.presses("Yes")
    assert p.said()[0] == "Done."


@pytest.mark.parametrize(
    ("attributes", "first", "second"),
    [
        ("a: {type: date, ask: From?}\n  b: {type: date, ask: To?}", "2026-02-01", "2026-02-05"),
        (
            "a: {type: string, pattern: '[0-9]{6}', ask: Order?}\n  b: {type: integer, ask: Km?}",
            "123456",
            "200000",
        ),
        ("a: {type: list, options: [x, y], ask: A?}\n  b: {type: list, options: [x, y], ask: B?}", "x", "y"),
    ],
)
def test_the_answer_to_a_question_corrects_no_answer_before_it(
    attributes: str, first: str, second: str
) -> None:
    text = f"""
when_to_use: {{description: x}}
attributes:
  {attributes}
steps:
  - collect: [a, b]
  - ask: "{{{{ a }}}} and {{{{ b }}}}?"
    buttons: ["Right"]
"""
    p = Play.of(text).begins("go").writes(first)
    p.said()
    p.writes(second)
    assert p.said() == [f"{first} and {second}?"]
    assert not any(one.startswith("corrected") for one in p.why)


def test_after_the_refund_nothing_goes_back() -> None:
    text = REFUND.replace(
        '- say: "Done: {{ refund.reference }}."', "- ask: Happy?\n            buttons: [Yes, No]"
    )
    p = (
        Play.of(text, CONNECTORS)
        .begins("refund 1234567")
        .returns(ORDER)
        .presses("Yes")
        .returns({"reference": "R"})
    )
    p.writes("no, order 7654321")
    assert calls(p) == ["get_order", "issue_refund"]


def test_wishing_for_people_in_the_middle_is_heard() -> None:
    p = play().begins("refund").writes("let me talk to a human").reads(WantsTeam())
    assert (p.c.owner, p.c.runs, p.c.outcome) == (Owner.TEAM, (), Outcome.ESCALATED)


def test_another_procedure_may_come_between_and_the_first_goes_on_after() -> None:
    other = defined("when_to_use: {description: x}\nsteps:\n  - say: Your address is changed.\n", "address")
    p = play()
    p.rules = replace(p.rules, catalog=catalog([defined(REFUND), other], CONNECTORS))
    p.begins("refund")
    p.said()
    p.writes("and change my address").reads(
        StartProcedure(candidates=(Candidate(procedure="address", score=0.9),), otherwise=NoAnswer())
    )
    said = p.said()
    assert said[0] == "Your address is changed."
    assert said[1].endswith("What is the order number?")
    assert (p.status, len(p.c.runs)) == ("pending", 1)


@pytest.mark.parametrize("when", ["before", "after"])
def test_words_during_the_refund_wait_behind_it(when: str) -> None:
    p = play().begins("refund 1234567").returns(ORDER).presses("Yes")
    p.said()
    p.writes("hurry up please")
    assert calls(p).count("issue_refund") == 1
    if when == "after":
        p.passes(5)
    p.returns({"reference": "R-1"})
    assert p.said() == ["Done: R-1."]
    assert calls(p).count("issue_refund") == 1
    assert p.ordered(Think)[-1].text == "hurry up please"
    p.reads(SmallTalk(body=from_plain("You are welcome."), about="thanks"))
    assert (p.status, p.c.outcome) == ("solved", Outcome.PROCEDURE_COMPLETED)


def test_a_refund_of_which_nobody_knows_goes_to_people_with_the_truth() -> None:
    p = play().begins("refund 1234567").returns(ORDER).presses("Yes")
    p.said()
    p.refuses("no answer in time", unknown=True)
    assert "could not confirm" in p.said()[0]
    assert (p.c.owner, p.c.outcome) == (Owner.TEAM, Outcome.FAILED)
    assert calls(p).count("issue_refund") == 1


def test_a_result_after_the_hand_off_is_told_to_the_team_and_changes_nothing() -> None:
    p = play().begins("refund 1234567").returns(ORDER).presses("Yes")
    run = p.c.runs[-1]
    p.conversation = replace(p.c, runs=(), owner=Owner.TEAM)
    p.effects = [one for one in p.effects if isinstance(one, CallConnector)]
    p.returns({"reference": "R-1"})
    [note] = p.ordered(UpdateTicket)
    assert note.comment is not None
    assert not note.comment.public
    assert note.status is None
    assert run.id in next(one for one in p.why if one.startswith("late_result"))


def test_a_failing_lookup_follows_on_error() -> None:
    p = play().begins("refund 1234567").refuses("404")
    assert p.said()[0] == "I could not look that up."
    assert (p.c.owner, p.c.outcome) == (Owner.TEAM, Outcome.PROCEDURE_HANDOFF)


def test_silence_goes_to_the_team_after_three_minutes() -> None:
    p = play().begins("refund")
    p.passes(179.9)
    assert p.c.owner is Owner.FIN
    p.passes(0.2)
    assert (p.c.owner, p.status) == (Owner.TEAM, "open")


def test_a_procedure_that_rather_waits_is_found_where_it_was_left() -> None:
    text = REFUND.replace("on_error:", "inactivity: {after: 10m, then: close}\non_error:")
    p = Play.of(text, CONNECTORS).begins("refund")
    p.passes(601)
    assert (p.c.owner, p.status, p.c.outcome) == (Owner.FIN, "solved", None)
    assert "fin-resolved" not in p.tags
    p.passes(86_400)
    p.writes("1234567")
    assert calls(p) == ["get_order"]


def test_a_slow_call_is_told_to_the_customer_within_the_patience() -> None:
    p = play().begins("refund 1234567")
    p.said()
    p.passes(12.1)
    assert p.said() == ["This takes a little longer than usual. I am still on it."]
    p.returns(ORDER)
    assert p.said() == ["Refund 20.00 to your card?"]


@pytest.mark.parametrize(
    "contact",
    [replace(ADA, verified=False), replace(ADA, attributes={"plan": "trial"})],
)
def test_who_is_not_of_the_audience_does_not_meet_the_procedure(contact: Contact) -> None:
    p = play()
    p.contact = contact
    p.begins("refund 1234567")
    assert (p.c.begun, p.c.owner) == (0, Owner.TEAM)


def test_a_field_that_a_contact_lacks_is_null() -> None:
    p = play()
    p.contact = replace(ADA, attributes={})
    assert p.begins("refund 1234567").c.begun == 1


def test_a_version_that_is_lost_ends_with_people_and_loses_no_words() -> None:
    p = play().begins("refund")
    p.rules = replace(p.rules, catalog=catalog())
    p.writes("1234567")
    assert (p.c.owner, p.c.runs) == (Owner.TEAM, ())
    assert ("user", "1234567") in p.parts
    assert any(one.startswith("definition_missing") for one in p.why)


def test_a_run_finishes_on_the_version_that_it_began_with() -> None:
    p = play().begins("refund")
    old, new = defined(REFUND), defined(REFUND.replace("get_order", "look_up"))
    both = catalog([new], CONNECTORS)
    p.rules = replace(p.rules, catalog=replace(both, versions={one.version: one for one in (old, new)}))
    p.writes("1234567")
    assert calls(p) == ["get_order"]


def test_a_brain_that_fails_does_not_stop_a_procedure() -> None:
    p = play().begins("refund")
    p.said()
    p.writes("what?")
    p.passes(12.1)
    assert p.said() == ["That may be a tracking number. Please send the order number."]
    assert TimerName.PENDING in p.timers


def test_words_that_came_before_a_question_leave_it_standing_with_its_timer() -> None:
    p = play().begins("refund 1234567")
    p.writes("hello?")
    p.returns(ORDER)
    assert p.said() == ["Refund 20.00 to your card?"]
    p.reads(NoAnswer())
    assert p.said() == []
    assert TimerName.PENDING in p.timers
    p.writes("Yes").reads(NoAnswer())
    assert calls(p) == ["get_order", "issue_refund"]


def test_a_procedure_goes_on_after_the_ticket_was_closed_by_itself() -> None:
    text = REFUND.replace("on_error:", "inactivity: {after: 10m, then: close}\non_error:")
    p = Play.of(text, CONNECTORS).begins("I want my money back")
    created = p.ordered(CreateTicket)[0]
    p.happens(
        TicketCreated(
            conversation_id="cnv_1",
            at=p.now,
            episode=created.episode,
            ticket_id=7,
            requester_id=1,
            assignee="fin",
        )
    )
    p.passes(700)
    for status in (TicketStatus.SOLVED, TicketStatus.CLOSED):
        p.happens(TicketChanged(conversation_id="cnv_1", at=p.now, ticket_id=7, by="rule", status=status))
    p.passes(5 * 86_400)
    p.writes("sorry, it is 1234567")
    assert calls(p) == ["get_order"]
    followup = p.ordered(CreateTicket)[-1]
    assert followup.followup_of == 7
