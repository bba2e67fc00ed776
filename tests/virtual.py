"""A loop whose time passes only when nothing is left to do: an hour of waiting takes milliseconds.

Sockets and threads are real. The loop looks at them for `GRACE_S` before it believes that nobody will answer,
and then jumps to what is due next; it does not jump while a thread of this process has work, however long a
busy machine lets it wait.
"""

from __future__ import annotations

import asyncio
import selectors
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
GRACE_S = 0.04
PATIENCE_S = 10.0
"""Longest real wait for threads before one jump."""
AT_WORK = frozenset("RD")
"""A thread that runs or wants to, or waits for the disk. Source: proc_pid_stat(5)."""
START = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` is virtual; so is every time-out, sleep and deadline."""

    def __init__(self) -> None:
        self.passed_s = 0.0
        self.owed = 0
        """Answers of threads that have not come yet."""
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self.passed_s

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        """The same, counted."""
        future = super().run_in_executor(executor, func, *args)
        self.owed += 1
        future.add_done_callback(self._paid)
        return future

    def _paid(self, _future: object) -> None:
        self.owed -= 1


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
        impatient_at = time.monotonic() + PATIENCE_S
        while True:
            ready = super().select(GRACE_S if timeout is None else min(timeout, GRACE_S))
            if ready or timeout is None:
                return ready
            if not self._is_somebody_at_work() or time.monotonic() >= impatient_at:
                self._loop.passed_s += timeout
                return ready

    def _is_somebody_at_work(self) -> bool:
        return self._loop.owed > 0 or any(_is_at_work(one) for one in threading.enumerate())


def _is_at_work(thread: threading.Thread) -> bool:
    """Whether it has something to do; unknown is no, as on systems without /proc."""
    if thread is threading.current_thread():
        return False
    try:
        told = Path(f"/proc/self/task/{thread.native_id}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return told.rpartition(") ")[2][:1] in AT_WORK
