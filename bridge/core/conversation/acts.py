"""Does what a procedure's steps want: words, notes, tags, a ticket, orders to the world."""

from __future__ import annotations

from dataclasses import replace

from bridge.core.conversation import digesting
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures.step import Act, Note, OpenTicket, Plan, Say, Tag
from bridge.core.words.body import Body, cited, from_markdown
from bridge.core.words.effects import Instruct, Look
from bridge.core.words.values import Comment, Meaning


def do(draft: Draft, acts: tuple[Act, ...]) -> list[Body]:
    """Does what the steps want; returns what was said."""
    said: list[Body] = []
    for act in acts:
        match act:
            case Say():
                body = draft.say(
                    act.text,
                    sources=act.sources,
                    options=tuple((words, Meaning.TEXT) for words in act.options),
                )
                said.append(
                    cited(body, [(one.title, one.url) for one in act.sources]) if act.sources else body
                )
            case Note():
                draft.note(act.text, packet=act.packet)
                if act.packet:
                    digesting.order(draft, summarise=True)
            case Tag():
                draft.now(tags=tuple(dict.fromkeys((*draft.c.tags, *act.add))))
            case OpenTicket():
                _open_ticket(draft, act)
            case Plan(effect=Look() | Instruct() as asks):
                draft.effect(replace(asks, spent=draft.c.cost))
            case Plan():
                draft.effect(act.effect)
    return said


def _open_ticket(draft: Draft, act: OpenTicket) -> None:
    if draft.c.ticket is not None:
        draft.note(f"**{act.subject}**\n\n{act.text}")
        return
    draft.create_ticket(
        Comment(author="customer", body=from_markdown(act.text)),
        Moment.FIRST_MESSAGE,
        Moment.ASSIGNED_TO_FIN,
        subject=act.subject,
    )
