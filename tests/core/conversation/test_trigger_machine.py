"""Random lives that a trigger began: what holds for the others holds, and silence is told from words."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bridge.core.conversation.decide import begin
from bridge.core.conversation.rules import Rules
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import Candidate, NoAnswer, StartProcedure
from bridge.core.words.timers import TimerName
from bridge.core.words.trigger_events import ProcedureTriggered
from bridge.core.words.values import Channel, Owner
from tests.core.conversation.test_lifecycle import ADA, at, fin
from tests.core.conversation.test_machine import Life
from tests.play import catalog, defined

ASKS = """
proactive: {first_message: Shall we look at it?}
steps:
  - ask: Which one?
    as: which
  - ask: "{{ which }}?"
    buttons: ["Yes", "No"]
    as: sure
"""
FOUND = [
    StartProcedure(candidates=(Candidate(procedure=name, score=score),), otherwise=NoAnswer())
    for name in ("armed", "other")
    for score in (0.5, 0.9)
]


class Triggered(Life):
    """It begins with Fin's first message instead of the customer's."""

    @initialize(text=st.just(""))
    def first(self, text: str) -> None:
        super().first(text)
        found = catalog([defined(ASKS, "armed"), defined(ASKS, "other")])
        self.rules, self.said, self.lane, self.thoughts, self.timers = Rules(catalog=found), [], [], [], {}
        event = self.trigger()
        self.c = begin(event)
        self.happens(event)

    def trigger(self) -> ProcedureTriggered:
        return ProcedureTriggered(
            conversation_id="cnv_1",
            at=at(self.second),
            contact=ADA,
            channel=Channel.WEB,
            procedure="armed",
            by="api",
        )

    @rule()
    def it_is_triggered_again(self) -> None:
        before = self.c
        self.happens(self.trigger())
        assert self.c == before

    @rule(data=st.data(), reading=st.sampled_from(FOUND))
    def a_procedure_is_found(self, data: st.DataObject, reading: StartProcedure) -> None:
        if self.thoughts:
            turn = data.draw(st.sampled_from(self.thoughts))
            self.thoughts.remove(turn)
            self.happens(fin(reading, turn, self.later()))

    @invariant()
    def only_silence_is_pending_and_it_has_no_ticket(self) -> None:
        if self.c.outcome is Outcome.PENDING:
            assert (self.c.turn, self.desks, self.lane) == (0, [], [])
        assert (TimerName.UNANSWERED in self.timers) == self.c.is_unanswered

    @invariant()
    def what_was_triggered_begins_or_is_set_aside(self) -> None:
        if self.c.armed is not None:
            assert not self.c.runs
            assert self.c.turn == 0 or self.c.thinking
            assert self.c.owner is Owner.FIN

    @invariant()
    def agents_read_once_what_fin_said_first(self) -> None:
        if self.desks and not self.lane:
            written = [text for desk in self.desks for text in desk.comments]
            assert sum("Fin wrote first" in text for text in written) == 1


IS_SWEEP = os.environ.get("SWEEP") == "1"
Triggered.TestCase.settings = settings(
    max_examples=20_000 if IS_SWEEP else 150,
    stateful_step_count=60 if IS_SWEEP else 30,
    derandomize=not IS_SWEEP,
    deadline=None,
    database=None,
)
TestTriggered = pytest.mark.timeout(600)(
    pytest.mark.sweep(Triggered.TestCase)
)  # seconds alone; a busy machine is slower
