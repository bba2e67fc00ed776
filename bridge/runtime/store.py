"""One way to write: units of work, many of them committed as one transaction by a writer thread.

A unit is a function of a connection. It may run twice: when one of a group fails, the group is rolled back
and each runs alone. So a unit touches nothing but its connection. What it says no to without having written
anything it returns; raising costs the others of its group a second run.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import secrets
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

T = TypeVar("T")

GROUP = 128
"""Units in one transaction at most: enough to share an fsync, few enough to keep a lock for milliseconds."""
WRITERS_POSTGRES = 2
READERS = 4
BUSY_MS = 3_000
"""How long SQLite waits for a lock of another process; a caller waits at most this, then gets StoreBusy."""

_BUSY_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_BUSY_STATES = ("08", "40", "53", "55", "57", "58")
"""PostgreSQL's classes: connection, rollback, resources, not in state, operator, system."""

log = structlog.get_logger(__name__)


class StoreBusy(Exception):  # noqa: N818 - it is a state, not a mistake
    """It could not be stored now (locked, disk full, no connection): nothing was acknowledged, ask again."""


@dataclass(slots=True)
class _Job:
    unit: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


class Store:
    """The database, embedded (SQLite) or PostgreSQL; the same statements on both."""

    def __init__(self, url: str, *, writers: int) -> None:
        self.url = driver_url(url)
        self._writing = engine_for(self.url, pool_size=writers)
        self._reading = engine_for(self.url, pool_size=READERS, is_reading=True)
        self.dialect = self._writing.dialect.name
        self._writers = [_Writer(self._writing, f"store-writer-{n}") for n in range(writers)]
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self.name = secrets.token_hex(6)
        """Tells what was written through this one from what others wrote."""
        self._is_open = True

    @property
    def is_open(self) -> bool:
        """False once `close` was called."""
        return self._is_open

    @classmethod
    async def open(cls, url: str, *, writers: int = WRITERS_POSTGRES) -> Store:
        """Gets ready to connect; the schema is not looked at.

        Args:
            url: `sqlite:///path` or `postgresql://…`.
            writers: Threads that write, on PostgreSQL; SQLite has one writer.
        """
        made = make_url(driver_url(url))
        is_sqlite = made.get_backend_name() == "sqlite"
        if is_sqlite:
            if not made.database or made.database == ":memory:":
                raise ValueError("DATABASE_URL: SQLite needs a file, e.g. sqlite:///var/bridge.db")
            Path(made.database).parent.mkdir(parents=True, exist_ok=True)
        return cls(url, writers=1 if is_sqlite else max(1, writers))

    async def write(self, unit: Callable[[Connection], T], *, key: str = "") -> T:
        """Runs `unit` in a transaction and returns its result once that is committed.

        Args:
            unit: May run more than once, and sees only its connection.
            key: Units of one key go through one writer, in order; on PostgreSQL others run beside them.

        Raises:
            StoreBusy: It could not be stored now.
        """
        return await self.give(unit, key=key)

    def give(self, unit: Callable[[Connection], T], *, key: str = "") -> asyncio.Future[T]:
        """The same as `write` for who does not want to wait here."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if self._is_open:
            self._writers[self.writer_of(key)].jobs.put(_Job(unit, future, loop))
        else:
            future.set_exception(StoreBusy("the store is closed"))
        return future

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Runs `fn` on a connection that can only read, in a thread.

        Raises:
            StoreBusy: The database does not answer now.
        """
        return await self.ask(fn)

    def ask(self, fn: Callable[[Connection], T]) -> asyncio.Future[T]:
        """The same as `read` for who does not want to wait here."""
        loop = asyncio.get_running_loop()
        if self._is_open:
            return loop.run_in_executor(self._readers, partial(self._read, fn))
        future: asyncio.Future[T] = loop.create_future()
        future.set_exception(StoreBusy("the store is closed"))
        return future

    def read_here(self, fn: Callable[[Connection], T]) -> T:
        """The same as `read` in the caller's own thread; blocks, so never in the loop's thread.

        Raises:
            StoreBusy: The database does not answer now.
        """
        return self._read(fn)

    def writer_of(self, key: str) -> int:
        """The number of the writer that units of `key` go through."""
        return zlib.crc32(key.encode()) % len(self._writers)

    async def close(self) -> None:
        """Finishes what was given, then closes all connections."""
        if not self._is_open:
            return
        self._is_open = False
        await asyncio.to_thread(self._stop)

    def _read(self, fn: Callable[[Connection], T]) -> T:
        try:
            with self._reading.connect() as conn:
                return fn(conn)
        except DBAPIError as error:
            raise said(error) from error

    def _stop(self) -> None:
        for writer in self._writers:
            writer.stop()
        self._readers.shutdown()
        self._writing.dispose()
        self._reading.dispose()


