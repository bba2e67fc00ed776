"""The operator's escalation rules: conditions on what is known, decided in code, before a brain is asked."""

from __future__ import annotations

from bridge.core.conversation.draft import Draft
from bridge.core.procedures.contact_facts import facts_of
from bridge.core.procedures.expressions import ExpressionError
from bridge.core.procedures.guidance import EscalationRule
from bridge.core.words.values import Json

NEEDS_SORTING = "conversation.attributes"
"""What a rule names that reads what the conversation is about."""


def sorted_rules(draft: Draft) -> tuple[EscalationRule, ...]:
    """Those that need to know what the conversation is about."""
    return tuple(one for one in draft.rules.catalog.escalation.rules if NEEDS_SORTING in one.condition.source)


def rule_for(
    draft: Draft, message: str, rules: tuple[EscalationRule, ...] | None = None
) -> EscalationRule | None:
    """The first rule that holds now. One that cannot be evaluated holds not, and the log says so.

    Args:
        draft: The decision under way.
        message: The customer's words.
        rules: Those that are asked; all of them by default.
    """
    rules = draft.rules.catalog.escalation.rules if rules is None else rules
    if not rules:
        return None
    known = surroundings(draft, message)
    for rule in rules:
        missing = {name: None for name in rule.condition.names if name not in known}
        try:
            if rule.condition.holds({**missing, **known}):
                return rule
        except ExpressionError as error:
            draft.why("escalation_rule_failed", f"{rule.reason}: {error}")
    return None


def surroundings(draft: Draft, message: str) -> dict[str, Json]:
    """What conditions outside of procedures can name; an attribute that a contact lacks is null."""
    c = draft.c
    return {
        "contact": facts_of(c.contact),
        "conversation": {
            **(c.caller.attributes if c.caller else {}),
            "id": c.id,
            "channel": c.channel.value,
            "language": c.speaks,
            "turn": c.turn,
            "clarified": c.clarified,
            "attributes": {**dict.fromkeys(draft.rules.catalog.attributes), **c.attributes},
        },
        "message": message,
        "now": draft.at,
    }
