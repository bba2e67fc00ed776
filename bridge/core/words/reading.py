"""What a brain may propose after understanding a text. It only proposes: the core disposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bridge.core.words.body import Body
from bridge.core.words.values import Json, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer from the team's content. `sources` is empty where all is private, or people's own doing."""

    body: Body
    sources: tuple[Source, ...]
    score: float
    kind: Literal["answer"] = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarify:
    """A question back, because several topics fit; `options` become reply buttons."""

    body: Body
    options: tuple[str, ...] = ()
    kind: Literal["clarify"] = "clarify"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantsTeam:
    """The customer asks for a person."""

    kind: Literal["wants_team"] = "wants_team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upset:
    """The customer is angry, and nothing in the content would help him."""

    kind: Literal["upset"] = "upset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """The customer says that it helped."""

    kind: Literal["helped"] = "helped"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHelped:
    """The customer says that it did not help, and gives nothing new to look for."""

    kind: Literal["not_helped"] = "not_helped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTalk:
    """A greeting or thanks without a question; `body` is the polite reply."""

    body: Body
    about: Literal["greeting", "thanks"] = "greeting"
    kind: Literal["small_talk"] = "small_talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """Nothing in the content is close enough."""

    best_score: float = 0.0
    kind: Literal["no_answer"] = "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The words answer what a procedure asked.

    Args:
        values: What they hold, by attribute, as a model says; the core takes what fits and was really said.
    """

    values: Mapping[str, Json] = field(default_factory=dict[str, Any])
    kind: Literal["given"] = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A procedure that fits what was said."""

    procedure: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StartProcedure:
    """Procedures that fit, the best first; which one may begin is decided by audience, in the core.

    Args:
        otherwise: What the same words come to when none of them may.
    """

    candidates: tuple[Candidate, ...]
    otherwise: Answer | Clarify | WantsTeam | Upset | Helped | NotHelped | SmallTalk | NoAnswer
    kind: Literal["start_procedure"] = "start_procedure"


Reading: TypeAlias = (
    Answer | Clarify | WantsTeam | Upset | Helped | NotHelped | SmallTalk | NoAnswer | Given | StartProcedure
)
