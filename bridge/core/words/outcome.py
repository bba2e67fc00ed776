"""The one outcome of a conversation, billable or not, and the word of who disputes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Outcome(StrEnum):
    """At most one per conversation, taken back when the customer returns."""

    RESOLUTION_CONFIRMED = "resolution_confirmed"
    RESOLUTION_ASSUMED = "resolution_assumed"
    PROCEDURE_COMPLETED = "procedure_completed"
    PROCEDURE_HANDOFF = "procedure_handoff"
    ESCALATED = "escalated"
    FAILED = "failed"
    PENDING = "pending"
    DISPUTED = "disputed"
    """It looked resolved, and somebody of the team says that it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeDisputed:
    """Somebody of the team says that the customer was not helped.

    Args:
        reason: For the ledger.
        by: Who.
    """

    conversation_id: str
    at: datetime
    reason: str
    by: str
    kind: Literal["outcome_disputed"] = "outcome_disputed"
