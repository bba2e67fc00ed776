"""A client that takes nothing: it is let go, and nobody waits for it."""

import asyncio
import time

from tests.edges.test_conversations import replied


async def test_a_socket_that_is_never_read_does_not_hold_up_others(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    cid, cursors = begun["conversation"]["id"], {begun["conversation"]["id"]: begun["part"]["seq"]}
    deaf = await ann.socket(cursors)
    deaf._response.connection.transport.pause_reading()
    hearing = await ann.socket(cursors)
    big = "x" * 50_000
    started = time.monotonic()
    for number in range(200):
        await replied(messenger, cid, f"{number} {big}", comment_id=number)
        got = 0
        while not got:
            frame = await hearing.receive_json(timeout=5)
            got = frame["type"] == "part"
    assert time.monotonic() - started < 20
    await asyncio.wait_for(messenger.app.shutdown(), 5)
    deaf._response.connection.transport.abort()
