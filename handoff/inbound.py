"""Deliveries become events: the webhook only rings, what happened is read by API."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bridge.core.conversation.state import Conversation
from bridge.core.words.events import AgentReplied, CustomerCommented, Event, TicketChanged, TicketMerged
from bridge.core.words.ids import derived
from bridge.runtime.deliveries import Delivery, Incoming, Understood
from bridge.runtime.verdict import NotSent
from handoff.asking import FindByTicket, ReadConversation
from handoff.desk import (
    AgentComment,
    ForeignChange,
    HelpDesk,
    MergedInto,
    RequesterComment,
    TicketEnded,
    TicketRef,
)
from handoff.merging import goes_on_at, is_taken, merged
from handoff.own import conversation_in, external_id

RECONCILE = "reconcile"
"""The source of deliveries that the poll keeps."""

PLACES_KEPT = 10_000
"""A place only saves reading: what was seen before is recognised by its id, so a lost one costs nothing."""

MERGES_FOLLOWED = 5
"""From ticket to ticket; more than one merge behind the other between two readings is rare already."""

WAITED_FOR = 10
"""Tries, some minutes; a create that an operator dropped has no answer."""

Seen = Callable[[Sequence[str]], Awaitable[set[str]]]


@dataclass(slots=True)
class _Place:
    """How far a ticket is read: `cursor` for certain, `next_cursor` once all of `event_ids` are stored."""

    cursor: int = 0
    next_cursor: int = 0
    event_ids: tuple[str, ...] = ()


class Inbound:
    """Understands the deliveries of one ticket at a time.

    Args:
        desk: The help desk.
        conversation: Ours, by its id.
        by_ticket: Ours, by a ticket's id.
        seen: Which events had their turn.
    """

    def __init__(
        self, desk: HelpDesk, *, conversation: ReadConversation, by_ticket: FindByTicket, seen: Seen
    ) -> None:
        self._desk = desk
        self._conversation = conversation
        self._by_ticket = by_ticket
        self._seen = seen
        self._places: OrderedDict[int, _Place] = OrderedDict()

    async def __call__(self, batch: Sequence[Delivery]) -> Understood:
        """Reads the ticket that the batch is about, once, whatever the number and order of its deliveries.

        Raises:
            ValueError: A delivery names no ticket; it is parked as it came.
            NotSent: What was done on the ticket can be told only once it is known to be the conversation's.
        """
        ref = self._desk.ticket_in(batch[-1].body)
        conversation = await self._by_ticket(ref.ticket_id) or await self._by_external_id(ref)
        if conversation is None:
            return Understood(verdict="foreign", incoming=())
        if _is_too_early(conversation, ref) and max(one.attempts for one in batch) < WAITED_FOR:
            raise NotSent("It is not known yet that the ticket was created.")
        found: list[Incoming] = []
        ticket_id = ref.ticket_id
        here = conversation.ticket.id if conversation.ticket is not None else None
        since = max((one.since for one in conversation.joined if one.ticket_id == ticket_id), default=0)
        for _ in range(MERGES_FOLLOWED):
            incoming, left = await self._read(conversation, ticket_id, since)
            found += incoming
            if left is None or not goes_on_at(conversation, left, here):
                break
            # What was written there since may have rung nobody: the ticket was not known to be ours.
            ticket_id = here = left.into
            since = left.since
        return Understood(verdict="done", incoming=tuple(found))

    async def _read(
        self, conversation: Conversation, ticket_id: int, since: int
    ) -> tuple[Sequence[Incoming], TicketMerged | None]:
        """What is new on one ticket after `since`, and where it was merged into."""
        place = await self._place(ticket_id)
        try:
            read = await self._desk.read_since(ticket_id, max(place.cursor, since))
        except TicketEnded:
            return (), None
        incoming: list[Incoming] = []
        left: TicketMerged | None = None
        for news in read.news:
            if isinstance(news, MergedInto):
                taken = await is_taken(conversation, news, self._by_ticket)
                left = merged(conversation.id, ticket_id, news, taken=taken)
                incoming.append(Incoming(event_id=_change_id(ticket_id, news.change_id), event=left))
            else:
                incoming.append(_one(conversation.id, ticket_id, news))
        place.next_cursor = read.cursor
        place.event_ids = tuple(one.event_id for one in incoming)
        return incoming, left

    async def _by_external_id(self, ref: TicketRef) -> Conversation | None:
        """Ours, though the answer to our create may still be under way."""
        conversation_id = conversation_in(ref.external_id)
        if conversation_id is None:
            return None
        return await self._conversation(conversation_id)

    async def _place(self, ticket_id: int) -> _Place:
        """Where to read on: past the last reading only if all that it brought has been stored."""
        place = self._places.setdefault(ticket_id, _Place())
        self._places.move_to_end(ticket_id)
        if len(self._places) > PLACES_KEPT:
            self._places.popitem(last=False)
        if set(place.event_ids) <= await self._seen(place.event_ids):
            place.cursor = max(place.cursor, place.next_cursor)
        return place


def _is_too_early(conversation: Conversation, ref: TicketRef) -> bool:
    """Whether the answer to the create that made this very ticket is still under way."""
    ticket = conversation.ticket
    if ticket is None or ticket.id is not None:
        return False
    return ref.external_id == external_id(conversation.id, ticket.episode)


def _change_id(ticket_id: int, change_id: int) -> str:
    return derived("evt", "change", ticket_id, change_id)


def _one(
    conversation_id: str, ticket_id: int, news: AgentComment | RequesterComment | ForeignChange
) -> Incoming:
    event: Event
    match news:
        case AgentComment():
            event = AgentReplied(
                conversation_id=conversation_id,
                at=news.at,
                ticket_id=ticket_id,
                comment_id=news.comment_id,
                author=news.author,
                body=news.body,
                attachments=news.attachments,
            )
            return Incoming(event_id=derived("evt", "comment", ticket_id, news.comment_id), event=event)
        case RequesterComment():
            event = CustomerCommented(
                conversation_id=conversation_id,
                at=news.at,
                ticket_id=ticket_id,
                comment_id=news.comment_id,
                body=news.body,
                attachments=news.attachments,
            )
            return Incoming(event_id=derived("evt", "comment", ticket_id, news.comment_id), event=event)
        case ForeignChange():
            event = TicketChanged(
                conversation_id=conversation_id,
                at=news.at,
                ticket_id=ticket_id,
                by=news.by,
                status=news.status,
                assignee=news.assignee,
                agent_name=news.agent_name,
            )
            return Incoming(event_id=_change_id(ticket_id, news.change_id), event=event)
