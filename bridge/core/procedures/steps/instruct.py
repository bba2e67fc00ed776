"""`instruct`: natural language that a model follows, with what it @mentions and nothing else.

The model only asks. Each thing that it asks for is checked here: mentioned or not, of the right type,
confirmed by the customer where it changes something. What is refused is told to the model, and stands in the
log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from pydantic import Field

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.awaited import begun, differs, told_in_vain, told_of
from bridge.core.procedures.calling import call
from bridge.core.procedures.duration import Duration
from bridge.core.procedures.expressions import Expression
from bridge.core.procedures.instruction import ROUNDS, SAYS, carried, reads_behind, refusal
from bridge.core.procedures.looking_up import found, looks_up
from bridge.core.procedures.mentions import Mention, abilities, mentions_in
from bridge.core.procedures.model_question import KEPT, ask
from bridge.core.procedures.permitted import agreed, use
from bridge.core.procedures.run import Done
from bridge.core.procedures.step import (
    Act,
    Call,
    Come,
    Elapsed,
    Fail,
    Failed,
    Frame,
    Go,
    Input,
    Leave,
    Move,
    Note,
    Said,
    Say,
    Stay,
    Step,
    Tag,
)
from bridge.core.procedures.template import Template, literal
from bridge.core.words.body import from_markdown
from bridge.core.words.values import Json

CALLS = 4
"""Things that it may ask for at once."""
NOTE_CHARS = 2_000
_NO_NAME = re.compile(r"[^\w-]")


class InstructStep(Step):
    """`- instruct: "Ask what is wrong … @update fault … @use book_repair …"`.

    Args:
        instruct: What is to be done; holes are filled when it begins.
        confirm: Whether the customer is asked before a connector changes something.
        allow: A connector's name → the condition under which it may be called. Besides what is known it reads
            `inputs`, what the model would give, and `times`, how often it was called in this run. A connector
            that changes something is called once, unless its condition speaks of `times`.
        patience: How long a teammate's answer or a webhook is waited for.
        examples: A webhook's name → what it looks like; another one is refused, and waited for on.
    """

    key: ClassVar[str] = "instruct"
    instruct: Template
    confirm: bool = True
    allow: dict[Name, Expression] = Field(default_factory=dict)
    patience: Duration = timedelta(days=1)
    examples: dict[Name, Json] = Field(default_factory=dict)

    @property
    def hooks(self) -> tuple[str, ...]:
        """Names of the webhooks that it may wait for."""
        return tuple(one.name for one in self._mentions() if one.kind == "wait for webhook")

    def mismatch(self, name: str, payload: Json) -> str | None:
        """What is wrong with a webhook's body beside its example; None when it fits."""
        return differs(self.examples.get(name), payload)

    def enter(self, frame: Frame) -> Move:
        """Asks the model for the first time."""
        return ask(frame, self.instruct, {"rounds": 0}, told="The instruction begins now.")

    def resume(self, frame: Frame, given: Input) -> Move:
        """What the model wants, what the customer said, or what a call came to."""
        wait = frame.waiting
        state: dict[str, Any] = dict(wait.data or {})
        match given:
            case Come() if wait.what == "model":
                return self._wanted(frame, state, given.value)
            case Come() if wait.what == "connector":
                return self._called(frame, state, given.value)
            case Come() if wait.what in ("teammate", "hook"):
                sets = {wait.name: given.value} if wait.name else {}
                told = told_of(wait.what, wait.name, given.value)
                return ask(
                    frame, self.instruct, {**state, "turn": 0}, told=told, sets=sets, why=f"{wait.what} came"
                )
            case Elapsed() if wait.what in ("teammate", "hook"):
                told = told_in_vain(wait.what, wait.name)
                return ask(frame, self.instruct, {**state, "turn": 0}, told=told, why=told)
            case Come():
                told = found(given.value)
                return self._next(frame, state, told) or ask(
                    frame, self.instruct, state, told=told, in_vain=state.get("in_vain", 0)
                )
            case Said() if "pending" in state:
                return self._confirmed(frame, state, given)
            case Said():
                told = f"{SAYS}{given.option or given.text}"
                return ask(frame, self.instruct, {**state, "turn": 0}, told=told)
            case Failed() if wait.what == "connector":
                return self._failed(frame, state, given)
            case Failed():
                return Fail(reason=f"the instruction could not be followed: {given.reason}")
            case Elapsed():
                return Fail(reason="the instruction took too long")

    def reads(self) -> frozenset[str]:
        """What its text and its conditions name."""
        return self.instruct.names | frozenset(
            name for one in self.allow.values() for name in one.names - {"inputs", "times"} - self.sets()
        )

    def sets(self) -> frozenset[str]:
        """What it may find out."""
        return frozenset(one.name for one in self._mentions() if one.kind in KEPT)

    def _mentions(self) -> tuple[Mention, ...]:
        return mentions_in(self.instruct.source)

    def _wanted(self, frame: Frame, state: dict[str, Any], value: Json) -> Move:
        """What the model asks for."""
        wanted = value if isinstance(value, dict) else {}
        cost = int(wanted.get("spent", 1))
        return self._done(
            frame,
            {**state, "turn": int(state.get("turn", 0)) + cost},
            [one for one in wanted.get("calls", ()) if isinstance(one, dict)],
            text=str(wanted.get("text") or ""),
            cost=cost,
        )

    def _next(self, frame: Frame, state: dict[str, Any], told: str) -> Move | None:
        """What the model asked to read besides, before it is asked again; None when that was all."""
        queue = state.pop("queue", ())
        if not queue:
            return None
        history = [*state.get("told", ()), told][-ROUNDS:]
        return self._done(frame, {**state, "told": history}, list(queue))

    def _done(
        self,
        frame: Frame,
        state: dict[str, Any],
        calls: Sequence[Mapping[str, Any]],
        *,
        text: str = "",
        cost: int = 0,
    ) -> Move:
        """Does it one after the other; the first thing that waits or ends comes last."""
        acts: list[Act] = [Say(text=from_markdown(text))] if text else []
        sets: dict[str, Json] = {}
        refused: list[str] = []
        for place, one in enumerate(calls[:CALLS]):
            name, arguments = str(one.get("name", "")), one.get("arguments")
            given: dict[str, Any] = arguments if isinstance(arguments, dict) else {}
            queue = reads_behind(calls[:CALLS], place, frame.scene.connectors)
            ended = self._one(frame, {**state, "queue": queue}, name, given, acts, sets, refused)
            if ended is not None:
                return carried(ended, acts, sets, refused)
        refused += [f"{one.get('name')}: too many at once" for one in calls[CALLS:]]
        known = frame.known
        is_news = any(known.get(name) != value for name, value in sets.items())
        in_vain = 0 if is_news else int(state.get("in_vain", 0)) + cost
        if refused:
            told = refusal(refused)
            return ask(
                frame, self.instruct, state, told=told, acts=tuple(acts), sets=sets, why=told, in_vain=in_vain
            )
        if text:
            wait = frame.wait("customer", question=text, free=True)
            asks = replace(wait, data={**state, "told": [*state.get("told", ()), f"You said: {text}"]})
            return Stay(wait=asks, acts=tuple(acts), sets=sets, collected=tuple(sets), why="the model asks")
        if calls:
            told = "Done: " + ", ".join(str(one.get("name")) for one in calls)
            return ask(frame, self.instruct, state, told=told, acts=tuple(acts), sets=sets, in_vain=in_vain)
        return ask(
            frame,
            self.instruct,
            state,
            told="You said nothing and asked for nothing.",
            why="silence",
            in_vain=in_vain,
        )

    def _one(
        self,
        frame: Frame,
        state: dict[str, Any],
        name: str,
        given: dict[str, Any],
        acts: list[Act],
        sets: dict[str, Json],
        refused: list[str],
    ) -> Move | None:
        """Does one thing that was asked for; a move when the step waits or is over by it."""
        offered = abilities(self._mentions(), frame.scene.attributes, frame.scene.connectors)
        if name not in {one.name for one in offered}:
            refused.append(f"{_NO_NAME.sub('', name)[:60]}: not offered here")
            return None
        kind, _, rest = name.partition("_")
        match kind:
            case "step":
                return Go(why="the instruction is done")
            case "customer":
                return Leave(how="team", reason="the customer asks for people")
            case "update":
                attribute = frame.scene.attributes[rest]
                if attribute.accepts(given.get("value")):
                    sets[rest] = given["value"]
                else:
                    refused.append(f"{name}: not a {attribute.type} that fits")
            case "tag":
                acts.append(Tag(add=(rest,)))
            case "note":
                acts.append(Note(text=literal(str(given.get("text", ""))[:NOTE_CHARS])))
            case "look":
                return looks_up(frame, state, str(given.get("question", "")))
            case "use":
                return self._use(frame, state, rest, given, refused)
            case "ask" | "wait":
                return begun(frame, state, name, given, self.patience, acts, sets, refused)
            case "run":
                return Call(name=rest)
            case "switch":
                return Leave(how="switch", to=rest)
            case "hand":
                return Leave(how="handoff", reason="the instruction hands off")
            case "end":
                return Leave(how="end")
            case _:
                refused.append(f"{name}: not offered here")
        return None

    def _use(
        self, frame: Frame, state: dict[str, Any], name: str, given: dict[str, Any], refused: list[str]
    ) -> Move | None:
        move = use(frame, name, given, condition=self.allow.get(name), confirm=self.confirm, state=state)
        if not isinstance(move, str):
            return move
        refused.append(f"use_{name}: {move}")
        return None

    def _confirmed(self, frame: Frame, state: dict[str, Any], said: Said) -> Move:
        pending = state.pop("pending")
        state = {**state, "turn": 0, "queue": ()}
        name, inputs = pending["connector"], pending["inputs"]
        match agreed(frame, said):
            case True:
                return call(frame, name, inputs, remembers={**state, "inputs": inputs})
            case False:
                return ask(frame, self.instruct, state, told=f"The customer does not want {name}.")
            case None:
                asked = f"The customer was asked before {name} and said neither yes nor no"
                return ask(frame, self.instruct, state, told=f"{asked}: {said.text}")

    def _called(self, frame: Frame, state: dict[str, Any], value: Json) -> Move:
        name, inputs = frame.waiting.name, state.pop("inputs", {})
        touch = frame.scene.connectors[name].effect if name in frame.scene.connectors else "unsafe"
        done = Done(connector=name, inputs=inputs, touch=touch, value=value)
        told, sets = f"{name} answered: {value}", {name: value}
        run = replace(
            frame.run, values={**frame.run.values, **sets}, done=(*frame.run.done, done)
        )  # what is read next may hang on it
        more = self._next(replace(frame, run=run), {**state, "in_vain": 0}, told) if touch == "read" else None
        state.pop("queue", None)
        move = more or ask(
            frame,
            self.instruct,
            state,
            told=told,
            sets=sets,
            why=f"{name} answered",
            has_written=touch != "read",
        )
        return replace(move, sets={**sets, **move.sets}, done=done) if isinstance(move, Stay) else move

    def _failed(self, frame: Frame, state: dict[str, Any], failed: Failed) -> Move:
        name, inputs = frame.waiting.name, state.pop("inputs", {})
        state.pop("queue", None)
        if failed.unknown:
            touch = frame.scene.connectors[name].effect if name in frame.scene.connectors else "unsafe"
            lost = Done(connector=name, inputs=inputs, touch=touch, value=None, unknown=True)
            return Fail(reason=f"`{name}`: {failed.reason}", unknown=True, done=lost)
        in_vain = int(state.get("in_vain", 0)) + 1
        told = f"{name} failed: {failed.reason}"
        return ask(frame, self.instruct, state, told=told, why=f"{name} failed", in_vain=in_vain)
