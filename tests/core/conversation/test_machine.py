"""Random lives of a conversation against an oracle that knows the life cycle's table by itself."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bridge.core.conversation.decide import begin, decide
from bridge.core.conversation.rules import Rules
from bridge.core.words.effects import CreateTicket, Think, UpdateTicket
from bridge.core.words.entries import Part
from bridge.core.words.events import (
    AgentReplied,
    Event,
    FinFailed,
    TicketChanged,
    TicketCreated,
    TicketMerged,
    TicketOver,
    TicketUpdated,
)
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import Helped, NoAnswer, NotHelped, WantsTeam
from bridge.core.words.timers import SetTimer, TimerName
from bridge.core.words.values import Owner, TicketStatus
from tests.core.conversation.test_lifecycle import AGENT, ANSWER, ASKS, at, fin, fired, wrote

RESOLUTION = {"fin-resolved", "fin-soft-resolution", "fin-hard-resolution"}
READINGS = [ANSWER, ASKS, WantsTeam(), Helped(), NotHelped(), NoAnswer()]


class Desk:
    """A ticket as Zendesk would hold it: writes in order, solving needs an assignee, closed takes none."""

    def __init__(self) -> None:
        self.tags = {"vip"}
        self.status = ""
        self.assignee: object = None
        self.comments: list[str] = []


class Life(RuleBasedStateMachine):
    """The lane of ticket effects is performed late and in order; everything else happens at any time."""

    @initialize(text=st.just("message 0"))
    def first(self, text: str) -> None:
        self.rules, self.second, self.said = Rules(), 0.0, [text]
        self.lane: list[CreateTicket | UpdateTicket] = []
        self.thoughts: list[int] = []
        self.timers: dict[TimerName, tuple[float, int]] = {}
        self.desks: list[Desk] = []
        self.merged: TicketMerged | None = None
        """An agent did it, and nobody has told us."""
        self.team_spoke = False
        event = wrote(text)
        self.c = begin(event)
        self.happens(event)

    def happens(self, event: Event) -> None:
        owner = self.c.owner
        made = decide(self.c, event, self.rules)
        self.c = replace(made.conversation, seq=self.c.seq + len(made.entries))
        for effect in made.effects:
            if isinstance(effect, Think):
                self.thoughts.append(effect.turn)
            else:
                self.lane.append(effect)
        for order in made.timers:
            self.timers.pop(order.name, None)
            if isinstance(order, SetTimer):
                self.timers[order.name] = ((order.due - at(0)).total_seconds(), self.c.turn)
        parts = [entry for entry in made.entries if isinstance(entry, Part)]
        if owner is Owner.TEAM and self.c.owner is Owner.TEAM:
            assert not [part for part in parts if part.author.type == "fin"], (
                "Fin speaks while people have it"
            )

    def later(self) -> float:
        self.second += 1
        return self.second

    @rule()
    def customer_writes(self) -> None:
        text = f"message {len(self.said)}"
        self.said.append(text)
        self.happens(wrote(text, self.later()))

    @rule(data=st.data())
    def customer_presses(self, data: st.DataObject) -> None:
        if not (self.c.offered):
            return
        option = data.draw(st.sampled_from(self.c.offered))
        text = f"message {len(self.said)}"
        self.said.append(text)
        self.happens(wrote(text, self.later(), option.uuid))

    @rule(data=st.data(), reading=st.sampled_from(READINGS))
    def fin_comes_back(self, data: st.DataObject, reading: object) -> None:
        if not (self.thoughts):
            return
        turn = data.draw(st.sampled_from(self.thoughts))
        self.thoughts.remove(turn)
        self.happens(fin(reading, turn, self.later()))

    @rule(reading=st.sampled_from(READINGS), writes=st.integers(0, 4))
    def customer_is_read_at_once(self, reading: object, writes: int) -> None:
        self.customer_writes()
        if self.thoughts and self.thoughts[-1] == self.c.turn:
            self.happens(fin(reading, self.thoughts.pop(), self.later()))
        for _ in range(writes):
            self.the_desk_writes()

    @rule()
    def fin_fails(self) -> None:
        if not (self.thoughts):
            return
        turn = self.thoughts.pop()
        self.happens(FinFailed(conversation_id="cnv_1", at=at(self.later()), turn=turn, reason="x"))

    @rule(data=st.data())
    def a_timer_fires(self, data: st.DataObject) -> None:
        if not (self.timers):
            return
        name = data.draw(st.sampled_from(sorted(self.timers)))
        due, turn = self.timers.pop(name)
        self.second = max(self.second, due)
        self.happens(fired(name, turn, self.second))

    @rule()
    def the_desk_writes_all(self) -> None:
        while self.lane:
            self.the_desk_writes()

    @rule()
    def the_desk_writes(self) -> None:
        if not (self.lane):
            return
        effect = self.lane.pop(0)
        when = at(self.later())
        if isinstance(effect, CreateTicket):
            desk = Desk()
            desk.tags |= set(effect.tags)
            desk.status, desk.assignee = effect.status.value, effect.assignee
            desk.comments.append(effect.comment.body.text)
            self.desks.append(desk)
            made = TicketCreated(
                conversation_id="cnv_1",
                at=when,
                episode=effect.episode,
                ticket_id=len(self.desks),
                requester_id=3,
                assignee=effect.assignee,
            )
            self.happens(made)
            return
        if self.merged is not None and effect.episode == self.c.ticket.episode:
            self.the_merge_is_known()
        desk = self.desks[-1]
        if effect.episode != self.c.ticket.episode or desk.status == "closed":
            self.happens(TicketOver(conversation_id="cnv_1", at=when, update=effect))
            return
        desk.tags = desk.tags - set(effect.remove_tags) | set(effect.add_tags)
        desk.assignee = effect.assignee or desk.assignee
        assert effect.status is not TicketStatus.SOLVED or desk.assignee != "nobody", (
            "solved, and nobody has it"
        )
        desk.status = effect.status.value if effect.status else desk.status
        if effect.comment is not None:
            desk.comments.append(effect.comment.body.text)
        self.happens(TicketUpdated(conversation_id="cnv_1", at=when, episode=effect.episode))

    @rule(solves=st.booleans())
    def an_agent_replies(self, solves: bool) -> None:
        if not (self.c.ticket and self.c.ticket.id) or self.merged is not None:
            return
        when = at(self.later())
        ticket_id = self.c.ticket.id
        reply = AgentReplied(
            conversation_id="cnv_1",
            at=when,
            ticket_id=ticket_id,
            comment_id=1,
            author=AGENT,
            body=ANSWER.body,
        )
        self.happens(reply)
        assert self.c.owner is Owner.TEAM
        if solves:
            self.agent_sets("solved")

    @rule()
    def zendesk_closes(self) -> None:
        if not (self.c.ticket and self.c.ticket.id and not self.lane) or self.merged is not None:
            return
        self.agent_sets("closed")

    @rule()
    def zendesk_closes_and_the_word_of_it_is_late(self) -> None:
        if self.desks and self.desks[-1].status == "solved" and self.merged is None:
            self.desks[-1].status = "closed"

    @rule(assignee=st.sampled_from(["people", "nobody", "fin"]), is_late=st.booleans())
    def an_agent_merges(self, assignee: str, is_late: bool) -> None:
        there = self.c.ticket and self.c.ticket.id and self.desks[-1].status != "closed"
        if not there or self.merged is not None:
            return
        self.desks[-1].status = "closed"
        left = Desk()
        left.status, left.assignee = "open", assignee
        self.desks.append(left)
        self.merged = TicketMerged(
            conversation_id="cnv_1",
            at=at(self.later()),
            ticket_id=self.c.ticket.id,
            into=len(self.desks),
            requester_id=3,
            is_taken=False,
            status=TicketStatus.OPEN,
            assignee=assignee,
            since=0,
        )
        if not is_late:
            self.the_merge_is_known()

    @rule()
    def the_merge_is_known(self) -> None:
        if self.merged is not None:
            merged, self.merged = self.merged, None
            self.happens(merged)

    def agent_sets(self, status: str) -> None:
        self.desks[-1].status, self.desks[-1].assignee = status, "people"
        change = TicketChanged(
            conversation_id="cnv_1",
            at=at(self.second),
            ticket_id=self.c.ticket.id,
            by="agent",
            status=TicketStatus(status),
            assignee="people",
        )
        self.happens(change)

    @invariant()
    def what_is_unwritten_is_in_the_lane(self) -> None:
        assert self.c.unwritten == len(self.lane)

    @invariant()
    def a_pending_timer_means_that_fin_waits(self) -> None:
        if TimerName.PENDING in self.timers:
            assert self.c.owner is Owner.FIN
            assert not self.c.thinking

    @invariant()
    def a_thought_is_watched(self) -> None:
        assert self.c.thinking == (TimerName.THINKING in self.timers) or self.c.owner is not Owner.FIN

    @invariant()
    def nobody_is_left_alone(self) -> None:
        if self.c.owner is Owner.FIN and self.c.unanswered:
            assert self.c.thinking

    @invariant()
    def once_all_is_written_tags_agree_with_the_outcome_and_nothing_of_others_is_lost(self) -> None:
        if self.lane or not self.desks or self.merged is not None:
            return
        desk = self.desks[-1]
        assert "vip" in desk.tags
        assert desk.tags - {"vip"} == self.c.ticket.tags
        assert "intercom-messenger" in desk.tags
        assert not {"fin-soft-resolution", "fin-hard-resolution"} <= desk.tags
        if self.c.outcome is Outcome.ESCALATED:
            assert "fin-routed-to-team" in desk.tags
        if self.c.ticket.merged_from is not None:
            return  # what Fin resolved before the merge is said on the ticket where it did
        if self.c.outcome is Outcome.RESOLUTION_CONFIRMED:
            assert desk.tags & RESOLUTION == {"fin-resolved", "fin-hard-resolution"}
        if self.c.outcome is Outcome.RESOLUTION_ASSUMED:
            assert desk.tags & RESOLUTION == {"fin-resolved", "fin-soft-resolution"}

    @invariant()
    def once_all_is_written_each_message_stands_once(self) -> None:
        if self.lane:
            return
        written = [text for desk in self.desks for text in desk.comments]
        for text in self.said:
            assert written.count(text) == 1, (text, written)


IS_SWEEP = os.environ.get("SWEEP") == "1"
Life.TestCase.settings = settings(
    max_examples=20_000 if IS_SWEEP else 300,
    stateful_step_count=60 if IS_SWEEP else 40,
    derandomize=not IS_SWEEP,
    deadline=None,
    database=None,
)
TestLife = pytest.mark.timeout(600)(
    pytest.mark.sweep(Life.TestCase)
)  # seconds alone; a busy machine is slower
