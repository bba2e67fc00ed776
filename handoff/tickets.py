"""Performs CreateTicket and UpdateTicket: the conversation's words become a ticket, once and in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from bridge.core.conversation.desk_state import Ticket
from bridge.core.conversation.merging import joins
from bridge.core.conversation.state import Conversation
from bridge.core.words.effects import CreateTicket, UpdateTicket
from bridge.core.words.entries import Line
from bridge.core.words.events import Event, TicketCreated, TicketOver, TicketUpdated
from bridge.core.words.values import Attachment, Comment
from bridge.runtime.outbox import Attempt
from bridge.runtime.uploads import Upload
from bridge.runtime.verdict import Refused
from handoff.asking import FindByTicket, ReadConversation
from handoff.desk import DeskComment, HelpDesk, MergedInto, NewTicket, TicketEnded, TicketUpdate
from handoff.merging import is_taken, merged
from handoff.own import external_id
from handoff.packet import packet_html
from handoff.sent_files import ReadUpload, sent_files

Now = Callable[[], datetime]
ReadLines = Callable[[str], Awaitable[Sequence[Line]]]


class TicketCreator:
    """Performs CreateTicket."""

    def __init__(self, desk: HelpDesk, *, upload: ReadUpload, now: Now) -> None:
        self._desk = desk
        self._upload = upload
        self._now = now

    async def __call__(self, attempt: Attempt[CreateTicket], /) -> Sequence[Event]:
        """Creates the ticket; the effect's id is its idempotency key, so a repetition finds the same one."""
        effect = attempt.effect
        age_s = (self._now() - attempt.planned_at).total_seconds()
        ticket = NewTicket(
            external_id=external_id(effect.conversation_id, effect.episode),
            requester=effect.requester,
            subject=effect.subject,
            html=_shown(effect.comment),
            by_customer=effect.comment.author == "customer",
            status=effect.status,
            tags=effect.tags,
            assignee=effect.assignee,
            followup_of=effect.followup_of,
            files=await _files(self._upload, effect.comment.attachments),
        )
        made = await self._desk.create(ticket, attempt.effect_id, again=attempt.number > 1, age_s=age_s)
        return (
            TicketCreated(
                conversation_id=effect.conversation_id,
                at=self._now(),
                episode=effect.episode,
                ticket_id=made.ticket_id,
                requester_id=made.requester_id,
                assignee=made.assignee,
            ),
        )


class TicketUpdater:
    """Performs UpdateTicket.

    Args:
        desk: Whom it is for.
        conversation: As it is now.
        lines: Its log, for the hand-off note.
        upload: The customer's files.
        now: The time.
        procedure_field: The desk's text field that names the procedure used last; None writes none.
    """

    def __init__(
        self,
        desk: HelpDesk,
        *,
        conversation: ReadConversation,
        by_ticket: FindByTicket,
        lines: ReadLines,
        upload: ReadUpload,
        now: Now,
        procedure_field: int | None = None,
    ) -> None:
        self._desk = desk
        self._procedure_field = procedure_field
        self._conversation = conversation
        self._by_ticket = by_ticket
        self._lines = lines
        self._upload = upload
        self._now = now

    async def __call__(self, attempt: Attempt[UpdateTicket], /) -> Sequence[Event]:
        """Writes the update on the ticket of its episode, or reports that this ticket is over."""
        effect = attempt.effect
        conversation = await self._conversation(effect.conversation_id)
        ticket = conversation.ticket if conversation is not None else None
        if conversation is None or ticket is None:
            raise Refused("The conversation has no ticket to update.")
        if ticket.episode != effect.episode or not ticket.takes_updates:
            if attempt.number > 1 and await self._has_written(ticket, effect, attempt.effect_id):
                return self._written(effect)
            return self._over(effect, gone=ticket.gone)
        if ticket.id is None:
            raise Refused("The ticket was never created: its CreateTicket was dropped.")
        update = TicketUpdate(
            comment=await self._comment(effect, conversation, ticket.requester_id),
            status=effect.status,
            add_tags=effect.add_tags,
            remove_tags=effect.remove_tags,
            assignee=effect.assignee,
            fields={**self._fields(conversation), **dict(effect.fields)},
        )
        try:
            await self._desk.apply(ticket.id, update, attempt.effect_id, again=attempt.number > 1)
        except TicketEnded as ended:
            return (
                *await self._moved(conversation, ticket.id, ended.merged),
                *self._over(effect, gone=ended.gone),
            )
        return self._written(effect)

    async def _moved(
        self, conversation: Conversation, ticket_id: int, news: MergedInto | None
    ) -> Sequence[Event]:
        """That it goes on at another ticket, when an agent merged them and the word of it is late."""
        if news is None:
            return ()
        taken = await is_taken(conversation, news, self._by_ticket)
        event = merged(conversation.id, ticket_id, news, taken=taken)
        return (event,) if joins(conversation, event) else ()

    async def _has_written(self, ticket: Ticket, effect: UpdateTicket, marker: str) -> bool:
        """Whether an earlier attempt stands where it was made: on this ticket, or on the one before."""
        before = ticket.merged_from or ticket.followup_of
        there = ticket.id if ticket.episode == effect.episode else before
        return there is not None and await self._desk.has_written(there, marker)

    def _written(self, effect: UpdateTicket) -> Sequence[Event]:
        return (
            TicketUpdated(conversation_id=effect.conversation_id, at=self._now(), episode=effect.episode),
        )

    def _fields(self, conversation: Conversation) -> Mapping[int, str]:
        """Which procedure was used last; said with every update, so that no lost one loses it."""
        if self._procedure_field is None or not conversation.used:
            return {}
        return {self._procedure_field: conversation.used}

    def _over(self, effect: UpdateTicket, *, gone: bool) -> Sequence[Event]:
        return (TicketOver(conversation_id=effect.conversation_id, at=self._now(), update=effect, gone=gone),)

    async def _comment(
        self, effect: UpdateTicket, conversation: Conversation, requester_id: int | None
    ) -> DeskComment | None:
        if effect.packet:
            lines = await self._lines(conversation.id)
            note = effect.comment.body.html if effect.comment is not None else ""
            return DeskComment(
                html=packet_html(conversation, lines, note),
                public=False,
                files=await sent_files(lines, self._upload) if effect.with_files else (),
            )
        if effect.comment is None:
            return None
        return DeskComment(
            html=_shown(effect.comment),
            public=effect.comment.public,
            requester_id=requester_id if effect.comment.author == "customer" else None,
            files=await _files(self._upload, effect.comment.attachments),
        )


def _shown(comment: Comment) -> str:
    """Zendesk refuses an empty comment; a message of files alone names them."""
    if comment.body.html:
        return comment.body.html
    return f"<p>{len(comment.attachments)} file(s) attached.</p>"


async def _files(upload: ReadUpload, attachments: Sequence[Attachment]) -> tuple[Upload, ...]:
    found = [await upload(attachment.id) for attachment in attachments]
    return tuple(file for file in found if file is not None)
