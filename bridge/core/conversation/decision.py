"""What follows from an event. Every field's default means: nothing changes."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.core.conversation.state import Conversation
from bridge.core.words.effects import Effect
from bridge.core.words.entries import Entry
from bridge.core.words.runs import RunNews
from bridge.core.words.timers import TimerOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The new state and all that shall follow.

    Args:
        conversation: The state afterwards; `seq` and `updated_at` are counted by the turn, not here.
        entries: Lines for the log, in order.
        effects: Orders to the world, in order; those of one lane are performed in this order.
        runs: Procedures that began or ended.
        timers: Set or cancelled; a timer that is not named stays as it is.
        reply: One word for the edge that brought the event, where it must answer at once.
        refused: A sentence for the sender when the event was not accepted; then nothing else is set.
    """

    conversation: Conversation
    entries: tuple[Entry, ...] = ()
    effects: tuple[Effect, ...] = ()
    timers: tuple[TimerOrder, ...] = ()
    runs: tuple[RunNews, ...] = ()
    reply: str | None = None
    refused: str | None = None
