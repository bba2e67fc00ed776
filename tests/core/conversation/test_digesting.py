"""People get a summary and sorted tickets: ordered once, and only what is declared is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bridge.core.conversation.rules import Chosen, Rules
from bridge.core.procedures.catalog import Catalog
from bridge.core.procedures.guidance import Escalation, EscalationRule
from bridge.core.procedures.ticket_attributes import TicketAttribute
from bridge.core.words.body import from_plain
from bridge.core.words.chat_effects import OpenChat
from bridge.core.words.chat_events import ChatLinked, ChatOpened
from bridge.core.words.effects import CreateTicket, Digest, Think, UpdateTicket
from bridge.core.words.events import TicketCreated
from bridge.core.words.looked import Digested
from bridge.core.words.reading import Answer, Helped, NoAnswer, WantsTeam
from bridge.core.words.values import Owner, TicketStatus
from tests.play import Play

ANSWER = Answer(body=from_plain("It is on its way."), sources=(), score=0.9)
TOPIC = TicketAttribute(options={"billing": "money", "delivery": "parcels"}, zendesk_field=77)


def play(*, summarises: bool = True, attributes: Any = None) -> Play:
    catalog = Catalog(attributes={"topic": TOPIC} if attributes is None else attributes)
    return Play(Rules(catalog=catalog, summarises=summarises))


def handed_over(made: Play) -> Play:
    made.writes("Where is my parcel?").reads(NoAnswer())
    return made


def came(made: Play, **what: Any) -> Play:
    made.happens(Digested(conversation_id="cnv_1", at=made.now, turn=made.c.turn, **what))
    return made


def test_a_hand_off_after_one_message_sorts_and_needs_no_summary() -> None:
    (order,) = handed_over(play()).ordered(Digest)
    assert (order.attributes, order.summarise) == ({"topic": dict(TOPIC.options)}, False)
    assert handed_over(play(attributes={})).ordered(Digest) == []


def test_after_more_words_people_get_a_summary_in_the_language_of_the_conversation() -> None:
    made = play(attributes={}).writes("Wo ist mein Paket?").reads(Helped()).writes("doch nicht da")
    (order,) = made.reads(WantsTeam()).ordered(Digest)
    assert (order.summarise, order.language) == (True, "de")


def test_without_a_model_and_without_attributes_nothing_is_ordered() -> None:
    made = play(summarises=False, attributes={}).writes("Where is it?").reads(Helped()).writes("no it is not")
    assert made.reads(WantsTeam()).ordered(Digest) == []


def test_what_came_stands_as_an_internal_note_and_in_the_desks_field() -> None:
    made = handed_over(play())
    made.happens(TicketCreated(conversation_id="cnv_1", at=made.now, episode=1, ticket_id=7, requester_id=8))
    came(made, summary="A <b>parcel</b> is *late*.", chosen={"topic": "delivery"}, detail="m-1: 9 tokens")
    update = made.ordered(UpdateTicket)[-1]
    assert update.comment is not None
    assert not update.comment.public
    assert "A <b>parcel</b> is *late*." in update.comment.body.text
    assert "<b>" not in update.comment.body.html
    assert update.fields == ((77, "delivery"),)
    assert (update.status, update.assignee) == (None, None)
    assert made.c.attributes == {"topic": "delivery"}
    assert "attribute: topic is delivery" in made.why


def test_an_undeclared_option_or_attribute_is_not_taken() -> None:
    made = handed_over(play())
    before = len(made.effects)
    came(made, chosen={"topic": "refund_everything", "status": "solved", "other": None})
    assert made.c.attributes == {}
    assert made.effects[before:] == []


def test_that_it_helped_sorts_the_ticket_without_a_note() -> None:
    made = play().writes("Where is my parcel?").reads(Helped())
    assert [one.summarise for one in made.ordered(Digest)] == [False]
    came(made, chosen={"topic": "delivery"})
    update = made.ordered(UpdateTicket)[-1]
    assert (update.comment, update.fields) == (None, ((77, "delivery"),))


def test_it_is_ordered_once_in_a_turn() -> None:
    text = """
