"""Many units, one commit; one bad unit, its own failure."""

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
import threading
import time

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


async def test_short_units_on_sqlite_are_the_loops_own_and_others_are_not(store):
    def where(_conn):
        return threading.get_ident()

    short, usual = await store.write(where, short=True), await store.write(where)
    assert (short == threading.get_ident()) is (store.dialect == "sqlite")
    assert usual != threading.get_ident()
    assert (await store.read(where, short=True) == threading.get_ident()) is (store.dialect == "sqlite")
    assert await store.read(where) != threading.get_ident()


async def test_of_short_units_too_the_one_that_fails_alone_is_not_committed(store):
    def poison(conn):
        put("poison")(conn)
        raise ValueError("mine")

    units = [poison if n == 7 else put(f"s{n}") for n in range(20)]
    waiting = [store.write(unit, short=True) for unit in units]
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [ValueError]
    assert len(await rows(store, "SELECT 1 FROM visitors")) == 19


async def test_many_short_units_leave_the_loop_to_others_in_between(store):
    seen, is_over = 0, asyncio.Event()

    async def others():
        nonlocal seen
        while not is_over.is_set():
            seen += 1
            await asyncio.sleep(0)

    def slow(_conn):
        until = time.perf_counter() + 0.002
        while time.perf_counter() < until:
            pass

    async with asyncio.TaskGroup() as group:
        group.create_task(others(), name="others")
        await asyncio.gather(*(store.write(slow, short=True) for _ in range(60)))
        is_over.set()
    assert seen > 15


def test_a_short_unit_whose_loop_is_closed_is_done_all_the_same(tmp_path):
    url = f"sqlite:///{tmp_path}/left.db"
    schema.migrate(url)
    held: list[Store] = []

    async def leaves():
        store = await Store.open(url)
        held.append(store)
        for n in range(3):
            store.give(put(f"left{n}"), short=True)

    asyncio.run(leaves())
    asyncio.run(held[0].close())
    with contextlib.closing(sqlite3.connect(tmp_path / "left.db")) as db:
        assert db.execute("SELECT count(*) FROM visitors").fetchone() == (3,)


async def test_what_is_locked_is_read_in_a_thread_and_the_loop_goes_on(tmp_path):
    url = f"sqlite:///{tmp_path}/locked.db"
    schema.migrate(url)
    store = await Store.open(url)
    other = sqlite3.connect(tmp_path / "locked.db", isolation_level=None)
    other.execute("PRAGMA locking_mode=exclusive")
    other.execute("DELETE FROM visitors")  # from here on nobody else may even look
    threads: list[int] = []

    def count(conn):
        threads.append(threading.get_ident())
        return conn.execute(text("SELECT count(*) FROM visitors")).scalar()

    reading = asyncio.ensure_future(store.read(count, short=True))
    for _ in range(20):
        await asyncio.sleep(0)  # a loop that waited for the lock would come back after three seconds
    other.close()
    assert await reading == 0
    assert threads[-1] != threading.get_ident()
    await store.close()


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
import contextlib
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
