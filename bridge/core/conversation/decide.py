"""Which function decides about which event; nothing else."""

from __future__ import annotations

from typing import assert_never

from bridge.core.conversation import (
    caller,
    chat_news,
    clock,
    customer,
    desk,
    fin,
    mailing,
    merging,
    outcomes,
    recap,
    requested,
    team,
    triggers,
    waits,
)
from bridge.core.conversation.decision import Decision
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.handing import to_team
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation, changed
from bridge.core.procedures.catalog import DefinitionMissing
from bridge.core.words.caller_events import ProcedureRequested, TeamRequested
from bridge.core.words.chat_events import (
    ChatEnded,
    ChatLinked,
    ChatOpened,
    ChatOver,
    ChatRefused,
    ChatReplied,
)
from bridge.core.words.events import (
    AgentReplied,
    Beginning,
    CallRefused,
    CallReturned,
    CustomerCommented,
    CustomerRated,
    CustomerRead,
    CustomerWrote,
    Event,
    FinFailed,
    FinRead,
    HookReceived,
    TeammateAnswered,
    TicketChanged,
    TicketCreated,
    TicketMerged,
    TicketOver,
    TicketUnwritable,
    TicketUpdated,
    TimerFired,
)
from bridge.core.words.looked import Digested, LookReturned, Recapped
from bridge.core.words.operator_events import EffectFailed, EffectUnknown, OperatorDecided
from bridge.core.words.outcome import OutcomeDisputed
from bridge.core.words.trigger_events import ProcedureTriggered
from bridge.core.words.values import Owner, Reason

__all__ = ["begin", "decide"]


def begin(event: Beginning) -> Conversation:
    """The conversation that begins with `event`, before it is decided about."""
    match event:
        case ProcedureTriggered():
            return triggers.begin(event)
        case ProcedureRequested():
            return requested.begin(event)
        case CustomerWrote():
            return customer.begin(event)


def decide(c: Conversation, event: Event, rules: Rules) -> Decision:
    """What `event` means for conversation `c` under the operator's `rules`.

    Pure: the time comes with the event, ids are derived from the event's id by the turn.
    """
    draft = Draft(c, rules, event.at)
    try:
        _dispatch(draft, event)
    except DefinitionMissing as missing:
        draft = _without_runs(c, event, rules, missing)
    caller.told(draft, event)
    mailing.told(draft)
    return draft.decision()


def _without_runs(c: Conversation, event: Event, rules: Rules, missing: DefinitionMissing) -> Draft:
    """A run whose version is lost cannot go on: people get the conversation, and then the event."""
    draft = Draft(changed(c, runs=()), rules, event.at)
    draft.why("definition_missing", str(missing))
    for run in c.runs:
        draft.run_ended(run, "failed")
    if c.owner is Owner.FIN:
        to_team(draft, Reason.PROCEDURE_FAILED)
    _dispatch(draft, event)
    return draft


def _dispatch(draft: Draft, event: Event) -> None:
    match event:
        case CustomerWrote():
            customer.wrote(draft, event)
        case ProcedureTriggered():
            triggers.triggered(draft, event)
        case CustomerCommented():
            customer.commented(draft, event)
        case CustomerRead():
            customer.read(draft, event)
        case CustomerRated():
            customer.rated(draft, event)
        case FinRead():
            fin.came_back(draft, event)
        case FinFailed():
            fin.failed(draft, event)
        case TicketCreated():
            desk.created(draft, event)
        case TicketUpdated():
            desk.updated(draft, event)
        case TicketOver():
            desk.over(draft, event)
        case TicketUnwritable():
            desk.unwritable(draft, event)
        case TicketChanged():
            team.changed(draft, event)
        case TicketMerged():
            merging.merged(draft, event)
        case AgentReplied():
            team.replied(draft, event)
        case TimerFired():
            clock.fired(draft, event)
        case CallReturned():
            waits.returned(draft, event)
        case LookReturned():
            waits.looked(draft, event)
        case Digested():
            customer.sorted_out(draft, event)
        case Recapped():
            recap.came(draft, event)
        case CallRefused():
            waits.refused(draft, event)
        case HookReceived():
            waits.hooked(draft, event)
        case TeammateAnswered():
            waits.answered(draft, event)
        case ProcedureRequested():
            requested.begun(draft, event)
        case TeamRequested():
            team.requested(draft, event)
        case OutcomeDisputed():
            outcomes.disputed(draft, event)
        case EffectFailed():
            desk.failed(draft, event)
        case EffectUnknown():
            desk.unknown(draft, event)
        case OperatorDecided():
            desk.decided(draft, event)
        case ChatOpened():
            chat_news.opened(draft, event)
        case ChatRefused():
            chat_news.refused(draft, event)
        case ChatLinked():
            chat_news.linked(draft, event)
        case ChatReplied():
            chat_news.replied(draft, event)
        case ChatEnded():
            chat_news.ended(draft, event)
        case ChatOver():
            chat_news.over(draft, event)
        case _:  # pragma: no cover - mypy proves it
            assert_never(event)
