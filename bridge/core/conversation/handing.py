"""From Fin to the team: said to the customer, written to the ticket and timed, all in one decision."""

from __future__ import annotations

import json

from bridge.core.conversation import caller, chat, digesting, outcomes, recap
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures.run import Run
from bridge.core.words.body import Body, from_plain
from bridge.core.words.outcome import Outcome
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Comment, HandoffMode, Json, Owner, Reason

KNOWN_SHOWN = 30
KNOWN_LENGTH = 300


def to_team(
    draft: Draft,
    reason: Reason,
    *,
    message: str = "",
    team: str = "",
    run: Run | None = None,
    wish: HandoffMode | None = None,
) -> None:
    """Hands the conversation to people. Runs end, except where a customer fell silent and may come back.

    Args:
        draft: The decision under way.
        reason: Its class, for operators and for the words.
        message: What the customer is told instead of the usual words (Markdown).
        team: The Zendesk group that should have it, for the note.
        run: The procedure that ended in this; what it knows stands in the note.
        wish: How people shall get it, as a procedure or the customer chose.

    The update carries the summary and state packet as an internal note. The customer is told, and told again
    within the desk's patience if the ticket cannot be written.
    """
    if caller.is_once(draft.c) and reason is not Reason.API:
        caller.found_nothing(draft)
        return
    outcomes.reopened(draft)
    body = draft.say(message or _words(draft, reason))
    known = _known((*draft.c.runs, *((run,) if run is not None else ())))
    draft.why("handed_off", reason.value)
    recap.begins(draft)
    if reason is not Reason.PENDING_TIMEOUT:
        stop_runs(draft)
    draft.now(
        owner=Owner.TEAM, thinking=False, clarified=0, unhelped=0, outcome=_outcome(reason), before=None
    )
    if draft.c.caller is not None and draft.c.ticket is None and draft.rules.for_api == "never":
        draft.now(unanswered=())
        draft.cancel(TimerName.PENDING, TimerName.THINKING, TimerName.RUN)
        return
    note = Body(html=body.html + known.html, text=f"{body.text}\n\n{known.text}") if known.text else body
    if draft.c.caller is not None:
        wish = "ticket"  # an agent in a live chat would wait for answers that the caller may not bring
    way = chat.chosen(draft, reason, team, wish)
    if way.mode == "live_chat":
        draft.why("handoff_mode", f"live_chat: {way.why}")
        if team:
            draft.now(notes=(*draft.c.notes, _for(team)))  # for the chat's own ticket
        chat.open_chat(draft, note)
    else:
        draft.why("handoff_mode", f"ticket: {way.why}")
        if team:
            draft.note(_for(team))
        as_ticket(draft, note)
    digesting.order(draft, summarise=True)
    draft.now(unanswered=())
    draft.cancel(TimerName.PENDING, TimerName.THINKING, TimerName.RUN)
    watch_desk(draft)


def as_ticket(draft: Draft, note: Body) -> None:
    """People get a ticket; `note` stands in it beside summary and transcript."""
    is_first = draft.c.ticket is None
    if is_first:
        asked = from_plain("\n\n".join(draft.c.unanswered) or draft.c.first_words)
        draft.create_ticket(
            Comment(author="customer", body=asked),
            Moment.FIRST_MESSAGE,
            Moment.ASSIGNED_TO_FIN,
            Moment.TO_TEAM,
        )
    draft.update_ticket(
        Moment.TO_TEAM, Comment(author="fin", body=note, public=False), packet=True, with_files=is_first
    )


def stop_runs(draft: Draft) -> None:
    """Procedures are over, and none that was triggered begins: people have the conversation now."""
    if draft.c.armed is not None:
        draft.why("set_aside", f"{draft.c.armed.procedure}: people have it")
        draft.now(armed=None)
    for run in draft.c.runs:
        draft.why("procedure_stopped", run.procedure)
        recap.stopped(draft, run)
        draft.run_ended(run, "stopped")
    if draft.c.runs:
        draft.now(runs=(), aside=False)
        draft.cancel(TimerName.RUN)


def watch_desk(draft: Draft) -> None:
    """A customer who waits for people hears of it when the ticket is late."""
    if draft.c.unwritten and not draft.c.delay_told:
        draft.set_timer(TimerName.DESK, draft.rules.desk_patience_s)


def _for(team: str) -> str:
    return f"For the team: **{team}**"


def _known(runs: tuple[Run, ...]) -> Body:
    """What procedures have found out, for people who go on from there."""
    lines = [
        f"{run.procedure}: {name} = {_short(value)}"
        for run in runs
        for name, value in run.values.items()
        if value not in (None, "") and not (run.kind == "workflow" and name == "reason")  # said at the top
    ]
    told = ["Collected by procedures:", *lines[:KNOWN_SHOWN]] if lines else []
    return from_plain("\n".join(told), is_linked=False)


def _short(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= KNOWN_LENGTH else text[: KNOWN_LENGTH - 1] + "…"


def _words(draft: Draft, reason: Reason) -> str:
    texts = draft.texts
    match reason:
        case Reason.ASKED_FOR_TEAM | Reason.DID_NOT_HELP | Reason.UPSET:
            return texts.to_team
        case Reason.PROCEDURE | Reason.RULE | Reason.API:
            return texts.to_team
        case Reason.NO_ANSWER:
            return texts.no_answer
        case Reason.PENDING_TIMEOUT:
            return texts.nobody_replied
        case Reason.FIN_LATE | Reason.FIN_FAILED | Reason.PROCEDURE_FAILED:
            return texts.fin_late
        case Reason.UNSURE:
            return texts.unsure


def _outcome(reason: Reason) -> Outcome:
    match reason:
        case Reason.FIN_LATE | Reason.FIN_FAILED | Reason.PROCEDURE_FAILED | Reason.UNSURE:
            return Outcome.FAILED
        case Reason.PROCEDURE:
            return Outcome.PROCEDURE_HANDOFF
        case _:
            return Outcome.ESCALATED
