"""Who speaks for a customer through Fin's API: what he is told of each decision, in which order.

    a message ─▶ thinking ─▶ fin_replied … ─▶ awaiting_user_reply ─▶ a message
                                          ─▶ resolved ─▶ complete
                                          ─▶ escalated ─▶ complete

Each thing that he is told is a line of the log, so that what is sent, and what a stream reads, is the same.
Source: Intercom API, Fin Agent API: events.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bridge.core.conversation.draft import Draft
from bridge.core.conversation.state import Conversation
from bridge.core.words.body import from_markdown
from bridge.core.words.effects import TellCaller
from bridge.core.words.entries import Part, Why
from bridge.core.words.events import CallReturned, CustomerWrote, Event, FinRead
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import Answer, Helped, Reading, SmallTalk, StartProcedure
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Caller, Owner, Reason

STATUS = "fin_status"
"""What the lines of the log that hold a status are called; `csat_requested` is one of them."""
HISTORY = "history"
"""The client id of parts that were said elsewhere, before."""

_DONE = (Outcome.RESOLUTION_ASSUMED, Outcome.PROCEDURE_COMPLETED)
_WHY = {
    Reason.ASKED_FOR_TEAM: "Escalation requested by user",
    Reason.PROCEDURE: "Routed to team",
    Reason.API: "Escalation requested via API",
}
_OTHERWISE = "Conversation finished without resolution"


def is_once(c: Conversation) -> bool:
    """Whether one answer is wanted and no more."""
    return c.caller is not None and c.caller.is_once


def wrote(draft: Draft, event: CustomerWrote) -> None:
    """The customer's word came through the API: what was said before it, and who speaks for him now."""
    if event.caller is None:
        return
    if draft.c.turn == 0:
        for part in event.history:
            draft.part(replace(part, client_id=HISTORY))
    before = draft.c.caller
    told: Literal["thinking", "complete"] = "complete" if draft.c.owner is Owner.TEAM else "thinking"
    attributes = {**(before.attributes if before else {}), **event.caller.attributes}
    asked = before.asked_rating_at if before else None
    draft.now(caller=replace(event.caller, attributes=attributes, told=told, asked_rating_at=asked))


def answered_once(draft: Draft, reading: Reading) -> None:
    """The one answer; what would ask back, run or call people becomes an honest no."""
    match reading:
        case Answer():
            draft.say(reading.body, sources=reading.sources)
            draft.now(outcome=Outcome.RESOLUTION_ASSUMED, before=None, unanswered=())
            draft.why("outcome", Outcome.RESOLUTION_ASSUMED.value)
        case SmallTalk():
            draft.say(reading.body)
            draft.now(unanswered=())
        case Helped():
            draft.say(draft.texts.glad)
            draft.now(outcome=Outcome.RESOLUTION_CONFIRMED, before=None, unanswered=())
        case StartProcedure():
            answered_once(draft, reading.otherwise)
        case _:
            found_nothing(draft)


def found_nothing(draft: Draft) -> None:
    """There is no answer, and nobody is called."""
    draft.say(draft.texts.found_nothing)
    draft.why("no_answer", "One answer was wanted, and there is none.")
    draft.now(thinking=False, unanswered=())
    draft.cancel(TimerName.PENDING, TimerName.THINKING)


def is_satisfied(draft: Draft) -> bool:
    """Whether a silent customer has what he came for."""
    return draft.c.caller is not None and draft.c.run is None and draft.c.outcome in _DONE


def concluded(draft: Draft) -> None:
    """He wrote no more: it is over."""
    if draft.c.caller is not None:
        draft.now(caller=replace(draft.c.caller, is_over=True))


def told(draft: Draft, event: Event) -> None:
    """What this decision means to the caller: Fin's parts, then the status."""
    if isinstance(event, FinRead | CallReturned) and event.stream_id:
        draft.streamed(event.stream_id)
    caller = draft.c.caller
    if caller is None or draft.is_refused:
        return
    has_spoken = False
    for place, entry in enumerate(draft.entries):
        if is_for_caller(entry):
            _tell(draft, caller, place)
            has_spoken = has_spoken or (isinstance(entry, Part) and entry.author.type == "fin")
    status = _status(draft, caller)
    if status == "complete" and caller.told != "complete":
        _ends(draft, caller)
    elif status == "awaiting_user_reply" and (caller.told == "thinking" or has_spoken):
        _say_status(draft, caller, status)
        if draft.c.outcome in _DONE:
            draft.set_timer(TimerName.PENDING, draft.rules.pending_timeout_s)
    elif caller.told == status or (caller.told == "complete" and status != "thinking"):
        return  # what the conversation was given back for goes on elsewhere
    if draft.c.caller is not None:
        draft.now(caller=replace(draft.c.caller, told=status))


def is_for_caller(entry: Part | Why) -> bool:
    """Whether a line of the log is something that a caller is told."""
    if isinstance(entry, Why):
        return entry.what == STATUS
    return entry.author.type in ("fin", "agent") and entry.client_id != HISTORY


def _status(draft: Draft, caller: Caller) -> Literal["thinking", "awaiting_user_reply", "complete"]:
    c = draft.c
    if c.owner is Owner.TEAM or caller.is_over:
        return "complete"
    if c.owner is Owner.NONE or c.thinking or (c.run is not None and not c.run.asks):
        return "thinking"
    if caller.is_once or c.outcome is Outcome.RESOLUTION_CONFIRMED:
        return "complete"
    if c.outcome is Outcome.PROCEDURE_COMPLETED and not _asks_for_more(draft):
        return "complete"
    return "awaiting_user_reply"


def _asks_for_more(draft: Draft) -> bool:
    """Whether a procedure's end left the word to the customer; always so where it said nothing just now."""
    said = [one for one in draft.entries if isinstance(one, Part) and one.author.type == "fin"]
    return not said or said[-1].body.text == from_markdown(draft.texts.anything_else).text


def _ends(draft: Draft, caller: Caller) -> None:
    c = draft.c
    if c.owner is Owner.TEAM:
        _say_status(draft, caller, f"escalated: {_reason(draft)}")
    elif c.outcome in (*_DONE, Outcome.RESOLUTION_CONFIRMED):
        _say_status(draft, caller, "resolved")
    _say_status(draft, caller, "complete")
    if draft.rules.asks_rating and c.owner is not Owner.TEAM and not caller.is_once and c.rating is None:
        draft.now(caller=replace(caller, asked_rating_at=draft.at))
        _say_status(draft, caller, "csat_requested")


def _reason(draft: Draft) -> str:
    whys = {entry.what: entry.detail for entry in draft.entries if isinstance(entry, Why)}
    if "handed_off" not in whys:
        return "Routed to team"  # somebody took it over
    reason = Reason(whys["handed_off"])
    if reason is Reason.RULE:
        rule = whys.get("escalation_rule", "")
        return f"Escalation rule: {rule}" if rule else "Escalation rule matched"
    return _WHY.get(reason, _OTHERWISE)


def _say_status(draft: Draft, caller: Caller, status: str) -> None:
    draft.why(STATUS, status)
    if not (caller.is_legacy and status == "awaiting_user_reply"):
        _tell(draft, caller, len(draft.entries) - 1)


def _tell(draft: Draft, caller: Caller, place: int) -> None:
    draft.effect(
        TellCaller(
            conversation_id=draft.c.id,
            seq=draft.c.seq + place + 1,
            is_legacy=caller.is_legacy,
            is_email=caller.is_email,
        )
    )
