"""The socket: nothing lost and nothing doubled, whatever breaks, and only one's own."""

import asyncio
import json

import aiohttp
import pytest

from bridge.runtime.live import Chunk, Typing
from tests.edges.messenger_server import bodies, closed_with, frames_until, until
from tests.edges.test_conversations import replied


def says(text):
    return lambda frame: frame["type"] == "part" and text in frame["part"]["body"]


async def test_an_agents_reply_arrives_while_the_socket_is_open(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    cid = begun["conversation"]["id"]
    ws = await ann.socket({cid: begun["part"]["seq"]})
    await replied(messenger, cid, "on its way")
    frames = await frames_until(
        ws, lambda f: f["type"] == "conversation" and f["conversation"]["unread_count"]
    )
    assert bodies(frames) == ["<p>on its way</p>"]
    assert frames[-1]["conversation"]["id"] == cid


async def test_what_was_missed_comes_first(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    cid = begun["conversation"]["id"]
    for number in range(3):
        await replied(messenger, cid, f"missed {number}", comment_id=number)
    ws = await ann.socket({cid: begun["part"]["seq"]})
    frames = await frames_until(ws, lambda f: f["type"] == "conversation")
    assert bodies(frames) == ["<p>missed 0</p>", "<p>missed 1</p>", "<p>missed 2</p>"]


async def test_a_conversation_without_a_cursor_is_named_and_its_parts_are_not_sent(messenger):
    ann = messenger.customer()
    await ann.boot()
    cid = (await ann.begin())["conversation"]["id"]
    ws = await ann.socket()
    frame = await ws.receive_json(timeout=5)
    assert (frame["type"], frame["conversation"]["id"]) == ("conversation", cid)
    assert "hello" in frame["conversation"]["last_part"]["body"]
    await replied(messenger, cid, "news")
    assert bodies(await frames_until(ws, says("news"))) == ["<p>news</p>"]


async def test_a_conversation_that_is_begun_elsewhere_arrives_whole(messenger):
    ann = messenger.customer()
    await ann.boot()
    ws = await ann.socket()
    begun = await ann.begin("from another tab")
    frames = await frames_until(ws, lambda f: f["type"] == "conversation")
    assert bodies(frames) == ["<p>from another tab</p>"]
    assert frames[-1]["conversation"]["id"] == begun["conversation"]["id"]


async def test_across_many_breaks_nothing_is_lost_and_nothing_doubled(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    cid, cursor = begun["conversation"]["id"], begun["part"]["seq"]
    total, got = 60, []

    async def agent():
        for number in range(total):
            await replied(messenger, cid, f"number {number}.", comment_id=number)

    async def browser():
        nonlocal cursor
        while len(got) < total:
            ws = await ann.socket({cid: cursor})
            for _ in range(7):  # then the line breaks in the middle of whatever comes
                frame = await ws.receive_json(timeout=5)
                if frame["type"] == "part":
                    got.append(frame["part"]["body"])
                    cursor = frame["part"]["seq"]
                if len(got) == total:
                    break
            ws._response.connection.transport.abort()

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(agent(), name="agent")
        group.create_task(browser(), name="browser")
    assert got == [f"<p>number {number}.</p>" for number in range(total)]


async def test_two_sockets_of_one_contact_hear_the_same(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    cid, cursors = begun["conversation"]["id"], {begun["conversation"]["id"]: begun["part"]["seq"]}
    one, two = await ann.socket(cursors), await ann.socket(cursors)
    await replied(messenger, cid, "to both")
    for ws in (one, two):
        assert bodies(await frames_until(ws, says("to both"))) == ["<p>to both</p>"]


async def test_other_peoples_conversations_are_never_pushed(messenger):
    ann, eve = messenger.customer(), messenger.customer()
    await ann.boot()
    await eve.boot()
    cid = (await ann.begin("secret"))["conversation"]["id"]
    ws = await eve.socket({cid: 0})
    await ws.send_json({"type": "cursors", "cursors": {cid: 0, "cnv_unknown": 3}})
    await replied(messenger, cid, "secret too")
    own = await eve.begin("mine")
    frames = await frames_until(ws, lambda f: f["type"] == "conversation")
    assert {f.get("conversation_id", own["conversation"]["id"]) for f in frames} == {
        own["conversation"]["id"]
    }


async def test_a_cursor_that_moves_back_brings_the_parts_again(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin("the first")
    cid = begun["conversation"]["id"]
    ws = await ann.socket()
    await ws.send_json({"type": "cursors", "cursors": {cid: 0}})
    assert bodies(await frames_until(ws, says("the first"))) == ["<p>the first</p>"]


async def test_a_cursor_beyond_the_end_hides_nothing(messenger):
    ann = messenger.customer()
    await ann.boot()
    cid = (await ann.begin())["conversation"]["id"]
    ws = await ann.socket({cid: 10_000})
    await replied(messenger, cid, "still heard")
    assert bodies(await frames_until(ws, says("still heard"))) == ["<p>still heard</p>"]


async def test_growing_texts_and_typing_are_passed_on(messenger):
    ann = messenger.customer()
    await ann.boot()
    cid = (await ann.begin())["conversation"]["id"]
    ws = await ann.socket()
    await frames_until(ws, lambda f: f["type"] == "conversation")
    await ann.call("POST", f"/messenger/conversations/{cid}/typing", 204, json={})  # his own: not echoed
    contact = ann.contact["id"]
    messenger.live.publish(contact, Typing(conversation_id=cid, author="agent", active=True))
    messenger.live.publish(contact, Chunk(conversation_id=cid, stream_id="str_1", text="It is"))
    assert await ws.receive_json(timeout=5) == {
        "type": "typing",
        "conversation_id": cid,
        "author": "agent",
        "active": True,
    }
    assert await ws.receive_json(timeout=5) == {
        "type": "chunk",
        "conversation_id": cid,
        "stream_id": "str_1",
        "text": "It is",
    }


async def test_a_follower_that_fell_behind_reads_the_rest_from_the_log(messenger):
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    cid = begun["conversation"]["id"]
    ws = await ann.socket({cid: begun["part"]["seq"]})
    await asyncio.gather(
        *(replied(messenger, cid, f"number {number}.", comment_id=number) for number in range(300))
    )
    got = []
    while len(got) < 300:
        frame = await ws.receive_json(timeout=5)
        if frame["type"] == "part":
            got.append(frame["part"]["seq"])
    assert got == sorted(set(got))


@pytest.mark.parametrize(
    "first",
    [
        "not json",
        "[]",
        "{}",
        json.dumps({"type": "hello"}),
        json.dumps({"type": "hello", "session": 7}),
        json.dumps({"type": "hello", "session": "s", "cursors": []}),
        json.dumps({"type": "hello", "session": "s", "cursors": {"cnv_x": "1"}}),
        json.dumps({"type": "hello", "session": "s", "cursors": {"cnv_x": -1}}),
        json.dumps({"type": "cursors", "cursors": {}}),
    ],
)
async def test_a_wrong_first_frame_ends_the_socket(messenger, first):
    ws = await messenger.client.ws_connect("/messenger/socket")
    await ws.send_str(first)
    assert await closed_with(ws) == 1008


async def test_a_binary_first_frame_ends_the_socket(messenger):
    ws = await messenger.client.ws_connect("/messenger/socket")
    await ws.send_bytes(b"\x00")
    assert await closed_with(ws) == 1008


@pytest.mark.parametrize("session", ["", "ses_wrong", "x" * 500])
async def test_an_unknown_session_ends_the_socket(messenger, session):
    ws = await messenger.client.ws_connect("/messenger/socket")
    await ws.send_json({"type": "hello", "session": session})
    assert await closed_with(ws) == 4401


async def test_a_session_in_the_address_is_not_looked_at(messenger):
    ann = messenger.customer()
    await ann.boot()
    ws = await messenger.client.ws_connect(f"/messenger/socket?session={ann.session}")
    await ws.send_json({"type": "hello", "session": "ses_wrong"})
    assert await closed_with(ws) == 4401


async def test_a_socket_that_says_nothing_is_ended(make_messenger):
    messenger = await make_messenger(hello_s=0.05)
    ws = await messenger.client.ws_connect("/messenger/socket")
    assert await closed_with(ws) == 4401


async def test_a_wrong_or_too_long_later_frame_ends_the_socket(messenger):
    ann = messenger.customer()
    await ann.boot()
    for frame, code in (("nonsense", 1008), ("x" * 70_000, 1009)):
        ws = await ann.socket()
        await ws.send_str(frame)
        assert await closed_with(ws) == code


async def test_a_flood_of_frames_ends_the_socket(messenger):
    ann = messenger.customer()
    await ann.boot()
    ws = await ann.socket()
    for _ in range(200):
        await ws.send_json({"type": "cursors", "cursors": {}})
    assert await closed_with(ws) == 1008


async def test_one_contact_has_so_many_sockets_and_no_more(make_messenger):
    messenger = await make_messenger(connections=2)
    ann, bob = messenger.customer(), messenger.customer()
    await ann.boot()
    await bob.boot()
    first, _second = await ann.socket(), await ann.socket()
    third = await messenger.client.ws_connect("/messenger/socket")
    await third.send_json({"type": "hello", "session": ann.session})
    assert await closed_with(third) == 1013
    await bob.socket()
    await first.close()

    async def room():
        ws = await messenger.client.ws_connect("/messenger/socket")
        await ws.send_json({"type": "hello", "session": ann.session})
        message = await ws.receive(timeout=5)
        return message.type is aiohttp.WSMsgType.TEXT

    await until(room)


async def test_at_a_restart_clients_are_told_to_come_back(messenger):
    ann = messenger.customer()
    await ann.boot()
    ws = await ann.socket()
    async with asyncio.timeout(5):
        closing = asyncio.ensure_future(messenger.app.shutdown())
        assert await closed_with(ws) == 1001
        await closing


async def test_compression_is_not_agreed_on(messenger):
    ws = await messenger.client.ws_connect("/messenger/socket", compress=15)
    assert ws.compress == 0


async def test_an_ordinary_request_to_the_socket_is_400(messenger):
    async with messenger.client.get("/messenger/socket") as response:
        assert response.status == 400
        assert (await response.json())["type"] == "error.list"
