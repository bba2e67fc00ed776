"""What one connection is told, when the log and the live feed overlap in every way."""

import pytest

from bridge.channels.messenger.feed import Feed
from bridge.runtime import log
from bridge.runtime.live import Change, Lagging
from tests.edges.messenger_server import bodies
from tests.edges.test_conversations import replied


@pytest.fixture
async def talk(messenger):
    """A conversation, and every change that happens in it from now on."""
    ann = messenger.customer()
    await ann.boot()
    begun = await ann.begin()
    messenger.contact_id = ann.contact["id"]
    messenger.cid = begun["conversation"]["id"]
    messenger.first = begun["part"]["seq"]
    messenger.follower = messenger.live.follow(messenger.contact_id)
    yield messenger
    messenger.follower.close()


async def change(talk, number):
    await replied(talk, talk.cid, f"number {number}", comment_id=number)
    return await anext(talk.follower)


def feed(talk):
    return Feed(talk.store, talk.contact_id, {talk.cid: talk.first})


async def test_what_came_by_the_log_is_not_told_again(talk):
    one = await change(talk, 1)
    told = feed(talk)
    assert bodies(await told.backlog()) == ["<p>number 1</p>"]
    assert await told.told(one) == []


async def test_a_change_that_was_lost_on_the_way_is_read_from_the_log(talk):
    told = feed(talk)
    await told.backlog()
    await change(talk, 1)
    three = await change(talk, 2)
    assert bodies(await told.told(three)) == ["<p>number 1</p>", "<p>number 2</p>"]


async def test_changes_in_the_wrong_order_are_told_in_the_right_one(talk):
    told = feed(talk)
    await told.backlog()
    one, two = await change(talk, 1), await change(talk, 2)
    frames = [*await told.told(two), *await told.told(one)]
    assert bodies(frames) == ["<p>number 1</p>", "<p>number 2</p>"]
    assert frames[-1]["conversation"]["unread_count"] == 2


async def test_after_lagging_the_rest_is_read(talk):
    told = feed(talk)
    await told.backlog()
    await change(talk, 1)
    two = await change(talk, 2)
    assert bodies(await told.told(Lagging())) == ["<p>number 1</p>", "<p>number 2</p>"]
    assert await told.told(two) == []


async def test_a_state_that_is_newer_than_the_one_in_the_backlog_is_told(talk):
    """The list was read, then a turn came, then the lines were read: the lines are told, the state is old."""
    before = await log.conversation(talk.store, talk.cid)
    told = feed(talk)
    await told.backlog()
    one = await change(talk, 1)
    assert isinstance(one, Change)
    await told.rewound({talk.cid: 0})  # reads all lines, tells no state
    frames = await told.told(one)
    assert bodies(frames) == []
    assert frames[-1]["conversation"]["unread_count"] == before.unread + 1
