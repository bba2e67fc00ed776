"""What who speaks for a customer through Fin's API does besides writing for him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


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
