"""Asking a model over real HTTP: what it says, what it asks for, and what that costs."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from connectors.llm import Endpoint, Image, Message, ModelReply, Models, Tool, ToolCall
from connectors.model.words import Api
from tests.model_server import ModelServer, Script, asks_for, fails, running, says

KEY = "sk-test-7f3a91c0"
ASKED = [Message("system", "Be brief."), Message("user", "Where is my order?")]
LOOK_UP = Tool(
    "look_up",
    "Finds an order.",
    {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
)


@asynccontextmanager
async def talking_to(
    *urls: str, api: Api = "chat", is_streamed: bool = True, monotonic: Any = time.monotonic, **more: Any
) -> AsyncIterator[Models]:
    endpoints = [Endpoint(url, KEY, "tiny", api, is_streamed) for url in urls]
    async with Models(endpoints, monotonic, **more) as models:
        yield models


def asking(*servers: ModelServer, **more: Any) -> AbstractAsyncContextManager[Models]:
    return talking_to(*[one.url for one in servers], **more)


async def replied(models: Models, **more: Any) -> ModelReply:
    wanted: dict[str, Any] = {"tools": [LOOK_UP], "deadline_s": 5, "max_tokens": 200}
    return await models.reply(ASKED, **{**wanted, **more})


WAYS: list[tuple[Api, bool]] = [("chat", True), ("chat", False), ("responses", True), ("responses", False)]


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{'streamed' if way[1] else 'whole'}")
def way(request) -> dict[str, Any]:
    return {"api": request.param[0], "is_streamed": request.param[1]}


async def test_what_the_model_says_comes_back_with_what_it_cost(way):
    async with running(says("It is on its way.", usage=(31, 4))) as server, asking(server, **way) as models:
        reply = await replied(models)
    assert (reply.text, reply.calls, reply.finish) == ("It is on its way.", (), "stop")
    assert (reply.model, reply.spent, reply.endpoint, reply.is_cut, reply.missed) == ("tiny", 1, 0, False, ())
    assert (reply.prompt_tokens, reply.completion_tokens, reply.is_estimated) == (31, 4, False)
    assert 0 < reply.first_chunk_ms <= reply.milliseconds


async def test_what_it_asks_for_comes_back_as_arguments(way):
    script = Script(pieces=["Let me see."], calls=[("look_up", {"id": "A 17"}), ("look_up", {"id": "ü"})])
    async with running(script) as server, asking(server, **way) as models:
        reply = await replied(models)
    assert reply.text == "Let me see."
    assert [(one.name, one.arguments) for one in reply.calls] == [
        ("look_up", {"id": "A 17"}),
        ("look_up", {"id": "ü"}),
    ]
    assert len({one.id for one in reply.calls}) == 2
    assert reply.finish == "tool_calls"


@pytest.mark.parametrize("raw", ['{"id": ', "[1]", "17", "null", "{'id': 1}", '{"a":' * 40 + "1" + "}" * 40])
async def test_arguments_that_are_no_object_come_back_raw(way, raw):
    async with running(asks_for("look_up", raw)) as server, asking(server, **way) as models:
        reply = await replied(models)
    [call] = reply.calls
    assert (call.arguments, call.raw) == (None, raw)


async def test_a_call_without_arguments_has_none_of_them(way):
    async with running(asks_for("list", "")) as server, asking(server, **way) as models:
        reply = await replied(models)
    assert reply.calls[0].arguments == {}


async def test_text_is_told_as_it_comes_and_always_all_of_it():
    told: list[str] = []
    async with running(says("one two three", between_s=0.03)) as server, asking(server) as models:
        reply = await replied(models, on_text=told.append)
    assert told == ["one ", "one two ", "one two three"]
    assert reply.text == "one two three"


async def test_the_server_is_sent_the_messages_the_tools_and_the_key():
    async with running() as server, asking(server) as models:
        await models.reply(ASKED, [LOOK_UP], deadline_s=5, max_tokens=77)
        [asked] = server.asked
    assert asked.json == {
        "model": "tiny",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Where is my order?"},
        ],
        "max_tokens": 77,
        "temperature": 0.0,
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "look_up",
                    "description": "Finds an order.",
                    "parameters": LOOK_UP.parameters,
                },
            }
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    assert asked.headers["authorization"] == f"Bearer {KEY}"


async def test_nothing_of_the_environment_is_sent(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "theirs")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "theirs")
    monkeypatch.setenv("OPENAI_ORG_ID", "theirs")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-More: theirs")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with running() as server:
        async with Models([Endpoint(server.url, "", "tiny")], time.monotonic) as models:
            await replied(models)
        [asked] = server.asked
    assert "theirs" not in str(asked.headers)
    assert "authorization" not in asked.headers
    assert asked.headers["user-agent"] == "messenger-bridge"


async def test_pictures_and_results_of_calls_are_sent(way):
    called = ToolCall("look_up", {"id": "1"}, '{"id": "1"}', "call_9")
    messages = [
        Message("user", ("What is this?", Image(b"\x89PNG", "image/png"))),
        Message("assistant", "", calls=(called,)),
        Message("tool", '{"state": "sent"}', answers="call_9"),
    ]
    async with running() as server, asking(server, **way) as models:
        await models.reply(messages, deadline_s=5, max_tokens=10)
        said = str(server.last.json)
    for wanted in (
        "What is this?",
        "data:image/png;base64,iVBORw==",
        "call_9",
        '{"id": "1"}',
        '{"state": "sent"}',
    ):
        assert wanted in said


async def test_a_server_that_does_not_count_is_estimated(way):
    async with running(says("a" * 40, usage=None)) as server, asking(server, **way) as models:
        reply = await replied(models)
    assert reply.is_estimated
    assert reply.completion_tokens == 10
    assert 20 < reply.prompt_tokens < 60


async def test_an_answer_that_ran_out_of_tokens_says_so(way):
    async with running(says("It is", finish="length")) as server, asking(server, **way) as models:
        assert (await replied(models)).finish == "length"


@pytest.mark.parametrize("name", ["max_tokens", "temperature", "stream_options"])
async def test_a_parameter_that_a_server_does_not_know_is_left_out_from_then_on(name):
    no = fails(400, "unsupported_parameter", f"Unsupported parameter: '{name}'", param=name)

    def answer(request: dict[str, Any]) -> Script:
        return no if name in request else says("Fine.")

    async with running(answer) as server, asking(server) as models:
        assert [(await replied(models)).spent for _ in range(2)] == [2, 1]
        assert (server.last.json.get("max_completion_tokens") == 200) == (name == "max_tokens")


async def test_a_server_that_streams_though_it_was_not_asked_to_is_understood():
    whole = b'{"model": "m", "choices": [{"message": {"content": "Hi."}, "finish_reason": "stop"}]}'
    told: list[str] = []
    async with running(Script(body=whole)) as server, asking(server) as models:
        reply = await replied(models, on_text=told.append)
    assert (reply.text, told) == ("Hi.", ["Hi."])


async def test_one_connection_serves_many_replies():
    async with running() as server, asking(server) as models:
        for _ in range(5):
            await replied(models)
        ports = {asked.headers["x-peer"] for asked in server.asked}
    assert len(ports) == 1


async def test_models_that_are_not_open_say_so():
    models = Models([Endpoint("http://127.0.0.1:9/v1", "", "tiny")], time.monotonic)
    with pytest.raises(RuntimeError, match="async with"):
        await replied(models)


async def test_half_an_emoji_is_no_reason_to_fail(way):
    half = [Message("user", "Hi \ud83d"), Message("tool", "\udc00", answers="call_1")]
    async with running() as server, asking(server, **way) as models:
        assert (await models.reply(half, deadline_s=5, max_tokens=10)).text == "Fine."
        assert "Hi ?" in server.last.prompt
