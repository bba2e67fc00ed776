"""What follows when an effect could not be done: the whole policy as one table."""

from __future__ import annotations

from typing import Literal, TypeAlias

from bridge.core.words.values import Touch

Verdict: TypeAlias = Literal["again", "event", "unknown", "parked"]
"""`again` with the same id; `event` tells the conversation that it was refused; `unknown` is never
repeated and told too; `parked` is a refusal by ourselves, after too many tries."""


class Failure(Exception):  # noqa: N818 - its three kinds are the vocabulary of the table below
    """An effect could not be done.

    Args:
        reason: A sentence for operators; never holds a body, an address or a secret.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotSent(Failure):
    """The other side did not act: connection refused, 429, 503.

    Args:
        reason: A sentence for operators.
        retry_after_s: How long the other side asked us to wait; everything that goes there waits.
        alone: Only what is about the same waits: it is that which has a limit of its own.
    """

    def __init__(self, reason: str, *, retry_after_s: float | None = None, alone: bool = False) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s
        self.alone = alone


class Refused(Failure):
    """The other side said no; the same again will not help."""


class Unsure(Failure):
    """It may have been done: a time-out or a cut after sending, or the process died in between."""


_TABLE: dict[type[Failure], dict[Touch, Verdict]] = {
    NotSent: {"read": "again", "idempotent": "again", "unsafe": "again"},
    Refused: {"read": "event", "idempotent": "event", "unsafe": "event"},
    Unsure: {"read": "again", "idempotent": "again", "unsafe": "unknown"},
}


def verdict(touch: Touch, failure: Failure, *, is_spent: bool = False) -> Verdict:
    """What follows from `failure` of an effect that is `touch`.

    Args:
        touch: What repeating it would mean.
        failure: How it failed.
        is_spent: Its schedule has no tries left.
    """
    found = _TABLE[type(failure)][touch]
    return "parked" if found == "again" and is_spent else found
