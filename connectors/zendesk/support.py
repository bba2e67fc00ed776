"""Zendesk's Support API as the bridge needs it: a dozen calls, plain data in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.failures import Refused
from connectors.zendesk import objects
from connectors.zendesk.caller import PAGE, Caller
from connectors.zendesk.objects import (
    AccountSettings,
    Audit,
    ChangeEvent,
    Comment,
    CommentEvent,
    Page,
    Ticket,
    TicketWritten,
    User,
)
from connectors.zendesk.speaking import LOOKUP, headers_told

__all__ = [
    "UNSET",
    "Audit",
    "ChangeEvent",
    "Comment",
    "CommentEvent",
    "Support",
    "Ticket",
    "TicketWritten",
    "User",
]

FEW = 20
"""Audits asked for behind a known one: more than that have seldom been written since."""
UNSET: Any = object()
"""Leave the field as it is; None is a value: nobody."""


class Support(Caller):
    """The Support API by name; `Caller` says how it is made, and how it fails."""

    async def me(self) -> User:
        """The credentials' own user."""
        return await self.get("/api/v2/users/me.json", told=_me)

    async def user(self, user_id: int) -> User:
        """One user."""
        return await self.get(f"/api/v2/users/{user_id}.json", told=lambda raw: objects.user(raw["user"]))

    async def create_or_update_user(
        self, *, external_id: str, email: str | None, name: str, verified: bool
    ) -> User:
        """The user with this external_id, made or brought up to date. Source: POST users/create_or_update."""

        def call(zenpy: Any) -> User:
            from zenpy.lib.api_objects import User as ZenpyUser

            wanted = ZenpyUser(external_id=external_id, name=name, verified=verified, skip_verify_email=True)
            if email is not None:
                wanted.email = email
            return objects.user(zenpy.users.create_or_update(wanted).to_dict())

        return await self.zenpy(call)

    async def add_user_tags(self, user_id: int, tags: Sequence[str]) -> None:
        """Adds tags to a user; those of others stay. Source: PUT users/{id}/tags."""
        await self.zenpy(lambda zenpy: zenpy.users.add_tags(user_id, list(tags)))

    async def create_ticket(
        self,
        *,
        subject: str,
        comment_html: str,
        requester_id: int,
        author_id: int,
        public: bool,
        status: str,
        tags: Sequence[str],
        assignee_id: int | None,
        external_id: str,
        metadata: Mapping[str, str],
        via_followup_source_id: int | None,
        uploads: Sequence[str],
        idempotency_key: str,
        group_id: int | None = None,
        brand_id: int | None = None,
        ticket_form_id: int | None = None,
    ) -> TicketWritten:
        """Creates a ticket once per key. Source: POST /api/v2/tickets, header Idempotency-Key, two hours."""
        where = {
            "assignee_id": assignee_id,
            "via_followup_source_id": via_followup_source_id,
            "group_id": group_id,
            "brand_id": brand_id,
            "ticket_form_id": ticket_form_id,
        }

        def call(zenpy: Any) -> TicketWritten:
            from zenpy.lib.api_objects import Ticket as ZenpyTicket

            wanted = ZenpyTicket(
                subject=subject,
                comment=_comment(comment_html, public=public, author_id=author_id, uploads=uploads),
                requester_id=requester_id,
                submitter_id=author_id,
                status=status,
                tags=list(tags),
                external_id=external_id,
                metadata=dict(metadata),
                **{name: value for name, value in where.items() if value is not None},
            )
            made = zenpy.tickets.create(wanted)
            return _written(made, replayed=(headers_told.get() or {}).get(LOOKUP) == "hit")

        return await self.zenpy(call, headers={"Idempotency-Key": idempotency_key})

    async def ticket(self, ticket_id: int) -> Ticket:
        """One ticket; a deleted one is Refused with status 404."""
        return await self.get(
            f"/api/v2/tickets/{ticket_id}.json", told=lambda raw: objects.ticket(raw["ticket"])
        )

    async def find_tickets(self, external_id: str) -> list[Ticket]:
        """Tickets with this external_id, by the list's filter: exact, and never late like the search."""
        return await self.get(
            "/api/v2/tickets.json",
            {"external_id": external_id},
            told=lambda raw: [objects.ticket(one) for one in raw["tickets"]],
        )

    async def update_ticket(
        self,
        ticket_id: int,
        *,
        comment_html: str | None,
        comment_public: bool,
        author_id: int | None,
        status: str | None,
        assignee_id: Any,
        metadata: Mapping[str, str],
        uploads: Sequence[str] = (),
        custom_fields: Mapping[int, str] | None = None,
    ) -> TicketWritten:
        """One PUT with whatever is given; tags are never a part of it, as there they would replace all.

        Args:
            ticket_id: Which one.
            comment_html: The comment, or None.
            comment_public: Always said aloud: a first internal note would make later ones internal too.
            author_id: The comment's author.
            status: Zendesk's word, or None.
            assignee_id: An agent's id, None for nobody, `UNSET` to leave it.
            metadata: Comes back in the audit's `metadata.custom`.
            uploads: Tokens of uploaded files.
            custom_fields: Values by the field's id; fields that are not named stay.
        """

        def call(zenpy: Any) -> TicketWritten:
            from zenpy.lib.api_objects import Ticket as ZenpyTicket

            wanted = ZenpyTicket(id=ticket_id, metadata=dict(metadata))
            if comment_html is not None:
                wanted.comment = _comment(
                    comment_html, public=comment_public, author_id=author_id, uploads=uploads
                )
            if status is not None:
                wanted.status = status
            if assignee_id is not UNSET:
                wanted.assignee_id = assignee_id
            if custom_fields:
                wanted.custom_fields = [{"id": id_, "value": value} for id_, value in custom_fields.items()]
            return _written(zenpy.tickets.update(wanted))

        return await self.zenpy(call)

    async def add_tags(self, ticket_id: int, tags: Sequence[str]) -> None:
        """Adds tags; those of others stay. Source: PUT tickets/{id}/tags."""
        await self.zenpy(lambda zenpy: zenpy.tickets.add_tags(ticket_id, list(tags)))

    async def remove_tags(self, ticket_id: int, tags: Sequence[str]) -> None:
        """Removes tags; those of others stay. Source: DELETE tickets/{id}/tags."""
        await self.zenpy(lambda zenpy: zenpy.tickets.delete_tags(ticket_id, list(tags)))

    async def comments(
        self, ticket_id: int, *, newest_first: bool = True, limit: int = PAGE
    ) -> list[Comment]:
        """The ticket's comments, public ones and notes, `limit` at most."""
        path = f"/api/v2/tickets/{ticket_id}/comments.json"
        return await self.listed(path, "comments", objects.comment, newest_first=newest_first, limit=limit)

    async def audits(self, ticket_id: int, *, newest_first: bool = True, limit: int = PAGE) -> list[Audit]:
        """The ticket's saves, `limit` at most."""
        path = f"/api/v2/tickets/{ticket_id}/audits.json"
        return await self.listed(path, "audits", objects.audit, newest_first=newest_first, limit=limit)

    async def audits_since(self, ticket_id: int, cursor: int, *, limit: int) -> list[Audit]:
        """The ticket's audits with an id above `cursor`, newest first, `limit` at most.

        A page that came in the other order says nothing about those behind it: Zendesk has lists that do not
        heed `sort`.
        """
        found = await self.listed(
            f"/api/v2/tickets/{ticket_id}/audits.json",
            "audits",
            objects.audit,
            newest_first=True,
            limit=limit,
            is_enough=lambda page: page[-1].id <= cursor and page[-1].id <= page[0].id,
            first_page=FEW if cursor else PAGE,
        )
        return sorted((one for one in found if one.id > cursor), key=lambda one: -one.id)

    async def incremental_tickets(self, *, start_time: int | None, cursor: str | None) -> Page:
        """Changed tickets. Source: GET /api/v2/incremental/tickets/cursor; an admin's token, 10 a minute."""
        return await self.get(
            "/api/v2/incremental/tickets/cursor.json",
            {"cursor": cursor} if cursor else {"start_time": start_time},
            told=lambda raw: Page(
                tickets=tuple(objects.ticket(one) for one in raw["tickets"]),
                cursor=raw.get("after_cursor"),
                end_of_stream=bool(raw.get("end_of_stream")),
            ),
        )

    async def upload(self, name: str, content_type: str, data: bytes) -> str:
        """Uploads a file; the token is good for an hour. Source: POST /api/v2/uploads."""
        return await self.call(
            "POST",
            "/api/v2/uploads.json",
            query={"filename": name},
            data=data,
            content_type=content_type,
            told=lambda raw: str(raw["upload"]["token"]),
        )

    async def account_settings(self) -> AccountSettings:
        """The account's settings. Source: GET /api/v2/account/settings."""
        return await self.get("/api/v2/account/settings.json", told=objects.account_settings)


def _me(raw: Any) -> User:
    """Zendesk shows nobody's credentials a user without an id, or with a negative one."""
    told = raw["user"]
    if not isinstance(told.get("id"), int) or told["id"] <= 0:
        raise Refused("Zendesk does not know these credentials: it answers as to a stranger.", status=401)
    return objects.user(told)


def _comment(html: str, *, public: bool, author_id: int | None, uploads: Sequence[str]) -> Any:
    from zenpy.lib.api_objects import Comment as ZenpyComment

    made = ZenpyComment(html_body=html, public=public, author_id=author_id)
    if uploads:
        made.uploads = list(uploads)
    return made


def _written(saved: Any, *, replayed: bool = False) -> TicketWritten:
    """What zenpy made of a create's or an update's answer; one without a ticket is not understood."""
    save = getattr(saved, "audit", None)
    return objects.ticket_written(
        saved.ticket.to_dict(), save.to_dict() if save is not None else None, replayed=replayed
    )
