"""A loop whose time passes only when nothing is left to do: an hour of waiting takes milliseconds.

Sockets and threads are real. The loop looks at them for `GRACE_S` before it believes that nobody will answer,
and then jumps to what is due next.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
GRACE_S = 0.04
START = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` is virtual; so is every time-out, sleep and deadline."""

    def __init__(self) -> None:
        self.passed_s = 0.0
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self.passed_s


class VirtualClock:
    """Implements `bridge.runtime.clock.Clock` by the running loop's time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def now(self) -> datetime:
        return START + timedelta(seconds=self._loop.time())

    def epoch(self) -> float:
        return self.now().timestamp()

    def monotonic(self) -> float:
        return self._loop.time()


def run(story: Coroutine[Any, Any, T]) -> T:
    """Runs it on a loop of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout <= 0:
            return super().select(0)
        ready = super().select(GRACE_S if timeout is None else min(timeout, GRACE_S))
        if not ready and timeout is not None:
            self._loop.passed_s += timeout
        return ready
