"""A run: one execution of a procedure or workflow, where it stands and what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from bridge.core.words.values import Json

WaitsFor: TypeAlias = Literal[
    "customer",
    "connector",
    "code",
    "content",
    "label",
    "hook",
    "teammate",
    "approval",
    "time",
    "email_code",
    "model",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How a sub-procedure was entered, kept to come back from it.

    Args:
        name: The sub-procedure.
        into: The caller's attribute that takes its result; empty for none.
        kept: The caller's attributes, when the sub-procedure is a shared one with attributes of its own.
    """

    name: str
    into: str = ""
    kept: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in the definition: the step `index` of the block `block`; entered by `call` or by a step."""

    block: str
    index: int = 0
    call: Call | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What a run waits for.

    Args:
        what: Whose turn it is.
        key: Tells this wait from every other of the run; results that name another one are late.
        name: The attribute that is asked for, the webhook's name, the connector.
        until: When the step's own time-out comes.
        question: What the customer was asked, to ask it again after a digression.
        options: The buttons.
        tries: Answers that did not fit so far.
        free: Any words would do as an answer, so a brain looks first whether they are meant as one.
        data: What the step itself wants to remember.
    """

    what: WaitsFor
    key: str
    name: str = ""
    until: datetime | None = None
    question: str = ""
    options: tuple[str, ...] = ()
    tries: int = 0
    free: bool = False
    data: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A connector call that came back, so that the same one is never made twice within a run.

    Args:
        connector: Its name.
        inputs: What it was called with.
        touch: `read`, `idempotent` or `unsafe`.
        value: What it answered.
        unknown: Nobody knows whether it was done: it is never tried again.
    """

    connector: str
    inputs: Mapping[str, Json]
    touch: str
    value: Json
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """Where an attribute was collected from the customer, to go back there when he corrects it.

    Args:
        spots: Where the run goes on once it is known.
        known: Names that had a value then: what was found out before does not hang on this answer.
    """

    name: str
    spots: tuple[Spot, ...]
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution. It finishes on the version that it began with.

    Args:
        id: `run_…`.
        procedure: The definition's id.
        version: The definition's content version.
        kind: Procedures count in the ledger, workflows do not.
        spots: The way to the present step, outermost first; empty when nothing is left.
        values: Temporary attributes and results.
        waits: None while it can go on by itself.
        heard: The words that began it, for attributes that they hold already.
        counted: Waits so far: the next one's key.
        steps: Steps entered so far, bounded.
        hooks: Callbacks that came before the run reached their wait.
        done: Connector calls that came back.
        collected: What was collected, in order.
        in_error: The `on_error` steps are under way: a second failure goes to people.
        began_at: When.
    """

    id: str
    procedure: str
    version: str
    kind: Literal["procedure", "workflow"] = "procedure"
    spots: tuple[Spot, ...] = ()
    values: Mapping[str, Json] = field(default_factory=dict[str, Any])
    waits: Wait | None = None
    heard: str = ""
    counted: int = 0
    steps: int = 0
    hooks: Mapping[str, Json] = field(default_factory=dict[str, Any])
    done: tuple[Done, ...] = ()
    collected: tuple[Collected, ...] = ()
    in_error: bool = False
    began_at: datetime

    @property
    def asks(self) -> bool:
        """Whether it is the customer's turn."""
        return self.waits is not None and self.waits.what in ("customer", "email_code")

    @property
    def calls(self) -> bool:
        """Whether an outside call is under way, that comes back within seconds."""
        return self.waits is not None and self.waits.what in (
            "connector",
            "code",
            "content",
            "label",
            "model",
        )

    @property
    def has_written(self) -> bool:
        """Whether a call that changes something outside came back: there is no way back before it."""
        return any(one.touch != "read" for one in self.done)
