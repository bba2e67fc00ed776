"""Timers are said aloud: set or cancelled, never implied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class TimerName(StrEnum):
    """The timers a conversation can have, one of each."""

    PENDING = "pending"
    """Nobody answered Fin's question: to the team."""
    THINKING = "thinking"
    """Fin did not come back in time: to the team."""
    RUN = "run"
    """A step of a procedure has waited long enough."""
    CHAT = "chat"
    """No agent has taken the live chat: tell the customer, who is not to wait for nobody."""
    GREETING = "greeting"
    """No model told in time what people did: the customer hears it without one."""
    MAIL = "mail"
    """An agent's reply is still unread: it goes by e-mail."""
    UNANSWERED = "unanswered"
    """Nobody replied to what Fin said first: the conversation closes, and counts as no resolution."""
    SILENT = "silent"
    """The customer fell silent while Fin has the conversation: what it was about is looked at."""
    DESK = "desk"
    """The ticket is still not written: tell the customer who waits for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimer:
    """Wake the conversation at `due` (aware UTC); replaces a timer of the same name."""

    name: TimerName
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTimer:
    """Forget the timer, whether it is set or not."""

    name: TimerName


TimerOrder: TypeAlias = SetTimer | CancelTimer
