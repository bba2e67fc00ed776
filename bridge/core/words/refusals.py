"""What it means for the conversation when the world says no to an effect."""

from __future__ import annotations

from datetime import datetime

from bridge.core.words.effects import CreateTicket, Effect, Think, UpdateTicket
from bridge.core.words.events import Event, FinFailed, TicketUnwritable


def refused(effect: Effect, reason: str, at: datetime) -> Event:
    """The event that says that `effect` cannot be done; `reason` is a sentence for operators."""
    match effect:
        case Think():
            return FinFailed(conversation_id=effect.conversation_id, at=at, turn=effect.turn, reason=reason)
        case CreateTicket() | UpdateTicket():
            return TicketUnwritable(conversation_id=effect.conversation_id, at=at, reason=reason)


def stays_at_head(effect: Effect) -> bool:
    """Whether a refused effect is parked at the head of its lane, so that order is kept until it is mended.

    A ticket's writes build upon each other; a thought that failed is over.
    """
    match effect:
        case Think():
            return False
        case CreateTicket() | UpdateTicket():
            return True
