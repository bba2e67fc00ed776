"""`handoff`: to people, as designed."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from bridge.core.procedures.step import Fail, Frame, Leave, Move, Step
from bridge.core.procedures.tags import tags_of
from bridge.core.procedures.template import Template
from bridge.core.words.values import HandoffMode


class Target(BaseModel):
    """Whom to, and what is said and tagged.

    Args:
        to: Always the team.
        team: The Zendesk group that should have it; agents see it in the note and as the tag `team-…`.
        message: What the customer is told.
        tags: Added to the ticket.
        mode: `ticket` or `live_chat`; without it the operator's mode decides. Where only tickets are handed
            over, or there can be no live chat, it is a ticket whatever stands here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    to: Literal["team"] = "team"
    team: str = ""
    message: Template | None = None
    tags: tuple[Template, ...] = ()
    mode: HandoffMode | None = None


class HandoffStep(Step):
    """`- handoff: {to: team, team: Billing, message: "I am passing you to billing."}`."""

    key: ClassVar[str] = "handoff"
    handoff: Target = Target()

    @field_validator("handoff", mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        return {"to": value} if isinstance(value, str) else value or {}

    def enter(self, frame: Frame) -> Move:
        """Leaves for the team."""
        target = self.handoff
        try:
            tags = tags_of(target.tags, frame)
        except ValueError as error:
            return Fail(reason=str(error))
        return Leave(
            how="handoff",
            to=target.team,
            message=target.message.markdown(frame.known) if target.message else "",
            tags=tags,
            mode=target.mode,
        )

    @property
    def is_last(self) -> bool:
        """Nothing behind it is reached."""
        return True
