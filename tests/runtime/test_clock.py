"""Ticks come again whatever happens, never twice at a time, and a stop waits for them."""

import asyncio
from datetime import UTC

from bridge.runtime.clock import ManualClock, SystemClock, Ticker
from tests.runtime.world import START, until


def test_a_manual_clock_moves_only_when_it_is_moved():
    clock = ManualClock(START)
    before = clock.now(), clock.epoch(), clock.monotonic()
    clock.advance(90)
    assert (clock.now() - before[0]).total_seconds() == 90
    assert clock.epoch() - before[1] == 90
    assert clock.monotonic() - before[2] == 90


def test_the_machines_clock_is_aware():
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert abs(clock.now().timestamp() - clock.epoch()) < 5
    assert clock.monotonic() <= clock.monotonic()


def test_a_clock_that_is_set_makes_nothing_early_and_is_believed_later():
    machine = {"wall": 1_000_000.0, "steady": 50.0}
    clock = SystemClock(lambda: machine["wall"], lambda: machine["steady"])
    start = clock.now()

    def passes(seconds, jump=0.0):
        machine["steady"] += seconds
        machine["wall"] += seconds + jump
        return (clock.now() - start).total_seconds()

    assert passes(10) == 10
    assert passes(10, jump=0.5) == 20.5  # NTP's small corrections are followed
    assert passes(10, jump=3600) == 30.5
    assert passes(600) == 630.5
    assert clock.epoch() == machine["wall"]
    assert passes(300) == 4530.5
    assert passes(10, jump=-3600) == 4540.5
    assert passes(10, jump=3600) == 4550.5  # set back again before it was believed


async def test_a_tick_that_fails_comes_again():
    ticks = []

    async def fails():
        ticks.append(1)
        raise ValueError("secret words")

    ticker = Ticker(SystemClock())
    ticker.every(0.01, "fails", fails)
    ticker.start()
    await until(lambda: len(ticks) >= 3)
    await ticker.stop()
    await ticker.stop()


async def test_a_slow_one_is_never_twice_at_a_time_and_a_stop_waits_for_it():
    running, ended = [], []
    go = asyncio.Event()

    async def slow():
        running.append(1)
        await go.wait()
        ended.append(1)

    ticker = Ticker(SystemClock())
    ticker.start()
    ticker.every(0.01, "slow", slow)
    await until(lambda: running)
    await asyncio.sleep(0.05)  # several ticks long nothing may happen
    assert len(running) == 1
    async with asyncio.TaskGroup() as group:
        stopping = group.create_task(ticker.stop())
        await asyncio.sleep(0.01)
        assert not stopping.done()
        go.set()
    assert ended == [1]
