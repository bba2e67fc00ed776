"""How a call to another system can fail; the word decides whether it may be tried again."""

from __future__ import annotations


class OutsideFailure(Exception):  # noqa: N818 - the three words are the vocabulary of the verdict table
    """A call to another system did not succeed.

    Attributes:
        spent: Requests that were sent before it was given up, where somebody counts them.
        milliseconds: How long that took.
    """

    spent: int = 0
    milliseconds: float = 0.0


class NotSent(OutsideFailure):
    """The other side did not act: connection refused, 429, 503. It may be tried again with the same id.

    Args:
        reason: A sentence for operators; never holds a body, an address or a secret.
        retry_after_s: How long the other side asked us to wait, in seconds.
        alone: It asked that for the one record which the call was about, not for everything.
    """

    def __init__(self, reason: str, *, retry_after_s: float | None = None, alone: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.alone = alone


class Refused(OutsideFailure):
    """The other side said no; trying the same again will not help.

    Args:
        reason: A sentence for operators: what was refused; where known, which scope or setting is missing.
        status: The HTTP status of the answer.
        code: The other side's own word for it, e.g. `RecordInvalid`.
    """

    def __init__(self, reason: str, *, status: int, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.code = code


class Unsure(OutsideFailure):
    """The call may have been carried out: time-out or cut connection after sending, 5xx without a word.

    Args:
        reason: A sentence for operators.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
