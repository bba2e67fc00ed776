"""Each condition of a trigger, in a save that meets it and in one that does not."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox.change import Save
from connectors.sandbox.conditions import OPERATORS, holds
from tests.connectors.sandbox.saves import Desk


def one(field: str, operator: str, value: Any) -> list[dict[str, Any]]:
    return [{"field": field, "operator": operator, "value": value}]


@pytest.fixture
def save() -> Save:
    """Ada, in the browser, makes an open ticket of Cora pending, with a public word."""
    desk = Desk()
    ticket = desk.ticket(status="open", assignee_id=desk.state.ada.id, tags="vip eu", priority="high")
    made = desk.save(ticket)
    made.set("status", "pending")
    made.comment = ticket.comments[0]
    return made


@pytest.mark.parametrize(
    ("field", "operator", "value", "is_met"),
    [
        ("update_type", "is", "Change", True),
        ("update_type", "is", "Create", False),
        ("comment_is_public", "is", "true", True),
        ("comment_is_public", "is", True, True),
        ("comment_is_public", "is", "requester_can_see_comment", True),
        ("comment_is_public", "is", "not_relevant", True),
        ("comment_is_public", "is", "false", False),
        ("current_tags", "includes", "vip", True),
        ("current_tags", "includes", "us vip", True),
        ("current_tags", "includes", "us", False),
        ("current_tags", "not_includes", "us", True),
        ("role", "is", "agent", True),
        ("role", "is", "end_user", False),
        ("role", "is_not", "end_user", True),
        ("requester_role", "is", "0", True),
        ("requester_role", "is", 4, False),
        ("current_via_id", "is", "0", True),
        ("via_id", "is", 5, True),
        ("via_id", "is_not", "5", False),
        ("status", "is", "pending", True),
        ("status", "is_not", "pending", False),
        ("status", "less_than", "solved", True),
        ("status", "greater_than", "open", True),
        ("status", "greater_than", "hold", False),
        ("status", "changed", None, True),
        ("status", "not_changed", None, False),
        ("status", "value", "pending", True),
        ("status", "value", "open", False),
        ("status", "value_previous", "open", True),
        ("status", "not_value", "solved", True),
        ("status", "not_value_previous", "open", False),
        ("priority", "is", "high", True),
        ("priority", "changed", None, False),
        ("type", "is", "", True),
        ("assignee_id", "is", "current_user", True),
        ("assignee_id", "is", "requester_id", False),
        ("assignee_id", "not_changed", None, True),
        ("requester_id", "is", "requester_id", True),
    ],
)
def test_a_condition_is_met_or_not(save: Save, field: str, operator: str, value: Any, is_met: bool) -> None:
    assert operator in OPERATORS[field]
    assert holds(save, one(field, operator, value), []) is is_met


def test_without_a_comment_none_is_public_and_none_is_not(save: Save) -> None:
    save.comment = None
    for value in ("true", "false", "not_relevant"):
        assert not holds(save, one("comment_is_public", "is", value), [])


def test_all_of_the_first_and_one_of_the_second_must_hold(save: Save) -> None:
    yes, no = one("status", "is", "pending"), one("status", "is", "open")
    assert holds(save, [], [])
    assert holds(save, yes, no + yes)
    assert not holds(save, yes + no, yes)
    assert not holds(save, yes, no)


def test_in_a_new_ticket_nothing_was_before() -> None:
    desk = Desk()
    save = desk.save(desk.ticket(), is_new=True)
    assert holds(save, one("update_type", "is", "Create"), [])
    assert holds(save, one("status", "changed", None), [])
    assert not holds(save, one("status", "value_previous", "new"), [])
