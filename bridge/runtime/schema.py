"""Brings the database to the current schema, and says whether it is there.

A new version: `python -m bridge.runtime.schema "what changed"` writes its file; set `HEAD` to it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bridge.runtime.store import Store, StoreBusy, engine_for

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0012"
"""The newest migration. Known here, so that a start with a current database need not load Alembic."""

_LOCK = 5_072_637_118_345_001
"""Ours alone among PostgreSQL's advisory locks: of two that start at once one waits."""


class SchemaOutdated(Exception):  # noqa: N818 - it is a state, not a mistake
    """The database has another schema than this version; run `python -m bridge migrate`."""


class NoDatabase(Exception):  # noqa: N818 - it is a state, not a mistake
    """There is no database at this address, or it does not answer.

    Args:
        url: As configured; its password is not repeated.
        error: What came instead of an answer; drivers repeat addresses and users, so only its kind is told.
    """

    def __init__(self, url: str, error: BaseException) -> None:
        shown = make_url(url.replace("+psycopg", "")).render_as_string(hide_password=True)
        kind = type(getattr(error, "orig", None) or error.__cause__ or error).__name__
        super().__init__(
            f"DATABASE_URL: {shown} does not answer ({kind}): is it there, and may it be opened?"
        )


async def ensure(store: Store) -> None:
    """Migrates an embedded database by itself; a PostgreSQL one is its operators' to migrate.

    Raises:
        SchemaOutdated: PostgreSQL, and `migrate` was not run.
        NoDatabase: It does not answer.
    """
    try:
        if await is_current(store):
            return
    except (StoreBusy, SQLAlchemyError) as error:
        raise NoDatabase(store.url, error) from error
    if store.dialect != "sqlite":
        raise SchemaOutdated("The database has not the current schema: run python -m bridge migrate")
    await asyncio.to_thread(migrate, store.url)


async def is_current(store: Store) -> bool:
    """Whether the database has exactly this version's schema."""
    return bool(await store.read(_version) == HEAD)


def migrate(url: str) -> None:
    """Brings the database to `HEAD`; does nothing when it is there. Blocks; all or nothing.

    Raises:
        NoDatabase: It does not answer.
    """
    engine = engine_for(url)
    try:
        with _opened(engine, url) as conn:
            if conn.dialect.name == "postgresql":
                conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            if _version(conn) == HEAD:
                return
            if conn.dialect.name == "sqlite" and not inspect(conn).get_table_names():
                _made_anew(conn)
                return
            from alembic import command

            command.upgrade(config(conn), "head")
    finally:
        engine.dispose()


def _made_anew(conn: Connection) -> None:
    """A new embedded database as the models are: Alembic stays in its box, and the first start is quick."""
    from bridge.runtime.tables import metadata

    metadata.create_all(conn)
    conn.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    conn.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


@contextmanager
def _opened(engine: Engine, url: str) -> Iterator[Connection]:
    try:
        conn = engine.connect()
    except SQLAlchemyError as error:
        raise NoDatabase(url, error) from error
    with conn, conn.begin():
        yield conn


def config(conn: Connection) -> Config:
    """Alembic's settings, for work on `conn`."""
    from alembic.config import Config

    made = Config(stdout=sys.stderr)
    made.set_main_option("script_location", "bridge.runtime:migrations")
    made.attributes["connection"] = conn
    return made


def _version(conn: Connection) -> Any:
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _write_next(message: str) -> None:
    from tempfile import TemporaryDirectory

    from alembic import command

    with TemporaryDirectory() as folder:
        engine = engine_for(f"sqlite:///{folder}/now.db")
        with engine.begin() as conn:
            command.upgrade(config(conn), "head")  # not made anew, which would be as the tables are already
            command.revision(config(conn), message, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")
        engine.dispose()


if __name__ == "__main__":
    _write_next(" ".join(sys.argv[1:]))
