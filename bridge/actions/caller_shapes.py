"""What a caller of Fin's API is told, as the JSON of its events: the same by webhook and by stream.

Source: Intercom API, Preview and 2.14 to 2.16: `fin_status_updated`, `fin_replied`, `csat_requested`.
"""

from __future__ import annotations

import html
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bridge.actions.rating_labels import options_in
from bridge.core.conversation.caller import STATUS, is_for_caller
from bridge.core.words.body import Body, cited
from bridge.core.words.entries import Line, Part, Why
from bridge.core.words.values import Attachment, Caller, Meaning

Shape: TypeAlias = dict[str, Any]


def milliseconds(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: `2025-01-24T10:00:00.123Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event_of(
    line: Line, caller: Caller, *, is_legacy: bool, is_email: bool, name: str, language: str, base_url: str
) -> Shape | None:
    """The event that a line of the log is; None for a line that a caller is not told.

    Args:
        line: A part, or a status.
        caller: Whose conversation.
        is_legacy: As versions before 2.16 say it.
        is_email: Replies as letters.
        name: The customer's, for letters.
        language: His, for what he is shown to choose from.
        base_url: Ours, for files.
    """
    entry = line.entry
    if not is_for_caller(entry):
        return None
    common: Shape = {"conversation_id": caller.conversation, "user_id": caller.user}
    created = {"created_at_ms": milliseconds(entry.at)}
    if isinstance(entry, Why):
        return _status(entry, common, created, is_legacy=is_legacy, language=language)
    body = _shown(entry)
    by_fin = entry.author.type == "fin"
    message: Shape = {
        "id": line.id,
        "author": "fin" if by_fin else "agent",
        "body": _letter(body.html, name, entry.author.name) if is_email and by_fin else body.html,
        "timestamp_ms": milliseconds(entry.at),
    }
    if not by_fin:  # an event of ours: the agents are Zendesk's, and their words have no other way
        message["author_name"] = entry.author.name
        message["attachments"] = [_file(one, base_url) for one in entry.attachments]
        return {"event_name": "agent_replied", **common, "message": message, **created}
    shape = {"event_name": "fin_replied", **common, "message": message}
    shape["status"] = "awaiting_user_reply" if is_legacy else "replying"
    if entry.stream_id:
        shape["stream_id"] = entry.stream_id
    return {**shape, **created}


def chunk_of(caller: Caller, stream_id: str, index: int, text: str, at: datetime) -> Shape:
    """A reply that is still being made; `text` is all of it so far."""
    return {
        "event_name": "fin_reply_chunk",
        "conversation_id": caller.conversation,
        "stream_id": stream_id,
        "chunk_index": index,
        "chunk_text": text,
        "status": "replying",
        "created_at_ms": milliseconds(at),
    }


def status_in(line: Line) -> str | None:
    """The status that a line says, in one word; None where it says none."""
    entry = line.entry
    return entry.detail.partition(": ")[0] if isinstance(entry, Why) and entry.what == STATUS else None


def _status(entry: Why, common: Shape, created: Shape, *, is_legacy: bool, language: str) -> Shape | None:
    status, _, reason = entry.detail.partition(": ")
    if status == "csat_requested":
        return {"event_name": status, **common, "csat": {"options": options_in(language)}, **created}
    if is_legacy and status == "awaiting_user_reply":
        return None  # it stands on the reply itself
    shape = {"event_name": "fin_status_updated", **common, "status": status}
    if reason:
        shape["reason"] = reason
    return {**shape, **created}


def _shown(part: Part) -> Body:
    """The words with what they rest on, and the answers that are offered: a caller has no buttons."""
    body = cited(part.body, [(source.title, source.url) for source in part.sources])
    offered = [option.text for option in part.reply_options if option.meaning is Meaning.TEXT]
    return cited(body, [(text, None) for text in offered])


def _file(one: Attachment, base_url: str) -> Shape:
    url = f"{base_url}{one.url}" if one.url.startswith("/") else one.url
    return {"type": "url", "name": one.name, "content_type": one.content_type, "url": url}


def _letter(body: str, name: str, fin: str) -> str:
    return f"<p>Hi {html.escape(name)},</p>{body}<p>Best regards,<br>{html.escape(fin)}</p>"
