"""A procedure, workflow or shared sub-procedure as it is once its file was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bridge.core.procedures.attributes import Attribute, Name
from bridge.core.procedures.duration import Duration
from bridge.core.procedures.expressions import Expression
from bridge.core.procedures.guidance import PIECE_CHARS
from bridge.core.procedures.step import Block, Step
from bridge.core.procedures.template import Template
from bridge.core.words.values import Channel, Contact, TriggeredBy

Kind: TypeAlias = Literal["procedure", "workflow", "shared"]


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )


class WhenToUse(_Model):
    """What a procedure is chosen by; its title is for people and never looked at."""

    description: str = Field(min_length=1, max_length=2_000)
    examples: tuple[str, ...] = Field(default=(), max_length=100)
    not_for: tuple[str, ...] = Field(default=(), max_length=100)


class Audience(_Model):
    """Whom it is for.

    Args:
        channels: Empty for all.
        contacts: `verified` proved who they are; `users` named themselves.
        condition: CEL on `contact` and `conversation`.
    """

    channels: tuple[Channel, ...] = ()
    contacts: Literal["all", "verified", "users", "visitors"] = "all"
    condition: Expression | None = Field(default=None, alias="if")

    def excludes(self, contact: Contact, channel: Channel) -> str:
        """Why the contact is not of it, its condition apart; empty when he is."""
        if self.channels and channel not in self.channels:
            return f"not for the channel {channel.value}"
        if self.contacts == "verified" and not contact.verified:
            return "for verified contacts only"
        if self.contacts in ("users", "visitors") and not self.contacts.startswith(contact.role):
            return f"for {self.contacts} only"
        return ""


class Element(_Model):
    """Which element's click triggers a procedure.

    Args:
        page: Where it is: a path or an address, `*` stands for anything; empty for every page.
        selector: CSS; empty for elements that are marked with `data-fin-procedure`.
    """

    page: str = Field(default="", max_length=500)
    selector: str = Field(default="", max_length=500)


class Proactive(_Model):
    """What Fin says first when a procedure is triggered, and by what.

    Args:
        first_message: Fin says it at once; the procedure begins when the customer has replied.
        on: What may trigger it.
        element: For `element_click`.
        event: For `event`: the name that the page gives to `trackEvent`.
        close_after: Without a reply the conversation closes then, with the outcome `pending`.
    """

    first_message: Template
    on: tuple[TriggeredBy, ...] = Field(default=("api",), min_length=1)
    element: Element = Element()
    event: str = Field(default="", max_length=120)
    close_after: Duration = timedelta(hours=24)


class Inactivity(_Model):
    """What happens when the customer does not answer: to the team, or closed until he returns."""

    after: Duration = timedelta(minutes=3)
    then: Literal["team", "close"] = "team"


class SubHead(_Model):
    """A sub-procedure's head, without its steps.

    Args:
        inputs: What a shared one is given; its attributes are its own.
        attributes: Of a shared one.
        returns: The name whose value the caller gets.
    """

    inputs: dict[Name, Attribute] = Field(default_factory=dict)
    attributes: dict[Name, Attribute] = Field(default_factory=dict)
    returns: Name | None = None


class Head(_Model):
    """A file without its steps.

    Args:
        status: A `draft` is checked and can be simulated; no customer meets it.
        on: When a workflow begins.
        follow_up: Whether Fin asks for more at the end, where the `end` step does not say.
    """

    title: str = ""
    status: Literal["live", "draft"] = "live"
    when_to_use: WhenToUse | None = None
    audience: Audience = Audience()
    proactive: Proactive | None = None
    guidance: str = Field(default="", max_length=PIECE_CHARS)
    attributes: dict[Name, Attribute] = Field(default_factory=dict)
    inactivity: Inactivity | None = None
    follow_up: bool = True
    on: Literal["first_message", "handoff"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sub:
    """A sub-procedure within a definition.

    Args:
        block: Where its steps are.
        is_shared: It has attributes of its own and sees nothing of its caller but what it is given.
    """

    block: str
    head: SubHead
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of one procedure or workflow, with the shared sub-procedures that it uses.

    Args:
        id: The file's name.
        version: 16 hexadecimal digits of its id and content, the shared ones' included.
        blocks: Path → steps; `steps` is the main one, `on_error` what happens at a failure.
        lines: Step's path (`steps.3`) → line in the file, from 1.
        hooks: Names of the webhooks that it waits for.
        contact_fields: What it reads of the contact; a field that a contact lacks is null.
    """

    id: str
    kind: Kind
    version: str
    head: Head
    blocks: Mapping[str, Block]
    subs: Mapping[str, Sub] = field(default_factory=dict[str, Sub])
    lines: Mapping[str, int] = field(default_factory=dict[str, int])
    hooks: tuple[str, ...] = ()
    contact_fields: tuple[str, ...] = ()

    def step(self, block: str, index: int) -> Step:
        """The step at this place.

        Raises:
            KeyError, IndexError: There is none.
        """
        return self.blocks[block][index]

    @property
    def title(self) -> str:
        """For people."""
        return self.head.title or self.id.replace("_", " ").capitalize()
