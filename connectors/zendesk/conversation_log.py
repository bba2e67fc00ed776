"""What was said about a ticket, in one list: comments, and the messages of its live chat.

Source: GET /api/v2/tickets/{id}/conversation_log; needs the right to see private content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from connectors.zendesk import objects
from connectors.zendesk.caller import Caller
from connectors.zendesk.objects import Ticket

MESSAGE = "zen:sunco:conversation_message:"
COMMENT = "zen:ticket_event:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One comment or message.

    Args:
        reference: Names it: `zen:ticket_event:…` or `zen:sunco:conversation_message:…`.
        author_type: `user`, `agent` or `bot`.
        support_user_id: Who, in Support; None for bots and strangers.
        text: A message's text, a comment's HTML.
        is_public: Whether the customer may see it; messages always are.
        custom: The metadata that was written with it.
    """

    reference: str
    created_at: datetime
    author_type: str
    support_user_id: int | None
    text: str
    is_public: bool
    custom: Mapping[str, Any]

    @property
    def message_id(self) -> str | None:
        """The message's id in Sunshine Conversations; None for a comment."""
        return self.reference.removeprefix(MESSAGE) if self.reference.startswith(MESSAGE) else None


async def conversation_log(
    support: Caller, ticket_id: int, *, newest_first: bool = True, limit: int = 100
) -> list[Said]:
    """What was said, `limit` at most."""
    path = f"/api/v2/tickets/{ticket_id}/conversation_log.json"
    return await support.listed(path, "events", _said, newest_first=newest_first, limit=limit)


async def ticket_of(support: Caller, conversation_id: str) -> Ticket:
    """The ticket of a conversation whose session is open; none is Refused with status 404.

    Source: GET /api/v2/tickets/messaging/conversations/{id}/ticket.
    """
    path = f"/api/v2/tickets/messaging/conversations/{quote(conversation_id, safe='')}/ticket.json"
    return await support.get(path, told=lambda raw: objects.ticket(raw["ticket"]))


def _said(raw: Mapping[str, Any]) -> Said:
    author, content, metadata = raw["author"], raw.get("content") or {}, raw.get("metadata") or {}
    user_id = author.get("zen:support:user_id")
    return Said(
        reference=str(raw["reference"]),
        created_at=datetime.fromisoformat(str(raw["created_at"])),
        author_type=str(author.get("type") or ""),
        support_user_id=int(user_id) if user_id else None,
        text=str(content.get("text") or content.get("body") or ""),
        is_public=metadata.get("public", True) is True,
        custom=metadata["custom"] if isinstance(metadata.get("custom"), dict) else {},
    )
