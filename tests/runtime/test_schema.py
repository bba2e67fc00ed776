"""The migrations make exactly the tables, on both databases."""

import asyncio
import subprocess
import sys

import pytest
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
