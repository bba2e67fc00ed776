"""Conversations and parts as the customer's Messenger sees them: the JSON of the wire, nothing internal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, TypeAlias

from pydantic import StringConstraints

from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line, Part
from bridge.core.words.values import Attachment

ID = "[a-z]{3}_[a-z0-9]{1,40}"
Json: TypeAlias = dict[str, Any]

WireId: TypeAlias = Annotated[str, StringConstraints(pattern=f"^{ID}$")]
"""An id of ours in a body; whose it is, is another question."""


def part_json(line: Line) -> Json | None:
    """One visible line; None for a line that is not for the customer."""
    part = line.entry
    if not isinstance(part, Part):
        return None
    shape: Json = {
        "id": line.id,
        "seq": line.seq,
        "conversation_id": line.conversation_id,
        "author": {
            "type": part.author.type,
            "name": part.author.name,
            "avatar_url": part.author.avatar_url,
        },
        "body": part.body.html,
        "created_at": part.at,
        "sources": [
            {"content_type": source.content_type, "title": source.title, "url": source.url}
            for source in part.sources
        ],
        "reply_options": [{"uuid": option.uuid, "text": option.text} for option in part.reply_options],
        "attachments": [attachment_json(attachment) for attachment in part.attachments],
    }
    if part.client_id is not None:
        shape["client_id"] = part.client_id
    return shape


def attachment_json(attachment: Attachment) -> Json:
    """A file: where it lies, what it is."""
    return {
        "id": attachment.id,
        "name": attachment.name,
        "content_type": attachment.content_type,
        "size": attachment.size_bytes,
        "url": attachment.url,
    }


def parts_json(lines: Iterable[Line]) -> list[Json]:
    """The visible ones among `lines`."""
    return [shape for line in lines if (shape := part_json(line)) is not None]


def conversation_json(c: Conversation, last: Line | None) -> Json:
    """A conversation for lists, with its last part."""
    return {
        "id": c.id,
        "status": c.status.value,
        "owner": c.owner.value,
        "language": c.speaks or None,
        "unread_count": c.unread,
        "created_at": c.created_at,
        "updated_at": c.updated_at,
        "rating": {"rating": c.rating.word, "remark": c.rating.remark} if c.rating is not None else None,
        "last_part": part_json(last) if last is not None else None,
    }
