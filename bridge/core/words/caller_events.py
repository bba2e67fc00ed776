"""What who speaks for a customer through Fin's API does besides writing for him."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bridge.core.words.body import Body
from bridge.core.words.values import Caller, Channel, Contact, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRequested:
    """Who speaks for the customer through Fin's API wants people to have the conversation.

    Args:
        context: Why, for people alone.
    """

    conversation_id: str
    at: datetime
    context: str = ""
    kind: Literal["team_requested"] = "team_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRequested:
    """Who speaks for the customer begins a conversation with a procedure, which runs at once.

    Args:
        procedure: Its id.
        values: For its attributes.
        body: What is said first, if anything.
        said_by: The customer, or Fin.
    """

    conversation_id: str
    at: datetime
    contact: Contact
    channel: Channel
    caller: Caller
    procedure: str
    values: Mapping[str, Json] = field(default_factory=dict[str, Any])
    body: Body | None = None
    said_by: Literal["user", "fin"] = "fin"
    kind: Literal["procedure_requested"] = "procedure_requested"
