"""What a Fin Task is made of, whichever way it was written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bridge.core.words.values import Json


class TaskError(ValueError):
    """The text is no Fin Task that can be converted; `line` is from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something the customer is asked for.

    Args:
        name: As the task calls it.
        type: As the task calls it; empty when it says nothing.
        ask: The question; empty when the task has none.
        options: The only answers.
    """

    name: str
    type: str = ""
    ask: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """An action as the task describes it, besides running it.

    Args:
        inputs: Their names.
        outputs: Names of its response's fields.
        url: Empty when the task has none.
        mock: An example response.
    """

    name: str
    description: str = ""
    inputs: tuple[Field, ...] = ()
    outputs: tuple[str, ...] = ()
    method: str = ""
    url: str = ""
    mock: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """One block.

    Args:
        line: Where it begins in the task's file, from 1.
        text: How it stands there.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(_Block):
    """Fin says something."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect(_Block):
    """Fin asks for things."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(_Block):
    """Fin asks one question; `field.name` is empty when the answer is kept nowhere."""

    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(_Block):
    """An outside system is called.

    Args:
        inputs: Names and what they are given; a value of None is an attribute of the same name.
        into: Where the response is kept; empty when the task does not say.
    """

    name: str
    inputs: tuple[tuple[str, Json], ...] = ()
    into: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way of a condition, in the task's own words."""

    line: int
    condition: str
    blocks: Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(_Block):
    """Which way to go."""

    branches: tuple[Branch, ...]
    otherwise: Blocks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook(_Block):
    """The task pauses until an outside system calls back."""

    name: str
    example: Json = None
    timeout: str = ""
    into: str = ""
    on_timeout: Blocks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(_Block):
    """Time goes by."""

    duration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(_Block):
    """Tags on the conversation, or on the person."""

    tags: tuple[str, ...]
    of_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff(_Block):
    """People take over; `team` is empty for whoever is there."""

    team: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(_Block):
    """An attribute gets a value."""

    name: str
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify(_Block):
    """The customer's words are put under one of some labels."""

    labels: tuple[tuple[str, str], ...]
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(_Block):
    """A note for the team; empty for a summary."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End(_Block):
    """The task has done its work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(_Block):
    """Words about the task that are no step: its goal, when it is complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction(_Block):
    """Natural language that only a person or a model can follow."""


Block: TypeAlias = (
    Message
    | Collect
    | Ask
    | Action
    | Condition
    | Webhook
    | Pause
    | Tag
    | HandOff
    | Assign
    | Classify
    | Note
    | End
    | Remark
    | Instruction
)
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A whole Fin Task.

    Args:
        fields: Attributes that it declares, whether or not a step asks for them.
        said: Line and sentence of what could not be read.
    """

    title: str
    description: str
    examples: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    actions: tuple[ActionSpec, ...] = ()
    blocks: Blocks = ()
    said: Sequence[tuple[int, str]] = ()
