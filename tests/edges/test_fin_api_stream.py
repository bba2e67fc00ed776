"""`GET /fin/events`: what streams, what opens a stream, and when it is over."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bridge.app import built
from bridge.channels.fin_api.stream_tokens import StreamTokens
from bridge.channels.fin_api.talking import conversation_of
from bridge.core.conversation.state import Conversation
from bridge.core.words.values import Caller as Speaker
from bridge.core.words.values import Channel, Contact
from bridge.runtime import schema
from bridge.runtime.clock import ManualClock, SystemClock
from bridge.runtime.live import Chunk
from bridge.runtime.store import Store
from tests.edges.fin_api_alone import START, Alone
from tests.edges.fin_api_server import KEYS, QUESTION, TOKEN, Caller, calling, running, settings_of, words
from tests.edges.fin_api_stream import reading, status_of
from tests.handoff.world import eventually
from tests.model_server import Script
from tests.model_server import running as model_running


@pytest.fixture
async def caller(tmp_path):
    async with calling(tmp_path) as one:
        yield one


async def test_a_stream_brings_what_a_listener_is_told_and_ends_when_fin_waits(caller: Caller) -> None:
    url = (await caller.start())["sse_subscription_url"]
    async with reading(caller.http, url) as reader:
        streamed = await reader.all()
    told = await caller.told("fin_replied", "awaiting_user_reply")
    for one in told:
        del one["id"]
    assert streamed == told
    assert b"event:" not in reader.raw
    assert await status_of(caller.http, url) == 401, "the token is not good any more"
    url = (await caller.reply("that helped, thank you"))["sse_subscription_url"]
    async with reading(caller.http, url) as reader:
        assert words(await reader.all()) == ["fin_replied", "resolved", "complete"]


async def test_who_opens_it_late_is_told_what_happened_since(caller: Caller) -> None:
    url = (await caller.start())["sse_subscription_url"]
    await caller.told("fin_replied", "awaiting_user_reply")
    async with reading(caller.http, url) as reader:
        assert words(await reader.all()) == ["fin_replied", "awaiting_user_reply"]


async def test_who_comes_back_goes_on_where_he_was(caller: Caller) -> None:
    url = (await caller.start())["sse_subscription_url"]
    async with reading(caller.http, url) as reader:
        await reader.until("fin_replied")
        place = reader.last_id
    async with reading(caller.http, url, **{"Last-Event-ID": place}) as reader:
        assert words(await reader.all()) == ["awaiting_user_reply"]
    assert await status_of(caller.http, url, **{"Last-Event-ID": reader.last_id}) == 401


async def test_an_old_version_is_told_in_its_own_words(caller: Caller) -> None:
    caller.version = "2.15"
    url = (await caller.start())["sse_subscription_url"]
    async with reading(caller.http, url) as reader:
        [event] = await reader.all()
    assert (event["event_name"], event["status"]) == ("fin_replied", "awaiting_user_reply")
    caller.version = "Preview"
    await caller.reply("And how do I track it?")
    events = await caller.told("fin_replied", "fin_replied", "awaiting_user_reply")
    assert [one["status"] for one in events] == ["awaiting_user_reply", "replying", "awaiting_user_reply"]


async def test_an_ask_streams_to_its_end(caller: Caller) -> None:
    answer = await caller.post("/fin/ask", caller.body(QUESTION))
    assert answer["status"] == "thinking"
    async with reading(caller.http, answer["sse_subscription_url"]) as reader:
        assert words(await reader.all()) == ["fin_replied", "resolved", "complete"]
    assert "Please use /reply" in await caller.refused("/fin/ask", caller.body("once more"))
    answer = await caller.reply("And how do I track it?")
    async with reading(caller.http, answer["sse_subscription_url"]) as reader:
        assert "awaiting_user_reply" not in words(await reader.all()), "it stays one question, one answer"


async def test_ask_names_what_is_missing_in_its_own_words(caller: Caller) -> None:
    body = caller.body("hi")
    said = await caller.refused("/fin/ask", {**body, "conversation_id": None})
    assert said == "External Conversation ID is required"
    assert await caller.refused("/fin/ask", {**body, "user": {"name": "x"}}) == "User ID is required"
    assert await caller.refused("/fin/ask", {**body, "user": None}) == "User ID is required"


async def test_the_rating_that_is_asked_for_comes_before_the_end_of_the_stream(tmp_path) -> None:
    async with calling(tmp_path, ask_rating=True) as caller:
        await caller.start()
        await caller.told("fin_replied", "awaiting_user_reply")
        url = (await caller.reply("that helped, thank you"))["sse_subscription_url"]
        async with reading(caller.http, url) as reader:
            events = await reader.all()
        assert words(events) == ["fin_replied", "resolved", "complete", "csat_requested"]
        options = events[-1]["csat"]["options"]
        assert [one["key"] for one in options] == ["terrible", "bad", "ok", "good", "amazing"]


async def test_nothing_but_its_own_token_opens_a_stream(caller: Caller) -> None:
    url = (await caller.start())["sse_subscription_url"]
    await caller.start(conversation="ext-2")
    query = parse_qs(urlsplit(url).query)
    [token] = query["accessToken"]
    base = f"{caller.base}/fin/events?channels=fin_agent_api:demo"
    forged = StreamTokens(["another key"], "demo", caller.base, SystemClock().now)
    theirs = forged.address(await caller.state(), after=0, rewinds=True)
    head, body, mac = token.split(".")
    for bad in (
        f"{base}:ext-1",
        f"{base}:ext-1&accessToken=",
        f"{base}:ext-2&accessToken={token}",
        f"{base}:ext-1&accessToken={head}.{body}.",
        f"{base}:ext-1&accessToken={head}.{body}x.{mac}",
        f"{base}:ext-1&accessToken=eyJhbGciOiJub25lIn0.{body}.",
        theirs,
    ):
        assert await status_of(caller.http, bad) == 401, bad
    assert await status_of(caller.http, url.replace("rewind=2m", "rewind=soon")) == 400
    assert await status_of(caller.http, url) == 200


def test_a_token_lives_three_minutes_and_for_one_workspace() -> None:
    clock = ManualClock(START)
    tokens = StreamTokens(["new", "old"], "demo", "https://m.example", clock.now)
    older = StreamTokens(["old"], "demo", "https://m.example", clock.now)
    other = StreamTokens(["new"], "shop", "https://m.example", clock.now)
    token = _token(older)
    assert tokens.read(token).after == 7
    with pytest.raises(ValueError, match="workspace"):
        other.read(_token(tokens))
    clock.advance(179)
    assert tokens.read(token).expires_at == START + timedelta(minutes=3)
    clock.advance(1)
    with pytest.raises(ValueError, match="late"):
        tokens.read(token)
    for rubbish in ("", ".", "a.b.c", "é.é.é", "a" * 9000):
        with pytest.raises(ValueError):  # noqa: PT011 - each of them, whatever is wrong
            tokens.read(rubbish)


async def test_a_text_that_grows_is_shown_and_then_replaced(tmp_path) -> None:
    answer = Script(pieces=["Yes, ", "three ", "working days [1]."], between_s=0.1)
    async with model_running(answer) as model:
        llm = {"base_url": model.url, "api_key": "sk-test", "model": "m-1", "timeout": 3}
        async with calling(tmp_path, llm=llm) as caller:
            url = (await caller.start())["sse_subscription_url"]
            async with reading(caller.http, url) as reader:
                events = await reader.all()
            _grows(events)
            told = await caller.told("fin_replied", "awaiting_user_reply")
            assert told[0]["stream_id"] == events[0]["stream_id"]
            assert "fin_reply_chunk" not in words(told), "growing text is not posted"


async def test_a_stream_hears_what_another_process_does(tmp_path) -> None:
    answer = Script(pieces=["Yes, ", "three ", "working ", "days [1]."], between_s=0.25)
    async with model_running(answer) as model:
        llm = {"base_url": model.url, "api_key": "sk-test", "model": "m-1", "timeout": 5}
        settings = settings_of(tmp_path, llm=llm)
        async with running(settings, works=False), built(settings, KEYS) as worker:
            stop = asyncio.Event()
            async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as tasks:
                caller = Caller(settings.base_url, http)
                url = (await caller.start())["sse_subscription_url"]
                async with reading(http, url) as reader:
                    tasks.create_task(worker.outbox.run(stop))
                    events = await reader.all()
                stop.set()
            _grows(events)
            assert words(events)[-2:] == ["fin_replied", "awaiting_user_reply"]


def _grows(events: list[dict]) -> None:
    chunks = [one for one in events if one["event_name"] == "fin_reply_chunk"]
    replied = next(one for one in events if one["event_name"] == "fin_replied")
    assert chunks
    assert [one["chunk_index"] for one in chunks] == list(range(len(chunks)))
    texts = [one["chunk_text"] for one in chunks]
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))
    assert {one["stream_id"] for one in chunks} == {replied["stream_id"]}
    assert len(bytes.fromhex(replied["stream_id"])) == 16
    assert all("user_id" not in one and "message" not in one for one in chunks)
    assert "working days" in replied["message"]["body"]
    assert events.index(replied) > events.index(chunks[-1])


@pytest.fixture
async def alone(aiohttp_client, tmp_path):
    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)

    async def make(**options):
        made = Alone(store, **options)
        made.client = await aiohttp_client(made.app)
        message = {"author": "user", "body": "hi"}
        body = {"conversation_id": "ext-1", "message": message, "user": {"id": "42"}}
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with made.client.post("/fin/start", json=body, headers=headers) as response:
            made.url = (await response.json())["sse_subscription_url"]
        state = await store.read(lambda conn: conn.exec_driver_sql("SELECT id FROM contacts").scalar())
        made.contact = state
        return made

    yield make
    await store.close()


async def test_a_reader_who_takes_nothing_is_cut_off(alone) -> None:
    one = await alone(write_s=0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", one.client.port, limit=1024)
    writer.write(f"GET {one.url} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await eventually(_true(lambda: one.live.is_online(one.contact)), "never followed")
    text = "x" * 400_000
    for n in range(200):
        chunk = Chunk(conversation_id=conversation_of("ext-1"), stream_id="a" * 32, text=f"{n}{text}")
        one.live.publish(one.contact, chunk)
    await eventually(_true(lambda: not one.live.is_online(one.contact)), "never cut off")
    writer.close()
    assert reader is not None


async def test_a_stream_says_that_it_is_alive_and_ends_with_its_token(alone) -> None:
    one = await alone(ping_s=0.05)
    async with one.client.get(one.url) as response:
        assert await response.content.readline() == b": still here\n"
        one.clock.advance(181)
        async with asyncio.timeout(15):
            await response.content.read()
    await eventually(_true(lambda: not one.live.is_online(one.contact)), "never left")
    async with one.client.get(one.url) as response:
        assert response.status == 401


async def test_one_conversation_has_so_many_streams_and_no_more(alone) -> None:
    one = await alone(streams=2)
    async with one.client.get(one.url) as first, one.client.get(one.url) as second:
        assert (first.status, second.status) == (200, 200)
        async with one.client.get(one.url) as third:
            assert third.status == 429
            assert third.headers["Retry-After"]


async def test_a_stop_ends_open_streams(alone) -> None:
    one = await alone()
    async with one.client.get(one.url) as response:
        assert response.status == 200
        await one.app.shutdown()
        async with asyncio.timeout(15):
            assert await response.content.read() == b""


def _true(ask):
    async def so() -> bool:
        return ask()

    return so


def _token(tokens: StreamTokens) -> str:
    ada = Contact(id="con_a", role="user", verified=True, external_id="42", name="Ada")
    c = Conversation(
        id="cnv_1",
        contact=ada,
        channel=Channel.API,
        created_at=START,
        updated_at=START,
        caller=Speaker(conversation="ext-1", user="42"),
    )
    url = tokens.address(c, after=7, rewinds=False)
    return parse_qs(urlsplit(url).query)["accessToken"][0]
