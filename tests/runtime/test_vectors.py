"""Vectors on both databases: each text is one caller's to embed."""

import asyncio
from datetime import UTC, datetime, timedelta

from bridge.runtime import vectors

NOW = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


async def test_a_text_is_embedded_by_who_claimed_it_first_and_then_read_by_all(store):
    assert await vectors.claim(store, "m", ["a", "b"], NOW) == {"a", "b"}
    assert await vectors.claim(store, "m", ["b", "c"], NOW) == {"c"}
    assert await vectors.read(store, "m", ["a", "b", "c"]) == {}

    await vectors.keep(store, "m", {"a": b"12"}, NOW)

    assert await vectors.read(store, "m", ["a", "b", "c"]) == {"a": b"12"}
    assert await vectors.read(store, "other", ["a"]) == {}


async def test_of_many_who_claim_at_once_each_text_is_one_callers(store):
    names = [str(number) for number in range(50)]
    got = await asyncio.gather(*(vectors.claim(store, "m", names, NOW) for _ in range(8)))
    assert sorted(name for one in got for name in one) == sorted(names)


async def test_what_was_given_up_or_claimed_long_ago_may_be_claimed_again(store):
    await vectors.claim(store, "m", ["a", "b"], NOW)
    await vectors.give_up(store, "m", ["a"])
    assert await vectors.claim(store, "m", ["a", "b"], NOW) == {"a"}
    later = NOW + vectors.CLAIM + timedelta(seconds=1)
    assert await vectors.claim(store, "m", ["b"], later) == {"b"}


async def test_what_is_kept_is_never_given_up_or_claimed_again(store):
    await vectors.claim(store, "m", ["a"], NOW)
    await vectors.keep(store, "m", {"a": b"12"}, NOW)
    await vectors.give_up(store, "m", ["a"])
    assert await vectors.claim(store, "m", ["a"], NOW + timedelta(days=1)) == set()
    assert await vectors.read(store, "m", ["a"]) == {"a": b"12"}


async def test_old_vectors_of_what_is_no_content_are_forgotten(store):
    names = [str(number) for number in range(900)]
    await vectors.claim(store, "m", names, NOW)
    await vectors.keep(store, "m", dict.fromkeys(names, b"12"), NOW)
    later = NOW + timedelta(days=1)
    assert await vectors.forget(store, "m", but=names[:100], before=NOW) == 0
    assert await vectors.forget(store, "m", but=names[:100], before=later) == 800
    assert len(await vectors.read(store, "m", names)) == 100
