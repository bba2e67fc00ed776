"""What Zendesk tells us, as plain data: no zenpy object leaves the client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A Zendesk user; `role` is end-user, agent or admin."""

    id: int
    name: str
    role: str
    email: str | None
    external_id: str | None
    photo_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """The fields of a ticket that we look at."""

    id: int
    status: str
    tags: tuple[str, ...]
    requester_id: int
    assignee_id: int | None
    group_id: int | None
    external_id: str | None
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An attachment of a comment."""

    id: int
    name: str
    content_type: str
    size_bytes: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentEvent:
    """A comment, as an audit tells it."""

    id: int
    author_id: int
    html_body: str
    body: str
    public: bool
    attachments: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent:
    """A changed field, as an audit tells it."""

    id: int
    field: str
    value: Any
    via_channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One save of a ticket. Source: developer.zendesk.com, Ticket Audits."""

    id: int
    author_id: int
    created_at: datetime
    custom: Mapping[str, Any]
    events: tuple[CommentEvent | ChangeEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of changed tickets, and the cursor behind it."""

    tickets: tuple[Ticket, ...]
    cursor: str | None
    end_of_stream: bool


def user(raw: Mapping[str, Any]) -> User:
    """A user from Zendesk's JSON."""
    photo = raw.get("photo")
    return User(
        id=int(raw["id"]),
        name=str(raw.get("name") or ""),
        role=str(raw.get("role") or "end-user"),
        email=raw.get("email"),
        external_id=raw.get("external_id"),
        photo_url=photo.get("content_url") if isinstance(photo, dict) else None,
    )


def ticket(raw: Mapping[str, Any]) -> Ticket:
    """A ticket from Zendesk's JSON."""
    return Ticket(
        id=int(raw["id"]),
        status=str(raw.get("status") or "").lower(),
        tags=tuple(raw.get("tags") or ()),
        requester_id=int(raw.get("requester_id") or 0),
        assignee_id=raw.get("assignee_id"),
        group_id=raw.get("group_id"),
        external_id=raw.get("external_id"),
        updated_at=str(raw.get("updated_at") or ""),
    )


def audit(raw: Mapping[str, Any]) -> Audit:
    """An audit from Zendesk's JSON; kinds of events that we do not know are left out."""
    metadata = raw.get("metadata") or {}
    custom = metadata.get("custom") if isinstance(metadata, dict) else None
    events: list[CommentEvent | ChangeEvent] = []
    for one in raw.get("events") or ():
        if one.get("type") == "Comment":
            events.append(
                CommentEvent(
                    id=int(one["id"]),
                    author_id=int(one.get("author_id") or raw.get("author_id") or 0),
                    html_body=str(one.get("html_body") or ""),
                    body=str(one.get("body") or ""),
                    public=bool(one.get("public")),
                    attachments=tuple(_file(file) for file in one.get("attachments") or ()),
                )
            )
        elif one.get("type") in ("Change", "Create"):
            via = one.get("via") or {}
            events.append(
                ChangeEvent(
                    id=int(one["id"]),
                    field=str(one.get("field_name") or ""),
                    value=one.get("value"),
                    via_channel=str(via.get("channel") or ""),
                )
            )
    return Audit(
        id=int(raw["id"]),
        author_id=int(raw.get("author_id") or 0),
        created_at=datetime.fromisoformat(str(raw["created_at"])),
        custom=custom if isinstance(custom, dict) else {},
        events=tuple(events),
    )


def _file(raw: Mapping[str, Any]) -> File:
    return File(
        id=int(raw["id"]),
        name=str(raw.get("file_name") or "file"),
        content_type=str(raw.get("content_type") or "application/octet-stream"),
        size_bytes=int(raw.get("size") or 0),
        url=str(raw.get("content_url") or ""),
    )
