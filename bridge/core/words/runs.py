"""What the ledger of procedures is told: that a run began, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

RunEnd: TypeAlias = Literal["completed", "handoff", "failed", "stopped", "switched"]
"""`completed`: it came to its end. `handoff`: to people, as designed. `failed`: to people, as nothing else
was left. `stopped`: people took over meanwhile. `switched`: another procedure or workflow took over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunBegan:
    """A run of this version of a procedure or workflow began."""

    run_id: str
    kind: Literal["procedure", "workflow"]
    definition: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded:
    """A run ended."""

    run_id: str
    how: RunEnd


RunNews: TypeAlias = RunBegan | RunEnded
