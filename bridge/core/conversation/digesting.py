"""A summary for the team and the ticket's attributes: ordered when people get it, noted when it comes."""

from __future__ import annotations

from bridge.core.conversation.draft import Draft
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures.template import literal
from bridge.core.words.effects import Digest
from bridge.core.words.looked import Digested
from bridge.core.words.values import Owner

LEAST_TURNS = 2
"""One message alone is its own summary; it stands in the hand-off note."""


def order(draft: Draft, *, summarise: bool) -> None:
    """Asks for it, once in a turn; not at all where nothing is wanted.

    Args:
        draft: The decision under way.
        summarise: Whether people are to read a summary; else tickets are only sorted.
    """
    c, rules = draft.c, draft.rules
    attributes = {name: dict(one.options) for name, one in rules.catalog.attributes.items()}
    summarise = summarise and rules.summarises and c.turn >= LEAST_TURNS
    if c.digested == c.turn or not (attributes or summarise):
        return
    draft.now(digested=c.turn)
    draft.effect(
        Digest(
            conversation_id=c.id,
            turn=c.turn,
            attributes=attributes,
            summarise=summarise,
            language=c.speaks,
        )
    )


def came(draft: Draft, event: Digested) -> None:
    """Only what is declared still is taken; agents read it as an internal note."""
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
    fields = tuple(
        (field, option)
        for name, option in chosen.items()
        if (field := declared[name].zendesk_field) is not None
    )
    text = _note(event.summary, chosen)
    chat = draft.c.chat
    if not event.summary and not (text and draft.c.owner is Owner.TEAM):
        if fields:
            draft.update_ticket(Moment.NOTED, fields=fields)
    elif chat is not None and chat.is_live and not chat.is_linked:
        draft.now(notes=(*draft.c.notes, text))  # for the chat's own ticket
    else:
        draft.note(text, fields=fields)


def _note(summary: str, chosen: dict[str, str]) -> str:
    """Markdown; a model's words are text in it."""
    blocks = [f"**Summary by AI:** {literal(summary)}"] if summary else []
    blocks += [f"**{literal(name)}:** {literal(option)}" for name, option in chosen.items()]
    return "\n\n".join(blocks)
