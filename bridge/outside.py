"""A connector's failure in the words of the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bridge.runtime import verdict
from connectors import failures


@contextmanager
def verdicts() -> Iterator[None]:
    """Raises what a connector raised as what the outbox knows.

    Raises:
        NotSent, Refused, Unsure: Of bridge.runtime.verdict.
    """
    try:
        yield
    except failures.NotSent as failure:
        raise verdict.NotSent(
            failure.reason, retry_after_s=failure.retry_after_s, alone=failure.alone
        ) from failure
    except failures.Refused as failure:
        raise verdict.Refused(failure.reason) from failure
    except failures.Unsure as failure:
        raise verdict.Unsure(failure.reason) from failure
