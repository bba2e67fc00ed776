"""One way to write: units of work, many of them committed as one transaction by a writer thread.

A unit is a function of a connection. It may run twice: when one of a group fails, the group is rolled back
and each runs alone. So a unit touches nothing but its connection. What it says no to without having written
anything it returns; raising costs the others of its group a second run.
"""

from __future__ import annotations

import asyncio
import secrets
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bridge.runtime.engines import StoreBusy, driver_url, engine_for, inserts, said
from bridge.runtime.writer import Job, Writer

__all__ = ["Store", "StoreBusy", "driver_url", "engine_for", "inserts"]

T = TypeVar("T")

WRITERS_POSTGRES = 2
READERS = 4


class Store:
    """The database, embedded (SQLite) or PostgreSQL; the same statements on both."""

    def __init__(self, url: str, *, writers: int) -> None:
        self.url = driver_url(url)
        self._writing = engine_for(self.url, pool_size=writers)
        self._reading = engine_for(self.url, pool_size=READERS, is_reading=True)
        self.dialect = self._writing.dialect.name
        is_local = self.dialect == "sqlite"
        # nobody waits here: what is locked is read in a thread
        self._short = (
            engine_for(self.url, pool_size=READERS, is_reading=True, busy_ms=0) if is_local else None
        )
        self._writers = [
            Writer(self._writing, f"store-writer-{n}", is_local=is_local) for n in range(writers)
        ]
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

    async def write(self, unit: Callable[[Connection], T], *, key: str = "", short: bool = False) -> T:
        """Runs `unit` in a transaction and returns its result once that is committed.

        Args:
            unit: May run more than once, and sees only its connection.
            key: Units of one key go through one writer, in order; on PostgreSQL others run beside them.
            short: It takes a millisecond at most, so that on SQLite the loop can do it itself.

        Raises:
            StoreBusy: It could not be stored now.
        """
        return await self.give(unit, key=key, short=short)

    def give(
        self, unit: Callable[[Connection], T], *, key: str = "", short: bool = False
    ) -> asyncio.Future[T]:
        """The same as `write` for who does not want to wait here."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if self._is_open:
            job = Job(unit=unit, future=future, loop=loop, is_short=short)
            self._writers[self.writer_of(key)].jobs.put(job)
        else:
            future.set_exception(StoreBusy("the store is closed"))
        return future

    async def read(self, fn: Callable[[Connection], T], *, short: bool = False) -> T:
        """Runs `fn` on a connection that can only read, in a thread.

        Args:
            fn: Sees only its connection.
            short: It looks at a few rows by their keys, so that on SQLite the loop can do it itself.

        Raises:
            StoreBusy: The database does not answer now.
        """
        return await self.ask(fn, short=short)

    def ask(self, fn: Callable[[Connection], T], *, short: bool = False) -> asyncio.Future[T]:
        """The same as `read` for who does not want to wait here."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if not self._is_open:
            future.set_exception(StoreBusy("the store is closed"))
            return future
        if short and self._short is not None:
            try:
                future.set_result(self._read(self._short, fn))
            except StoreBusy:  # a thread can wait for it
                pass
            except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
                future.set_exception(error)
            if future.done():
                return future
        return loop.run_in_executor(self._readers, partial(self._read, self._reading, fn))

    def read_here(self, fn: Callable[[Connection], T]) -> T:
        """The same as `read` in the caller's own thread; blocks, so never in the loop's thread.

        Raises:
            StoreBusy: The database does not answer now.
        """
        return self._read(self._reading, fn)

    def writer_of(self, key: str) -> int:
        """The number of the writer that units of `key` go through."""
        return zlib.crc32(key.encode()) % len(self._writers)

    async def close(self) -> None:
        """Finishes what was given, then closes all connections."""
        if not self._is_open:
            return
        self._is_open = False
        await asyncio.to_thread(self._stop)

    def _read(self, engine: Engine, fn: Callable[[Connection], T]) -> T:
        try:
            with engine.connect() as conn:
                return fn(conn)
        except DBAPIError as error:
            raise said(error) from error

    def _stop(self) -> None:
        for writer in self._writers:
            writer.stop()
        self._readers.shutdown()
        for engine in (self._writing, self._reading, self._short):
            if engine is not None:
                engine.dispose()
