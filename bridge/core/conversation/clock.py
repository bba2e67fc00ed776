"""What a timer means when it fires, by name."""

from __future__ import annotations

from bridge.core.conversation.draft import Draft
from bridge.core.conversation.handing import to_team
from bridge.core.words.events import TimerFired
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner, Reason


def fired(draft: Draft, event: TimerFired) -> None:
    """A timer of an older turn means nothing any more."""
    c = draft.c
    match event.name:
        case TimerName.PENDING:
            if c.owner is Owner.FIN and event.turn == c.turn:
                to_team(draft, Reason.PENDING_TIMEOUT)
        case TimerName.THINKING:
            if c.owner is Owner.FIN and event.turn == c.turn and c.thinking:
                to_team(draft, Reason.FIN_LATE)
        case TimerName.DESK:
            if c.owner is Owner.TEAM and c.unwritten and not c.delay_told:
                draft.say(draft.rules.texts.desk_late, author=draft.rules.system)
                draft.now(delay_told=True)
