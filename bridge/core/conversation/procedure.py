"""Starts, advances and ends runs, and says what follows for the ticket and its timers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bridge.core.conversation.acts import do
from bridge.core.conversation.audience import is_for
from bridge.core.conversation.caller import is_once
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.handing import to_team
from bridge.core.conversation.scene import scene
from bridge.core.conversation.thinking import patience_ends, think
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures import engine
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.engine import Progress
from bridge.core.procedures.run import Run
from bridge.core.procedures.step import Come, Elapsed, Input, Leave
from bridge.core.words.body import Body
from bridge.core.words.ids import derived
from bridge.core.words.outcome import Outcome
from bridge.core.words.runs import RunEnd
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Comment, Json, Meaning, Reason

DEEPEST = 3
"""Procedures that wait for each other's end."""
SWITCHES = 5
"""Procedures that hand over to the next without a word of the customer between."""
TEAMMATE = "@teammate"
"""Where a teammate's answer is kept for a run that is not active."""
_ENDS: Mapping[str, RunEnd] = {
    "end": "completed",
    "handoff": "handoff",
    "escape": "failed",
    "switch": "switched",
    "workflow": "switched",
    "team": "stopped",
}
_BY_PEOPLE = frozenset({Reason.ASKED_FOR_TEAM, Reason.NO_ANSWER, Reason.DID_NOT_HELP, Reason.UPSET})
"""Hand-offs that the operator's workflow may shape; all others go to people without detours."""


def start(
    draft: Draft, definition: Definition, *, switches: int = 0, values: Mapping[str, Json] | None = None
) -> None:
    """Begins a run of `definition` with the words that are unanswered."""
    c = draft.c
    heard = "\n".join(c.unanswered)
    run = engine.begin(
        definition,
        run_id=derived("run", c.id, c.begun + 1),
        at=draft.at,
        heard=heard if switches == 0 else "",
        values=values,
    )
    draft.now(
        runs=(*c.runs, run),
        begun=c.begun + 1,
        unanswered=(),
        clarified=0,
        unhelped=0,
        before=None,
        doubt=None,
    )
    draft.run_began(run)
    if definition.kind == "procedure":
        _names(draft, definition)
    draft.why(f"{definition.kind}_started", f"{definition.id} {definition.version}")
    _went(
        draft, engine.advance(definition, run, scene(draft, definition), draft.at, heard), switches=switches
    )


def feed(draft: Draft, given: Input | None, *, message: str = "") -> None:
    """What the active run waited for is there."""
    run = draft.c.run
    if run is None:
        return
    definition = draft.rules.catalog.of(run)
    progress = engine.advance(definition, run, scene(draft, definition), draft.at, message, given)
    _went(draft, progress)


def back_to(draft: Draft, run: Run, message: str) -> None:
    """The active run goes on from another place, as `run` says."""
    definition = draft.rules.catalog.of(run)
    draft.now(runs=(*draft.c.runs[:-1], run))
    _went(draft, engine.advance(definition, run, scene(draft, definition), draft.at, message))


def ask_again(draft: Draft, *said: Body) -> None:
    """Repeats the active run's question, after `said`."""
    run = draft.c.run
    if run is None or run.waits is None:
        return
    wait = run.waits
    body = draft.say(
        draft.texts.again + wait.question,
        options=tuple((words, Meaning.TEXT) for words in wait.options),
    )
    draft.now(unanswered=())
    draft.update_ticket(Moment.ASKED_BACK, Comment(author="fin", body=_joined([*said, body])))
    watch(draft, run)


def hand_over(draft: Draft, reason: Reason) -> None:
    """To the team, through the operator's hand-off workflow where there is one."""
    workflow = None if is_once(draft.c) else draft.rules.catalog.workflow_on("handoff")
    is_under_way = workflow is not None and any(one.procedure == workflow.id for one in draft.c.runs)
    if workflow is None or reason not in _BY_PEOPLE or is_under_way or not is_for(draft, workflow):
        to_team(draft, reason)
        return
    for run in draft.c.runs:
        draft.run_ended(run, "stopped")
    draft.now(runs=(), thinking=False)
    draft.cancel(TimerName.THINKING, TimerName.PENDING)
    start(draft, workflow, values={"reason": reason.value})


def _names(draft: Draft, definition: Definition) -> None:
    """The ticket shall say which procedure ran, for the operator's views and reports."""
    draft.now(used=definition.title)
    if prefix := draft.rules.tags.procedure:
        draft.now(tags=tuple(dict.fromkeys((*draft.c.tags, f"{prefix}{definition.id}".lower()))))


def _went(draft: Draft, progress: Progress, *, switches: int = 0) -> None:
    draft.now(runs=(*draft.c.runs[:-1], progress.run), thinking=False)
    for line in progress.log:
        draft.why("step", line)
    said = do(draft, progress.acts)
    if progress.leave is not None:
        _left(draft, progress.run, progress.leave, said, switches)
        return
    run = progress.run
    comment = Comment(author="fin", body=_joined(said)) if said else None
    if run.asks:
        draft.update_ticket(Moment.ASKED_BACK, comment)
        if draft.c.unanswered:  # they came before the question, so they are no answer to it
            draft.now(aside=True)
            think(draft, asked=run.waits.question if run.waits else "")
        watch(draft, run)
        return
    draft.cancel(TimerName.PENDING)
    if comment is not None:
        draft.update_ticket(Moment.WORKING, comment)
    watch(draft, run)
    if draft.c.unanswered and not run.calls:
        think(draft)


