"""How Fin shall speak and when it shall step back: the team's guidance and its escalation rules."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bridge.core.procedures.expressions import Expression

PIECES_MOST = 250
PIECE_CHARS = 2_500
"""Source: Intercom help, "Fin guidance": 250 pieces of 2,500 characters each."""
RULES_MOST = 250


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )


class Guidance(_Model):
    """One piece, for a model to follow.

    Args:
        audience: CEL on `contact` and `conversation`; without it the piece is for everybody.
    """

    kind: Literal["style", "clarification", "handover", "content", "other"]
    text: Annotated[str, Field(min_length=1, max_length=PIECE_CHARS)]
    audience: Expression | None = None


class EscalationRule(_Model):
    """A condition under which people get the conversation, whatever Fin could say.

    Args:
        condition: CEL on `contact`, `conversation` and `message`.
        team: The Zendesk group that should have it.
        reason: Its name, for operators and for our events.
        message: What the customer is told instead of the usual words.
    """

    condition: Expression = Field(alias="if")
    to: Literal["team"] = "team"
    team: str = ""
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    message: str = ""


class Escalation(_Model):
    """The file `escalation.yaml`.

    Args:
        guidance: When to hand over, in natural language, for a model.
    """

    rules: tuple[EscalationRule, ...] = Field(default=(), max_length=RULES_MOST)
    guidance: tuple[Annotated[str, Field(min_length=1, max_length=PIECE_CHARS)], ...] = Field(
        default=(), max_length=PIECES_MOST
    )