title: Sum up
when_to_use: {description: Anything}
steps: [{summarize: note}, {handoff: {to: team}}]
"""
    made = Play.of(text, summarises=True).writes("hello to you").reads(Helped()).begins("now sum it up")
    assert len(made.ordered(Digest)) == 1
    assert made.ordered(CreateTicket)


VIP = EscalationRule.model_validate(
    {"if": "conversation.attributes.topic == 'billing'", "team": "Billing", "reason": "Money"}
)


def ruled() -> Play:
    catalog = Catalog(attributes={"topic": TOPIC}, escalation=Escalation(rules=(VIP,)))
    return Play(Rules(catalog=catalog))


def test_where_a_rule_hangs_on_it_every_message_is_sorted_and_the_rule_decides() -> None:
    made = ruled().writes("you took the money twice")
    assert [one.summarise for one in made.ordered(Digest)] == [False]
    assert "escalation_rule: Money" not in made.why
    came(made, chosen={"topic": "billing"})
    assert "escalation_rule: Money" in made.why
    assert made.c.owner is Owner.TEAM


def test_another_option_leaves_it_with_fin_and_the_next_message_is_sorted_anew() -> None:
    made = ruled().writes("where is my parcel?")
    came(made, chosen={"topic": "delivery"})
    assert made.c.owner is Owner.FIN
    made.reads(Helped()).writes("and you took the money twice")
    assert made.ordered(Digest)[-1].turn == 2
    came(made, chosen={"topic": "billing"})
    assert made.c.owner is Owner.TEAM


def test_where_no_rule_hangs_on_it_no_message_is_sorted() -> None:
    assert play().writes("where is my parcel?").ordered(Digest) == []


def test_no_thought_waits_behind_a_summary() -> None:
    assert Digest.lane != Think.lane


def test_a_live_chat_is_opened_with_what_is_known_and_its_ticket_gets_the_rest() -> None:
    made = play(summarises=False)
    made.rules = replace(made.rules, mode=lambda _known, _at: Chosen("live_chat", "x"))
    made.writes("Where is my parcel?").reads(Helped())
    came(made, chosen={"topic": "delivery"})
    made.writes("no, get me a human").reads(WantsTeam())
    (order,) = made.ordered(OpenChat)
    assert order.fields == ((77, "delivery"),)
    made.happens(ChatOpened(conversation_id="cnv_1", at=made.now, number=1, chat_id="chat"))
    came(made, chosen={"topic": "billing"})
    made.happens(
        ChatLinked(
            conversation_id="cnv_1",
            at=made.now,
            number=1,
            ticket_id=8,
            requester_id=9,
            status=TicketStatus.OPEN,
            assignee="nobody",
        )
    )
    packet = next(one for one in made.ordered(UpdateTicket) if one.packet)
    assert packet.fields == ((77, "billing"),)


def test_what_a_silent_customer_wanted_is_sorted_too_and_once() -> None:
    made = play().writes("Where is my parcel?").reads(ANSWER)
    made.passes(239)
    assert made.ordered(Digest) == []
    made.passes(1)
    (order,) = made.ordered(Digest)
    assert (order.attributes, order.summarise) == ({"topic": dict(TOPIC.options)}, False)
    came(made, chosen={"topic": "delivery"})
    assert made.ordered(UpdateTicket)[-1].fields == ((77, "delivery"),)
    assert made.c.owner is Owner.FIN
    made.passes(3600)
    assert len(made.ordered(Digest)) == 1


def test_silence_sorts_nothing_where_it_was_done_or_people_have_it_or_nothing_is_declared() -> None:
    assert play(attributes={}).writes("Where?").reads(ANSWER).passes(600).ordered(Digest) == []
    helped = play().writes("Where?").reads(ANSWER).writes("thanks, that helped").reads(Helped())
    assert len(helped.passes(600).ordered(Digest)) == 1
    assert len(handed_over(play()).passes(600).ordered(Digest)) == 1
