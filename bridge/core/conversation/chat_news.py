"""What comes back from a live chat: it opened or could not, an agent wrote, nobody did, it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bridge.core.conversation import chat as chats
from bridge.core.conversation import mailing, recap
from bridge.core.conversation.desk import written
from bridge.core.conversation.desk_state import Ticket
from bridge.core.conversation.digesting import fields_of
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.handing import as_ticket
from bridge.core.conversation.team import hand_back, take_over
from bridge.core.conversation.thinking import think
from bridge.core.conversation.ticket import Moment
from bridge.core.words.body import Body
from bridge.core.words.chat_events import (
    ChatEnded,
    ChatLinked,
    ChatOpened,
    ChatOver,
    ChatRefused,
    ChatReplied,
)
from bridge.core.words.entries import Part
from bridge.core.words.values import Comment, Meaning, Owner, TicketStatus

CLOCKS_APART = timedelta(seconds=2)
"""Tickets tell the time in whole seconds, chats in thousandths."""


def opened(draft: Draft, event: ChatOpened) -> None:
    """The chat stands; its ticket is looked for. One that came too late is ended once it is linked."""
    written(draft)
    chat = draft.c.chat
    if chat is None or chat.number != event.number:
        return
    draft.why("chat_opened", f"number {event.number}")
    draft.now(chat=replace(chat, id=event.chat_id, state="open" if chat.state == "opening" else chat.state))
    chats.link(draft)


def refused(draft: Draft, event: ChatRefused) -> None:
    """There can be no chat: the same people get a ticket."""
    written(draft)
    chat = draft.c.chat
    draft.why("chat_refused", event.reason)
    if chat is None or chat.number != event.number or chat.state != "opening":
        return
    note = chat.note
    chats.over(draft)
    if draft.c.owner is Owner.TEAM:
        as_ticket(draft, note or Body(html="", text=""))


def linked(draft: Draft, event: ChatLinked) -> None:
    """The chat's ticket is the conversation's from now on."""
    chat, old = draft.c.chat, draft.c.ticket
    if chat is None or chat.number != event.number:
        return
    if event.ticket_id is None:
        draft.why("chat_without_ticket", "Its ticket was not found.")
        return
    draft.why("chat_linked", f"ticket {event.ticket_id}")
    ticket = Ticket(
        episode=1 if old is None else old.episode + 1,
        id=event.ticket_id,
        requester_id=event.requester_id,
        status=event.status,
        assignee=event.assignee,
    )
    draft.now(ticket=ticket, notes=())
    for text in draft.c.notes:
        draft.note(text)
    note = chat.note or Body(html="", text="")
    packet = Comment(author="fin", body=note, public=False)
    fields = fields_of(draft, draft.c.attributes)  # it may have become known since the chat was opened
    draft.update_ticket(Moment.IN_CHAT, packet, packet=True, fields=fields)
    if chat.is_live:
        draft.now(chat=replace(chat, is_linked=True, note=None))
        if event.assignee == "people":
            chats.taken(draft, "")
        return
    if draft.c.owner is Owner.FIN:  # it opened after the customer was told that nobody came
        draft.update_ticket(Moment.CHAT_UNANSWERED)
    draft.now(chat=replace(chat, state="open"))
    chats.end(draft)


def replied(draft: Draft, event: ChatReplied) -> None:
    """An agent's words reach the customer; from now on the team has the conversation and Fin is silent."""
    c = draft.c
    draft.part(Part(at=event.at, author=event.author, body=event.body, attachments=event.attachments))
    mailing.replied(draft)
    if c.chat is None or c.chat.number != event.number or _is_late(draft, event):
        draft.why("replied_before", f"{event.author.name}: that chat is over.")
    else:
        draft.now(turn=c.turn + 1, unanswered=(), offered=(), clarified=0, before=None)
        take_over(draft, "agent_replied", event.author.name)
        chats.taken(draft, event.author.name)
    if c.chat is not None and c.chat.number == event.number:
        recap.heard(draft, event.author, event.body, event.attachments)


def _is_late(draft: Draft, event: ChatReplied) -> bool:
    """Whether the word was written before people gave the customer back, and only arrives after it.

    A solved ticket and the chat's last words come by different ways.
    """
    c = draft.c
    if c.chat is None or c.chat.is_live or c.owner is not Owner.FIN or c.back_at is None:
        return False
    return event.at <= c.back_at + CLOCKS_APART


def ended(draft: Draft, event: ChatEnded) -> None:
    """An agent ended the session: Fin has the customer again, unless the agent goes on by mail."""
    chat = draft.c.chat
    if chat is None or chat.number != event.number or chat.state != "open":
        return
    chats.over(draft)
    draft.why("chat_ended", event.reason or "the session was ended")
    if draft.c.owner is not Owner.TEAM:
        return
    if event.reason == "transferToEmail":
        draft.say(draft.texts.chat_in_writing, author=draft.rules.system)
        return
    ticket = draft.c.ticket
    if ticket is not None and ticket.takes_updates and ticket.status is not TicketStatus.SOLVED:
        draft.update_ticket(Moment.CHAT_ENDED if chat.is_taken else Moment.PAUSED)
    since = draft.c.wrote_at if chat.has_missed else None
    hand_back(draft, since or event.at, chat.agent)
    recap.greet(draft, chat.agent)


def over(draft: Draft, event: ChatOver) -> None:
    """The customer's words met a chat that takes none any more: they go on the ticket, and are answered."""
    say, c = event.say, draft.c
    draft.why("chat_over", event.reason)
    comment = Comment(author="customer", body=say.body, attachments=say.attachments)
    ticket = c.ticket
    if ticket is None or not ticket.takes_updates:
        moments = [Moment.FIRST_MESSAGE, Moment.ASSIGNED_TO_FIN]
        if c.owner is Owner.TEAM:
            moments.append(Moment.TO_TEAM)
        draft.create_ticket(comment, *moments, followup=ticket is not None)
    elif ticket.status is TicketStatus.SOLVED:
        draft.update_ticket(Moment.REPLIED_ON_SOLVED, comment)
    else:
        draft.update_ticket(Moment.CUSTOMER_REPLIED, comment)
    if c.owner is Owner.FIN:
        _heard_late(draft, say.body.text)
    elif c.chat is not None and c.chat.number == say.number and c.chat.is_live:
        draft.now(chat=replace(c.chat, has_missed=True))  # its end is on the way here


def _heard_late(draft: Draft, text: str) -> None:
    """Fin has the customer again, and has not heard this."""
    c = draft.c
    if text and text not in c.unanswered and not c.thinking and c.run is None:
        draft.now(unanswered=(*c.unanswered, text))
        think(draft)


def unanswered(draft: Draft) -> None:
    """Nobody took the chat: the customer is told, is offered a ticket, and Fin goes on helping."""
    chat = draft.c.chat
    if chat is None or not chat.is_live or chat.is_taken or draft.c.owner is not Owner.TEAM:
        return
    texts = draft.texts
    draft.why("chat_unanswered", f"number {chat.number}")
    body = draft.say(texts.chat_unanswered, options=((texts.ticket_button, Meaning.TICKET),))
    draft.now(owner=Owner.FIN, outcome=None)
    chats.end(draft)
    draft.update_ticket(Moment.CHAT_UNANSWERED, Comment(author="fin", body=body))
