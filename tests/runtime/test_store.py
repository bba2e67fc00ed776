"""Many units, one commit; one bad unit, its own failure."""

import asyncio
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bridge.runtime import schema
from bridge.runtime.store import Store, StoreBusy, driver_url
from tests.runtime.world import rows

PUT = text("INSERT INTO visitors (token_hash, contact_id) VALUES (:token, 'con_1')")


def put(token):
    return lambda conn: conn.execute(PUT, {"token": token}) and token


async def test_sixty_units_are_committed_and_the_one_that_fails_alone_is_not(store):
    def bad(conn):
        conn.execute(PUT, {"token": "half"})
        raise LookupError("a mistake of this unit")

    units = [put(f"t{n}") for n in range(60)]
    units.insert(30, bad)
    outcomes = await asyncio.gather(*[store.write(unit) for unit in units], return_exceptions=True)
    assert isinstance(outcomes.pop(30), LookupError)
    assert outcomes == [f"t{n}" for n in range(60)]
    assert len(await rows(store, "SELECT token_hash FROM visitors")) == 60


async def test_a_statement_that_the_database_refuses_is_told_to_its_unit_alone(store):
    units = [put("same"), put("other"), put("same"), put("third")]
    outcomes = await asyncio.gather(*[store.write(unit) for unit in units], return_exceptions=True)
    assert isinstance(outcomes[2], IntegrityError)
    assert {one.token_hash for one in await rows(store, "SELECT token_hash FROM visitors")} == {
        "same",
        "other",
        "third",
    }


async def test_units_of_one_key_keep_their_order(store):
    seen = []
    await asyncio.gather(*[store.write(lambda _conn, n=n: seen.append(n), key="k") for n in range(300)])
    assert seen == sorted(seen)


async def test_a_reader_can_not_write(store):
    with pytest.raises((StoreBusy, DBAPIError)):
        await store.read(put("sneaky"))
    assert await rows(store, "SELECT 1 FROM visitors") == []


async def test_what_was_given_before_closing_is_committed(database_url):
    store = await Store.open(database_url)
    waiting = [asyncio.ensure_future(store.write(put(f"late{n}"))) for n in range(200)]
    await asyncio.sleep(0)
    await store.close()
    assert len(await asyncio.gather(*waiting)) == 200
    with pytest.raises(StoreBusy):
        await store.write(put("too late"))
    again = await Store.open(database_url)
    assert len(await rows(again, "SELECT 1 FROM visitors WHERE token_hash LIKE 'late%'")) == 200
    await again.close()


async def test_a_database_that_another_process_locks_is_busy_and_then_goes_on(tmp_path):
    url = f"sqlite:///{tmp_path}/locked.db"
    schema.migrate(url)
    store = await Store.open(url)
    other = sqlite3.connect(tmp_path / "locked.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    outcomes = await asyncio.gather(*[store.write(put(f"t{n}")) for n in range(9)], return_exceptions=True)
    assert {type(one) for one in outcomes} == {StoreBusy}
    other.execute("ROLLBACK")
    assert await store.write(put("now")) == "now"
    other.close()
    await store.close()


async def test_a_full_disk_is_busy(tmp_path):
    url = f"sqlite:///{tmp_path}/full.db"
    schema.migrate(url)
    store = await Store.open(url)

    def fills(conn):
        conn.exec_driver_sql("PRAGMA max_page_count=1")  # SQLite's own way to play a full disk
        for n in range(10_000):
            conn.execute(PUT, {"token": f"{n:0400}"})

    with pytest.raises(StoreBusy):
        await store.write(fills)
    await store.close()


async def test_three_processes_lose_no_update(tmp_path):
    url = f"sqlite:///{tmp_path}/shared.db"
    schema.migrate(url)
    script = f"""
import asyncio
from sqlalchemy import text
from bridge.runtime.store import Store

def more(conn):
    had = conn.execute(text("SELECT contact_id FROM visitors")).scalar()
    conn.execute(text("UPDATE visitors SET contact_id = :n"), {{"n": str(int(had) + 1)}})

async def main():
    store = await Store.open({url!r})
    for _ in range(100):
        await store.write(more)
    await store.close()

asyncio.run(main())
"""
    store = await Store.open(url)
    await store.write(
        lambda conn: (
            conn.execute(text("INSERT INTO visitors (token_hash, contact_id) VALUES ('n', '0')")) and None
        )
    )
    processes = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(3)]
    assert [await asyncio.to_thread(process.wait, 50) for process in processes] == [0, 0, 0]
    assert (await rows(store, "SELECT contact_id FROM visitors"))[0].contact_id == "300"
    await store.close()


async def test_a_lost_connection_is_busy_and_the_next_unit_works(database_url):
    store = await Store.open(database_url, writers=1)
    if store.dialect == "sqlite":
        await store.close()
        pytest.skip("a file has no connection to lose")
    end = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    await store.write(put("before"))
    await store.read(lambda conn: conn.execute(end).all())
    with pytest.raises(StoreBusy):
        await store.write(put("lost"))
    assert await store.write(put("after")) == "after"
    await store.close()


async def test_sqlite_without_a_file_is_refused():
    with pytest.raises(ValueError, match="needs a file"):
        await Store.open("sqlite://")


def test_the_driver_is_ours():
    assert driver_url("postgresql://u@h/d") == "postgresql+psycopg://u@h/d"
    assert driver_url("postgres://u@h/d") == "postgresql+psycopg://u@h/d"
    assert driver_url("sqlite:///x") == "sqlite:///x"


async def test_an_embedded_database_is_its_owners_alone(tmp_path):
    path = tmp_path / "var" / "bridge.db"
    store = await Store.open(f"sqlite:///{path}")
    await store.write(lambda conn: conn.execute(text("CREATE TABLE t (x INTEGER)")))
    modes = {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()}
    await store.close()
    assert "bridge.db" in modes
    assert set(modes.values()) == {0o600}


async def test_another_process_that_looks_and_leaves_takes_nothing_away(tmp_path):
    path = tmp_path / "bridge.db"
    look = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('select count(*) from t'))"
    store = await Store.open(f"sqlite:///{path}")
    await store.write(lambda conn: conn.execute(text("CREATE TABLE t (x INTEGER)")))
    for number in range(1, 4):
        await store.write(lambda conn: conn.execute(text("INSERT INTO t VALUES (1)")))
        await asyncio.gather(
            *(store.read(_counted) for _ in range(8))
        )  # each of them a new connection, at first
        seen = await asyncio.to_thread(subprocess.check_output, [sys.executable, "-c", look, str(path)])
        assert seen.strip() == f"({number},)".encode()
        assert path.with_name("bridge.db-wal").exists()
        assert await store.read(_counted) == number
    await store.close()


def _counted(conn):
    return conn.execute(text("SELECT count(*) FROM t")).scalar()
