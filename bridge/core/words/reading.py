"""What a brain may propose after understanding a text. It only proposes: the core disposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bridge.core.words.body import Body
from bridge.core.words.values import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer from the team's content. `sources` is empty only where all of it is private."""

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
    otherwise: Answer | Clarify | WantsTeam | Helped | NotHelped | SmallTalk | NoAnswer
    kind: Literal["start_procedure"] = "start_procedure"


Reading: TypeAlias = Answer | Clarify | WantsTeam | Helped | NotHelped | SmallTalk | NoAnswer | StartProcedure
