"""Fin speaks first: what triggers a procedure, what the first reply makes of it, and what silence does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.conversation.decide import begin, decide
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Status
from bridge.core.procedures.guidance import Escalation
from bridge.core.words.body import from_plain
from bridge.core.words.effects import CreateTicket, MailReplies, Think, UpdateTicket
from bridge.core.words.events import FinFailed
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import (
    Answer,
    Candidate,
    Clarify,
    Helped,
    NoAnswer,
    NotHelped,
    SmallTalk,
    StartProcedure,
    WantsTeam,
)
from bridge.core.words.timers import TimerName
from bridge.core.words.trigger_events import ProcedureTriggered
from bridge.core.words.values import Channel, Owner, Source
from tests.play import ADA, START, Play, catalog, defined

ORDER = """
title: Help with an order
when_to_use: {description: Something about an order}
audience: {contacts: verified, if: "contact.plan != 'trial'"}
proactive:
  first_message: "Need help with order {{ order_number }}, {{ contact.name }}?"
  on: [api, element_click]
  close_after: 2h
attributes:
  order_number: {type: string, pattern: "^#?[0-9]{6,11}$", ask: What is the order number?}
  day: {type: date}
steps:
  - collect: [order_number]
  - ask: "Send {{ order_number }} again?"
    buttons: [Yes, No]
    as: answer
  - say: "Fine: {{ answer }}."
"""
REFUND = """
title: Refund
when_to_use: {description: The customer wants their money back}
steps:
  - ask: Refund it?
    buttons: [Yes, No]
    as: answer
