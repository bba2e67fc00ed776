"""The writer: a thread that commits many units as one transaction.

The interpreter runs one thread at a time. A unit of a millisecond that runs in the writer's thread takes it
from the loop, gives it back and waits for it anew at each of its statements: that costs more than they do. So
what is short runs in the loop's thread, between a BEGIN and a COMMIT in the writer's: those wait, for a lock
and for the disk, and let the loop work meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bridge.runtime.engines import StoreBusy, is_rolled_back, said

GROUP = 128
"""Units in one transaction at most: enough to share an fsync, few enough to keep a lock for milliseconds."""
SLICE_S = 0.003
"""How long units keep the loop before others have their turn."""
LOOK_S = 0.5
"""How often the writer looks whether the loop that it waits for is closed."""

log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Job:
    """A unit of work and who waits for it.

    Args:
        is_short: It takes a millisecond at most.
    """

    unit: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    is_short: bool


class Writer:
    """One thread and its queue.

    Args:
        engine: Where it writes.
        name: The thread's.
        is_local: Statements take microseconds, as they do not leave the process: short units run in the
            loop's thread, see `Visit`.
    """

    def __init__(self, engine: Engine, name: str, *, is_local: bool) -> None:
        self._is_local = is_local
        self.jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._engine = engine
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Returns after the last job that was given."""
        self.jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self.jobs.get()) is not None:
            group = [first]
            is_last = False
            while len(group) < GROUP:
                try:
                    job = self.jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    is_last = True
                    break
                group.append(job)
            self._commit(group)
            if is_last:
                return

    def _commit(self, group: list[Job]) -> None:
        """All as one; when one fails, each alone."""
        if len(group) > 1:
            try:
                with self._engine.begin() as conn:
                    results = self._results(group, conn)
            except DBAPIError as error:
                if isinstance(said(error), StoreBusy) and not is_rolled_back(error):
                    _resolve((job, said(error)) for job in group)  # each alone would wait for the same
                    return
            except Exception as error:  # noqa: BLE001 - one unit's mistake; each alone shows whose
                log.debug("group_falls_apart", units=len(group), error=type(error).__name__)
            else:
                _resolve(zip(group, results, strict=True))
                return
        for job in group:
            _resolve([(job, self._alone(job))])

    def _results(self, group: list[Job], conn: Connection) -> list[Any]:
        loop = group[0].loop
        if self._is_local and all(job.is_short and job.loop is loop for job in group):
            return Visit([partial(job.unit, conn) for job in group], loop).results()
        return [job.unit(conn) for job in group]

    def _alone(self, job: Job) -> Any:
        try:
            with self._engine.begin() as conn:
                return self._results([job], conn)[0]
        except DBAPIError as error:
            return said(error)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever gave the unit
            return error


class Visit:
    """Work of one thread that is done in a loop's, a slice at a time, while the one waits for it."""

    def __init__(self, work: Sequence[Callable[[], Any]], loop: asyncio.AbstractEventLoop) -> None:
        self._todo = list(reversed(work))
        self._loop = loop
        self._found: list[Any] = []
        self._error: BaseException | None = None
        self._waiting = threading.Lock()

    def results(self) -> list[Any]:
        """What each came to; a closed loop's work is done here."""
        self._waiting.acquire()
        try:
            self._loop.call_soon_threadsafe(self._slice)
            while not self._waiting.acquire(timeout=LOOK_S):
                if self._loop.is_closed():
                    break
        except RuntimeError:  # it was closed before
            pass
        while self._todo and self._error is None:
            self._found.append(self._todo.pop()())
        if self._error is not None:
            raise self._error
        return self._found

    def _slice(self) -> None:
        until = time.perf_counter() + SLICE_S
        try:
            while self._todo:
                self._found.append(self._todo.pop()())
                if time.perf_counter() > until and self._todo:
                    self._loop.call_soon(self._slice)
                    return
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            self._error = error
        self._waiting.release()


def _resolve(outcomes: Iterable[tuple[Job, Any]]) -> None:
    """Hands results over to the loops, one call for each run of jobs of the same loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for job, outcome in outcomes:
        by_loop.setdefault(job.loop, []).append((job.future, outcome))
    for loop, settled in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, outcome in settled:
        if future.done():  # its caller gave up; what was committed stays
            continue
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
