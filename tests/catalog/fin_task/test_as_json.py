"""JSON tasks: every problem has its line, unknown keys are said, nothing in it can break the reading."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.catalog.fin_task.as_json import task_of
from bridge.catalog.fin_task.blocks import (
    Action,
    Collect,
    Condition,
    HandOff,
    Instruction,
    Message,
    Pause,
    Webhook,
)
from bridge.catalog.fin_task.places import read


def test_every_value_is_found_on_its_line() -> None:
    text = '{\n "a": [\n  1,\n  {"b":\n   "x, \\"y\\": ["}\n ],\n "c": {}\n}'
    _, lines = read(text)
    assert lines == {(): 1, ("a",): 2, ("a", 0): 3, ("a", 1): 4, ("a", 1, "b"): 4, ("c",): 7}


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=12,
    )
)
def test_every_path_of_any_json_has_a_line(value: object) -> None:
    text = json.dumps(value, indent=1)
    _, lines = read(text)

    def paths(one: object, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
        inner = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        return [path, *(deep for name, value in inner for deep in paths(value, (*path, name)))]

    assert set(paths(value, ())) <= set(lines)
    assert max(lines.values()) <= text.count("\n") + 1


def test_unknown_keys_and_blocks_are_said_with_their_line() -> None:
    task = task_of(
        '{"title": "x",\n"colour": 1,\n"steps": [\n{"type": "message",\n'
        '"text": "Hi", "font": 3},\n{"type": "dance"}]}'
    )
    assert list(task.said) == [
        (2, "`colour` of the task is not known here and was left out."),
        (5, "`font` of a block `message` is not known here and was left out."),
    ]
    assert [type(one) for one in task.blocks] == [Message, Instruction]
    assert task.blocks[1].line == 6


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ({"type": "action", "name": "Get"}, Action),
        ({"use": "Get", "with": {"a": 1}}, Action),
        ({"type": "collect", "attributes": {"a": "number", "b": {"type": "text"}}}, Collect),
        ({"type": "condition", "condition": "a.b is 1", "steps": ["Be kind."]}, Condition),
        ({"type": "Hand-off"}, HandOff),
        ({"type": "wait", "seconds": 90}, Pause),
        ({"type": "Wait for webhook", "example": "no json"}, Webhook),
        ({"type": "action"}, Instruction),
        ({"type": "message", "text": ["Hi"]}, Instruction),
        ({"type": "condition", "if": "a.b is 1"}, Instruction),
        ({"type": "classify", "labels": ["one"]}, Instruction),
        (7, Instruction),
        (None, Instruction),
        ([[]], None),
    ],
)
def test_blocks_under_their_names(block: object, kind: type | None) -> None:
    task = task_of(json.dumps({"title": "x", "steps": [block]}))
    assert [type(one) for one in task.blocks] == ([kind] if kind else [Instruction])


def test_an_instruction_of_many_sentences_is_read_as_text() -> None:
    task = task_of(
        json.dumps({"title": "x", "instructions": "Collect a\nIf a is 1:\n  End\nOtherwise:\n  Escalate"})
    )
    assert [type(one) for one in task.blocks] == [Collect, Condition]