"""
GREETING = "on: first_message\nsteps:\n  - say: Welcome!\n  - ask: About what?\n    as: topic\n"
SURE_ANSWER = Answer(
    body=from_plain("Refunds take five days."),
    sources=(Source(content_type="article", title="Refunds", url="https://shop.example/r"),),
    score=0.9,
)


def play(**rules) -> Play:
    found = catalog(
        [defined(ORDER, "order"), defined(REFUND, "refund")],
        workflows=[defined(GREETING, "greeting", kind="workflow")],
    )
    return Play(Rules(catalog=found, **rules))


def trigger(made: Play, procedure="order", by="api", **values) -> Play:
    made.happens(
        ProcedureTriggered(
            conversation_id="cnv_1",
            at=made.now,
            contact=made.contact,
            channel=made.channel,
            procedure=procedure,
            by=by,
            values={"order_number": "123456", **values},
        )
    )
    return made


def candidates(*scores, otherwise=None) -> StartProcedure:
    found = tuple(Candidate(procedure=name, score=score) for name, score in scores)
    return StartProcedure(candidates=found, otherwise=otherwise or NoAnswer())


def test_fin_speaks_first_and_nothing_else_happens():
    made = trigger(play())
    assert made.parts == [("fin", "Need help with order 123456, Ada?")]
    assert made.effects == []
    assert made.timers == {TimerName.UNANSWERED: START.replace(hour=11)}
    assert (made.c.turn, made.c.unread, made.c.owner, made.c.runs) == (0, 1, Owner.FIN, ())
    assert made.c.status is Status.AWAITING_USER_REPLY
    assert made.last is not None
    assert made.last.reply == "began"


def test_the_procedure_begins_when_the_customer_replies():
    made = trigger(play()).writes("yes please")
    assert made.ordered(Think)[-1].asked == "Need help with order 123456, Ada?"
    assert TimerName.UNANSWERED not in made.timers
    made.reads(NoAnswer())
    assert made.parts[-1] == ("fin", "Send 123456 again?")
    assert made.c.run is not None
    assert made.c.run.values["order_number"] == "123456"
    assert made.c.armed is None


def test_the_reply_makes_the_ticket_and_agents_read_what_fin_said_first():
    made = trigger(play()).writes("yes please")
    ticket = made.ordered(CreateTicket)[0]
    assert ticket.comment.body.text == "yes please"
    assert ticket.subject == "Help with an order: yes please"
    notes = [one.comment for one in made.ordered(UpdateTicket) if one.comment and not one.comment.public]
    assert len(notes) == 1
    assert "Need help with order 123456, Ada?" in notes[0].body.text


def test_a_greeting_does_not_come_after_a_first_message():
    made = trigger(play()).writes("yes please").reads(SmallTalk(body=from_plain("Hello!")))
    assert [text for _, text in made.parts] == [
        "Need help with order 123456, Ada?",
        "yes please",
        "Send 123456 again?",
    ]


@pytest.mark.parametrize(
    "reading",
    [
        NoAnswer(),
        Helped(),
        NotHelped(),
        Clarify(body=from_plain("Which?")),
        SmallTalk(body=from_plain("Hello!")),
        replace(SURE_ANSWER, score=0.4),
        candidates(("order", 0.9), ("refund", 0.8)),
        candidates(("refund", 0.5)),
        candidates(("gone", 0.9)),
    ],
)
def test_whatever_does_not_lead_elsewhere_follows_the_trigger(reading):
    made = trigger(play()).writes("yes").reads(reading)
    assert made.c.run is not None
    assert made.c.run.procedure == "order"


def test_a_reply_that_asks_for_a_human_sets_it_aside():
    made = trigger(play()).writes("a human please").reads(WantsTeam())
    assert made.c.owner is Owner.TEAM
    assert made.c.outcome is Outcome.ESCALATED
    assert "set_aside: order: asks for a human" in made.why


def test_a_reply_that_fits_another_procedure_begins_that_one():
    made = trigger(play()).writes("I want my money back").reads(candidates(("refund", 0.9), ("order", 0.5)))
    assert made.c.run is not None
    assert made.c.run.procedure == "refund"
    made.writes("No").reads(NoAnswer())
    assert "procedure_started: order" not in " ".join(made.why)


@pytest.mark.parametrize(
    ("said", "reading"),
    [
        ("money back", SURE_ANSWER),
        ("how long do refunds take?", replace(SURE_ANSWER, score=0.4)),
        ("how long do refunds take?", candidates(("refund", 0.5), otherwise=SURE_ANSWER)),
    ],
)
def test_a_reply_that_the_content_answers_sets_it_aside(said, reading):
    made = trigger(play())
    made.rules = replace(
        made.rules, catalog=catalog([made.rules.catalog.procedures["order"]])
    )  # nothing else may begin
    made.writes(said).reads(reading)
    assert made.c.runs == ()
    assert made.c.outcome is Outcome.RESOLUTION_ASSUMED
    assert made.c.armed is None


def test_an_escalation_rule_goes_first():
    made = play()
    rules = Escalation.model_validate(
        {"rules": [{"if": "message.contains('lawyer')", "to": "team", "reason": "legal"}]}
    )
    made.rules = replace(made.rules, catalog=replace(made.rules.catalog, escalation=rules))
    trigger(made).writes("my lawyer will write")
    assert made.c.owner is Owner.TEAM
    assert made.c.armed is None


def test_without_a_brain_the_trigger_is_followed():
    made = trigger(play()).writes("yes please")
    made.happens(FinFailed(conversation_id="cnv_1", at=made.now, turn=made.c.turn, reason="down"))
    assert made.parts[-1] == ("fin", "Send 123456 again?")
    late = trigger(play()).writes("yes please").passes(13)
    assert late.parts[-1] == ("fin", "Send 123456 again?")
    late.reads(WantsTeam())
    assert late.c.owner is Owner.FIN


def test_without_a_reply_it_closes_as_pending_and_there_is_no_ticket():
    made = trigger(play()).passes(7_199)
    assert made.c.outcome is None
    made.passes(2)
    assert made.c.outcome is Outcome.PENDING
    assert made.c.status is Status.CLOSED
    assert made.effects == []
    assert made.timers == {}


def test_a_late_reply_takes_pending_back_and_begins_the_procedure():
    made = trigger(play()).passes(8_000).writes("sorry, I was away")
    assert made.c.outcome is None
    made.reads(NoAnswer())
    assert made.parts[-1] == ("fin", "Send 123456 again?")
    made.writes("Yes", made.c.offered[0].uuid)
    assert made.c.outcome is Outcome.PROCEDURE_COMPLETED


def test_the_same_trigger_again_changes_nothing_while_it_is_unanswered():
    made = trigger(play())
    before = made.c
    trigger(made)
    assert made.last is not None
    assert (made.last.reply, made.last.refused) == ("standing", None)
    assert made.c == before
    made.writes("yes")
    trigger(made)
    assert made.last.reply == "over"
    assert made.last.refused
    again = trigger(play()).passes(8_000)
    trigger(again)
    assert again.last is not None
    assert again.last.reply == "over"


@pytest.mark.parametrize(
    ("procedure", "by", "contact", "values", "word", "sentence"),
    [
        ("order", "api", replace(ADA, verified=False), {}, "audience", "for verified contacts only"),
        ("order", "api", replace(ADA, attributes={"plan": "trial"}), {}, "audience", "is false"),
        ("order", "event", ADA, {}, "not_live", "not live"),
        ("refund", "api", ADA, {}, "not_live", "not live"),
        ("nothing", "api", ADA, {}, "not_live", "not live"),
        ("order", "api", ADA, {"colour": "red"}, "values", "'colour' does not exist"),
        ("order", "api", ADA, {"order_number": "12"}, "values", "'12' is not a valid value"),
        ("order", "element_click", ADA, {"order_number": "?"}, "message", "needs the attribute"),
    ],
)
def test_a_trigger_that_may_not_be_begins_nothing(procedure, by, contact, values, word, sentence):
    made = replace(play(), contact=contact)
    event = ProcedureTriggered(
        conversation_id="cnv_1",
        at=START,
        contact=contact,
        channel=Channel.WEB,
        procedure=procedure,
        by=by,
        values={"order_number": "123456", **values},
    )
    decision = decide(begin(event), event, made.rules)
    assert decision.reply == word
    assert sentence in (decision.refused or "")
    assert decision.entries == ()
    assert decision.timers == ()


def test_what_a_page_gives_is_text_and_what_it_has_besides_is_left_out():
    made = trigger(play(), by="element_click", day="on 02.01.2026", colour="red")
    assert made.c.armed is not None
    assert made.c.armed.values == {"order_number": "123456", "day": "2026-01-02"}
    assert "value_ignored: colour" in made.why


def test_what_fills_the_first_message_is_text_whatever_it_is_made_of():
    made = replace(play(), contact=replace(ADA, name="[x](https://evil.example) **Bo**"))
    assert trigger(made).parts == [("fin", "Need help with order 123456, [x](https://evil.example) **Bo**?")]


def test_a_procedure_that_went_away_meanwhile_is_not_followed():
    made = trigger(play())
    made.rules = replace(made.rules, catalog=catalog([]))
    made.writes("yes").reads(NoAnswer())
    assert "set_aside: order: it is not live any more" in made.why
    assert made.c.owner is Owner.TEAM


def test_where_a_zendesk_trigger_assigns_fin_waits_for_that():
    made = trigger(play(assign_fin="by_trigger")).writes("yes please")
    assert made.c.owner is Owner.NONE
    assert made.ordered(Think) == []


def test_by_e_mail_all_that_is_said_goes_out() -> None:
    made = trigger(replace(play(mails_replies=True), channel=Channel.EMAIL))
    [first] = made.ordered(MailReplies)
    assert (first.to, first.subject, first.whose) == ("ada@example.com", "Help with an order", "all")
    assert (first.from_seq, first.to_seq) == (1, 1)
    made.writes("yes please").reads(NoAnswer())
    assert made.ordered(CreateTicket)[0].subject == "Help with an order"
    second = made.ordered(MailReplies)[-1]
    assert made.parts[-1] == ("fin", "Send 123456 again?")
    assert second.from_seq <= made.c.shown == second.to_seq
    assert len(made.ordered(MailReplies)) == 2


@pytest.mark.parametrize(
    ("rules", "contact"),
    [({}, ADA), ({"mails_replies": True}, replace(ADA, email=None))],
)
def test_by_e_mail_nothing_begins_that_cannot_be_sent(rules, contact) -> None:
    made = replace(play(**rules), channel=Channel.EMAIL, contact=contact)
    trigger(made)
    assert made.last is not None
    assert made.last.reply == "channel"
    assert made.parts == []
