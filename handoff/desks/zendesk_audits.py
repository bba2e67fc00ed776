"""Zendesk's audits as news: what agents, the customer and Zendesk's own rules did on a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from bridge.core.words.body import from_html
from bridge.core.words.values import Assignee, Attachment, Author, TicketStatus
from connectors import failures
from connectors.zendesk.support import Audit, ChangeEvent, CommentEvent, Support, User
from handoff.desk import AgentComment, ForeignChange, News, RequesterComment
from handoff.own import marker_in

AGENTS_KEPT = 2000
END_USER = "end-user"

_CHAT_CHANNELS = ("sunshine_conversations", "native_messaging", "chat")
"""Source: developer.zendesk.com, "Via object reference"; channels of messaging begin so."""


class Audits:
    """Understands audits; remembers whom it asked about.

    Args:
        support: The client.
    """

    def __init__(self, support: Support) -> None:
        self._support = support
        self._agents: dict[int, User] = {}

    async def news(self, audits: Sequence[Audit], requester_id: int, fin_id: int) -> list[News]:
        """What others did, in order; our own comments are known by their marker."""
        found: list[News] = []
        for audit in sorted(audits, key=lambda one: one.id):
            if marker_in(audit.custom) is None and not _is_chat(audit):
                found += await self._comments(audit, requester_id)
            if change := await self._change(audit, requester_id, fin_id):
                found.append(change)
        return found

    async def _comments(self, audit: Audit, requester_id: int) -> list[News]:
        said: list[News] = []
        for event in audit.events:
            if not isinstance(event, CommentEvent) or not event.public or event.author_id <= 0:
                continue
            attachments = tuple(
                Attachment(
                    id=str(file.id),
                    name=file.name,
                    content_type=file.content_type,
                    size_bytes=file.size_bytes,
                    url=file.url,
                )
                for file in event.attachments
            )
            body = from_html(event.html_body or event.body)
            if event.author_id == requester_id:
                said.append(
                    RequesterComment(
                        comment_id=event.id, at=audit.created_at, body=body, attachments=attachments
                    )
                )
                continue
            author = await self._user(event.author_id)
            if author is None or author.role == END_USER:
                continue
            said.append(
                AgentComment(
                    comment_id=event.id,
                    at=audit.created_at,
                    author=Author(type="agent", name=author.name, avatar_url=_https(author.photo_url)),
                    body=body,
                    attachments=attachments,
                )
            )
        return said

    async def _change(self, audit: Audit, requester_id: int, fin_id: int) -> ForeignChange | None:
        """Status and assignee as somebody else set them; of our own audits only what a rule added to them."""
        ours = marker_in(audit.custom) is not None
        status: TicketStatus | None = None
        assignee: Assignee | Literal["people"] | None = None
        by_rule = False
        for event in audit.events:
            if not isinstance(event, ChangeEvent):
                continue
            rule = event.via_channel == "rule" or audit.author_id <= 0
            if ours and not rule:
                continue
            if event.field == "status" and event.value in set(TicketStatus):
                status, by_rule = TicketStatus(str(event.value)), by_rule or rule
            elif event.field == "assignee_id":
                assignee, by_rule = whose(event.value, fin_id), by_rule or rule
        if status is None and assignee is None:
            return None
        name = await self.name_of(audit.author_id) if not by_rule else ""
        by: Literal["agent", "rule", "customer"] = "rule" if by_rule else "agent"
        if not by_rule and audit.author_id == requester_id:
            by = "customer"
        return ForeignChange(
            change_id=audit.id, at=audit.created_at, by=by, status=status, assignee=assignee, agent_name=name
        )

    def tells_all(self, audit: Audit, requester_id: int) -> bool:
        """Whether the save says what it means by itself; else the ticket must be looked at.

        It must where the ticket was closed, perhaps by a merge, or given to another requester, or where
        somebody did something who is neither the requester nor an agent that we know: two users may have
        become one.
        """
        is_ours = marker_in(audit.custom) is not None
        for event in audit.events:
            by = event.author_id if isinstance(event, CommentEvent) else 0
            if isinstance(event, ChangeEvent):
                is_closed = event.field == "status" and event.value == TicketStatus.CLOSED
                if is_closed or event.field == "requester_id":
                    return False
                if event.field in ("status", "assignee_id") and not is_ours:
                    by = audit.author_id
            if by > 0 and by != requester_id and by not in self._agents:
                return False
        return True

    async def name_of(self, user_id: int) -> str:
        """Of whoever saved; nobody has none."""
        user = await self._user(user_id) if user_id > 0 else None
        return user.name if user is not None else ""

    async def _user(self, user_id: int) -> User | None:
        """Who it is; None when he is no more. Only agents are remembered: an end user may become one."""
        if user_id in self._agents:
            return self._agents[user_id]
        try:
            user = await self._support.user(user_id)
        except failures.Refused as refused:
            if refused.status == 404:  # noqa: PLR2004 - HTTP's word for a user who was deleted
                return None
            raise
        if user.role != END_USER:
            if len(self._agents) >= AGENTS_KEPT:
                self._agents.clear()
            self._agents[user_id] = user
        return user


def whose(assignee_id: Any, fin_id: int) -> Assignee | Literal["people"]:
    """Whose a ticket is, by the id of its assignee."""
    if assignee_id in (None, "", 0):
        return "nobody"
    return "fin" if str(assignee_id) == str(fin_id) else "people"


def _is_chat(audit: Audit) -> bool:
    """What a live chat writes on its ticket was said in the chat; it comes from there."""
    return audit.via_channel.startswith(_CHAT_CHANNELS)


def _https(url: str | None) -> str | None:
    return url if url is not None and url.startswith("https://") else None
