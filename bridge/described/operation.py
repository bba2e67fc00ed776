"""One route as it is described: what it does, who may, what goes in, what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

Schema: TypeAlias = Mapping[str, Any]
Shape: TypeAlias = type[BaseModel] | Schema
Json: TypeAlias = dict[str, Any]


class Answer(BaseModel):
    """A shape that is only described: nobody builds it, real answers are tried against it."""

    model_config = ConfigDict(extra="forbid")


class Asked(BaseModel):
    """A body that is read by hand, described; what it does not name is ignored."""

    model_config = ConfigDict(extra="allow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An answer that is no JSON.

    Args:
        type: Its content type.
    """

    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A query parameter or a header.

    Args:
        says: What it means.
        schema: Of its value.
    """

    says: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    place: Literal["query", "header"] = "query"
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route.

    Args:
        says: What it does.
        by: What proves who calls: `session`, another of `document`'s, a token's scope, or None for nothing.
        body: What is sent; None for nothing.
        takes: The body's content type.
        body_required: Whether it may be left out.
        params: By name; those in the path follow from it.
        answers: Status → what comes; None for nothing. Errors come besides, in their one shape.
    """

    says: str
    by: str | None = None
    body: Shape | None = None
    takes: str = "application/json"
    body_required: bool = True
    params: Mapping[str, Param] = field(default_factory=dict[str, Param])
    answers: Mapping[int, Shape | Text | None] = field(default_factory=lambda: {200: None})


OBJECT: Schema = {"type": "object"}


def days(most: int) -> Param:
    """How far back is counted."""
    return Param(
        says="since how many days", schema={"type": "integer", "minimum": 1, "maximum": most, "default": 30}
    )


PAGED: Mapping[str, Param] = {
    "page": Param(says="from 1", schema={"type": "integer", "minimum": 1, "default": 1}),
    "per_page": Param(
        says="rows of one", schema={"type": "integer", "minimum": 1, "maximum": 150, "default": 50}
    ),
}
IDEMPOTENCY = Param(
    says="the same key is the same request", schema={"type": "string", "maxLength": 255}, place="header"
)
