"""The migrations make exactly the tables, on both databases."""

import asyncio
import sqlite3
import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bridge.runtime import schema
from bridge.runtime.store import Store, engine_for
from bridge.runtime.tables import metadata


def test_the_migrated_schema_is_the_one_in_the_tables(database_url):
    engine = engine_for(database_url)
    with engine.begin() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_head_is_the_newest_migration(tmp_path):
    engine = engine_for(f"sqlite:///{tmp_path}/empty.db")
    with engine.begin() as conn:
        assert ScriptDirectory.from_config(schema.config(conn)).get_current_head() == schema.HEAD
    engine.dispose()


async def test_an_embedded_database_migrates_itself_and_twice_is_once(tmp_path):
    store = await Store.open(f"sqlite:///{tmp_path}/deeper/bridge.db")
    assert not await schema.is_current(store)
    await schema.ensure(store)
    await schema.ensure(store)
    schema.migrate(store.url)
    assert await schema.is_current(store)
    await store.close()


async def test_a_server_is_migrated_by_its_operators_only(postgres_url):
    store = await Store.open(postgres_url)
    await schema.ensure(store)
    version = text("UPDATE alembic_version SET version_num = :v")
    await store.write(lambda conn: conn.execute(version, {"v": "0000"}) and None)
    with pytest.raises(schema.SchemaOutdated, match="migrate"):
        await schema.ensure(store)
    await store.write(lambda conn: conn.execute(version, {"v": schema.HEAD}) and None)
    await store.close()


async def test_two_processes_that_start_at_once_both_get_there(tmp_path):
    script = f"from bridge.runtime import schema; schema.migrate('sqlite:///{tmp_path}/both.db')"
    processes = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(3)]
    assert [await asyncio.to_thread(process.wait, 30) for process in processes] == [0, 0, 0]


def test_a_current_database_is_seen_without_loading_alembic(tmp_path):
    url = f"sqlite:///{tmp_path}/current.db"
    schema.migrate(url)
    script = f"""
import asyncio, sys
from bridge.runtime import schema, turn, outbox, timers, deliveries
from bridge.runtime.store import Store

async def main():
    store = await Store.open({url!r})
    await schema.ensure(store)
    await store.close()

asyncio.run(main())
assert not [name for name in sys.modules if name.split(".")[0] in ("alembic", "apscheduler", "psycopg")]
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)


def shape(path):
    """Tables with their columns, indexes with their conditions; the order of columns means nothing."""
    with sqlite3.connect(path) as db:
        names = [row[0] for row in db.execute("select name from sqlite_master where type = 'table'")]
        tables = {
            name: sorted(tuple(row[1:]) for row in db.execute(f"pragma table_info({name})"))  # noqa: S608 - ours
            for name in names
        }
        indexes = sorted(
            " ".join(row[0].lower().replace('"', "").split())
            for row in db.execute("select sql from sqlite_master where type = 'index' and sql is not null")
        )
    return tables, indexes


def test_a_new_database_is_what_the_migrations_make(tmp_path):
    schema.migrate(f"sqlite:///{tmp_path}/new.db")
    engine = engine_for(f"sqlite:///{tmp_path}/old.db")
    with engine.begin() as conn:
        command.upgrade(schema.config(conn), "head")
    engine.dispose()
    made, migrated = shape(tmp_path / "new.db"), shape(tmp_path / "old.db")
    assert made[1] == migrated[1]
    assert {name: [row[0] for row in rows] for name, rows in made[0].items()} == {
        name: [row[0] for row in rows] for name, rows in migrated[0].items()
    }
