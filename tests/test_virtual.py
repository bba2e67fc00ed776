"""Virtual time waits for threads, however slow a machine is, and for nothing else."""

from __future__ import annotations

import asyncio
import threading
import time

from tests.virtual import GRACE_S, run

SLOW_S = 5 * GRACE_S


def test_an_hour_passes_at_once_where_nobody_works() -> None:
    begun = time.monotonic()
    run(asyncio.sleep(3600))
    assert time.monotonic() - begun < 60


def test_no_time_passes_while_an_executor_has_work() -> None:
    async def story() -> float:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(0.5):
            await asyncio.to_thread(time.sleep, SLOW_S)
        return loop.time()

    assert run(story()) == 0


def test_no_time_passes_while_any_thread_runs() -> None:
    async def story() -> float:
        loop = asyncio.get_running_loop()
        done = asyncio.Event()

        def works() -> None:
            until = time.thread_time() + SLOW_S
            while time.thread_time() < until:
                pass
            loop.call_soon_threadsafe(done.set)

        thread = threading.Thread(target=works)
        thread.start()
        async with asyncio.timeout(0.5):
            await done.wait()
        thread.join()
        return loop.time()

    assert run(story()) == 0
