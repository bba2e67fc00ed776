"""What one process commits, the followers of another hear within a moment."""

import asyncio
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bridge.runtime import news, schema
from bridge.runtime.deliveries import Deliveries, Understood
from bridge.runtime.elsewhere import Elsewhere
from bridge.runtime.live import Change, Chunk, Lagging, Typing
from bridge.runtime.store import Store
from tests.runtime.world import ANN, Performs, World, rows, running, until

OTHER = """
import asyncio, sys
from bridge.runtime.elsewhere import Elsewhere
from bridge.runtime.store import Store
from tests.runtime.world import World

async def main(url):
    store = await Store.open(url)
    world = World(store)
    elsewhere = Elsewhere(store, world.live, world.turns)
    for n in range(3):
        await world.says("cnv_1", f"word {n}")
    await elsewhere.close()
    await store.close()

asyncio.run(main(sys.argv[1]))
"""


@asynccontextmanager
async def process(url):
    """What a process has: a store, a world, and an ear for the others."""
    store = await Store.open(url)
    world = World(store)
    elsewhere = world.elsewhere = Elsewhere(store, world.live, world.turns)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(elsewhere.run(stop), name="elsewhere")
        try:
            follower = world.live.follow(ANN.id)
            async with asyncio.timeout(10):
                assert await anext(follower) == Lagging()  # it hears from now on
            follower.close()
            yield world
        finally:
            stop.set()
            await task
            await elsewhere.close()
            await store.close()


def embedded(folder):
    url = f"sqlite:///{folder}/bridge.db"
    schema.migrate(url)
    return url


async def lines(follower, count):
    """The next lines; one that was read together with an earlier one comes again, as a feed knows."""
    told = []
    async with asyncio.timeout(10):
        while len(told) < count:
            item = await anext(follower)
            assert isinstance(item, Change)
            told += [line for line in item.lines if line not in told]
    return told


async def test_followers_of_one_hear_what_the_other_commits(database_url):
    async with process(database_url) as web, process(database_url) as worker:
        follower = web.live.follow(ANN.id)
        said = await worker.says("cnv_1", "hello")
        begun = time.monotonic()
        assert await lines(follower, 1) == list(said.lines)
        assert time.monotonic() - begun < 1.0
        for n in range(20):
            await worker.says("cnv_1", f"word {n}")
        assert [line.seq for line in await lines(follower, 20)] == list(range(2, 22))


async def test_followers_hear_a_process_of_its_own(database_url):
    async with process(database_url) as web:
        follower = web.live.follow(ANN.id)
        root = Path(__file__).parents[2]
        other = await asyncio.create_subprocess_exec(sys.executable, "-c", OTHER, database_url, cwd=root)
        assert [line.entry.body.text for line in await lines(follower, 3)] == ["word 0", "word 1", "word 2"]
        assert await other.wait() == 0


async def test_our_own_turns_are_told_once(database_url):
    async with process(database_url) as web, process(database_url) as worker:
        follower = web.live.follow(ANN.id)
        await web.says("cnv_1", "mine")
        await worker.says("cnv_2", "theirs")
        told = await lines(follower, 2)
        assert [line.entry.body.text for line in told] == ["mine", "theirs"]


async def test_the_state_is_told_too_where_there_are_no_lines(database_url):
    async with process(database_url) as web, process(database_url) as worker:
        follower = web.live.follow(ANN.id)
        await worker.says("cnv_1", "hello")
        await lines(follower, 1)
        async with asyncio.timeout(5):
            bare = await anext(follower)
        assert (bare.conversation.id, bare.lines) == ("cnv_1", ())


async def test_nothing_is_read_for_whom_nobody_follows(database_url):
    async with process(database_url) as web, process(database_url) as worker:
        other = web.live.follow("con_other")
        follower = web.live.follow(ANN.id)
        await worker.says("cnv_1", "hello")
        await lines(follower, 1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(other), 0.01)


async def test_on_postgres_a_lost_connection_is_made_again_and_all_read_again(postgres_url):
    async with process(postgres_url) as web, process(postgres_url) as worker:
        follower = web.live.follow(ANN.id)
        ears = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"
        await rows(worker.store, ears, name="messenger-bridge-news")
        async with asyncio.timeout(10):
            assert await anext(follower) == Lagging()
        await worker.says("cnv_lost", "hello")
        assert [line.entry.body.text for line in await lines(follower, 1)] == ["hello"]


async def test_what_could_not_be_sent_makes_the_others_read_again(postgres_url):
    async with process(postgres_url) as web, process(postgres_url) as worker:
        follower = web.live.follow(ANN.id)
        sender = news.Sender(worker.store)
        sender.send([news.News(contact_id="x" * 9000, conversation_id="cnv_1", after=0)])  # too long to send
        async with asyncio.timeout(10):
            assert await anext(follower) == Lagging()
        await sender.sent()


