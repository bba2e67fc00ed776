"""Followers are told everything, or told that they missed something."""

import asyncio

import pytest

from bridge.runtime.live import HELD, Chunk, Lagging, Live, Typing


def chunk(n):
    return Chunk(conversation_id="cnv_1", stream_id="s", text=str(n))


async def test_each_follower_is_told_in_order():
    live = Live()
    one, two, other = live.follow("con_1"), live.follow("con_1"), live.follow("con_2")
    for n in range(3):
        live.publish("con_1", chunk(n))
    assert [(await anext(one)).text for _ in range(3)] == ["0", "1", "2"]
    assert [(await anext(two)).text for _ in range(3)] == ["0", "1", "2"]
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(other), 0.01)


async def test_a_slow_one_is_told_that_it_lags_and_then_goes_on():
    live = Live()
    slow = live.follow("con_1")
    for n in range(HELD + 3):
        live.publish("con_1", chunk(n))
    assert await anext(slow) == Lagging()
    assert (await anext(slow)).text == str(HELD + 1)


async def test_a_closed_one_ends_and_is_forgotten():
    live = Live()
    follower = live.follow("con_1")
    assert live.is_online("con_1")
    follower.close()
    follower.close()
    live.publish("con_1", chunk(1))
    assert [item async for item in follower] == []
    assert not live.is_online("con_1")


async def test_one_that_waits_ends_when_it_is_kicked():
    live = Live()
    mine, another = live.follow("con_1", "ses_1"), live.follow("con_1", "ses_2")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(asyncio.wait_for(anext(mine, None), 5))
        await asyncio.sleep(0)
        live.kick("con_1", "ses_1")
    assert waiting.result() is None
    typing = Typing(conversation_id="cnv_1", author="fin", active=True)
    live.publish("con_1", typing)
    assert await anext(another) == typing
    live.kick("con_1", None)
    assert await anext(another, None) is None
    live.kick("con_none", None)


async def test_a_wait_that_is_cut_short_loses_nothing():
    live = Live()
    follower = live.follow("con_1")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(follower), 0.01)
    live.publish("con_1", chunk(1))
    assert (await anext(follower)).text == "1"
