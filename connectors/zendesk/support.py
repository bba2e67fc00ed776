"""Zendesk's Support API as the bridge needs it: a dozen calls through zenpy, in four threads."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from connectors.failures import OutsideFailure, Unsure
from connectors.zendesk import objects
from connectors.zendesk.objects import Audit, ChangeEvent, CommentEvent, Page, Ticket, User
from connectors.zendesk.session import TIMEOUT_S, Authorizer, headers_of_call, session

__all__ = ["UNSET", "Audit", "ChangeEvent", "CommentEvent", "Support", "Ticket", "User"]

T = TypeVar("T")

UNSET: Any = object()
"""Leave the field as it is; None is a value: nobody."""

THREADS = 4
"""zenpy costs CPU; more threads only hide latency, and Zendesk's limits are per minute."""
PAGE = 100


class Support:
    """The client. Every failure is one of `connectors.failures`; nothing here retries or sleeps.

    Args:
        base_url: Where requests go, e.g. `https://acme.zendesk.com`.
        subdomain: The account's name; any word for a sandbox.
        authorizer: The credentials.
    """

    def __init__(self, *, base_url: str, subdomain: str, authorizer: Authorizer) -> None:
        self._subdomain = subdomain or "sandbox"
        self._origin = f"https://{self._subdomain}.zendesk.com"
        self._base_url = base_url.rstrip("/")
        self._authorizer = authorizer
        self._local = threading.local()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="zendesk")
        logging.getLogger("zenpy").setLevel(logging.INFO)  # at DEBUG it logs bodies

    async def close(self) -> None:
        """Ends the threads; a call under way is waited for."""
        await asyncio.to_thread(self._threads.shutdown)

    async def me(self) -> User:
        """The credentials' own user."""
        raw = await self.get("/api/v2/users/me.json")
        return objects.user(raw["user"])

    async def user(self, user_id: int) -> User:
        """One user."""
        raw = await self.get(f"/api/v2/users/{user_id}.json")
        return objects.user(raw["user"])

    async def create_or_update_user(
        self, *, external_id: str, email: str | None, name: str, verified: bool
    ) -> User:
        """The user with this external_id, made or brought up to date. Source: POST users/create_or_update."""

        def call(zenpy: Any) -> Any:
            from zenpy.lib.api_objects import User as ZenpyUser

            wanted = ZenpyUser(external_id=external_id, name=name, verified=verified, skip_verify_email=True)
            if email is not None:
                wanted.email = email
            return zenpy.users.create_or_update(wanted)

        return objects.user((await self._zenpy(call)).to_dict())

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
    ) -> Ticket:
        """Creates a ticket once per key. Source: POST /api/v2/tickets, header Idempotency-Key, two hours."""

        def call(zenpy: Any) -> Any:
            from zenpy.lib.api_objects import Comment
            from zenpy.lib.api_objects import Ticket as ZenpyTicket

            comment = Comment(html_body=comment_html, public=public, author_id=author_id)
            if uploads:
                comment.uploads = list(uploads)
            wanted = ZenpyTicket(
                subject=subject,
                comment=comment,
                requester_id=requester_id,
                submitter_id=author_id,
                status=status,
                tags=list(tags),
                external_id=external_id,
                metadata=dict(metadata),
            )
            if assignee_id is not None:
                wanted.assignee_id = assignee_id
            if via_followup_source_id is not None:
                wanted.via_followup_source_id = via_followup_source_id
            return zenpy.tickets.create(wanted)

        made = await self._zenpy(call, {"Idempotency-Key": idempotency_key})
        return objects.ticket(made.ticket.to_dict())

    async def ticket(self, ticket_id: int) -> Ticket:
        """One ticket; a deleted one is Refused with status 404."""
        raw = await self.get(f"/api/v2/tickets/{ticket_id}.json")
        return objects.ticket(raw["ticket"])

    async def find_tickets(self, external_id: str) -> list[Ticket]:
        """Tickets with this external_id, by the list's filter: exact, and never late like the search."""
        raw = await self.get("/api/v2/tickets.json", {"external_id": external_id})
        return [objects.ticket(one) for one in raw.get("tickets", ())]

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
    ) -> None:
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
        """

        def call(zenpy: Any) -> Any:
            from zenpy.lib.api_objects import Comment
            from zenpy.lib.api_objects import Ticket as ZenpyTicket

            wanted = ZenpyTicket(id=ticket_id, metadata=dict(metadata))
            if comment_html is not None:
                wanted.comment = Comment(html_body=comment_html, public=comment_public, author_id=author_id)
                if uploads:
                    wanted.comment.uploads = list(uploads)
            if status is not None:
                wanted.status = status
            if assignee_id is not UNSET:
                wanted.assignee_id = assignee_id
            return zenpy.tickets.update(wanted).ticket  # an answer without one is not understood

        await self._zenpy(call)

    async def add_tags(self, ticket_id: int, tags: Sequence[str]) -> None:
        """Adds tags; those of others stay. Source: PUT tickets/{id}/tags."""
        await self._zenpy(lambda zenpy: zenpy.tickets.add_tags(ticket_id, list(tags)))

    async def remove_tags(self, ticket_id: int, tags: Sequence[str]) -> None:
        """Removes tags; those of others stay. Source: DELETE tickets/{id}/tags."""
        await self._zenpy(lambda zenpy: zenpy.tickets.delete_tags(ticket_id, list(tags)))

    async def audits_since(self, ticket_id: int, cursor: int, *, limit: int) -> list[Audit]:
        """The ticket's audits with an id above `cursor`, newest first, `limit` at most."""
        found: list[Audit] = []
        after: str | None = None
        while len(found) < limit:
            query: dict[str, Any] = {"page[size]": PAGE, "sort": "-created_at"}
            if after:
                query["page[after]"] = after
            raw = await self.get(f"/api/v2/tickets/{ticket_id}/audits.json", query)
            page = [objects.audit(one) for one in raw.get("audits", ())]
            found += [one for one in page if one.id > cursor]
            meta = raw.get("meta") or {}
            after = meta.get("after_cursor")
            if not meta.get("has_more") or not after or any(one.id <= cursor for one in page):
                break
        return found[:limit]

    async def incremental_tickets(self, *, start_time: int | None, cursor: str | None) -> Page:
        """Changed tickets. Source: GET /api/v2/incremental/tickets/cursor; an admin's token, 10 a minute."""
        query: dict[str, Any] = {"cursor": cursor} if cursor else {"start_time": start_time}
        raw = await self.get("/api/v2/incremental/tickets/cursor.json", query)
        return Page(
            tickets=tuple(objects.ticket(one) for one in raw.get("tickets", ())),
            cursor=raw.get("after_cursor"),
            end_of_stream=bool(raw.get("end_of_stream")),
        )

    async def upload(self, name: str, content_type: str, data: bytes) -> str:
        """Uploads a file; the token is good for an hour. Source: POST /api/v2/uploads."""
        raw = await self.call(
            "POST", "/api/v2/uploads.json", query={"filename": name}, data=data, content_type=content_type
        )
        return str(raw["upload"]["token"])

    async def get(self, path: str, query: Mapping[str, Any] | None = None) -> Any:
        """A read that zenpy has no word for."""
        return await self.call("GET", path, query=query)

    async def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = None,
        data: bytes | None = None,
        content_type: str | None = None,
    ) -> Any:
        """A call that zenpy has no word for, through the same session; returns the answer's JSON, or None."""

        def made(zenpy: Any) -> Any:
            headers = {"Content-Type": content_type} if content_type else None
            answer = zenpy.users.session.request(
                method,
                self._origin + path,
                params=query,
                json=json,
                data=data,
                headers=headers,
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
            return answer.json() if answer.content else None

        return await self._zenpy(made)

    async def _zenpy(self, call: Callable[[Any], T], headers: Mapping[str, str] | None = None) -> T:
        context = contextvars.copy_context()
        if headers:
            context.run(headers_of_call.set, headers)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(context.run, self._called, call))

    def _called(self, call: Callable[[Any], T]) -> T:
        try:
            return call(self._client())
        except OutsideFailure:
            raise
        except Exception as error:  # zenpy's own: an answer that it cannot read. What was done is not known
            raise Unsure(f"Zendesk's answer could not be read ({type(error).__name__}).") from error

    def _client(self) -> Any:
        """One zenpy client a thread: it keeps state between calls. Built late: it costs 90 ms and 14 MiB."""
        client = getattr(self._local, "client", None)
        if client is None:
            from zenpy import Zenpy

            client = Zenpy(
                subdomain=self._subdomain,
                session=session(self._origin, self._base_url, self._authorizer),
                timeout=TIMEOUT_S,
                disable_cache=True,  # a cached ticket is 30 s old
            )
            self._local.client = client
        return client
