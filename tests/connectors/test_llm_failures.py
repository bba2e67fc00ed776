"""Model servers that are late, broken, cut off or hostile: who is asked next, and what the caller is told."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import time
from typing import Any

import pytest

from connectors.failures import NotSent, OutsideFailure, Refused, Unsure
from connectors.llm import REST_S, Endpoint, Models
from connectors.model.gathering import ARGUMENTS_LONGEST, CALLS_MOST, TEXT_LONGEST
from connectors.model.wire import ANSWER_BYTES
from tests.connectors.outside import raw_server
from tests.connectors.test_llm import KEY, WAYS, asking, replied, talking_to
from tests.model_server import Script, asks_for, fails, hangs, in_turn, running, says

STREAM = {"content_type": "text/event-stream"}
HTML = Script(body=b"<html>Sign in</html>", content_type="text/html")
NO_EVENT = Script(body=b"data: hello\n\n", **STREAM)
BROKEN_OFF = Script(body=b'data: {"error": {"message": "overloaded", "code": "server_error"}}\n\n', **STREAM)
AWAY = Script(status=302, headers={"Location": "http://localhost:9/v1"}, body=b"")
PACKED = Script(body=gzip.compress(b"0" * 1000), headers={"Content-Encoding": "gzip"})
HUGE = Script(body=b" " * (ANSWER_BYTES + 1))
EMPTY = Script(body=b"{}")


def _deaf_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


FAILURES: list[tuple[str, Script, type[OutsideFailure], str, int]] = [
    ("429", fails(429, headers={"Retry-After": "7"}), NotSent, "429 Too Many Requests", 1),
    ("503", fails(503), NotSent, "503 Service Unavailable", 1),
    ("529", fails(529), NotSent, "529", 1),
    ("500", fails(500), Unsure, "500 Internal Server Error", 2),
    ("500 and a huge page", Script(status=500, body=b"x" * 9_000_000), Unsure, "500", 2),
    ("400", fails(400, "context_length_exceeded"), Refused, "context_length_exceeded", 1),
    ("401", fails(401, "invalid_api_key"), Refused, "401 Unauthorized (invalid_api_key)", 1),
    ("404", fails(404, "model_not_found"), Refused, "model_not_found", 1),
    ("redirect", AWAY, Refused, "302 Found: it is not followed", 1),
    ("html", HTML, Refused, "no JSON", 1),
    ("an event that is none", NO_EVENT, Refused, "no JSON", 1),
    ("an empty object", EMPTY, Refused, "no answer", 1),
    ("packed", PACKED, Refused, "packed", 1),
    ("huge", HUGE, Refused, "more than", 1),
    ("an error in the stream", BROKEN_OFF, NotSent, "server_error", 1),
    ("cut at once", Script(pieces=["a"], ending="cut", cut_after=0), Unsure, "cut the connection", 2),
    ("cut in a call", asks_for("look_up", {"id": "1"}, ending="cut", cut_after=1), Unsure, "cut the", 2),
    ("an end without an end", Script(pieces=["a"], ending="closed"), Unsure, "broke its answer off", 2),
]


@pytest.mark.parametrize(
    ("script", "kind", "word", "spent"), [one[1:] for one in FAILURES], ids=[o[0] for o in FAILURES]
)
async def test_a_failure_says_what_it_is_and_nothing_of_the_servers(script, kind, word, spent):
    async with running(script) as server, asking(server) as models:
        with pytest.raises(kind) as told:
            await replied(models)
        assert type(told.value) is kind
        assert word in str(told.value)
        assert str(told.value).startswith("127.0.0.1:")
        assert len(server.asked) == spent
        if kind is NotSent:
            assert told.value.retry_after_s == (7 if "429" in word else None)


IN_EACH_WAY = [
    pytest.param(script, way, id=f"{name}-{'-'.join(map(str, way))}")
    for name, script, *_ in FAILURES
    for way in WAYS
    if way[1] or script.ending != "closed"  # a whole answer has no such end
]


@pytest.mark.parametrize(("script", "way"), IN_EACH_WAY)
async def test_whatever_failed_the_next_server_answers(script, way):
    if script is BROKEN_OFF and way[0] == "responses":
        script = Script(body=b'data: {"type": "error", "code": "server_error"}\n\n', **STREAM)
    more = {"api": way[0], "is_streamed": way[1]}
    async with running(script) as ill, running("Here.") as well, asking(ill, well, **more) as models:
        reply = await replied(models)
    assert (reply.text, reply.spent, reply.endpoint) == ("Here.", 2, 1)
    assert len(reply.missed) == 1


async def test_a_server_that_nobody_can_reach_is_passed_over():
    nobody = Endpoint(f"http://127.0.0.1:{_deaf_port()}/v1", KEY, "tiny")
    async with running("Here.") as well:
        async with Models([nobody, Endpoint(well.url, KEY, "tiny")], time.monotonic) as models:
            reply = await replied(models)
        assert (reply.text, reply.spent) == ("Here.", 2)
        assert "could not be reached" in reply.missed[0]
    async with Models([nobody], time.monotonic) as models:
        with pytest.raises(NotSent, match="could not be reached"):
            await replied(models)


async def test_servers_are_asked_in_order_and_three_times_at_most():
    async with (
        running(fails(500)) as one,
        running(fails(429)) as two,
        running(fails(500)) as three,
        running("Here.") as four,
        asking(one, two, three, four) as models,
    ):
        with pytest.raises(Unsure) as told:
            await replied(models)
        assert [len(server.asked) for server in (one, two, three, four)] == [1, 1, 1, 0]
        assert [str(told.value).count(word) for word in ("500 Internal", "429 Too")] == [2, 1]
        with pytest.raises(NotSent, match="429"):
            async with asking(two, one) as others:
                await replied(others, most_calls=1)


async def test_a_server_that_failed_by_chance_is_asked_once_more():
    scripts = in_turn(fails(500), says("Now."))
    async with running(scripts) as server, asking(server) as models:
        reply = await replied(models)
    assert (reply.text, reply.spent) == ("Now.", 2)


async def test_the_second_chance_comes_after_everybodys_first():
    by_chance = in_turn(fails(500), says("Now."))
    async with running(by_chance) as one, running(fails(429)) as two, asking(one, two) as models:
        reply = await replied(models)
    assert (reply.text, reply.spent, reply.endpoint) == ("Now.", 3, 0)


async def test_after_text_was_heard_no_other_server_begins_anew():
    told: list[str] = []
    script = Script(pieces=["It ", "is ", "late"], ending="cut", cut_after=2)
    async with running(script) as ill, running("Here.") as well, asking(ill, well) as models:
        with pytest.raises(Unsure, match="cut the connection"):
            await replied(models, on_text=told.append)
        assert told[-1] == "It is "
        assert well.asked == []
        reply = await replied(models)
    assert reply.text == "Here."


async def test_a_server_that_does_not_begin_leaves_time_for_the_next():
    async with running(hangs()) as late, running("Here.") as well, asking(late, well) as models:
        reply = await replied(models, deadline_s=1.2)
        assert (reply.text, reply.endpoint) == ("Here.", 1)
        assert 590 < reply.milliseconds < 1190
        assert "in time" in reply.missed[0]
    async with running(hangs()) as late, running("Here.") as well, asking(late, well, alive_s=0.1) as models:
        assert 90 < (await replied(models)).milliseconds < 1000


async def test_a_server_that_has_begun_may_take_all_the_time_that_is_left():
    script = says("one two three four five", between_s=0.1)
    async with running(script) as slow, running("Here.") as well, asking(slow, well) as models:
        assert (await replied(models, deadline_s=1.0)).text == "one two three four five"


async def test_a_model_that_thinks_before_it_speaks_is_alive():
    chunk = '{"choices": [{"delta": {%s}}]}'
    thought, word = chunk % '"reasoning_content": "Hm."', chunk % '"content": "Yes."'
    pieces = [f"data: {one}\n\n".encode() for one in (thought, word, "[DONE]")]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    async with raw_server(head + pieces[0], pieces[1], pieces[2], pause_s=0.3) as thinker, running() as other:
        endpoints = [Endpoint(f"http://{thinker}/v1", "", "tiny"), Endpoint(other.url, "", "tiny")]
        async with Models(endpoints, time.monotonic, alive_s=0.45) as models:
            reply = await replied(models)
    assert (reply.text, reply.endpoint, reply.missed) == ("Yes.", 0, ())
    assert reply.first_chunk_ms > 500


LATE = {
    "nothing comes": hangs(),
    "a body that never comes": Script(pieces=["a"], cut_after=0, ending="hang"),
    "it stops in the middle": Script(pieces=["It ", "is"], cut_after=1, ending="hang"),
    "it stops in a call": asks_for("look_up", {"id": 1}, cut_after=1, ending="hang"),
    "it drips for ever": Script(pieces=["."], is_endless=True, between_s=0.02),
    "everything is there but the end": Script(pieces=["It is."], cut_after=1, ending="hang"),
}


@pytest.mark.parametrize("script", LATE.values(), ids=LATE)
@pytest.mark.parametrize("servers", [1, 3])
async def test_the_deadline_is_kept(script, servers):
    async with running(script) as late, asking(*[late] * servers) as models:
        began = time.monotonic()
        with pytest.raises(Unsure, match="in time"):
            await replied(models, deadline_s=0.45, on_text=lambda _text: None)
        took = time.monotonic() - began
        assert 0.40 < took < 0.75
        assert len(late.asked) <= 3
        await _until(lambda: not late.open or late.answer.before_s)


async def test_a_caller_that_gives_up_leaves_no_connection():
    async with (
        running(Script(pieces=["."], is_endless=True, between_s=0.01)) as server,
        asking(server) as models,
    ):
        heard = asyncio.Event()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5) as limit:
                await replied(models, on_text=lambda _text: (heard.set(), limit.reschedule(0))[0])
        assert heard.is_set()
        await _until(lambda: not server.open)


async def test_an_endless_text_is_cut():
    async with running(Script(pieces=["x" * 4_000], is_endless=True)) as server, asking(server) as models:
        reply = await replied(models)
        assert (len(reply.text), reply.is_cut, reply.finish) == (TEXT_LONGEST, True, "cut")
        await _until(lambda: not server.open)


async def test_endless_arguments_are_cut_and_are_no_arguments():
    call = asks_for("look_up", '{"id": "' + "x" * 9_000)
    async with running(call) as server, asking(server) as models:
        assert not (await replied(models)).is_cut
        server.answer = asks_for("look_up", '{"id": "' + "x" * 90_000 + '"}')
        reply = await replied(models)
    assert (reply.is_cut, reply.calls[0].arguments, len(reply.calls[0].raw)) == (
        True,
        None,
        ARGUMENTS_LONGEST,
    )


async def test_a_hundred_calls_are_cut():
    script = Script(calls=[("look_up", {"n": n}) for n in range(100)])
    async with running(script) as server, asking(server) as models:
        reply = await replied(models)
    assert (len(reply.calls), reply.is_cut) == (CALLS_MOST, True)


async def test_endless_events_that_say_nothing_are_cut_by_the_deadline_or_by_their_size():
    filler = b": " + b"x" * 60_000 + b"\n\n"
    body = filler * (ANSWER_BYTES // len(filler) + 2)
    async with (
        running(Script(body=body, content_type="text/event-stream")) as server,
        asking(server) as models,
    ):
        with pytest.raises(Refused, match="more than"):
            await replied(models)


async def test_a_line_that_never_ends_is_cut_by_its_size():
    script = Script(body=b"data: " + b"x" * ANSWER_BYTES, content_type="text/event-stream")
    async with running(script) as server, asking(server) as models:
        began = time.monotonic()
        with pytest.raises(Refused, match="more than"):
            await replied(models)
        assert time.monotonic() - began < 2


NO_HTTP = [
    b"SSH-2.0-OpenSSH_9.6\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    b"HTTP/1.1 999 What\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe\r\nX: \xe4\r\n\r\n\xff",
    b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 9_000 + b"\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\n" + b"X-A: a\r\n" * 3_000 + b"\r\n{}",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n{}",
    b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.1 304 Not Modified\r\n\r\n",
    b"HTTP/1.1 301 Moved\r\nLocation: \xff://\r\n\r\n",
    b'HTTP/1.1 500 \r\nContent-Type: application/json; charset=nope\r\n\r\n{"error": "\xff"}',
    b"HTTP/1.1 400 \r\nContent-Type: application/json\r\n\r\n" + b"[" * 9_000,
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: " + b"[" * 9_000 + b"\n\n",
    b"",
]


@pytest.mark.parametrize("said", NO_HTTP)
async def test_whatever_comes_over_the_line_is_one_of_our_failures(said):
    async with raw_server(said) as host, talking_to(f"http://{host}/v1") as models:
        with pytest.raises(OutsideFailure) as told:
            await replied(models, most_calls=1, deadline_s=2)
        assert "in time" not in str(told.value)


NO_ANSWER = [
    {"choices": None},
    {"choices": [None]},
    {"choices": [{"delta": [], "finish_reason": 7}]},
    {"choices": [{"message": {"content": 5, "tool_calls": "no"}}]},
    {"choices": [{"message": {"tool_calls": [None, 5, {}, {"function": "x"}]}}]},
    {"choices": {}, "usage": [], "model": []},
    {"output": [None, 5, {"type": "message", "content": 5}], "status": None},
    {"output": "x", "status": [], "usage": {"input_tokens": -1}},
    {"type": []},
]


@pytest.mark.parametrize("said", NO_ANSWER, ids=range(len(NO_ANSWER)))
@pytest.mark.parametrize("way", WAYS, ids=["-".join(map(str, one)) for one in WAYS])
async def test_json_of_another_shape_is_no_answer(said, way):
    more = {"api": way[0], "is_streamed": way[1]}
    data = json.dumps(said).encode()
    async with running(Script(body=data)) as server, asking(server, **more) as models:
        with pytest.raises(Refused, match="no answer"):
            await replied(models)
        server.answer = Script(body=b"data: " + data + b"\n\n", content_type="text/event-stream")
        with pytest.raises(Unsure, match="broke"):
            await replied(models, most_calls=1)


async def test_a_server_that_keeps_failing_is_left_alone_for_a_while():
    now = [0.0]
    async with running(fails(503)) as server, asking(server, monotonic=lambda: now[0]) as models:
        for _ in range(7):
            with pytest.raises(NotSent):
                await replied(models)
        assert len(server.asked) == 5
        now[0] += 31
        server.answer = says("Back.")
        assert (await replied(models)).text == "Back."


async def test_what_on_text_raises_is_the_callers_own():
    def no(_text: str) -> None:
        raise LookupError("mine")

    async with running() as server, asking(server) as models:
        with pytest.raises(LookupError, match="mine"):
            await replied(models, on_text=no)


async def _until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("failing", [fails(503), fails(401), HTML], ids=["busy", "no key", "no model server"])
async def test_a_server_that_failed_is_asked_last_for_a_while(failing: Script) -> None:
    now = [0.0]
    async with running(failing) as first, running("Second.") as second:
        endpoints = [Endpoint(one.url, KEY, "m") for one in (first, second)]
        async with Models(endpoints, lambda: now[0]) as models:
            assert (await replied(models)).spent == 2
            assert (await replied(models)).spent == 1, "a turn has three requests for all that is asked in it"
            assert len(first.asked) == 1
            now[0] += REST_S + 1
            first.answer = says("First.")
            assert (await replied(models)).text == "First."
            assert (await replied(models)).text == "First."


async def test_a_question_that_a_server_does_not_take_says_nothing_about_the_next() -> None:
    async with (
        running(fails(400)) as first,
        running("Second.") as second,
        Models([Endpoint(one.url, KEY, "m") for one in (first, second)], time.monotonic) as models,
    ):
        assert (await replied(models)).endpoint == 1
        first.answer = says("First.")
        assert (await replied(models)).endpoint == 0
