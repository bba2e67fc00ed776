"""Where the Messenger is, and whether it is safe there."""

import asyncio
from datetime import timedelta

from bridge.runtime.installs import MOST, installs, record_boot
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


async def test_made_up_hosts_keep_no_real_one_out_and_push_no_proven_one_away(store):
    async def seen(domain, status, seconds):
        at = START + timedelta(seconds=seconds)
        await record_boot(store, domain=domain, platform="web", status=status, at=at)

    await seen("proven.example", "verified", 0)
    await asyncio.gather(*[seen(f"{number}.invalid", "visitor", 1 + number) for number in range(MOST - 1)])
    await seen("new.example", "visitor", MOST + 1)
    kept = {one.domain for one in await installs(store)}
    assert len(kept) == MOST
    assert {"proven.example", "new.example", "1.invalid"} <= kept
    assert "0.invalid" not in kept


async def test_visitors_never_hide_how_the_latest_user_fared(store):
    statuses = ["visitor", "verified", "visitor", "rejected", "visitor", "unverified", "visitor"]
    seen = []
    for number, status in enumerate(statuses):
        await record_boot(
            store, domain="a.example", platform="web", status=status, at=START + timedelta(seconds=number)
        )
        (one,) = await installs(store)
        seen.append(one.last_status)
    assert seen == ["visitor", "verified", "verified", "rejected", "rejected", "unverified", "unverified"]
    assert one.last_seen == START + timedelta(seconds=6)
    assert one.counts["visitor"] == 4
