"""Where the Messenger is, and whether it is safe there."""

import asyncio
from datetime import timedelta

from bridge.runtime.installs import installs, record_boot
from tests.runtime.world import START


async def test_boots_are_counted_by_host_platform_and_status(store):
    statuses = ["verified"] * 3 + ["rejected"] * 2
    for number, status in enumerate(statuses):
        await record_boot(
            store, domain="a.example", platform="web", status=status, at=START + timedelta(seconds=number)
        )
    await record_boot(store, domain="a.example", platform="ios", status="visitor", at=START)
    ios, web = await installs(store)
    assert (ios.platform, ios.last_status) == ("ios", "visitor")
    assert dict(web.counts) == {"verified": 3, "unverified": 0, "visitor": 0, "rejected": 2}
    assert (web.first_seen, web.last_seen) == (START, START + timedelta(seconds=4))
    assert web.last_status == "rejected"


async def test_boots_at_the_same_time_are_all_counted(store):
    await asyncio.gather(
        *[
            record_boot(store, domain="b.example", platform="web", status="visitor", at=START)
            for _ in range(50)
        ]
    )
    (web,) = await installs(store)
    assert web.counts["visitor"] == 50
