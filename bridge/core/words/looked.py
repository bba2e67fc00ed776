"""What came of looking something up, and of summing a conversation up, for the team or for the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bridge.core.words.reading import Reading
from bridge.core.words.values import FREE, Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Digested:
    """The conversation was summed up.

    Args:
        turn: The turn in which it was wanted.
        summary: A stranger's text, already harmless; empty without a model.
        chosen: Attribute → option, or None where none fits.
        detail: How, for the log.
        notes: More for it, as (one word, one sentence).
    """

    conversation_id: str
    at: datetime
    turn: int
    summary: str = ""
    chosen: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    detail: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    kind: Literal["digested"] = "digested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recapped:
    """What people did was told in a sentence or two.

    Args:
        key: Which greeting it is for.
        text: A stranger's text, already harmless; empty where nothing can be said with a model.
        detail: How, for the log.
        notes: More for it, as (one word, one sentence).
    """

    conversation_id: str
    at: datetime
    key: int
    text: str = ""
    detail: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    kind: Literal["recapped"] = "recapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookReturned:
    """The content was searched for a run; `cost` is the model's."""

    conversation_id: str
    at: datetime
    run_id: str
    call: str
    reading: Reading
    notes: tuple[tuple[str, str], ...] = ()
    cost: Cost = FREE
    kind: Literal["look_returned"] = "look_returned"
