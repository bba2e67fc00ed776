"""Workflows: the same steps and engine, begun by a first message or a hand-off and not by what is meant."""

from __future__ import annotations

from bridge.core.conversation.rules import Rules
from bridge.core.words.effects import Think
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import WantsTeam
from bridge.core.words.values import Owner
from tests.play import Play, catalog, defined

REFUND = defined("title: Refund\nwhen_to_use: {description: x}\nsteps: [{say: A refund then.}]", "refund")
SHARED = {"greet": "title: G\ninputs: {who: {type: string}}\nsteps: [{say: 'Hi {{ who }}.'}]"}
HELLO = """
on: first_message
steps:
  - ask: What is it about?
    buttons: [Refund, Something else]
    as: topic
  - if: topic == 'Refund'
    then: [{switch: refund}]
  - run: greet
    with: {who: "{{ contact.name }}"}
"""
NIGHT = """
on: first_message
steps:
  - if: now.getHours() < 8 || now.getHours() >= 18
    then: [{handoff: {to: team, message: We are back at eight., tags: [at-night]}}]
"""
WAY_OUT = """
on: handoff
steps:
  - tag: [routed-to-the-team]
  - ask: May we call you?
    buttons: ["Yes", "No"]
    as: call
  - note: "Call: {{ call }}"
  - summarize: note
"""


def play(*workflows: str) -> Play:
    made = [
        defined(text, f"w{place}", kind="workflow", shared=SHARED) for place, text in enumerate(workflows)
    ]
    return Play(Rules(catalog=catalog([REFUND], workflows=made)))


def test_a_workflow_may_begin_a_procedure_which_counts_as_one() -> None:
    p = play(HELLO).writes("hello")
    assert p.said() == ["What is it about?"]
    p.presses("Refund")
    assert p.said()[0] == "A refund then."
    assert p.c.outcome is Outcome.PROCEDURE_COMPLETED


def test_a_workflow_runs_a_shared_sub_procedure_and_then_fin_reads_what_was_said_first() -> None:
    p = play(HELLO).writes("hello there").presses("Something else")
    assert p.said()[-1] == "Hi Ada."
    assert p.ordered(Think)[-1].text == "hello there"


def test_when_fin_answers_is_the_workflows_choice() -> None:
    p = play(NIGHT)
    p.now = p.now.replace(hour=3)
    p.writes("hello")
    assert (p.said(), p.c.owner) == (["We are back at eight."], Owner.TEAM)
    assert "at-night" in p.tags
    day = play(NIGHT).writes("hello")
    assert (day.c.owner, day.c.thinking) == (Owner.FIN, True)


def test_the_way_out_has_its_own_tag_and_questions_and_ends_with_people_though_no_step_says_so() -> None:
    p = play(WAY_OUT).writes("a human please").reads(WantsTeam())
    assert p.said() == ["May we call you?"]
    assert p.c.owner is Owner.FIN
    p.presses("Yes")
    assert (p.c.owner, p.c.outcome) == (Owner.TEAM, Outcome.ESCALATED)
    assert {"routed-to-the-team", "fin-routed-to-team"} <= p.tags
