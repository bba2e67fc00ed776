"""What tickets are sorted by: the team's attributes, each with the options that it may have."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bridge.core.procedures.attributes import Name

OPTIONS_MOST = 50
ATTRIBUTES_MOST = 10
"""All of them stand in one question to a model."""


class TicketAttribute(BaseModel):
    """One attribute of `attributes.yaml`.

    Source: Intercom help, "Fin attributes": a list of values, each described.

    Args:
        description: What it is about, for people.
        options: Value → when it fits.
        zendesk_field: The ticket field that takes the value; of a drop-down, values are the options' tags.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: str = ""
    options: Annotated[
        dict[Annotated[str, Field(min_length=1, max_length=80)], Annotated[str, Field(max_length=500)]],
        Field(min_length=2, max_length=OPTIONS_MOST),
    ]
    zendesk_field: Annotated[int, Field(gt=0)] | None = None


class TicketAttributes(BaseModel):
    """The file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    attributes: Annotated[dict[Name, TicketAttribute], Field(max_length=ATTRIBUTES_MOST)] = Field(
        default_factory=dict[str, TicketAttribute]
    )