class _Writer:
    """One thread and its queue."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
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

    def _commit(self, group: list[_Job]) -> None:
        """All as one; when one fails, each alone."""
        if len(group) > 1:
            try:
                with self._engine.begin() as conn:
                    results = [job.unit(conn) for job in group]
            except DBAPIError as error:
                if isinstance(said(error), StoreBusy) and not _is_rolled_back(error):
                    _resolve((job, said(error)) for job in group)  # each alone would wait for the same
                    return
            except Exception as error:  # noqa: BLE001 - one unit's mistake; each alone shows whose
                log.debug("group_falls_apart", units=len(group), error=type(error).__name__)
            else:
                _resolve(zip(group, results, strict=True))
                return
        for job in group:
            _resolve([(job, self._alone(job))])

    def _alone(self, job: _Job) -> Any:
        try:
            with self._engine.begin() as conn:
                return job.unit(conn)
        except DBAPIError as error:
            return said(error)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever gave the unit
            return error


def _resolve(outcomes: Iterable[tuple[_Job, Any]]) -> None:
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


def said(error: SQLAlchemyError) -> Exception:
    """StoreBusy for what may work later, else the error itself."""
    if not isinstance(error, DBAPIError):
        return error
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        code = getattr(origin, "sqlite_errorcode", None)
        is_busy = code is not None and code & 0xFF in _BUSY_CODES
    else:
        state = getattr(origin, "sqlstate", None)
        is_busy = error.connection_invalidated or (
            str(state).startswith(_BUSY_STATES) if state else type(origin).__name__ == "OperationalError"
        )
    return StoreBusy(type(origin).__name__) if is_busy else error


def _is_rolled_back(error: DBAPIError) -> bool:
    """PostgreSQL chose us to end a deadlock or the like: alone it will work."""
    return str(getattr(error.orig, "sqlstate", None)).startswith("40")


def inserts(dialect: str) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert
    from sqlalchemy.dialects import sqlite

    return sqlite.insert


def driver_url(url: str) -> str:
    """The URL with the driver that we bring."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return f"postgresql+psycopg://{url.removeprefix(prefix)}"
    return url


def engine_for(url: str, *, pool_size: int = 1, is_reading: bool = False) -> Engine:
    """An engine with our settings: WAL, synchronous=FULL and BEGIN IMMEDIATE on SQLite."""
    url = driver_url(url)
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            isolation_level="AUTOCOMMIT" if is_reading else "READ COMMITTED",
            connect_args={
                "connect_timeout": 5,
                "application_name": "messenger-bridge",
                "options": f"-c default_transaction_read_only={'on' if is_reading else 'off'}",
            },
        )
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )

    @event.listens_for(engine, "do_connect")
    def _private(_dialect: object, _record: object, arguments: list[Any], _named: object) -> None:
        # What customers write is for its owner alone; SQLite gives the files beside it the same mode. Only a
        # new file is opened here: closing one that is there would take away SQLite's locks on it.
        # Source: sqlite.org/howtocorrupt.html, 2.2.
        with contextlib.suppress(OSError):  # connecting says what is wrong
            os.close(os.open(arguments[0], os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves
        pragmas = ["journal_mode=wal", "synchronous=full", f"busy_timeout={BUSY_MS}"]
        for pragma in [*pragmas, *(["query_only=on"] if is_reading else [])]:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # deferred transactions that read before they write lose updates across processes without an error
        connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")

    return engine
