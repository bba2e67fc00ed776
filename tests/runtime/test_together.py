"""Questions of one moment are one unit, and each gets its own answer."""

from __future__ import annotations

import asyncio

import pytest

from bridge.runtime.store import StoreBusy
from bridge.runtime.together import AT_ONCE, UNDER_WAY, Together


class Asks:
    """Answers when it is told to, and keeps what was asked."""

    def __init__(self):
        self.asked = []
        self.futures = []

    def __call__(self, questions):
        future = asyncio.get_running_loop().create_future()
        self.asked.append(list(questions))
        self.futures.append(future)
        return future

    def answer(self, place):
        self.futures[place].set_result([one * 10 for one in self.asked[place]])


async def _begun(together, numbers):
    tasks = [asyncio.ensure_future(together(number)) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_questions_of_one_moment_are_put_as_one_and_each_gets_its_answer():
    asks = Asks()
    tasks = await _begun(Together(asks), [1, 2, 3])
    assert asks.asked == [[1, 2, 3]]
    asks.answer(0)
    assert await asyncio.gather(*tasks) == [10, 20, 30]


async def test_a_unit_has_its_largest_size():
    asks = Asks()
    tasks = await _begun(Together(asks), range(AT_ONCE + 1))
    assert [len(one) for one in asks.asked] == [AT_ONCE, 1]
    asks.answer(0)
    asks.answer(1)
    assert len(await asyncio.gather(*tasks)) == AT_ONCE + 1


async def test_while_enough_is_under_way_questions_gather():
    asks, tasks = Asks(), []
    together = Together(asks)
    for number in range(UNDER_WAY + 4):
        tasks += await _begun(together, [number])
    assert asks.asked == [[0], [1], [2]]
    asks.answer(0)
    await asyncio.wait(tasks[:1])
    assert asks.asked[-1] == [3, 4, 5, 6]
    for place in (1, 2, 3):
        asks.answer(place)
    assert await asyncio.gather(*tasks) == [0, 10, 20, 30, 40, 50, 60]


async def test_one_questions_mistake_is_not_the_others():
    loop = asyncio.get_running_loop()

    def ask(questions):
        future = loop.create_future()
        if 2 in questions:
            future.set_exception(ValueError("two"))
        else:
            future.set_result(list(questions))
        return future

    tasks = await _begun(Together(ask), [1, 2, 3])
    assert await tasks[0] == 1
    assert await tasks[2] == 3
    with pytest.raises(ValueError, match="two"):
        await tasks[1]


async def test_a_busy_store_is_not_asked_again_for_each():
    asks = Asks()
    tasks = await _begun(Together(asks), [1, 2])
    asks.futures[0].set_exception(StoreBusy("locked"))
    for task in tasks:
        with pytest.raises(StoreBusy):
            await task
    assert asks.asked == [[1, 2]]


async def test_who_gave_up_disturbs_nobody():
    asks = Asks()
    tasks = await _begun(Together(asks), [1, 2])
    tasks[0].cancel()
    await asyncio.wait(tasks[:1])
    asks.answer(0)
    assert await tasks[1] == 20
