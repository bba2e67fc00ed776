"""One conversation within one transaction: what was loaded, decided, and has to be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bridge.core.conversation.decision import Decision
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation, changed
from bridge.core.words.effects import Effect
from bridge.core.words.entries import Line
from bridge.core.words.events import Beginning, Event
from bridge.core.words.ids import derived
from bridge.core.words.runs import RunNews
from bridge.core.words.timers import TimerName, TimerOrder

Decide: TypeAlias = Callable[[Conversation, Event, Rules], Decision]
Begin: TypeAlias = Callable[[Beginning], Conversation]


@dataclass(slots=True)
class Work:
    """What becomes of one conversation.

    Args:
        conversation: As it is now.
        is_new: It has no row yet.
        planned: Effects that it has ever planned; the next one's place.
        waiting: Names of the timers that its rows say are set; None when nobody looked.
    """

    conversation: Conversation
    is_new: bool
    planned: int
    waiting: frozenset[str] | None = None
    ticket_id: int | None = field(init=False)
    lines: list[Line] = field(default_factory=list)
    effects: list[tuple[str, int, Effect]] = field(default_factory=list)
    timers: dict[TimerName, tuple[TimerOrder, int]] = field(default_factory=dict)
    runs: list[RunNews] = field(default_factory=list)
    reply: str | None = None
    refused: str | None = None
    is_changed: bool = False

    def __post_init__(self) -> None:
        self.ticket_id = None if self.is_new else _ticket_id(self.conversation)

    @property
    def new_ticket_id(self) -> int | None:
        """The ticket that it did not have before."""
        now = _ticket_id(self.conversation)
        return now if now != self.ticket_id else None

    def apply(self, event_id: str, events: Sequence[Event], rules: Rules, decide: Decide) -> None:
        """Decides about each event in turn. Ids follow from `event_id` and a running place alone."""
        lines_before, effects_before = len(self.lines), len(self.effects)
        for event in events:
            before = self.conversation
            decision = decide(before, event, rules)
            self.reply = self.reply or decision.reply
            if decision.refused is not None:
                self.refused = self.refused or decision.refused
                continue
            follows = bool(decision.entries or decision.effects or decision.timers)
            if not follows and decision.conversation == before:
                continue
            self.is_changed = True
            seq = before.seq
            for entry in decision.entries:
                seq += 1
                place = len(self.lines) - lines_before
                self.lines.append(
                    Line(id=derived("prt", event_id, place), seq=seq, conversation_id=before.id, entry=entry)
                )
            for effect in decision.effects:
                place = len(self.effects) - effects_before
                self.planned += 1
                self.effects.append((derived("eff", event_id, place), self.planned, effect))
            self.runs += decision.runs
            turn = decision.conversation.turn
            for order in decision.timers:
                self.timers[order.name] = (order, turn)
            self.conversation = changed(
                decision.conversation, seq=seq, updated_at=latest(event.at, before.updated_at)
            )


def latest(one: datetime, other: datetime) -> datetime:
    """The later one: an agent's word may come with an older time than the customer's latest."""
    return max(one, other)


def _ticket_id(conversation: Conversation) -> int | None:
    return conversation.ticket.id if conversation.ticket is not None else None
