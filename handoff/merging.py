"""A merge at the desk as an event, and whether the conversation goes on at the ticket that is left."""

from __future__ import annotations

from bridge.core.conversation.merging import joins
from bridge.core.conversation.state import Conversation
from bridge.core.words.events import TicketMerged
from handoff.asking import FindByTicket
from handoff.desk import MergedInto
from handoff.own import conversation_in


def merged(conversation_id: str, ticket_id: int, news: MergedInto, *, taken: bool) -> TicketMerged:
    """The event."""
    return TicketMerged(
        conversation_id=conversation_id,
        at=news.at,
        ticket_id=ticket_id,
        into=news.into,
        requester_id=news.requester_id,
        is_taken=taken,
        status=news.status,
        assignee=news.assignee,
        since=news.since,
        agent_name=news.agent_name,
    )


async def is_taken(conversation: Conversation, news: MergedInto, by_ticket: FindByTicket) -> bool:
    """Whether the ticket that is left belongs to another conversation of ours."""
    named = conversation_in(news.external_id)
    if named is not None and named != conversation.id:
        return True
    holder = await by_ticket(news.into)
    return holder is not None and holder.id != conversation.id


def goes_on_at(conversation: Conversation, event: TicketMerged, here: int | None) -> bool:
    """Whether the ticket that is left is the conversation's, or is about to be.

    Args:
        conversation: As it is stored.
        event: The merge.
        here: The conversation's ticket, once the merges before this one are followed.
    """
    if any(one.ticket_id == event.into for one in conversation.joined):
        return True
    return event.ticket_id == here and joins(conversation, event)
