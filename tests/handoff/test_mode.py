"""Ticket or live chat: the operator's choice, then what is possible, then rules, then hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bridge.core.procedures.hours import Hours
from handoff.mode import choose

OPEN = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CLOSED = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
HOURS = Hours.model_validate(
    {
        "weekly": {"fri": ["09:00-17:00"]},
        "situations": [
            {"if": "broken.thing > 1", "mode": "ticket"},
            {"if": "team == 'Legal'", "mode": "ticket"},
            {"if": "has(contact.plan) && contact.plan == 'enterprise'", "mode": "live_chat"},
            {"if": "queue != null && queue >= 3 && reason != 'asked_for_team'", "mode": "ticket"},
            {"if": "agents_online != null && agents_online > 5 && !office_open", "mode": "live_chat"},
        ],
    }
)


@pytest.mark.parametrize(
    ("setting", "at", "known", "online", "mode", "why"),
    [
        ("ticket", OPEN, {}, None, "ticket", "operator"),
        ("live_chat", CLOSED, {}, 0, "live_chat", "operator"),
        ("ticket", OPEN, {"wish": "live_chat"}, None, "ticket", "operator"),
        ("situation", CLOSED, {"wish": "live_chat"}, None, "live_chat", "procedure"),
        ("situation", OPEN, {}, None, "live_chat", "within"),
        ("situation", OPEN, {}, 1, "live_chat", "within"),
        ("situation", OPEN, {}, 0, "ticket", "online"),
        ("situation", CLOSED, {}, None, "ticket", "outside"),
        ("situation", CLOSED, {}, 6, "live_chat", "Situation 5"),
        ("situation", OPEN, {"team": "Legal"}, None, "ticket", "Situation 2"),
        ("situation", CLOSED, {"contact": {"plan": "enterprise"}}, None, "live_chat", "Situation 3"),
    ],
)
def test_the_mode(
    setting: str, at: datetime, known: dict[str, object], online: int | None, mode: str, why: str
) -> None:
    told = {"contact": {}, "team": "", "reason": "rule", **known}
    chosen = choose(setting, HOURS, told, at, agents_online=online)  # type: ignore[arg-type]  # a table of words
    assert chosen.mode == mode
    assert why in chosen.why


def test_a_rule_that_cannot_be_decided_is_told_and_passed_over() -> None:
    chosen = choose("situation", HOURS, {"contact": {}, "team": ""}, OPEN)
    assert chosen.mode == "live_chat"
    assert "Situation 1 could not be decided" in chosen.why


@pytest.mark.parametrize("setting", ["live_chat", "situation"])
def test_without_live_chats_it_is_a_ticket_and_the_reason_is_named(setting: str) -> None:
    chosen = choose(setting, HOURS, {"contact": {}, "team": ""}, OPEN, obstacle="no credentials.")  # type: ignore[arg-type]  # a table of words
    assert chosen == ("ticket", "There can be no live chat: no credentials.")


@pytest.mark.parametrize(
    ("queue", "mode", "why"),
    [(2, "live_chat", "within"), (3, "ticket", "Situation 4"), (None, "live_chat", "within")],
)
def test_a_long_queue_is_a_rule_like_others(queue: int | None, mode: str, why: str) -> None:
    known = {"contact": {}, "team": "", "reason": "rule"}
    chosen = choose("situation", HOURS, known, OPEN, queue=queue)
    assert chosen.mode == mode
    assert why in chosen.why


def test_a_rule_about_a_queue_that_nobody_knows_is_told_and_passed_over() -> None:
    hours = Hours.model_validate(
        {"weekly": {"fri": ["09:00-17:00"]}, "situations": [{"if": "queue > 3", "mode": "ticket"}]}
    )
    chosen = choose("situation", hours, {}, OPEN)
    assert chosen.mode == "live_chat"
    assert "Situation 1 could not be decided" in chosen.why
