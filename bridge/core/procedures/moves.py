"""What comes to a step, what it wants done, and where the run goes next: all of it data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bridge.core.procedures.run import Done, Wait
from bridge.core.words.body import Body
from bridge.core.words.effects import Effect
from bridge.core.words.values import HandoffMode, Json, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The customer answered.

    Args:
        option: The words of the button that he pressed.
        values: What a model found in his words, by attribute; whoever takes one checks it.
    """

    text: str
    option: str | None = None
    values: Mapping[str, Json] = field(default_factory=dict[str, Any])


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
        mode: How people get it, where the file says so.
        follow_up: Whether Fin asks if there is anything else; None as the file says.
        reason: One line for operators.
        unknown: It cannot go on because nobody knows whether something was changed outside.
        misfit: It cannot go on because the customer's answers did not fit.
    """

    how: Literal["end", "handoff", "switch", "workflow", "escape", "team"]
    to: str = ""
    message: str = ""
    tags: tuple[str, ...] = ()
    mode: HandoffMode | None = None
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
