"""Advances a run, purely: what comes in, the run afterwards, what is said and ordered on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bridge.core.procedures import run as runs
from bridge.core.procedures.attributes import Attribute, filled
from bridge.core.procedures.definition import Definition, Sub
from bridge.core.procedures.expressions import ExpressionError
from bridge.core.procedures.run import Collected, Run, Spot
from bridge.core.procedures.step import (
    Act,
    Call,
    Enter,
    Fail,
    Frame,
    Go,
    Input,
    Leave,
    Move,
    Scene,
    Stay,
    Step,
)
from bridge.core.words.values import Json

STEPS_AT_ONCE = 200
"""Steps between two waits; more is a circle that no checker saw."""
STEPS_IN_ALL = 5_000
DEEPEST = 60
"""Blocks within each other, sub-procedures included."""
OLDEST = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What came of one input.

    Args:
        run: Afterwards; it waits, or `leave` says how it ended.
        acts: What is said and ordered, in order.
        leave: None while it goes on.
        log: What was done, one line each, for operators.
        misfit: The customer's answer did not fit.
    """

    run: Run
    acts: tuple[Act, ...]
    leave: Leave | None
    log: tuple[str, ...]
    misfit: bool = False


def begin(
    definition: Definition, *, run_id: str, at: datetime, heard: str, values: Mapping[str, Json] | None = None
) -> Run:
    """A run at its first step; nothing has happened yet.

    Args:
        definition: The version that is live now.
        run_id: `run_…`.
        at: Now.
        heard: The customer's words that began it.
        values: What it is given besides its attributes' defaults.
    """
    return Run(
        id=run_id,
        procedure=definition.id,
        version=definition.version,
        kind="workflow" if definition.kind == "workflow" else "procedure",
        spots=(Spot(block="steps"),),
        values={**filled(definition.head.attributes), **(values or {})},
        heard=heard,
        began_at=at,
    )


def advance(
    definition: Definition,
    run: Run,
    scene: Scene,
    at: datetime,
    message: str = "",
    given: Input | None = None,
) -> Progress:
    """Goes on until the run waits or ends; the same input gives the same progress.

    Args:
        definition: Of the run's own version.
        run: As it stands.
        at: Now.
        scene: Surroundings; its attributes and hooks are filled in here.
        message: The customer's latest words.
        given: What the waiting step is resumed with; None to enter the present one.
    """
    return _Course(definition, run, scene, at, message).follow(given)


def tried(definition: Definition, run: Run, scene: Scene, at: datetime, message: str, given: Input) -> Move:
    """What the waiting step would make of `given`; nothing happens."""
    course = _Course(definition, run, scene, at, message)
    return course.moved(lambda step: step.resume(course.frame(), given))


def waiting_step(definition: Definition, run: Run) -> Step | None:
    """The step that the run waits in."""
    if run.waits is None or not run.spots:
        return None
    return definition.step(run.spots[-1].block, run.spots[-1].index)


def asked_for(definition: Definition, run: Run, scene: Scene, at: datetime) -> Mapping[str, Attribute]:
    """The attributes that the customer's next words are to give."""
    step = waiting_step(definition, run)
    if step is None:
        return {}
    frame = _Course(definition, run, scene, at, "").frame()
    return {name: frame.scene.attributes[name] for name in step.asks_for(frame)}


