"""The one outcome of a conversation, billable or not."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """At most one per conversation, taken back when the customer returns."""

    RESOLUTION_CONFIRMED = "resolution_confirmed"
    RESOLUTION_ASSUMED = "resolution_assumed"
    PROCEDURE_COMPLETED = "procedure_completed"
    PROCEDURE_HANDOFF = "procedure_handoff"
    ESCALATED = "escalated"
    FAILED = "failed"
    PENDING = "pending"
