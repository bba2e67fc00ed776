"""What needs an operator, and what an operator decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectUnknown:
    """An unsafe effect may or may not have happened; it is never repeated."""

    conversation_id: str
    at: datetime
    effect_kind: str
    reason: str
    kind: Literal["effect_unknown"] = "effect_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectFailed:
    """The world said no to an effect that nothing waits for; it is parked where an operator sees it."""

    conversation_id: str
    at: datetime
    effect_kind: str
    reason: str
    kind: Literal["effect_failed"] = "effect_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorDecided:
    """An operator answered something parked: `retry` it, or `drop` it."""

    conversation_id: str
    at: datetime
    effect_kind: str
    decision: Literal["retry", "drop"]
    operator: str
    kind: Literal["operator_decided"] = "operator_decided"
