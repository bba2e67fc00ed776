"""Live chats: opened for the team, spoken in, ended."""

from __future__ import annotations

from dataclasses import replace

from bridge.core.conversation.desk_state import Chat
from bridge.core.conversation.digesting import fields_of
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.escalation import surroundings
from bridge.core.conversation.rules import Chosen
from bridge.core.conversation.ticket import LIFECYCLE, Moment, change, named
from bridge.core.words.body import Body
from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Attachment, HandoffMode, Reason


def chosen(draft: Draft, reason: Reason, team: str, wish: HandoffMode | None = None) -> Chosen:
    """How people get the conversation now, by the operator's rules."""
    if wish == "ticket":
        return Chosen("ticket", "It was chosen for this one.")
    known = {
        **surroundings(draft, "\n".join(draft.c.unanswered)),
        "reason": reason.value,
        "team": team,
        "tags": list(draft.c.tags),
        "wish": wish,
    }
    return draft.rules.mode(known, draft.at)


def open_chat(draft: Draft, note: Body) -> None:
    """Orders a new live chat, with what was said so far.

    Args:
        draft: The decision under way.
        note: What is known, for the internal note on the chat's ticket.
    """
    c = draft.c
    number = c.chat.number + 1 if c.chat is not None else 1
    end(draft)
    draft.now(chat=Chat(number=number, person=c.contact.external_id, note=note))
    tags = named(draft.rules.tags, LIFECYCLE[Moment.IN_CHAT].add) | set(c.tags)
    draft.effect(
        OpenChat(
            conversation_id=c.id,
            number=number,
            contact=c.contact,
            tags=tuple(sorted(tags)),
            subject=c.first_words,
            upto=draft.c.shown,
            fields=fields_of(draft, c.attributes),
        )
    )
    draft.set_timer(TimerName.CHAT, draft.rules.chat_patience_s)


def say(draft: Draft, body: Body, attachments: tuple[Attachment, ...]) -> None:
    """The customer's words go to the agent."""
    chat = draft.c.chat
    if chat is None:
        return
    draft.effect(
        SayInChat(
            conversation_id=draft.c.id,
            number=chat.number,
            person=chat.person,
            body=body,
            attachments=attachments,
        )
    )


def link(draft: Draft) -> None:
    """Orders that the chat's own ticket and the one that there was become one case for agents."""
    chat, ticket = draft.c.chat, draft.c.ticket
    if chat is None or chat.id is None:
        return
    is_open = ticket is not None and ticket.takes_updates
    draft.effect(
        LinkChat(
            conversation_id=draft.c.id,
            number=chat.number,
            chat_id=chat.id,
            old_episode=ticket.episode if ticket is not None and is_open else None,
            remove_tags=change(ticket, Moment.MOVED, draft.rules.tags).remove
            if ticket is not None and is_open
            else (),
        )
    )


def end(draft: Draft) -> None:
    """We end the chat that there is, if it is not over: nobody is in control of it any more."""
    chat = draft.c.chat
    if chat is None or not chat.is_live:
        return
    over(draft)
    draft.effect(EndChat(conversation_id=draft.c.id, number=chat.number))


def over(draft: Draft) -> None:
    """The chat is over, whoever ended it."""
    chat = draft.c.chat
    if chat is not None:
        draft.now(chat=replace(chat, state="ended", note=None))
    draft.cancel(TimerName.CHAT)


def taken(draft: Draft, who: str) -> None:
    """An agent has taken the chat: nobody need be told that nobody does."""
    chat = draft.c.chat
    if chat is not None and chat.is_live:
        draft.now(chat=replace(chat, is_taken=True, agent=who or chat.agent))
        draft.cancel(TimerName.CHAT)
