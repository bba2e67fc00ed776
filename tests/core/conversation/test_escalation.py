"""Escalation rules: decided in code, before any brain is asked."""

from dataclasses import replace
from typing import Any

from bridge.core.conversation.rules import Rules
from bridge.core.procedures.catalog import Catalog
from bridge.core.procedures.guidance import Escalation
from bridge.core.words.effects import Think
from bridge.core.words.outcome import Outcome
from bridge.core.words.values import Owner
from tests.play import ADA, Play


def play(*rules: dict[str, Any], **attributes: Any) -> Play:
    escalation = Escalation.model_validate({"rules": rules})
    contact = replace(ADA, attributes=attributes)
    return Play(Rules(catalog=Catalog(escalation=escalation)), contact=contact)


def test_a_rule_that_holds_hands_over_at_once_and_names_itself() -> None:
    p = play(
        {"if": "contact.plan == 'enterprise'", "team": "Key accounts", "reason": "Important"},
        plan="enterprise",
    )
    p.writes("hello")
    assert (p.c.owner, p.c.outcome) == (Owner.TEAM, Outcome.ESCALATED)
    assert "escalation_rule: Important" in p.why
    assert "fin-routed-to-team" in p.tags
    assert p.ordered(Think) == []


def test_the_message_can_be_the_reason_and_the_customer_hears_the_rules_own_words() -> None:
    p = play(
        {"if": "message.matches('(?i)lawyer')", "reason": "Legal", "message": "Our legal team takes over."}
    )
    p.writes("hello")
    assert p.c.owner is Owner.FIN
    p.writes("my Lawyer will write to you")
    assert p.said() == ["Our legal team takes over."]


def test_an_attribute_that_a_contact_lacks_is_null_unless_the_rule_asks_for_it() -> None:
    for condition in ("contact.plan != 'free'", "contact.plan == null", "!has(contact.plan)"):
        p = play({"if": condition, "reason": "Paying or unknown"})
        p.writes("hello")
        assert p.c.owner is Owner.TEAM, condition
    p = play({"if": "has(contact.plan) && contact.plan != 'free'", "reason": "Paying"})
    p.writes("hello")
    assert p.c.owner is Owner.FIN
    assert not any(one.startswith("escalation_rule_failed") for one in p.why)


def test_an_attribute_that_a_contact_lacks_or_a_rule_that_breaks_stops_nothing() -> None:
    p = play(
        {"if": "contact.plan == 'enterprise'", "reason": "Lacks"},
        {"if": "contact.name", "reason": "Neither"},
        {"if": "unknown_name == 1", "reason": "Unknown"},
    )
    p.writes("hello")
    assert p.c.owner is Owner.FIN
    assert sum(one.startswith("escalation_rule_failed") for one in p.why) >= 1
    assert len(p.ordered(Think)) == 1
