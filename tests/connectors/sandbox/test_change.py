"""One save: what was, what is, and what the audit says about it."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox.change import AUTOMATION, actor_of, shown, snapshot, tag_list
from tests.connectors.sandbox.saves import Desk


def test_a_change_is_noted_with_what_was_before() -> None:
    desk = Desk()
    save = desk.save(desk.ticket())
    assert save.set("status", "pending")
    [event] = save.audit.events
    assert (event["type"], event["field_name"], event["value"], event["previous_value"]) == (
        "Change",
        "status",
        "pending",
        "new",
    )
    assert event["via"]["channel"] == "web"
    assert (save.was("status"), save.ticket.status) == ("new", "pending")


def test_what_stays_the_same_is_not_noted() -> None:
    desk = Desk()
    save = desk.save(desk.ticket())
    assert not save.set("status", "new")
    assert save.audit.events == []


def test_a_new_ticket_has_no_before() -> None:
    desk = Desk()
    save = desk.save(desk.ticket(), is_new=True)
    save.set("status", "open")
    assert save.audit.events[0]["type"] == "Create"
    assert "previous_value" not in save.audit.events[0]
    assert save.was("status") is None


def test_a_rule_in_a_new_ticket_changes_it_and_says_that_it_was_a_rule() -> None:
    desk = Desk()
    save = desk.save(desk.ticket(), is_new=True)
    save.set("priority", "high", via=AUTOMATION.via)
    [event] = save.audit.events
    assert (event["type"], event["via"]["channel"]) == ("Change", "rule")
    assert event["via"]["source"]["rel"] == "automation"


def test_each_custom_field_is_noted_by_its_own_id() -> None:
    desk = Desk()
    save = desk.save(desk.ticket(custom_fields={1: "a", 2: "b"}))
    save.set("custom_fields", {1: "a", 2: "c", 3: "d"})
    assert [(one["field_name"], one["previous_value"], one["value"]) for one in save.audit.events] == [
        ("2", "b", "c"),
        ("3", None, "d"),
    ]


def test_a_snapshot_does_not_change_with_its_ticket() -> None:
    ticket = Desk().ticket(tags="one")
    before = snapshot(ticket)
    ticket.tags.append("two")
    assert before["tags"] == ["one"]


def test_ids_are_strings_in_audits() -> None:
    assert shown("assignee_id", 7) == "7"
    assert shown("assignee_id", None) is None
    assert shown("status", "open") == "open"


@pytest.mark.parametrize(
    ("given", "tags"),
    [
        ("B a,c a", ["a", "b", "c"]),
        (["Two words", "x"], ["two", "words", "x"]),
        ([1, "x", "X"], ["1", "x"]),
        (None, []),
        ("", []),
    ],
)
def test_tags_are_words_in_small_letters_each_once(given: Any, tags: list[str]) -> None:
    assert tag_list(given) == tags


def test_each_channel_has_its_number() -> None:
    user = Desk().state.ada
    assert [actor_of(user, channel).via_id for channel in ("web", "email", "api")] == [0, 4, 5]