async def test_rows_that_went_before_they_were_read_make_all_read_again(tmp_path):
    async with process(embedded(tmp_path)) as web:
        follower = web.live.follow(ANN.id)
        insert = text(
            "INSERT INTO changes (position, contact_id, conversation_id, after, origin)"
            " VALUES (70, 'con_ann', 'cnv_1', 0, 'another')"
        )
        await web.store.write(lambda conn: conn.execute(insert) and None)
        async with asyncio.timeout(10):
            assert await anext(follower) == Lagging()


async def test_rows_go_when_all_have_had_time_to_read_them(tmp_path):
    store = await Store.open(embedded(tmp_path))
    world = World(store)
    forget = news.forgetting(store)
    await world.says("cnv_1", "one")
    await forget()
    await world.says("cnv_1", "two")
    assert len(await rows(store, "SELECT 1 FROM changes")) == 2
    await forget()
    assert len(await rows(store, "SELECT 1 FROM changes")) == 1
    await forget()
    assert await rows(store, "SELECT 1 FROM changes") == []
    await world.says("cnv_1", "three")
    (left,) = await rows(store, "SELECT position FROM changes")
    assert left.position == 3
    await store.close()


async def test_a_worker_goes_to_work_at_once_for_a_turn_of_another_process(database_url):
    performs = Performs()
    async with process(database_url) as web, process(database_url) as worker:
        outbox = worker.outbox(performs)
        worker.elsewhere.on_news(outbox.wake)
        async with running(outbox):
            for n in range(8):
                begun = time.monotonic()
                await web.says("cnv_1", "think")
                await until(lambda n=n: len(performs.attempts) == n + 1)
                if time.monotonic() - begun < 0.7:
                    return
    pytest.fail("it always waited for the worker's own look, once a second")


async def test_a_worker_hears_of_deliveries(database_url):
    async def nothing(_batch):
        return Understood(verdict="done")

    async with process(database_url) as web, process(database_url) as worker:
        heard = asyncio.Event()
        worker.elsewhere.on_news(heard.set)
        deliveries = Deliveries(web.store, web.clock, nothing, turns=web.turns)
        deliveries.on_kept(web.elsewhere.work_waits)
        await deliveries.keep("zendesk", "a", "ticket:1", b"{}")
        async with asyncio.timeout(10):
            await heard.wait()


def chunk(text):
    return Chunk(conversation_id="cnv_1", stream_id="str_1", text=text)


async def test_a_text_that_grows_in_one_is_seen_in_the_other(database_url):
    async with process(database_url) as web, process(database_url) as worker:
        follower = web.live.follow(ANN.id)
        for n in range(50):
            worker.live.publish(ANN.id, chunk("wörd " * n))
        typing = Typing(conversation_id="cnv_1", author="agent", active=True)
        worker.live.publish(ANN.id, typing)
        async with asyncio.timeout(5):
            assert await anext(follower) == chunk("wörd " * 49), "the newest alone"
            assert await anext(follower) == typing
        await worker.says("cnv_1", "done")
        assert [line.entry.body.text for line in await lines(follower, 1)] == ["done"]


async def test_what_grew_is_told_no_more_once_it_is_done(database_url):
    async with process(database_url) as web, process(database_url) as worker:
        follower = web.live.follow(ANN.id)
        worker.live.publish(ANN.id, chunk("half a wo"))
        await worker.says("cnv_1", "half a word")
        assert [line.entry.body.text for line in await lines(follower, 1)] == ["half a word"]
        worker.live.publish(ANN.id, chunk("the next"))
        async with asyncio.timeout(5):
            while isinstance(told := await anext(follower), Change):
                pass
        assert told == chunk("the next")


async def test_a_text_too_long_for_a_notification_comes_when_it_is_whole(database_url):
    async with process(database_url) as web, process(database_url) as worker:
        follower = web.live.follow(ANN.id)
        worker.live.publish(ANN.id, chunk("ö" * 5_000))
        await worker.says("cnv_1", "done")
        assert [line.entry.body.text for line in await lines(follower, 1)] == ["done"]


async def test_a_session_that_ends_in_one_ends_in_the_other(database_url):
    async with process(database_url) as web, process(database_url) as other:
        mine, another = web.live.follow(ANN.id, "ses_1"), web.live.follow(ANN.id, "ses_2")
        other.live.kick(ANN.id, "ses_1")
        async with asyncio.timeout(5):
            assert await anext(mine, None) is None
        other.live.kick(ANN.id, None)
        async with asyncio.timeout(5):
            assert await anext(another, None) is None
        assert not web.live.is_online(ANN.id)


async def test_what_is_seen_here_is_not_told_elsewhere(tmp_path):
    async with process(embedded(tmp_path)) as web:
        follower = web.live.follow(ANN.id)
        web.live.publish(ANN.id, chunk("mine"))
        assert await anext(follower) == chunk("mine")
        await web.says("cnv_1", "done")
        assert [row.aside for row in await rows(web.store, "SELECT aside FROM changes")] == [None]