class _Course:
    """One advance while it is under way."""

    def __init__(self, definition: Definition, run: Run, scene: Scene, at: datetime, message: str) -> None:
        self._definition = definition
        self._run = run
        self._scene = replace(scene, hooks=definition.hooks, contact_fields=definition.contact_fields)
        self._at = at
        self._message = message
        self._acts: list[Act] = []
        self._log: list[str] = []

    def frame(self) -> Frame:
        scene = replace(self._scene, attributes=_attributes(self._definition, self._run))
        return Frame(run=self._run, scene=scene, at=self._at, message=self._message)

    def moved(self, ask: Callable[[Step], Move]) -> Move:
        spot = self._run.spots[-1]
        try:
            return ask(self._definition.step(spot.block, spot.index))
        except ExpressionError as error:
            return Fail(reason=str(error))

    def follow(self, given: Input | None) -> Progress:
        if given is None or self._run.waits is None:
            move = None
        else:
            move = self.moved(lambda step: step.resume(self.frame(), given))
        for _ in range(STEPS_AT_ONCE):
            if move is None and not self._back_out():
                return self._over(self._ended())
            if self._run.steps >= STEPS_IN_ALL or self._at - self._run.began_at > OLDEST:
                return self._over(Leave(how="escape", reason="the run took too many steps or too long"))
            if move is None:
                self._now(steps=self._run.steps + 1, waits=None)
                move = self.moved(lambda step: step.enter(self.frame()))
            if isinstance(move, Fail):
                move = self._failed(move)
            match move:
                case None:
                    continue
                case Stay():
                    return self._stays(move)
                case Leave():
                    return self._over(move)
                case Go() | Enter() | Call():
                    move = self._goes(move)
                case Fail():
                    continue
                case _:  # pragma: no cover - mypy proves it
                    assert_never(move)
        return self._over(Leave(how="escape", reason=f"more than {STEPS_AT_ONCE} steps without a wait"))

    def _now(self, **changes: object) -> None:
        self._run = replace(self._run, **changes)  # type: ignore[arg-type]  # names are checked by the tests

    def _stays(self, move: Stay) -> Progress:
        self._took(move.acts, move.sets, move.why)
        if move.collected:
            self._collect(move.collected, self._run.spots)
        if move.done is not None:
            self._now(done=(*self._run.done, move.done))
        self._now(waits=move.wait, counted=max(self._run.counted, int(move.wait.key)))
        return self._progress(None, misfit=move.misfit)

    def _goes(self, move: Go | Enter | Call) -> Move | None:
        self._now(waits=None)
        match move:
            case Go():
                self._took(move.acts, move.sets, move.why)
                if move.done is not None:
                    self._now(done=(*self._run.done, move.done))
                if move.heard_hook:
                    left = {name: one for name, one in self._run.hooks.items() if name != move.heard_hook}
                    self._now(hooks=left)
                self._forward()
                if move.collected:
                    self._collect(move.collected, self._run.spots)
                return None
            case Enter():
                self._took(move.acts, move.sets, move.why)
                return self._into(Spot(block=move.block))
            case Call():
                return self._call(move)

    def _into(self, spot: Spot) -> Move | None:
        if len(self._run.spots) >= DEEPEST:
            return Leave(how="escape", reason=f"more than {DEEPEST} blocks within each other")
        self._now(spots=(*self._run.spots, spot))
        return None

    def _call(self, move: Call) -> Move | None:
        sub = self._definition.subs.get(move.name)
        if sub is None:
            return Fail(reason=f"there is no sub-procedure `{move.name}`")
        self._log.append(f"runs {move.name}")
        if not sub.is_shared:
            self._now(values={**self._run.values, **move.inputs})
            return self._into(Spot(block=sub.block, call=runs.Call(name=move.name, into=move.into)))
        try:
            given = _inputs(sub, move.inputs)
        except ValueError as error:
            return Fail(reason=f"`{move.name}`: {error}")
        kept = self._run.values
        self._now(values=given)
        return self._into(Spot(block=sub.block, call=runs.Call(name=move.name, into=move.into, kept=kept)))

    def _failed(self, move: Fail) -> Move | None:
        self._log.append(f"failed: {move.reason}")
        self._now(waits=None)
        if move.done is not None:
            self._now(done=(*self._run.done, move.done))
        if move.unknown:
            return Leave(how="escape", unknown=True, reason=move.reason)
        spot = self._run.spots[-1]
        step = self._definition.step(spot.block, spot.index)
        self._now(values={**self._run.values, "error": move.reason})
        if step.on_error is not None:
            return self._into(Spot(block=step.on_error))
        if "on_error" in self._definition.blocks and not self._run.in_error:
            outermost = next(
                (one.call.kept for one in self._run.spots if one.call and one.call.kept is not None), None
            )
            values = self._run.values if outermost is None else {**outermost, "error": move.reason}
            self._now(in_error=True, values=values, spots=(Spot(block="on_error"),))
            return None
        return Leave(how="escape", reason=move.reason)

    def _forward(self) -> None:
        *before, last = self._run.spots
        self._now(spots=(*before, replace(last, index=last.index + 1)))

    def _back_out(self) -> bool:
        """Leaves blocks that are done; False when nothing is left."""
        while self._run.spots:
            *before, last = self._run.spots
            if last.index < len(self._definition.blocks[last.block]):
                return True
            if last.call is not None:
                self._returned(last.call)
            self._now(spots=tuple(before))
            if before:
                self._forward()
        return False

    def _returned(self, call: runs.Call) -> None:
        sub = self._definition.subs[call.name]
        result = self._run.values.get(sub.head.returns) if sub.head.returns else None
        values = dict(self._run.values if call.kept is None else call.kept)
        if call.into:
            values[call.into] = result
        self._now(values=values)

    def _ended(self) -> Leave:
        if self._run.in_error:
            return Leave(how="escape", reason=str(self._run.values.get("error", "the procedure failed")))
        return Leave(how="end")

    def _took(self, acts: tuple[Act, ...], sets: Mapping[str, Json], why: str) -> None:
        self._acts.extend(acts)
        if sets:
            self._now(values={**self._run.values, **sets})
        if why:
            self._log.append(why)

    def _collect(self, names: tuple[str, ...], spots: tuple[Spot, ...]) -> None:
        before = tuple(one for one in self._run.collected if one.name not in names)
        known = tuple(sorted(self._run.values))
        new = (Collected(name=name, spots=spots, known=known) for name in names)
        self._now(collected=(*before, *new))

    def _over(self, leave: Leave) -> Progress:
        self._acts.extend(leave.acts)
        self._now(waits=None)
        if leave.how == "end" and leave.follow_up is None:
            leave = replace(leave, follow_up=self._definition.head.follow_up)
        return self._progress(leave, misfit=leave.misfit)

    def _progress(self, leave: Leave | None, *, misfit: bool) -> Progress:
        return Progress(
            run=self._run, acts=tuple(self._acts), leave=leave, log=tuple(self._log), misfit=misfit
        )


def _attributes(definition: Definition, run: Run) -> Mapping[str, Attribute]:
    for spot in reversed(run.spots):
        if spot.call is not None and (sub := definition.subs[spot.call.name]).is_shared:
            return {**sub.head.inputs, **sub.head.attributes}
    return definition.head.attributes


def _inputs(sub: Sub, given: Mapping[str, Json]) -> dict[str, Json]:
    head = sub.head
    if unknown := sorted(set(given) - set(head.inputs)):
        raise ValueError(f"it has no input `{unknown[0]}`")
    values = {**filled(head.attributes), **filled(head.inputs)}
    for name, one in head.inputs.items():
        value = given.get(name)
        if value is None and name not in values:
            raise ValueError(f"the input `{name}` is missing")
        if value is not None:
            if not one.accepts(value):
                raise ValueError(f"the input `{name}` must be a {one.type}")
            values[name] = value
    return values
