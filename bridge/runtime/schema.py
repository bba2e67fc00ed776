"""Brings the database to the current schema, and says whether it is there.

A new version: `python -m bridge.runtime.schema "what changed"` writes its file; set `HEAD` to it.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from bridge.runtime.store import Store, engine_for

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0006"
"""The newest migration. Known here, so that a start with a current database need not load Alembic."""

_LOCK = 5_072_637_118_345_001
"""Ours alone among PostgreSQL's advisory locks: of two that start at once one waits."""


class SchemaOutdated(Exception):  # noqa: N818 - it is a state, not a mistake
    """The database has another schema than this version; run `python -m bridge migrate`."""


async def ensure(store: Store) -> None:
    """Migrates an embedded database by itself; a PostgreSQL one is its operators' to migrate.

    Raises:
        SchemaOutdated: PostgreSQL, and `migrate` was not run.
    """
    if await is_current(store):
        return
    if store.dialect != "sqlite":
        raise SchemaOutdated("The database has not the current schema: run python -m bridge migrate")
    await asyncio.to_thread(migrate, store.url)


async def is_current(store: Store) -> bool:
    """Whether the database has exactly this version's schema."""
    return bool(await store.read(_version) == HEAD)


def migrate(url: str) -> None:
    """Brings the database to `HEAD`; does nothing when it is there. Blocks; all or nothing."""
    engine = engine_for(url)
    try:
        with engine.begin() as conn:
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
        url = f"sqlite:///{folder}/now.db"
        migrate(url)
        engine = engine_for(url)
        with engine.begin() as conn:
            command.revision(config(conn), message, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")
        engine.dispose()


if __name__ == "__main__":
    _write_next(" ".join(sys.argv[1:]))
