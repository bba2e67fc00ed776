"""Connections to SQLite or PostgreSQL with our settings, and what their errors mean."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

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


class StoreBusy(Exception):  # noqa: N818 - it is a state, not a mistake
    """It could not be stored now (locked, disk full, no connection): nothing was acknowledged, ask again."""


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


def is_rolled_back(error: DBAPIError) -> bool:
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


def engine_for(url: str, *, pool_size: int = 1, is_reading: bool = False, busy_ms: int = BUSY_MS) -> Engine:
    """An engine with our settings: WAL, synchronous=FULL and BEGIN IMMEDIATE on SQLite.

    Args:
        url: As `driver_url` gives it, or an operator.
        pool_size: Connections.
        is_reading: They can do nothing else.
        busy_ms: How long SQLite waits for a lock.
    """
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
        connect_args={"check_same_thread": False, "timeout": busy_ms / 1000},
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
        pragmas = ["journal_mode=wal", "synchronous=full", f"busy_timeout={busy_ms}"]
        for pragma in [*pragmas, *(["query_only=on"] if is_reading else [])]:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # deferred transactions that read before they write lose updates across processes without an error
        connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")

    return engine
