"""The sandbox's time: the machine's, or a given one, and Zendesk's way to write it."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def wall() -> float:
    """Seconds since 1970 by the machine's clock."""
    return time.time()  # noqa: TID251 - a Zendesk of its own: it may import nothing of the bridge's clock


def stamp(epoch: float) -> str:
    """As Zendesk writes a moment: whole seconds, UTC, e.g. `2026-11-20T09:30:00Z`."""
    return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def fine_stamp(epoch: float) -> str:
    """As Sunshine Conversations writes a moment: milliseconds, e.g. `2026-11-20T09:30:00.120Z`."""
    return datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def epoch_of(text: str) -> float:
    """The inverse of `stamp`.

    Raises:
        ValueError: Not a moment in ISO 8601.
    """
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
