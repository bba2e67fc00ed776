"""A deploy stops the process while Zendesk hangs: it ends in time, and the next one goes on where it was."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.crash.scene import ends, scene
from tests.crash.test_kill import CREATE, QUESTION

STOP_S = 10.0
"""What deploys give before they kill."""


async def test_a_stop_while_zendesk_hangs_ends_in_time_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    async with scene(tmp_path) as (zendesk, service, customer):
        zendesk.fault("pause_inside", method=CREATE[0], path_regex=CREATE[1])
        zendesk.fault("pause_before", method="GET", path_regex=r"/incremental/")  # the reconciling poll
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(QUESTION)
        await zendesk.wait_held(2)
        async with asyncio.timeout(STOP_S):
            assert await service.stop() == 0
        zendesk.resume()
        await service.start()
        ticket = await ends(zendesk, "solved", "fin-resolved", "fin-soft-resolution")
        assert len(zendesk.comments(int(str(ticket["id"])))) == 2
        assert [part["author"]["type"] for part in await customer.parts()] == ["user", "fin"]


async def test_a_stop_with_nothing_under_way_is_quick(tmp_path: Path) -> None:
    async with scene(tmp_path) as (_, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        async with asyncio.timeout(STOP_S / 2):
            assert await service.stop() == 0