def watch(draft: Draft, run: Run) -> None:
    """Sets the timers of a run that waits, and cancels those of what it waits for no more."""
    wait = run.waits
    if wait is None:
        return
    if wait.until is not None:
        draft.set_timer_at(TimerName.RUN, wait.until)
    else:
        draft.cancel(TimerName.RUN)
    if run.calls:
        draft.set_timer_at(TimerName.THINKING, patience_ends(draft))
    elif not draft.c.thinking:
        draft.cancel(TimerName.THINKING)
    if run.asks and wait.until is None:
        inactivity = draft.rules.catalog.of(run).head.inactivity
        seconds = inactivity.after.total_seconds() if inactivity else draft.rules.pending_timeout_s
        draft.set_timer(TimerName.PENDING, seconds)


def _left(draft: Draft, run: Run, leave: Leave, said: list[Body], switches: int) -> None:
    draft.now(runs=draft.c.runs[:-1])
    draft.cancel(TimerName.RUN, TimerName.THINKING)
    draft.run_ended(run, _ENDS[leave.how])
    draft.why(f"procedure_{leave.how}", f"{run.procedure}: {leave.reason or leave.to or 'done'}")
    match leave.how:
        case "end":
            _ended(draft, run, leave, said)
        case "handoff":
            _tell(draft, said)
            draft.now(tags=tuple(dict.fromkeys((*draft.c.tags, *leave.tags))))
            reason = Reason.PROCEDURE if run.kind == "procedure" else _reason(run)
            to_team(draft, reason, message=leave.message, team=leave.to, run=run, wish=leave.mode)
        case "escape":
            _tell(draft, said)
            to_team(draft, Reason.UNSURE if leave.unknown else Reason.PROCEDURE_FAILED, run=run)
        case "team":
            _tell(draft, said)
            to_team(draft, Reason.ASKED_FOR_TEAM, run=run)
        case "switch" | "workflow":
            _tell(draft, said)
            catalog = draft.rules.catalog
            target = (catalog.procedures if leave.how == "switch" else catalog.workflows).get(leave.to)
            if target is None or switches >= SWITCHES or not is_for(draft, target):
                draft.why("switch_failed", leave.to)
                to_team(draft, Reason.PROCEDURE_FAILED)
            else:
                start(draft, target, switches=switches + 1)


def _ended(draft: Draft, run: Run, leave: Leave, said: list[Body]) -> None:
    catalog = draft.rules.catalog
    if run.kind == "workflow" and catalog.of(run).head.on == "handoff":
        _tell(draft, said)
        to_team(draft, _reason(run))
        return
    if run.kind == "workflow" and not run.values.get("error") and run.heard:
        _tell(draft, said)
        draft.now(unanswered=(run.heard, *draft.c.unanswered))
        think(draft)
        return
    if draft.c.runs:
        _resurface(draft, said)
        return
    if draft.c.unanswered:  # written while an outside call was under way: now it is its turn
        _tell(draft, said)
        draft.now(before=Outcome.PROCEDURE_COMPLETED)
        think(draft)
        return
    if leave.follow_up:
        said.append(draft.say(draft.texts.anything_else))
    draft.now(outcome=Outcome.PROCEDURE_COMPLETED, before=None)
    draft.why("outcome", Outcome.PROCEDURE_COMPLETED.value)
    draft.cancel(TimerName.PENDING)
    draft.update_ticket(Moment.ANSWERED, Comment(author="fin", body=_joined(said)) if said else None)


def _resurface(draft: Draft, said: list[Body]) -> None:
    """The run beneath goes on: with what came for it meanwhile, or with its question again."""
    run = draft.c.runs[-1]
    wait = run.waits
    if wait is None:
        _tell(draft, said)
        feed(draft, None)
        return
    kept = wait.name if wait.what == "hook" else TEAMMATE
    if wait.what in ("hook", "teammate", "approval") and kept in run.hooks:
        _tell(draft, said)
        left = {name: one for name, one in run.hooks.items() if name != kept}
        draft.now(runs=(*draft.c.runs[:-1], replace(run, hooks=left)))
        feed(draft, Come(value=run.hooks[kept]))
    elif wait.until is not None and wait.until <= draft.at:
        _tell(draft, said)
        feed(draft, Elapsed())
    elif run.asks:
        ask_again(draft, *said)
    else:
        _tell(draft, said)
        watch(draft, run)


def _tell(draft: Draft, said: list[Body]) -> None:
    if said:
        draft.update_ticket(Moment.WORKING, Comment(author="fin", body=_joined(said)))


def _joined(said: list[Body]) -> Body:
    if len(said) == 1:
        return said[0]
    return Body(html="".join(one.html for one in said), text="\n\n".join(one.text for one in said))


def _reason(run: Run) -> Reason:
    """Why the operator's workflow began."""
    try:
        return Reason(run.values.get("reason", Reason.PROCEDURE))
    except ValueError:
        return Reason.PROCEDURE
