"""What a conversation begins with besides the customer's words: a trigger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bridge.core.words.values import Channel, Contact, Json, TriggeredBy


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureTriggered:
    """Something else than the customer's words begins a conversation: Fin speaks first.

    Args:
        procedure: Its id; it begins when the customer has replied.
        by: What triggered it.
        values: For the procedure's attributes; of a page, what the customer's own browser says.
    """

    conversation_id: str
    at: datetime
    contact: Contact
    channel: Channel
    procedure: str
    by: TriggeredBy
    values: Mapping[str, Json] = field(default_factory=dict[str, Any])
    kind: Literal["procedure_triggered"] = "procedure_triggered"
