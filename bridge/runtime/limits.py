"""How often somebody may do something: a bucket per key that fills again with time."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bridge.runtime.clock import Clock

MOST_KEYS = 50_000
"""Buckets that are remembered, some 10 MB; the one that was used longest ago is forgotten, and is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What somebody may still do.

    Args:
        most: At once.
        now: Of them, at this moment.
        full_s: Seconds until it is `most` again.
    """

    most: int
    now: int
    full_s: float


class RateLimit:
    """Lets so many through at once, and after that one every `60 / per_minute` seconds.

    Args:
        clock: How time passes.
        per_minute: 0 switches the limit off.
        at_once: As many as a minute has, unless it is said.
    """

    def __init__(self, clock: Clock, per_minute: int, *, at_once: int | None = None) -> None:
        self._clock = clock
        self._most = float(per_minute if at_once is None else at_once)
        self._per_second = per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Counts one for `key`.

        Returns:
            0.0 to go on; else the seconds to wait, and nothing was counted.
        """
        if self._most <= 0:
            return 0.0
        now = self._clock.monotonic()
        left, since = self._buckets.get(key, (self._most, now))
        left = min(self._most, left + (now - since) * self._per_second)
        goes = left >= 1 - 1e-9  # a tenth of a second later it may be 0.9999999
        self._buckets[key] = (left - 1 if goes else left, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
        return 0.0 if goes else (1 - left) / self._per_second

    def left(self, key: str) -> Left:
        """What `key` may still do; nothing is counted."""
        now = self._clock.monotonic()
        left, since = self._buckets.get(key, (self._most, now))
        left = min(self._most, left + (now - since) * self._per_second)
        wait_s = (self._most - left) / self._per_second if self._per_second else 0.0
        return Left(most=int(self._most), now=int(left + 1e-9), full_s=wait_s)

    def give_back(self, key: str) -> None:
        """Takes one that was counted for `key` back; it turned out to be none."""
        if (bucket := self._buckets.get(key)) is not None:
            left, since = bucket
            self._buckets[key] = (min(self._most, left + 1), since)
