"""A real process, really killed: harmless effects are repeated with the same id, unsafe ones never."""

import asyncio
import random
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bridge.runtime import tables as t
from tests.runtime.world import World, rows

FOR_LONG = (
    sa.update(t.outbox)
    .where(t.outbox.c.state == "sent")
    .values(run_at=sa.bindparam("until", type_=t.outbox.c.run_at.type))
)

SCRIPT = """
import asyncio, os, sys
from tests.runtime.world import World, Performs
from bridge.runtime.store import Store

url, path, touch = sys.argv[1:]

async def appends(attempt):
    with open(path, "a") as file:
        file.write(f"{attempt.effect_id} {attempt.number}\\n")
        file.flush()
        os.fsync(file.fileno())
    await asyncio.sleep(0.05)
    return await Performs()(attempt)

async def main():
    store = await Store.open(url)
    outbox = World(store).outbox(appends, touch_of=lambda _effect: touch)
    print("up", flush=True)
    await outbox.run(asyncio.Event())

asyncio.run(main())
"""


@pytest.mark.parametrize("touch", ["idempotent", "unsafe"])
async def test_killed_again_and_again_nothing_is_lost_and_nothing_unsafe_is_repeated(
    store, database_url, tmp_path, touch
):
    world = World(store)
    chance = random.Random(11)
    await asyncio.gather(*[world.says(f"cnv_{n % 40}", "desk") for n in range(240)])
    path = tmp_path / "done.txt"
    open_ones = "SELECT 1 FROM outbox WHERE state IN ('planned', 'sent')"
    kills = 0
    while await rows(store, open_ones):
        with subprocess.Popen(
            [sys.executable, "-c", SCRIPT, database_url, str(path), touch], stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                await asyncio.to_thread(process.stdout.readline)
                patience = chance.uniform(0.02, 0.12) if kills < 5 else 5.0
                end = asyncio.get_running_loop().time() + patience
                while asyncio.get_running_loop().time() < end and await rows(store, open_ones):
                    await asyncio.sleep(0.005)
            finally:
                process.kill()
        kills += 1
        assert kills < 20
    ids = {row.id for row in await rows(store, "SELECT id FROM outbox")}
    performed = [line.split() for line in path.read_text().splitlines()]
    times = Counter(effect_id for effect_id, _ in performed)
    unknown = {row.id for row in await rows(store, "SELECT id FROM outbox WHERE state = 'unknown'")}
    assert kills >= 5
    if touch == "unsafe":
        assert max(times.values()) == 1
        assert ids - set(times) <= unknown  # not done, and an operator is told so
    else:
        assert set(times) == ids
        assert unknown == set()
        repeated = [effect_id for effect_id, count in times.items() if count > 1]
        numbers = Counter(effect_id for effect_id, number in performed if int(number) > 1)
        assert set(repeated) <= set(numbers)  # a repetition says that it is one


async def test_whoever_is_killed_beside_us_is_replaced_soon(store, database_url, tmp_path):
    from tests.runtime.world import Performs, running, until

    world = World(store)
    await world.says("cnv_1", "desk")
    hangs = SCRIPT.replace("await asyncio.sleep(0.05)", "await asyncio.sleep(60)")
    path = tmp_path / "done.txt"
    performs = Performs()
    with subprocess.Popen([sys.executable, "-c", hangs, database_url, str(path), "idempotent"]) as process:
        while not path.exists():
            await asyncio.sleep(0.01)
        async with running(world.outbox(performs, lease_s=1.5)):
            await world.says("cnv_2", "think")
            await until(lambda: performs.attempts)  # it has looked for the dead, and there was none
            process.kill()
            process.wait()
            far = datetime(2099, 1, 1, tzinfo=UTC)
            await store.write(lambda conn: conn.execute(FOR_LONG, {"until": far}))
            await until(lambda: len(performs.attempts) == 2, deadline_s=20)
    assert [one.number for one in performs.attempts] == [1, 2]


async def test_whoever_is_killed_is_replaced_at_once(store, database_url, tmp_path):
    """The machine knows that the process is dead: nobody waits for its leases."""
    world = World(store)
    await world.says("cnv_1", "desk")
    hangs = SCRIPT.replace("await asyncio.sleep(0.05)", "await asyncio.sleep(60)")
    path = tmp_path / "done.txt"
    with subprocess.Popen([sys.executable, "-c", hangs, database_url, str(path), "idempotent"]) as process:
        while not path.exists():
            await asyncio.sleep(0.01)
        process.kill()
    from tests.runtime.world import Performs, running, until

    performs = Performs()
    async with running(world.outbox(performs)):
        await until(lambda: performs.attempts, deadline_s=3)  # a lease lasts fifteen
    assert performs.attempts[0].number == 2
