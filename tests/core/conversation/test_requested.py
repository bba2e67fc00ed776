"""A procedure that a caller of Fin's API asks for runs at once, or it is said why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.conversation.decide import begin, decide
from bridge.core.conversation.rules import Rules
from bridge.core.words.body import from_plain
from bridge.core.words.caller_events import ProcedureRequested
from bridge.core.words.effects import CreateTicket, TellCaller
from bridge.core.words.entries import Part
from bridge.core.words.events import CallReturned
from bridge.core.words.values import Caller, Channel
from tests.play import ADA, START, catalog, defined

CANCEL = """
title: Cancel a booking
when_to_use: {description: The customer wants to cancel a booking.}
audience: {if: "contact.plan == 'pro'"}
attributes:
  booking: {type: string, ask: "Which booking is it?"}
steps:
  - collect: [booking]
  - say: "Booking {{ booking }} is cancelled."
  - end: {follow_up: false}
"""
CODE = """
when_to_use: {description: x}
steps:
  - code: "return 1"
    as: one
  - ask: "Number {{ one }}?"
    as: answer
"""
RULES = Rules(catalog=catalog([defined(CANCEL, "cancel"), defined(CODE, "code")]))


def event_of(procedure: str = "cancel", **more) -> ProcedureRequested:
    return ProcedureRequested(
        conversation_id="cnv_1",
        at=START,
        contact=more.pop("contact", ADA),
        channel=Channel.API,
        caller=Caller(conversation="ext-1", user="42"),
        procedure=procedure,
        **more,
    )


def decided(event, rules=RULES, c=None):
    return decide(c or begin(event), event, rules)


def said(decision) -> list[tuple[str, str]]:
    return [(one.author.type, one.body.text) for one in decision.entries if isinstance(one, Part)]


def test_it_asks_for_what_it_needs_and_for_nothing_that_was_given():
    assert said(decided(event_of())) == [("fin", "Which booking is it?")]
    known = decided(event_of(values={"booking": "B-7"}))
    assert said(known) == [("fin", "Booking B-7 is cancelled.")]
    assert known.conversation.caller.told == "complete"


def test_a_first_message_is_fins_or_the_customers():
    body = from_plain("I cancel it now.")
    assert said(decided(event_of(body=body)))[0] == ("fin", "I cancel it now.")
    by_user = decided(event_of(body=from_plain("Cancel it"), said_by="user"))
    assert said(by_user)[0] == ("user", "Cancel it")
    assert by_user.conversation.first_words == "Cancel it"
    assert by_user.conversation.unanswered == ()


@pytest.mark.parametrize(
    ("event", "word"),
    [
        (event_of("nothing"), "not_live"),
        (event_of(contact=replace(ADA, attributes={"plan": "free"})), "audience"),
    ],
    ids=["not live", "audience"],
)
def test_what_may_not_run_is_refused_and_leaves_nothing(event, word):
    decision = decided(event)
    assert (decision.reply, decision.entries, decision.effects) == (word, (), ())
    assert decision.refused


def test_a_conversation_that_goes_on_is_left_alone():
    first = decided(event_of())
    c = replace(first.conversation, seq=len(first.entries))
    again = decided(event_of("code"), c=c)
    assert (again.reply, again.conversation) == ("exists", c)


def test_a_ticket_is_made_at_once_where_that_is_wished_for():
    assert not [one for one in decided(event_of()).effects if isinstance(one, CreateTicket)]
    decision = decided(event_of(), replace(RULES, for_api="first_message"))
    [ticket] = [one for one in decision.effects if isinstance(one, CreateTicket)]
    assert ticket.subject == "Cancel a booking"


def test_what_was_shown_while_it_was_made_is_known_by_its_stream():
    first = decided(event_of("code"))
    assert not [one for one in first.effects if isinstance(one, TellCaller)], "it works, and has said nothing"
    c = replace(first.conversation, seq=len(first.entries))
    run = c.run
    result = CallReturned(
        conversation_id=c.id, at=START, run_id=run.id, call=run.waits.key, value=1, stream_id="b" * 32
    )
    [part] = [one for one in decide(c, result, RULES).entries if isinstance(one, Part)]
    assert (part.body.text, part.stream_id) == ("Number 1?", "b" * 32)
