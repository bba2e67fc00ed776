"""Stops asking a host that keeps failing, and tries it with one call after a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from connectors.failures import NotSent, Unsure

FAILURES = 5
"""In a row; a host that answers anything else in between is alive."""
OPEN_S = 30.0
TRIAL_S = 1.0
"""When to ask again while somebody else's call tries the host."""

HOSTS = 1_000
"""How many failing hosts are remembered."""


@dataclass(slots=True)
class Call:
    """One call that is under way.

    Args:
        is_ill: Set it for an answer that a healthy host does not give (5xx).
    """

    is_ill: bool = False


@dataclass(slots=True)
class _Host:
    failures: int = 0
    opened_at: float | None = None
    is_tried: bool = False


class Breaker:
    """One circuit per host: closed, open for a time, then half open for one call.

    Args:
        monotonic: Seconds that never go back.
        failures: In a row, until the circuit opens.
        open_s: How long it stays open.
    """

    def __init__(
        self, monotonic: Callable[[], float], *, failures: int = FAILURES, open_s: float = OPEN_S
    ) -> None:
        self._monotonic = monotonic
        self._failures = failures
        self._open_s = open_s
        self._hosts: dict[str, _Host] = {}

    def is_open(self, host: str) -> bool:
        """Whether a call would be turned away now."""
        return self._wait_s(host) > 0

    @contextmanager
    def call(self, host: str) -> Iterator[Call]:
        """Around one call.

        A failure that says NotSent or Unsure counts against the host; Refused and a cancellation are no
        news about it.

        Raises:
            NotSent: The circuit is open; `retry_after_s` says until when.
        """
        if (wait_s := self._wait_s(host)) > 0:
            raise NotSent(
                f"{host} failed {self._failures} times in a row; it is tried again in {wait_s:.0f} s.",
                retry_after_s=wait_s,
            )
        known = self._hosts.get(host)
        if known is not None and known.opened_at is not None:
            known.is_tried = True
        made = Call()
        try:
            yield made
        except (NotSent, Unsure):
            self._failed(host)
            raise
        except BaseException:
            if known is not None:
                known.is_tried = False
            raise
        if made.is_ill:
            self._failed(host)
        else:
            self._hosts.pop(host, None)

    def _wait_s(self, host: str) -> float:
        known = self._hosts.get(host)
        if known is None or known.opened_at is None:
            return 0.0
        left = known.opened_at + self._open_s - self._monotonic()
        if left <= 0 and known.is_tried:
            return TRIAL_S
        return max(0.0, left)

    def _failed(self, host: str) -> None:
        known = self._hosts.setdefault(host, _Host())
        known.is_tried = False
        known.failures += 1
        if known.failures >= self._failures:
            known.opened_at = self._monotonic()
        if len(self._hosts) > HOSTS:
            del self._hosts[next(iter(self._hosts))]
