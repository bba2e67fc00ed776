"""Versions are kept once, whole, and found again by name and by history."""

from datetime import UTC, datetime, timedelta

import pytest

from bridge.runtime.definitions import Kept, history, keep, kept

START = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


def version(name, *, id_="refund_order", kind="procedure", text="steps: [end]\n", after=0, shared=None):
    return Kept(
        version=name,
        kind=kind,
        id=id_,
        text=text,
        shared=shared or {},
        seen_at=START + timedelta(minutes=after),
    )


async def test_a_kept_version_comes_back_as_it_was(store):
    one = version(
        "a" * 16, text="title: Rückgabe ✓\n# a remark\nsteps: [end]\n", shared={"check": "steps: [end]\n"}
    )
    await keep(store, [one])
    assert kept(store, "a" * 16) == one


async def test_a_version_that_was_never_kept_is_none(store):
    assert kept(store, "0" * 16) is None


async def test_nothing_to_keep_is_no_work(store):
    await keep(store, [])
    assert await history(store, "procedure", "refund_order") == []


async def test_a_version_that_is_kept_again_stays_as_it_was_first(store):
    first = version("a" * 16)
    await keep(store, [first])
    await keep(
        store, [version("a" * 16, text="# another remark\nsteps: [end]\n", after=5), version("b" * 16)]
    )
    assert kept(store, "a" * 16) == first
    assert kept(store, "b" * 16) is not None


async def test_a_definitions_history_is_its_own_and_begins_with_the_newest(store):
    mine = [version("a" * 16), version("b" * 16, after=1), version("c" * 16, after=2)]
    others = [version("d" * 16, id_="greet", after=3), version("e" * 16, kind="workflow", after=4)]
    await keep(store, [*mine, *others])
    assert await history(store, "procedure", "refund_order") == mine[::-1]
    assert [one.version for one in await history(store, "workflow", "refund_order")] == ["e" * 16]


@pytest.mark.parametrize("count", [500])
async def test_many_versions_are_kept_at_once(store, count):
    await keep(store, [version(f"{number:016x}", id_=f"p{number}") for number in range(count)])
    assert kept(store, f"{count - 1:016x}").id == f"p{count - 1}"
