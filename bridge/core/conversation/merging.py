"""An agent merged our ticket into another: the conversation goes on there, if it is the same customer's."""

from __future__ import annotations

from dataclasses import replace

from bridge.core.conversation import chat as chats
from bridge.core.conversation import team
from bridge.core.conversation.desk_state import Joined, Ticket
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.state import Conversation
from bridge.core.conversation.ticket import Moment, Role, named
from bridge.core.words.body import from_markdown
from bridge.core.words.events import TicketChanged, TicketMerged
from bridge.core.words.values import Comment, TicketStatus

_KEPT: frozenset[Role] = frozenset({"channel", "involved", "routed_to_team"})
"""What stays true of the conversation on another ticket; what Fin answered there before does not."""

_NOTE = (
    "This customer's Messenger conversation goes on here: ticket #{before} was merged into this one. "
    "Public replies reach the customer in the Messenger."
)


def joins(c: Conversation, event: TicketMerged) -> bool:
    """Whether the conversation goes on at the ticket that is left.

    Only if that one has the same requester: what agents write there is for him. And not if it is another
    conversation's, where those replies come already, nor from within a live chat.
    """
    ticket = c.ticket
    is_same_person = ticket is not None and ticket.requester_id == event.requester_id
    return is_same_person and not event.is_taken and not c.is_chatting


def merged(draft: Draft, event: TicketMerged) -> None:
    """It goes on at the ticket that is left; else the merged one is closed like any other."""
    ticket = draft.c.ticket
    if ticket is None or ticket.id != event.ticket_id:
        draft.why("foreign_change", "It is about a ticket of an earlier episode.")
        return
    if joins(draft.c, event):
        _join(draft, event, ticket)
        return
    draft.why("merged_elsewhere", f"#{event.ticket_id} into #{event.into}")
    if event.is_taken and ticket.requester_id == event.requester_id:
        draft.say(draft.texts.merged, author=draft.rules.system)
        chats.end(draft)  # here, so that Fin does not greet where the team goes on elsewhere
    closed = TicketChanged(
        conversation_id=event.conversation_id,
        at=event.at,
        ticket_id=event.ticket_id,
        by="agent",
        status=TicketStatus.CLOSED,
        agent_name=event.agent_name,
    )
    team.changed(draft, closed)


def _join(draft: Draft, event: TicketMerged, before: Ticket) -> None:
    """A new episode, so that what was planned for the ticket before is said anew here."""
    draft.why("merged", f"#{event.ticket_id} into #{event.into}")
    there = Ticket(
        episode=before.episode + 1,
        id=event.into,
        requester_id=event.requester_id,
        status=event.status,
        assignee=event.assignee,
        merged_from=before.id,
    )
    joined = Joined(ticket_id=event.into, since=event.since)
    kept = before.tags & named(draft.rules.tags, _KEPT)
    draft.now(ticket=there, joined=(*draft.c.joined, joined))
    if not there.takes_updates:
        draft.now(ticket=replace(there, tags=kept))  # it may have been merged as well
    else:
        note = Comment(
            author="fin", body=from_markdown(_NOTE.replace("{before}", str(before.id))), public=False
        )
        draft.update_ticket(Moment.JOINED, note, tags=kept)
    stands = TicketChanged(
        conversation_id=event.conversation_id,
        at=event.at,
        ticket_id=event.into,
        by="agent",
        status=event.status,
        assignee=event.assignee,
        agent_name=event.agent_name,
    )
    team.changed(draft, stands)
