"""What models may cost until the customer hears something, and how long he waits for it."""

from __future__ import annotations

from dataclasses import replace

from bridge.core.conversation.rules import Rules
from bridge.core.procedures.guidance import Escalation
from bridge.core.procedures.ticket_attributes import TicketAttribute
from bridge.core.words.effects import Digest, Instruct, Look, Think
from bridge.core.words.events import FinRead
from bridge.core.words.reading import Candidate, NoAnswer, StartProcedure
from bridge.core.words.values import FREE, Cost
from tests.play import Play, catalog, defined

ASKS = """
when_to_use: {description: x, examples: [please help]}
steps:
  - instruct: "Find out what is wrong. @look up what helps."
  - end: {follow_up: false}
"""
LABELS = """
when_to_use: {description: x, examples: [please help]}
steps:
  - classify: {labels: {lamp: light, chair: seat}}
    as: topic
  - ask: "Which {{ topic }}?"
    as: which
"""
GREETS = """
on: first_message
steps:
  - classify: {labels: {lamp: light, chair: seat}}
    as: topic
"""
FOUND = StartProcedure(candidates=(Candidate(procedure="p", score=0.9),), otherwise=NoAnswer())


def costs(p: Play, cost: Cost) -> None:
    p.happens(FinRead(conversation_id="cnv_1", at=p.now, turn=p.c.turn, reading=FOUND, cost=cost))


def test_what_the_thought_cost_is_gone_for_the_instruction_that_it_began() -> None:
    p = Play.of(ASKS).writes("please help")
    assert p.ordered(Think)[0].spent == FREE
    costs(p, Cost(calls=1, ms=4_000))
    assert p.ordered(Instruct)[0].spent == Cost(calls=1, ms=4_000)
    assert p.ordered(Instruct)[0].most_calls == 2
    p.returns({"text": "What is wrong?", "calls": []})
    p.writes("it is dark")
    assert p.ordered(Instruct)[1].spent == FREE, "a new turn has all of it"
    assert p.ordered(Instruct)[1].most_calls == 3


def test_a_label_costs_the_same_turn_and_an_answer_to_the_customer_begins_anew() -> None:
    p = Play.of(LABELS).writes("please help")
    costs(p, Cost(calls=2, ms=9_000))
    assert p.ordered(Look)[0].spent == Cost(calls=2, ms=9_000)
    p.returns("lamp")
    assert p.parts[-1] == ("fin", "Which lamp?")
    assert p.c.cost == FREE


def test_a_thought_that_has_spent_it_all_leaves_the_instruction_to_people() -> None:
    p = Play.of(ASKS).writes("please help")
    costs(p, Cost(calls=3, ms=3_000))
    assert p.ordered(Instruct) == []
    assert p.c.owner.value == "team"


def test_one_request_is_kept_for_what_an_escalation_rule_must_know() -> None:
    p = Play.of(ASKS)
    rule = Escalation.model_validate(
        {"rules": [{"if": "conversation.attributes.topic == 'legal'", "to": "team", "reason": "legal"}]}
    )
    topic = TicketAttribute(options={"legal": "courts", "other": "all else"})
    p.rules = replace(p.rules, catalog=replace(p.rules.catalog, escalation=rule, attributes={"topic": topic}))
    p.writes("please help")
    assert p.ordered(Think)[0].spent.calls + p.ordered(Digest)[0].most_calls == 2
    assert p.ordered(Digest)[0].most_calls == 1


def test_a_thought_that_begins_late_has_its_time_and_the_customer_hears_in_time() -> None:
    greets = defined(GREETS, "w", kind="workflow")
    p = Play(Rules(catalog=catalog(workflows=[greets]), think_patience_s=12)).writes("where is it?")
    p.passes(10)
    p.returns("lamp")
    assert len(p.ordered(Think)) == 1
    p.passes(2)
    assert p.parts[-1][1].startswith("This takes a little longer"), "twelve seconds after he wrote"
    p.passes(9)
    assert p.c.owner.value == "fin", "the thought has had eleven seconds"
    p.passes(4)
    assert p.c.owner.value == "team"
