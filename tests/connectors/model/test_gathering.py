"""Pieces of calls find their calls, however a server numbers them, and nothing grows without end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.model import chat, responses
from connectors.model.gathering import CALLS_MOST, TEXT_LONGEST, Failed, Gathering

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def pieces(*calls: dict[str, Any]) -> Gathering:
    into = Gathering()
    for one in calls:
        chat.read({"choices": [{"delta": {"tool_calls": [one]}}]}, into)
    return into


def piece(index: int | None, call_id: str | None, name: str | None, arguments: Any) -> dict[str, Any]:
    found = {"index": index, "id": call_id, "function": {"name": name, "arguments": arguments}}
    return {key: value for key, value in found.items() if value is not None}


NUMBERINGS = {
    "by index": [piece(0, "a", "x", '{"n"'), piece(0, None, None, ":1}"), piece(1, "b", "y", "{}")],
    "ids repeated": [piece(0, "a", "x", '{"n"'), piece(0, "a", None, ":1}"), piece(1, "b", "y", "{}")],
    "all at index 0": [piece(0, "a", "x", '{"n":1}'), piece(0, "b", "y", "{}")],
    "no index": [piece(None, "a", "x", '{"n":1}'), piece(None, "b", "y", "{}")],
    "interleaved": [piece(0, "a", "x", '{"n"'), piece(1, "b", "y", "{}"), piece(0, None, None, ":1}")],
    "arguments as an object": [piece(0, "a", "x", {"n": 1}), piece(1, "b", "y", {})],
}


@pytest.mark.parametrize("said", NUMBERINGS.values(), ids=NUMBERINGS)
def test_calls_are_told_apart(said):
    assert [(one.id, one.name, one.arguments) for one in pieces(*said).calls()] == [
        ("a", "x", {"n": 1}),
        ("b", "y", {}),
    ]


def test_text_in_parts_is_text():
    into = Gathering()
    chat.read({"choices": [{"delta": {"content": [{"type": "text", "text": "Hi"}, {"text": "!"}]}}]}, into)
    assert into.text == "Hi!"


def test_nothing_grows_without_end():
    into = Gathering()
    for _ in range(100):
        into.say("x" * 1_000)
        into.call(object(), "a", "n" * 10_000, "y" * 10_000)
    assert (len(into.text), into.is_cut) == (TEXT_LONGEST, True)
    assert len(into.calls()) == CALLS_MOST
    assert len(into.calls()[0].name) < 1_000


@given(st.lists(json_values, max_size=4), st.lists(json_values, max_size=4))
def test_events_of_any_shape_do_no_harm(ones, twos):
    shapes = [
        {"choices": ones, "usage": ones, "model": twos, "error": None},
        {"choices": [{"delta": one, "message": two} for one, two in zip(ones, twos, strict=False)]},
        {"choices": [{"delta": {"content": one, "tool_calls": twos, "refusal": one}} for one in ones[:1]]},
        {"choices": [{"delta": {"tool_calls": [{"index": 0, "id": 1, "function": one} for one in ones]}}]},
        {"output": ones, "status": twos, "usage": {"input_tokens": ones}},
        {"output": [{"type": "function_call", "name": one, "arguments": one} for one in ones]},
        {
            "output": [{"type": "message", "content": ones}],
            "incomplete_details": twos,
            "status": "incomplete",
        },
        {"type": "response.output_item.added", "item": ones, "output_index": twos},
        {"type": "response.function_call_arguments.delta", "delta": ones, "output_index": twos},
        {"type": "response.completed", "response": ones},
    ]
    for shape in shapes:
        for read in (chat.read, responses.read):
            into = Gathering()
            read(shape, into)
            assert isinstance(into.text, str)
            for call in into.calls():
                assert isinstance(call.raw, str)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "error", "code": "server_error"},
        {"type": "response.failed", "response": {"status": "failed", "error": {"code": "server_error"}}},
    ],
)
def test_a_failure_inside_a_stream_is_one(event):
    with pytest.raises(Failed, match="server_error"):
        responses.read(event, Gathering())
