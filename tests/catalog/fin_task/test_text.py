"""Sections, bullets and indentation of a task, tolerantly read."""

from __future__ import annotations

import pytest

from bridge.catalog.fin_task.blocks import (
    Block,
    Collect,
    Condition,
    End,
    HandOff,
    Instruction,
    Message,
    Remark,
    Webhook,
)
from bridge.catalog.fin_task.text import task_of


def blocks(text: str) -> list[type[Block]]:
    return [type(one) for one in task_of(f"Title: x\nInstructions:\n{text}").blocks]


def condition(text: str) -> Condition:
    [found] = task_of(f"Title: x\nInstructions:\n{text}").blocks
    assert isinstance(found, Condition)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "If a.b is 1:\n  End\nElse:\n  Escalate",
        "1. If a.b is 1 then\n   - End\n   Otherwise\n   - Escalate",
        "- If a.b is 1, end. Otherwise, escalate.",
        "If a.b is 1 then end, else escalate",
        "IF a.b is 1\nTHEN\n  End\nELSE\n  Escalate\nEND IF",
        "If a.b is 1:\n- End\nOtherwise:\n- Escalate",
        "If a.b is 1 then\nEnd\nElse\nEscalate\nEnd if",
        "In case a.b is 1:\r\n\tEnd\r\nElse: escalate",
    ],
)
def test_a_condition_is_the_same_however_it_is_laid_out(text: str) -> None:
    found = condition(text)
    assert [one.condition for one in found.branches] == ["a.b is 1"]
    assert [type(one) for one in found.branches[0].blocks] == [End]
    assert [type(one) for one in found.otherwise or ()] == [HandOff]


def test_branches_in_between_and_conditions_within_conditions() -> None:
    found = condition(
        "If a.b is 1:\n  If a.c is 2:\n    End\n  Otherwise:\n    Say: c\n"
        "Else if a.b is 2: end\nOtherwise if a.b is 3:\n  Say: d"
    )
    assert [one.condition for one in found.branches] == ["a.b is 1", "a.b is 2", "a.b is 3"]
    [inner] = found.branches[0].blocks
    assert isinstance(inner, Condition)
    assert [type(one) for one in inner.otherwise or ()] == [Message]
    assert found.otherwise is None


def test_a_condition_with_nothing_under_it_is_left_as_it_stands() -> None:
    assert blocks("If a.b is 1:\nSay: x") == [Instruction, Message]


def test_sections_are_found_whatever_their_looks() -> None:
    task = task_of(
        "# Refund an order\n\n## When to use\nThe customer wants money.\n\n**Examples:**\n* refund me\n\n"
        "Do not use when:\n- how long does it take\n\n## Task block 1: Look\nGoal: pay back\n\n"
        "Information required: order number\nSteps to follow:\n1. Say: a\n\nTask block 2\n- Say: b\n"
        "Completion definition:\nall is paid\n"
    )
    assert (task.title, task.description) == ("Refund an order", "The customer wants money.")
    assert (task.examples, task.not_for) == (("refund me",), ("how long does it take",))
    assert [type(one) for one in task.blocks] == [Remark, Remark, Collect, Message, Message, Remark]


def test_steps_without_a_heading_are_found_behind_the_description() -> None:
    task = task_of("Title: x\nDescription: y\nand more of it\n\n1. Say: hello\n2. Be kind.\n")
    assert task.description == "y and more of it"
    assert [type(one) for one in task.blocks] == [Message, Instruction]


def test_a_message_keeps_its_paragraphs_and_what_looks_like_json_or_a_heading() -> None:
    [message] = task_of(
        'Title: x\nInstructions:\nSend message:\n  Dear you,\n\n  Name: {"a": 1}\n  - b\n'
    ).blocks
    assert isinstance(message, Message)
    assert message.message == 'Dear you,\n\nName: {"a": 1}\nb'


def test_an_example_on_many_lines_keeps_the_lines_of_what_follows() -> None:
    task = task_of(
        'Title: x\nInstructions:\nWait for webhook a\n```json\n{\n "b": [\n  1\n ]\n}\n```\nBe kind.\n'
    )
    webhook, rest = task.blocks
    assert isinstance(webhook, Webhook)
    assert webhook.example == {"b": [1]}
    assert rest.line == 11


def test_what_a_webhook_does_when_nothing_comes() -> None:
    [webhook] = task_of(
        "Title: x\nInstructions:\nWait for webhook a:\n  Timeout: 2 days\n  Colour: red\n"
        "  On timeout:\n    Say: late\n    End\n"
    ).blocks
    assert isinstance(webhook, Webhook)
    assert webhook.timeout == "2 days"
    assert [type(one) for one in webhook.on_timeout or ()] == [Message, End]
