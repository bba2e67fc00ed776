"""What a step is: it is entered, may wait, is resumed, and says what happens next as data."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict

from bridge.core.procedures.attributes import Attribute
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.contact_facts import facts_of
from bridge.core.procedures.expressions import Expression
from bridge.core.procedures.moves import (
    Act,
    Call,
    Come,
    Elapsed,
    Enter,
    Fail,
    Failed,
    Go,
    Input,
    Leave,
    Move,
    Note,
    OpenTicket,
    Plan,
    Said,
    Say,
    Stay,
    Tag,
)
from bridge.core.procedures.run import Run, Wait, WaitsFor
from bridge.core.procedures.template import Template
from bridge.core.words.values import Channel, Contact, Json

TRIES = 3
"""Answers that do not fit before the conversation goes to people."""

__all__ = [
    "TRIES",
    "Act",
    "Block",
    "Call",
    "Come",
    "Elapsed",
    "Enter",
    "Fail",
    "Failed",
    "Frame",
    "Go",
    "Input",
    "Leave",
    "Move",
    "Note",
    "OpenTicket",
    "Plan",
    "Said",
    "Say",
    "Scene",
    "Stay",
    "Step",
    "Tag",
    "Words",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What steps say of themselves, in the customer's language.

    Args:
        retry: When an answer does not fit and the attribute has no `retry`.
        yes: A button.
        no: A button.
        shall_i: Before something is changed.
        what_is: Asks for an attribute that has no question of its own; `{name}` is its name.
        waits: When others must do something first.
    """

    retry: str = "I could not read that as an answer. Could you try again?"
    yes: str = "Yes"
    no: str = "No"
    shall_i: str = "Shall I do this?"
    what_is: str = "What is the {name}?"
    waits: str = "I am still waiting for an answer to that. I will write here as soon as I have it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a run can know of its surroundings.

    Args:
        conversation_id: Its conversation.
        contact: From the session; no text and no step can change it.
        channel: What the customer writes through.
        language: Of the conversation, where it is known.
        guidance: The procedure's own, for a model.
        spent: Requests to models since the customer wrote, or heard something.
        connectors: The live data connectors by name.
        attributes: Of this procedure.
        hooks: Names of the webhooks that this procedure waits for.
        contact_fields: What this procedure reads of the contact.
        hook_url: (run's id, webhook's name) → the address that resumes the run.
        email_code: (run's id, wait's key) → the one-time code that was mailed.
        words: What steps say of themselves.
    """

    conversation_id: str
    contact: Contact
    channel: Channel
    language: str = ""
    guidance: str = ""
    spent: int = 0
    connectors: Mapping[str, Connector]
    attributes: Mapping[str, Attribute]
    hooks: tuple[str, ...] = ()
    contact_fields: tuple[str, ...] = ()
    hook_url: Callable[[str, str], str]
    email_code: Callable[[str, str], str]
    words: Words = field(default_factory=Words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a step sees of its run.

    Args:
        run: As it stands before the step.
        scene: Its surroundings.
        at: The time, aware UTC.
        message: The customer's latest words.
    """

    run: Run
    scene: Scene
    at: datetime
    message: str = ""

    @property
    def known(self) -> dict[str, Json]:
        """All that expressions can name."""
        scene, run = self.scene, self.run
        return {
            **dict.fromkeys(scene.attributes),
            **run.values,
            "contact": facts_of(scene.contact, scene.contact_fields),
            "conversation": {
                "id": scene.conversation_id,
                "channel": scene.channel.value,
                "language": scene.language,
            },
            "message": self.message,
            "now": self.at,
            "hooks": {name: scene.hook_url(run.id, name) for name in scene.hooks},
        }

    @property
    def waiting(self) -> Wait:
        """What the run waits for, where a step is resumed."""
        if self.run.waits is None:
            raise RuntimeError("only a run that waits is resumed")
        return self.run.waits

    @property
    def key(self) -> str:
        """The key of the wait that a step would begin now."""
        return str(self.run.counted + 1)

    def wait(
        self,
        what: WaitsFor,
        *,
        name: str = "",
        until: datetime | None = None,
        question: str = "",
        options: tuple[str, ...] = (),
        free: bool = False,
    ) -> Wait:
        """A wait of this run, with a key of its own."""
        return Wait(
            what=what, key=self.key, name=name, until=until, question=question, options=options, free=free
        )


class Step(BaseModel):
    """One instruction. A subclass is one step kind, in a file of its own, registered in `steps.STEPS`.

    Class attributes:
        key: The word in a file that names this kind.
        blocks: Fields that hold steps. The parser reads those first and puts their path in place of them.

    Args:
        on_error: Steps for when this one fails, after which the run goes on behind it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    key: ClassVar[str]
    blocks: ClassVar[tuple[str, ...]] = ()

    on_error: str | None = None

    @abstractmethod
    def enter(self, frame: Frame) -> Move:
        """The step is reached.

        Raises:
            ExpressionError: Something in it cannot be evaluated with what is there; that is a failure.
        """

    def resume(self, frame: Frame, given: Input) -> Move:
        """What the step waited for happened; only called after `Stay`."""
        raise NotImplementedError(f"{type(self).__name__} does not wait, so nothing can resume it: {given}")

    def asks_for(self, _frame: Frame) -> tuple[str, ...]:
        """The attributes that the customer's next words are to give, while it waits for them."""
        return ()

    def reads(self) -> frozenset[str]:
        """The names that its expressions and templates read."""
        return frozenset(_names(dict(self)))

    def sets(self) -> frozenset[str]:
        """The names that are known after it."""
        into = getattr(self, "into", None)
        return frozenset({into}) if into else frozenset()

    @property
    def is_last(self) -> bool:
        """Whether no step behind it can be reached."""
        return False


Block: TypeAlias = tuple[Step, ...]
"""Steps in order."""


def _names(value: object) -> Iterator[str]:
    match value:
        case Expression() | Template():
            yield from value.names
        case Attribute():
            yield from _names((value.ask, value.retry))
        case Mapping():
            for one in value.values():
                yield from _names(one)
        case tuple() | list():
            for one in value:
                yield from _names(one)
        case BaseModel():
            yield from _names(dict(value))
        case _:
            return
