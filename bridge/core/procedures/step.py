"""What a step is: it is entered, may wait, is resumed, and says what happens next as data."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from bridge.core.procedures.attributes import Attribute
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.expressions import Expression
from bridge.core.procedures.run import Done, Run, Wait, WaitsFor
from bridge.core.procedures.template import Template
from bridge.core.words.body import Body
from bridge.core.words.effects import Effect
from bridge.core.words.values import Channel, Contact, Json, Source

TRIES = 3
"""Answers that do not fit before the conversation goes to people."""

__all__ = [
    "TRIES",
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
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The customer answered."""

    text: str
    option: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Come:
    """What the run waited for is there."""

    value: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """What the run waited for will not come: refused, garbage, or its outcome is unknown."""

    reason: str
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed:
    """The step's own time is over."""


Input: TypeAlias = Said | Come | Failed | Elapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Fin says `text` (Markdown), with `options` as reply buttons and `sources` where it cites."""

    text: str | Body
    options: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An internal note; `packet` puts summary and state in front of it."""

    text: str
    packet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """Tags for the conversation's ticket."""

    add: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket:
    """A ticket from here on, where the conversation has none yet."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An order to the world."""

    effect: Effect


Act: TypeAlias = Say | Note | Tag | OpenTicket | Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """On to the next step.

    Args:
        acts: What is said and ordered, in order.
        sets: Attributes that change.
        collected: An attribute that came from the customer here.
        done: A connector call that came back.
        heard_hook: A kept callback that was used up here.
        why: One line for the log.
    """

    acts: tuple[Act, ...] = ()
    sets: Mapping[str, Json] = field(default_factory=dict[str, Any])
    collected: tuple[str, ...] = ()
    done: Done | None = None
    heard_hook: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """Into a block of this step, after which the run goes on behind the step."""

    block: str
    acts: tuple[Act, ...] = ()
    sets: Mapping[str, Json] = field(default_factory=dict[str, Any])
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Into a sub-procedure.

    Args:
        name: In the same file, or of a shared one.
        inputs: What a shared one is given.
        into: The attribute that takes its result.
    """

    name: str
    inputs: Mapping[str, Json] = field(default_factory=dict[str, Any])
    into: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The run waits; the same step is resumed with what comes.

    Args:
        done: A connector call that came back.
        misfit: The customer's answer did not fit; it may have been meant as something else.
    """

    wait: Wait
    acts: tuple[Act, ...] = ()
    sets: Mapping[str, Json] = field(default_factory=dict[str, Any])
    collected: tuple[str, ...] = ()
    done: Done | None = None
    misfit: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """The run is over.

    Args:
        how: `end`: as designed; `handoff`: to people, as designed; `switch`: another procedure begins,
            without data; `workflow`: a workflow begins; `escape`: to people, because it cannot go on;
            `team`: to people, because the customer asks for them.
        to: The other procedure or workflow; for a hand-off the team.
        message: What the customer is told.
        tags: Added at the hand-off.
        follow_up: Whether Fin asks if there is anything else; None as the file says.
        reason: One line for operators.
        unknown: It cannot go on because nobody knows whether something was changed outside.
        misfit: It cannot go on because the customer's answers did not fit.
    """

    how: Literal["end", "handoff", "switch", "workflow", "escape", "team"]
    to: str = ""
    message: str = ""
    tags: tuple[str, ...] = ()
    follow_up: bool | None = None
    reason: str = ""
    unknown: bool = False
    misfit: bool = False
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail:
    """The step could not be done: `on_error` decides.

    Args:
        reason: One line for operators.
        unknown: Something may have been changed outside, or not: people must look before it is repeated.
        done: The call of which nobody knows, so that it is never made again.
    """

    reason: str
    unknown: bool = False
    done: Done | None = None


Move: TypeAlias = Go | Enter | Call | Stay | Leave | Fail


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a run can know of its surroundings.

    Args:
        conversation_id: Its conversation.
        contact: From the session; no text and no step can change it.
        channel: What the customer writes through.
        language: Of the conversation, where it is known.
        connectors: The live data connectors by name.
        attributes: Of this procedure.
        hooks: Names of the webhooks that this procedure waits for.
        contact_fields: What this procedure reads of the contact.
        hook_url: (run's id, webhook's name) → the address that resumes the run.
        email_code: (run's id, wait's key) → the one-time code that was mailed.
        retry_text: Said when an answer does not fit and the attribute has no `retry`.
    """

    conversation_id: str
    contact: Contact
    channel: Channel
    language: str = ""
    connectors: Mapping[str, Connector]
    attributes: Mapping[str, Attribute]
    hooks: tuple[str, ...] = ()
    contact_fields: tuple[str, ...] = ()
    hook_url: Callable[[str, str], str]
    email_code: Callable[[str, str], str]
    retry_text: str


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
        contact = scene.contact
        return {
            **dict.fromkeys(scene.attributes),
            **run.values,
            "contact": {
                **dict.fromkeys(scene.contact_fields),
                **contact.attributes,
                "id": contact.id,
                "external_id": contact.external_id,
                "name": contact.name,
                "email": contact.email,
                "role": contact.role,
                "verified": contact.verified,
            },
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
