"""What a run waited for, or did not wait for any more: results, callbacks, teammates, time."""

from __future__ import annotations

from dataclasses import replace

from bridge.core.conversation import recap
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.procedure import TEAMMATE, feed
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures import engine
from bridge.core.procedures.attributes import Attribute
from bridge.core.procedures.awaited import wrong_answer
from bridge.core.procedures.run import Run
from bridge.core.procedures.step import Come, Elapsed, Failed, Input
from bridge.core.procedures.steps.ask_teammate import AskTeammateStep
from bridge.core.procedures.steps.instruct import InstructStep
from bridge.core.procedures.steps.wait_for_webhook import WaitForWebhookStep
from bridge.core.words.events import CallRefused, CallReturned, HookReceived, TeammateAnswered, TimerFired
from bridge.core.words.looked import LookReturned
from bridge.core.words.values import Comment, Json, Owner


def returned(draft: Draft, event: CallReturned) -> None:
    """An outside call came back."""
    draft.whys(event.notes)
    draft.costs(event.cost)
    _result(draft, event.run_id, event.call, Come(value=event.value), event.detail)


def looked(draft: Draft, event: LookReturned) -> None:
    """The content was searched."""
    draft.whys(event.notes)
    draft.costs(event.cost)
    _result(draft, event.run_id, event.call, Come(value=event.reading), "")


def refused(draft: Draft, event: CallRefused) -> None:
    """An outside call failed, or nobody knows."""
    _result(draft, event.run_id, event.call, Failed(reason=event.reason, unknown=event.unknown), event.reason)


def hooked(draft: Draft, event: HookReceived) -> None:
    """A callback: answered `resumed`, `kept`, `gone`, or refused when it does not match."""
    run = next((one for one in draft.c.runs if one.id == event.run_id), None)
    if run is None or event.name not in draft.rules.catalog.of(run).hooks:
        draft.answer("gone")
        draft.refuse("The procedure that waited for this is over.")
        return
    definition = draft.rules.catalog.of(run)
    step, wait = engine.waiting_step(definition, run), run.waits
    is_awaited = wait is not None and wait.what == "hook" and wait.name == event.name
    if is_awaited and isinstance(step, WaitForWebhookStep | InstructStep):
        wrong = step.mismatch(event.name, event.payload)
        if wrong:
            draft.answer("mismatch")
            draft.refuse(f"It does not match the example: {wrong}.")
            return
    if is_awaited and run is draft.c.run:
        draft.why("hook_resumed", f"{event.name} {event.digest}")
        draft.answer("resumed")
        feed(draft, Come(value=event.payload))
        return
    if event.name in run.hooks:
        draft.why("hook_again", event.name)
    draft.why("hook_kept", f"{event.name} {event.digest}")
    draft.answer("kept")
    _keep(draft, run, event.name, event.payload)


def answered(draft: Draft, event: TeammateAnswered) -> None:
    """A teammate's input: all of it and of the right types, else it is refused and nothing changes."""
    for run in reversed(draft.c.runs):
        wait = run.waits
        if wait is None or wait.what not in ("teammate", "approval"):
            continue
        if event.step_id is not None and event.step_id != wait.key:
            draft.answer("not_waiting")
            draft.refuse("step_id is not the step that waits.")
            return
        values: Json = dict(event.values)
        step = engine.waiting_step(draft.rules.catalog.of(run), run)
        if isinstance(step, AskTeammateStep):
            wrong = step.wrong(values)
        elif isinstance(step, InstructStep):
            wrong = wrong_answer(values)
        else:
            approved = values.get("approved")
            wrong = None if Attribute(type="boolean").accepts(approved) else "`approved` must be a boolean"
            values = approved
        if wrong:
            draft.answer("mismatch")
            draft.refuse(f"{wrong}.")
            return
        draft.why("teammate_answered", f"{wait.key}: {event.by}")
        draft.answer("accepted")
        if run is draft.c.run:
            feed(draft, Come(value=values))
        else:
            _keep(draft, run, TEAMMATE, values)
        return
    draft.answer("not_waiting")
    draft.refuse("No procedure in this conversation waits for a teammate.")


def elapsed(draft: Draft, event: TimerFired) -> None:
    """A step's own time is over; a step that came later has a time of its own."""
    run = draft.c.run
    if draft.c.owner is Owner.TEAM or run is None or run.waits is None or run.waits.until is None:
        return
    if run.waits.until <= event.at:
        feed(draft, Elapsed())


def slow(draft: Draft) -> None:
    """An outside call takes long: the customer hears that somebody is still there."""
    body = draft.say(draft.texts.takes_longer)
    draft.update_ticket(Moment.WORKING, Comment(author="fin", body=body))


def _result(draft: Draft, run_id: str, call: str, given: Input, detail: str) -> None:
    run = draft.c.run
    if run is not None and run.id == run_id and run.waits is not None and run.waits.key == call:
        if detail:
            draft.why("call", detail)
        feed(draft, given)
        return
    late = "nobody knows whether it was done" if isinstance(given, Failed) and given.unknown else "done"
    if isinstance(given, Failed) and not given.unknown:
        late = "refused"
    if late == "done":
        recap.came_late(draft, run_id)
    draft.why("late_result", f"call {call} of {run_id}: {late}; {detail}")
    if draft.c.owner is Owner.TEAM:
        draft.note(f"An outside call that Fin had begun came back after the hand-off: {late}. {detail}")


def _keep(draft: Draft, run: Run, name: str, value: Json) -> None:
    kept = replace(run, hooks={**run.hooks, name: value})
    draft.now(runs=tuple(kept if one is run else one for one in draft.c.runs))
