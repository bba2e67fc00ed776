"""Zendesk as a help desk: our orders in its words, its audits as news."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from bridge.core.words.values import Assignee, Contact, TicketStatus
from bridge.outside import verdicts
from connectors import failures
from connectors.zendesk.signatures import verify
from connectors.zendesk.support import UNSET, Audit, Support, Ticket
from handoff.desk import (
    CreatedTicket,
    ForeignChange,
    MergedInto,
    News,
    NewTicket,
    TicketEnded,
    TicketNews,
    TicketRef,
    TicketUpdate,
    Verified,
)
from handoff.desks.zendesk_audits import Audits, whose
from handoff.desks.zendesk_changes import changes
from handoff.desks.zendesk_merges import Merge, merge_of
from handoff.desks.zendesk_people import People
from handoff.own import marked, marker_in

KEY_LIFE_S = 100 * 60.0
"""Zendesk keeps an Idempotency-Key for two hours; later a ticket is looked up by its external_id first."""

AUDITS_READ = 300
"""Per reading and ticket: more than a page of changes between two readings is possible, thousands are not."""

REQUESTERS_KEPT = 20_000
"""Of so many tickets it is remembered whose they are."""


class ZendeskDesk:
    """Implements `handoff.desk.HelpDesk` over Zendesk's Support API.

    Args:
        support: The client.
        webhook_secrets: Asked at each webhook, so that a rotation needs no restart.
        window_s: How old a webhook's signature may be, in seconds.
        fin_agent_id: The agent that Fin answers as; None is the credentials' own user.
        now: Seconds since the epoch.
    """

    def __init__(
        self,
        support: Support,
        *,
        webhook_secrets: Callable[[], Sequence[str]],
        now: Callable[[], float],
        window_s: float = 300.0,
        fin_agent_id: int | None = None,
    ) -> None:
        self._support = support
        self._secrets = webhook_secrets
        self._now = now
        self._window_s = window_s
        self._fin_id = fin_agent_id
        self._audits = Audits(support)
        self._people = People(support)
        self._requester_of: dict[int, int] = {}

    async def create(self, ticket: NewTicket, marker: str, *, again: bool, age_s: float) -> CreatedTicket:
        """See HelpDesk. The marker is the Idempotency-Key; after its life the external_id finds it."""
        with verdicts():
            fin_id = await self._fin()
            if again and age_s > KEY_LIFE_S and (found := await self._found(ticket.external_id)):
                return self._created(found, fin_id)

            async def make(requester_id: int) -> Ticket:
                return await self._support.create_ticket(
                    subject=ticket.subject,
                    comment_html=ticket.html,
                    requester_id=requester_id,
                    author_id=requester_id if ticket.by_customer else fin_id,
                    public=True,
                    status=ticket.status.value,
                    tags=ticket.tags,
                    assignee_id=fin_id if ticket.assignee == "fin" else None,
                    external_id=ticket.external_id,
                    metadata=marked(marker),
                    via_followup_source_id=ticket.followup_of,
                    uploads=await self._uploaded(ticket.files),
                    idempotency_key=marker,
                )

            try:
                written = await self._people.as_user(ticket.requester, make)
            except failures.Refused as refused:
                # The same key with other bytes (a setting changed in between): the first try may stand.
                if refused.code == "IdempotentRequestError" and (
                    found := await self._found(ticket.external_id)
                ):
                    return self._created(found, fin_id)
                raise
            return self._created(written, fin_id)

    async def apply(self, ticket_id: int, update: TicketUpdate, marker: str, *, again: bool) -> None:
        """See HelpDesk. Tags first, so that triggers on the status see them; then one PUT with the marker."""
        with verdicts():
            fin_id = await self._fin()
            if again and await self._is_written(ticket_id, marker):
                return
            try:
                if update.add_tags:
                    await self._support.add_tags(ticket_id, update.add_tags)
                if update.remove_tags:
                    await self._support.remove_tags(ticket_id, update.remove_tags)
                await self._save(ticket_id, update, marker, fin_id)
            except failures.Refused as refused:
                ticket = await self._raise_if_ended(ticket_id, refused)
                if ticket is None or (heir := await self._with_heir(update, ticket)) is None:
                    raise
                await self._save(ticket_id, heir, marker, fin_id)

    async def tag_person(self, person: Contact, tags: Sequence[str]) -> None:
        """See HelpDesk. Source: Support API, PUT users/{id}/tags, which adds."""
        with verdicts():
            await self._people.as_user(person, lambda user_id: self._support.add_user_tags(user_id, tags))

    async def read_since(self, ticket_id: int, cursor: int) -> TicketNews:
        """See HelpDesk. Audits carry comments, changes, authors and our marker at once."""
        with verdicts():
            try:
                audits = await self._support.audits_since(ticket_id, cursor, limit=AUDITS_READ)
                ticket = await self._changed(ticket_id, audits)
            except failures.Refused as refused:
                if _is_gone(refused):
                    raise TicketEnded(gone=True) from refused
                raise
            if not audits:
                return TicketNews(news=(), cursor=cursor)
            fin_id = await self._fin()
            news = await self._audits.news(audits, self._requester_of[ticket_id], fin_id)
            if ticket is not None and (merge := await merge_of(self._support, ticket, audits)):
                # It says all that there is to say about the save that closed the ticket.
                news = [one for one in news if not _is_change(one, merge.closed_by.id)]
                news.append(await self._merged(merge, fin_id))
            return TicketNews(news=tuple(news), cursor=max(cursor, *(audit.id for audit in audits)))

    async def has_written(self, ticket_id: int, marker: str) -> bool:
        """See HelpDesk."""
        with verdicts():
            try:
                return await self._is_written(ticket_id, marker)
            except TicketEnded:
                return False

    def verify(self, headers: Mapping[str, str], body: bytes) -> Verified:
        """See HelpDesk. Source: developer.zendesk.com, "Verifying webhook authenticity"."""
        return verify(headers, body, self._secrets(), now=self._now(), window_s=self._window_s)

    def ticket_in(self, body: bytes) -> TicketRef:
        """See HelpDesk. The payload is the one that `setup` puts into the triggers: ids only, as strings."""
        try:
            payload = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ValueError("the webhook's body is not JSON") from error
        ticket_id = payload.get("ticket_id") if isinstance(payload, dict) else None
        if not isinstance(ticket_id, str | int) or not str(ticket_id).isdecimal():
            raise ValueError("the webhook names no ticket_id; was its trigger's body edited?")
        return TicketRef(ticket_id=int(ticket_id), external_id=str(payload.get("external_id") or ""))

    async def changed_since(self, cursor: str) -> tuple[Sequence[TicketRef], str]:
        """See HelpDesk. Source: Incremental Ticket Export, cursor based; needs an admin's token."""
        with verdicts():
            page = await changes(self._support, cursor, self._now())
            refs = [TicketRef(ticket_id=one.id, external_id=one.external_id or "") for one in page.tickets]
            return refs, page.cursor or cursor

    async def _changed(self, ticket_id: int, audits: Sequence[Audit]) -> Ticket | None:
        """The ticket, where its audits do not tell enough: a reply is one reading, not two."""
        known = self._requester_of.get(ticket_id)
        if not audits or (known is not None and all(self._audits.tells_all(one, known) for one in audits)):
            return None
        ticket = await self._support.ticket(ticket_id)
        if len(self._requester_of) >= REQUESTERS_KEPT:
            self._requester_of.clear()
        self._requester_of[ticket_id] = ticket.requester_id
        return ticket

    async def _fin(self) -> int:
        if self._fin_id is None:
            self._fin_id = (await self._support.me()).id
        return self._fin_id

    async def _save(self, ticket_id: int, update: TicketUpdate, marker: str, fin_id: int) -> None:
        comment = update.comment
        await self._support.update_ticket(
            ticket_id,
            comment_html=comment.html if comment is not None else None,
            comment_public=comment.public if comment is not None else True,
            author_id=None if comment is None else comment.requester_id or fin_id,
            status=update.status.value if update.status is not None else None,
            assignee_id=_assignee_id(update.assignee, fin_id),
            metadata=marked(marker),
            uploads=await self._uploaded(comment.files) if comment is not None else (),
            custom_fields=update.fields,
        )

    async def _with_heir(self, update: TicketUpdate, ticket: Ticket) -> TicketUpdate | None:
        """The update with another author: Zendesk gave a merged user's tickets to the one that is left."""
        comment = update.comment
        author_id = comment.requester_id if comment is not None else None
        if comment is None or author_id is None or author_id == ticket.requester_id:
            return None
        if not await self._people.is_gone(author_id):
            return None
        return replace(update, comment=replace(comment, requester_id=ticket.requester_id))

    async def _found(self, external: str) -> Ticket | None:
        found = await self._support.find_tickets(external)
        return min(found, key=lambda ticket: ticket.id) if found else None

    async def _is_written(self, ticket_id: int, marker: str) -> bool:
        try:
            audits = await self._support.audits_since(ticket_id, 0, limit=AUDITS_READ)
        except failures.Refused as refused:
            await self._raise_if_ended(ticket_id, refused)
            raise
        return any(marker_in(audit.custom) == marker for audit in audits)

    async def _raise_if_ended(self, ticket_id: int, refused: failures.Refused) -> Ticket | None:
        """A refusal may mean that the ticket is over; the ticket itself is asked, not the error's wording.

        Returns:
            The ticket, where it was asked and goes on.
        """
        if _is_gone(refused):
            raise TicketEnded(gone=True) from refused
        if refused.status == 422:  # noqa: PLR2004 - Zendesk's answer to an update of a closed ticket
            ticket = await self._support.ticket(ticket_id)
            if ticket.status != TicketStatus.CLOSED:
                return ticket
            audits = await self._support.audits(ticket_id)
            merge = await merge_of(self._support, ticket, audits)
            merged = await self._merged(merge, await self._fin()) if merge is not None else None
            raise TicketEnded(gone=False, merged=merged) from refused
        return None

    async def _merged(self, merge: Merge, fin_id: int) -> MergedInto:
        return MergedInto(
            change_id=merge.closed_by.id,
            at=merge.closed_by.created_at,
            into=merge.left.id,
            external_id=merge.left.external_id or "",
            requester_id=merge.left.requester_id,
            status=TicketStatus(merge.left.status),
            assignee=whose(merge.left.assignee_id, fin_id),
            since=merge.since,
            agent_name=await self._audits.name_of(merge.closed_by.author_id),
        )

    async def _uploaded(self, files: Sequence[Any]) -> tuple[str, ...]:
        return tuple([await self._support.upload(file.name, file.content_type, file.data) for file in files])

    def _created(self, ticket: Ticket, fin_id: int) -> CreatedTicket:
        return CreatedTicket(
            ticket_id=ticket.id,
            requester_id=ticket.requester_id,
            assignee=whose(ticket.assignee_id, fin_id),
        )


def _is_gone(refused: failures.Refused) -> bool:
    """Only Zendesk's own word for it: a proxy or a wrong address says 404 to everything."""
    return refused.status == 404 and refused.code == "RecordNotFound"  # noqa: PLR2004 - Not Found


def _is_change(news: News, change_id: int) -> bool:
    return isinstance(news, ForeignChange) and news.change_id == change_id


def _assignee_id(assignee: Assignee | None, fin_id: int) -> Any:
    match assignee:
        case None:
            return UNSET
        case "fin":
            return fin_id
        case "nobody":
            return None
