"""A summary for the team and the ticket's attributes: ordered when people get it, noted when it comes."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.core.conversation.draft import Draft
from bridge.core.conversation.escalation import rule_for, sorted_rules
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures.guidance import EscalationRule
from bridge.core.procedures.template import literal
from bridge.core.words.effects import Digest
from bridge.core.words.looked import Digested
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner

SILENCE_S = 240.0
"""Without a word of the customer's, until a conversation that Fin has is sorted."""
LEAST_TURNS = 2
"""One message alone is its own summary; it stands in the hand-off note."""


def order(draft: Draft, *, summarise: bool) -> None:
    """Asks for it, once in a turn; not at all where nothing is wanted.

    Args:
        draft: The decision under way.
        summarise: Whether people are to read a summary; else tickets are only sorted.
    """
    c, rules = draft.c, draft.rules
    summarise = summarise and rules.summarises and c.turn >= LEAST_TURNS
    if c.digested == c.turn or not (rules.catalog.attributes or summarise):
        return
    draft.now(digested=c.turn)
    _order(draft, summarise=summarise)


def when_silent(draft: Draft) -> None:
    """Sorts later, where nothing else has done so until then and people do not get it.

    Source: Intercom help, "Fin attributes": they run at inactivity, too.
    """
    if draft.rules.catalog.attributes and not is_sorted_for_rules(draft):
        draft.set_timer(TimerName.SILENT, SILENCE_S)


def fell_silent(draft: Draft) -> None:
    """The time is up."""
    if draft.c.owner is Owner.FIN and not draft.c.thinking:
        order(draft, summarise=False)


def for_rules(draft: Draft) -> None:
    """Sorts at each of the customer's words, where an escalation rule hangs on it.

    Source: Intercom help, "Fin attributes": they run after every message if an escalation rule needs them.
    """
    if draft.c.owner is Owner.FIN and is_sorted_for_rules(draft):
        _order(draft, summarise=False, most_calls=1)


def is_sorted_for_rules(draft: Draft) -> bool:
    """Whether an escalation rule needs to know what the conversation is about."""
    return bool(draft.rules.catalog.attributes and sorted_rules(draft))


def _order(draft: Draft, *, summarise: bool, most_calls: int = 3) -> None:
    c = draft.c
    attributes = {name: dict(one.options) for name, one in draft.rules.catalog.attributes.items()}
    draft.effect(
        Digest(
            conversation_id=c.id,
            turn=c.turn,
            attributes=attributes,
            summarise=summarise,
            language=c.speaks,
            most_calls=most_calls,
        )
    )


def came(draft: Draft, event: Digested) -> EscalationRule | None:
    """Only what is declared still is taken; agents read it as an internal note.

    Returns: The escalation rule that holds by it, while Fin has the conversation.
    """
    draft.whys(event.notes)
    if event.detail:
        draft.why("digest", event.detail)
    declared = draft.rules.catalog.attributes
    chosen = {
        name: option
        for name, option in event.chosen.items()
        if name in declared and option is not None and option in declared[name].options
    }
    draft.now(attributes={**draft.c.attributes, **chosen})
    for name, option in chosen.items():
        draft.why("attribute", f"{name} is {option}")
    fields = fields_of(draft, chosen)
    text = _note(event.summary, chosen)
    chat = draft.c.chat
    if not event.summary and not (text and draft.c.owner is Owner.TEAM):
        if fields:
            draft.update_ticket(Moment.NOTED, fields=fields)
    elif chat is not None and chat.is_live and not chat.is_linked:
        draft.now(notes=(*draft.c.notes, text))  # for the chat's own ticket
    else:
        draft.note(text, fields=fields)
    if draft.c.owner is not Owner.FIN or not chosen:
        return None
    return rule_for(draft, "\n".join(draft.c.unanswered), sorted_rules(draft))


def fields_of(draft: Draft, chosen: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """The ticket's fields that take what the conversation is about."""
    declared = draft.rules.catalog.attributes
    return tuple(
        (field, option)
        for name, option in chosen.items()
        if name in declared and (field := declared[name].zendesk_field) is not None
    )


def _note(summary: str, chosen: dict[str, str]) -> str:
    """Markdown; a model's words are text in it."""
    blocks = [f"**Summary by AI:** {literal(summary)}"] if summary else []
    blocks += [f"**{literal(name)}:** {literal(option)}" for name, option in chosen.items()]
    return "\n\n".join(blocks)
