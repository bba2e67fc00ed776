"""What a timer means when it fires, by name."""

from __future__ import annotations

from bridge.core.conversation import answering, caller, chat_news, digesting, mailing, recap, triggers, waits
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.handing import to_team
from bridge.core.conversation.thinking import is_young, patience_ends
from bridge.core.conversation.ticket import Moment
from bridge.core.words.events import TimerFired
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner, Reason


def fired(draft: Draft, event: TimerFired) -> None:
    """A timer of an older turn means nothing any more."""
    c = draft.c
    match event.name:
        case TimerName.PENDING:
            if c.owner is Owner.FIN and event.turn == c.turn:
                _fell_silent(draft)
        case TimerName.THINKING:
            if c.owner is Owner.FIN and event.turn == c.turn and c.thinking:
                if is_young(draft):
                    waits.slow(draft)
                    draft.set_timer_at(TimerName.THINKING, patience_ends(draft))
                elif c.run is not None:
                    answering.unread(draft, c.run)
                elif not triggers.unread(draft):
                    to_team(draft, Reason.FIN_LATE)
            elif c.owner is Owner.FIN and c.run is not None and c.run.calls:
                waits.slow(draft)
        case TimerName.SILENT:
            if event.turn == c.turn:
                digesting.fell_silent(draft)
        case TimerName.RUN:
            waits.elapsed(draft, event)
        case TimerName.CHAT:
            chat_news.unanswered(draft)
        case TimerName.GREETING:
            recap.due(draft)
        case TimerName.UNANSWERED:
            triggers.unanswered(draft)
        case TimerName.MAIL:
            mailing.due(draft)
        case TimerName.DESK:
            if c.owner is Owner.TEAM and c.unwritten and not c.delay_told:
                draft.say(draft.texts.desk_late, author=draft.rules.system)
                draft.now(delay_told=True)


def _fell_silent(draft: Draft) -> None:
    """Nobody answered Fin's question: to the team, unless the procedure would rather wait for his return."""
    if caller.is_satisfied(draft):
        caller.concluded(draft)
        return
    run = draft.c.run
    inactivity = draft.rules.catalog.of(run).head.inactivity if run is not None else None
    if inactivity is not None and inactivity.then == "close":
        draft.why("paused", "The customer fell silent; the procedure goes on where it stands.")
        draft.update_ticket(Moment.PAUSED)
    else:
        to_team(draft, Reason.PENDING_TIMEOUT)
