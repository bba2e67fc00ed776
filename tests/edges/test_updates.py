"""The long poll: the socket's frames, held until there is something."""

import asyncio
import base64
import json

import pytest

from tests.edges.messenger_server import bodies
from tests.edges.test_conversations import replied


def cursor_of(positions):
    return base64.urlsafe_b64encode(json.dumps(positions).encode()).decode().rstrip("=")


async def poll(ann, cursor, expect=200):
    return await ann.call("GET", f"/messenger/updates?cursor={cursor}", expect)


async def test_the_first_poll_names_the_conversations_at_once(messenger):
    ann = messenger.customer()
    await ann.boot()
    cid = (await ann.begin())["conversation"]["id"]
    answer = await poll(ann, "")
    assert [f["conversation"]["id"] for f in answer["frames"]] == [cid]


async def test_what_was_missed_comes_at_once_and_only_once(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    cid = begun["conversation"]["id"]
    await replied(messenger, cid, "missed")
    answer = await poll(ann, cursor_of({cid: begun["part"]["seq"]}))
    assert bodies(answer["frames"]) == ["<p>missed</p>"]
    await replied(messenger, cid, "next", comment_id=2)
    assert bodies((await poll(ann, answer["cursor"]))["frames"]) == ["<p>next</p>"]


async def test_a_poll_is_held_until_something_happens(messenger):
    ann = messenger.customer()
    await ann.boot()
    cid = (await ann.begin())["conversation"]["id"]
    cursor = (await poll(ann, ""))["cursor"]
    held = asyncio.ensure_future(poll(ann, cursor))
    await asyncio.wait([held], timeout=0.1)
    assert not held.done()
    await replied(messenger, cid, "now")
    answer = await asyncio.wait_for(held, 5)
    assert bodies(answer["frames"]) == ["<p>now</p>"]
    assert [f["type"] for f in answer["frames"]] == ["part", "conversation"]


async def test_a_poll_with_nothing_to_say_ends_empty_with_its_cursor(make_messenger):
    messenger = await make_messenger(poll_s=0.05)
    ann = messenger.customer()
    await ann.boot()
    await ann.begin()
    first = await poll(ann, "")
    second = await poll(ann, first["cursor"])
    assert second == {"frames": [], "cursor": first["cursor"]}


async def test_a_change_without_a_part_between_two_polls_is_told(make_messenger):
    messenger = await make_messenger(poll_s=0.05)
    ann = messenger.customer()
    await ann.boot()
    cid = (await ann.begin())["conversation"]["id"]
    await replied(messenger, cid)
    cursor = (await poll(ann, ""))["cursor"]
    await ann.call("POST", f"/messenger/conversations/{cid}/read", 204, json={})
    answer = await poll(ann, cursor)
    assert answer["frames"][-1]["conversation"]["unread_count"] == 0


async def test_polls_one_after_another_lose_and_double_nothing(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    cid, cursor = begun["conversation"]["id"], cursor_of({begun["conversation"]["id"]: begun["part"]["seq"]})
    got = []

    async def agent():
        for number in range(40):
            await replied(messenger, cid, f"number {number}.", comment_id=number)

    async def browser():
        nonlocal cursor
        while len(got) < 40:
            answer = await poll(ann, cursor)
            got.extend(bodies(answer["frames"]))
            cursor = answer["cursor"]

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(agent(), name="agent")
        group.create_task(browser(), name="browser")
    assert got == [f"<p>number {number}.</p>" for number in range(40)]


async def test_held_polls_end_at_a_restart(messenger):
    ann = messenger.customer()
    await ann.boot()
    held = asyncio.ensure_future(poll(ann, ""))
    await asyncio.wait([held], timeout=0.1)
    assert not held.done()
    await messenger.app.shutdown()
    assert (await asyncio.wait_for(held, 5))["frames"] == []


async def test_a_contact_holds_so_many_polls_and_no_more(make_messenger):
    messenger = await make_messenger(connections=1, poll_s=5)
    ann = messenger.customer()
    await ann.boot()
    held = asyncio.ensure_future(poll(ann, ""))
    await asyncio.wait([held], timeout=0.1)
    assert (await poll(ann, "", 429))["errors"][0]["code"] == "too_many_connections"
    await messenger.app.shutdown()
    await held


@pytest.mark.parametrize(
    "cursor",
    [
        "!!!",
        "é",
        cursor_of([1]),
        cursor_of({"cnv_x": "1"}),
        cursor_of({"cnv_x": -1}),
        cursor_of({"cnv_x": [1]}),
        cursor_of({"x" * 65: 1}),
        base64.urlsafe_b64encode(b"{").decode(),
    ],
)
async def test_a_cursor_of_somebody_elses_making_is_400(messenger, cursor):
    ann = messenger.customer()
    await ann.boot()
    answer = await poll(ann, cursor, 400)
    assert answer["errors"][0]["field"] == "cursor"


async def test_other_peoples_ids_in_a_cursor_tell_nothing(make_messenger):
    messenger = await make_messenger(poll_s=0.05)
    ann, eve = messenger.customer(), messenger.customer()
    await ann.boot()
    await eve.boot()
    cid = (await ann.begin("secret"))["conversation"]["id"]
    assert (await poll(eve, cursor_of({cid: 0})))["frames"] == []
