"""What Zendesk tells us, as plain data: no zenpy object leaves the client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A Zendesk user; `role` is end-user, agent or admin. One who was deleted or merged is not active."""

    id: int
    name: str
    role: str
    email: str | None
    external_id: str | None
    photo_url: str | None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """The fields of a ticket that we look at; `followup_of` is the closed ticket that it continues."""

    id: int
    status: str
    tags: tuple[str, ...]
    requester_id: int
    assignee_id: int | None
    group_id: int | None
    external_id: str | None
    updated_at: str
    followup_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketWritten(Ticket):
    """A ticket as a write left it.

    Args:
        comment_id: Of the comment that was written with it, None without one.
        audit_id: Of the save; None when Zendesk does not tell.
        replayed: It is the stored answer of an earlier create with the same key.
    """

    comment_id: int | None = None
    audit_id: int | None = None
    replayed: bool = False


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
class Comment:
    """A comment, as a ticket's list of comments tells it; `custom` is the metadata written with it."""

    id: int
    author_id: int
    html_body: str
    body: str
    public: bool
    created_at: datetime
    audit_id: int | None
    custom: Mapping[str, Any]
    attachments: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent:
    """A changed field, as an audit tells it; `via_channel` is `rule` for a trigger or an automation."""

    id: int
    field: str
    value: Any
    via_channel: str
    previous: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One save of a ticket. Source: developer.zendesk.com, Ticket Audits.

    Args:
        id: Grows from save to save.
        author_id: Who saved; -1 is nobody.
        created_at: When.
        custom: The metadata written with it.
        events: Comments and changed fields, in order.
        via_channel: How it came: `api`, `web`, `rule`.
        merged_with: The tickets on the other side, when it is what a merge left here.
    """

    id: int
    author_id: int
    created_at: datetime
    custom: Mapping[str, Any]
    events: tuple[CommentEvent | ChangeEvent, ...]
    via_channel: str = ""
    merged_with: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """The account's settings that we look at; None where Zendesk does not tell."""

    api_token_access: bool | None
    comments_public_by_default: bool | None
    private_attachments: bool | None


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
        active=raw.get("active") is not False,
    )


def ticket(raw: Mapping[str, Any]) -> Ticket:
    """A ticket from Zendesk's JSON."""
    return Ticket(**_ticket_fields(raw))


def ticket_written(
    raw: Mapping[str, Any], save: Mapping[str, Any] | None, *, replayed: bool
) -> TicketWritten:
    """A ticket and its newest save, from Zendesk's JSON of a create or an update."""
    events = (save or {}).get("events") or ()
    comments = [one["id"] for one in events if isinstance(one, dict) and one.get("type") == "Comment"]
    return TicketWritten(
        **_ticket_fields(raw),
        comment_id=int(comments[0]) if comments else None,
        audit_id=_id((save or {}).get("id")),
        replayed=replayed,
    )


def comment(raw: Mapping[str, Any]) -> Comment:
    """A comment from Zendesk's JSON."""
    return Comment(
        id=int(raw["id"]),
        author_id=int(raw.get("author_id") or 0),
        html_body=str(raw.get("html_body") or ""),
        body=str(raw.get("body") or ""),
        public=raw.get("public") is True,
        created_at=datetime.fromisoformat(str(raw["created_at"])),
        audit_id=_id(raw.get("audit_id")),
        custom=_custom(raw),
        attachments=_files(raw),
    )


def audit(raw: Mapping[str, Any]) -> Audit:
    """An audit from Zendesk's JSON; kinds of events that we do not know are left out."""
    events = tuple(_event(one, raw) for one in raw.get("events") or () if isinstance(one, dict))
    return Audit(
        id=int(raw["id"]),
        author_id=int(raw.get("author_id") or 0),
        created_at=datetime.fromisoformat(str(raw["created_at"])),
        custom=_custom(raw),
        events=tuple(one for one in events if one is not None),
        via_channel=_channel(raw),
        merged_with=_merged_with(raw),
    )


def account_settings(raw: Mapping[str, Any]) -> AccountSettings:
    """The settings from Zendesk's JSON; it writes booleans as such or as words."""
    told = raw["settings"]
    api, tickets = told.get("api") or {}, told.get("tickets") or {}
    return AccountSettings(
        api_token_access=_flag(api.get("api_token_access")),
        comments_public_by_default=_flag(tickets.get("comments_public_by_default")),
        private_attachments=_flag(tickets.get("private_attachments")),
    )


def _ticket_fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": int(raw["id"]),
        "status": str(raw.get("status") or "").lower(),
        "tags": tuple(raw.get("tags") or ()),
        "requester_id": int(raw.get("requester_id") or 0),
        "assignee_id": raw.get("assignee_id"),
        "group_id": raw.get("group_id"),
        "external_id": raw.get("external_id"),
        "updated_at": str(raw.get("updated_at") or ""),
        "followup_of": _followup_of(raw),
    }


def _followup_of(raw: Mapping[str, Any]) -> int | None:
    """Source: developer.zendesk.com, "Via object reference": rel `follow_up`, from the closed ticket."""
    source = _source(raw, "follow_up")
    closed = source.get("from") or source.get("from_")  # zenpy's name for a word that Python keeps
    return _id(closed.get("ticket_id")) if isinstance(closed, dict) else None


def _merged_with(raw: Mapping[str, Any]) -> tuple[int, ...]:
    """Source: developer.zendesk.com, "Via object reference": rel `merge`, one ticket or several.

    It may stand at the save or at the comment in it.
    """
    named: list[Any] = []
    for one in (raw, *(event for event in raw.get("events") or () if isinstance(event, dict))):
        source = _source(one, "merge")
        for side in ("from", "to"):
            if isinstance(other := source.get(side), dict):
                named += [other.get("ticket_id"), *(other.get("ticket_ids") or ())]
    found = (_id(one) for one in named if str(one).isdecimal())
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _source(raw: Mapping[str, Any], rel: str) -> Mapping[str, Any]:
    """Where it came from, when it came in the way `rel`."""
    via = raw.get("via")
    source = via.get("source") if isinstance(via, dict) else None
    return source if isinstance(source, dict) and source.get("rel") == rel else {}


def _event(raw: Mapping[str, Any], save: Mapping[str, Any]) -> CommentEvent | ChangeEvent | None:
    match raw.get("type"):
        case "Comment":
            return CommentEvent(
                id=int(raw["id"]),
                author_id=int(raw.get("author_id") or save.get("author_id") or 0),
                html_body=str(raw.get("html_body") or ""),
                body=str(raw.get("body") or ""),
                public=raw.get("public") is True,
                attachments=_files(raw),
            )
        case "Change" | "Create":
            return ChangeEvent(
                id=int(raw["id"]),
                field=str(raw.get("field_name") or ""),
                value=raw.get("value"),
                via_channel=_channel(raw),
                previous=raw.get("previous_value"),
            )
        case _:
            return None


def _channel(raw: Mapping[str, Any]) -> str:
    via = raw.get("via")
    return str(via.get("channel") or "") if isinstance(via, dict) else ""


def _custom(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = raw.get("metadata")
    custom = metadata.get("custom") if isinstance(metadata, dict) else None
    return custom if isinstance(custom, dict) else {}


def _files(raw: Mapping[str, Any]) -> tuple[File, ...]:
    return tuple(
        File(
            id=int(one["id"]),
            name=str(one.get("file_name") or "file"),
            content_type=str(one.get("content_type") or "application/octet-stream"),
            size_bytes=int(one.get("size") or 0),
            url=str(one.get("content_url") or ""),
        )
        for one in raw.get("attachments") or ()
    )


def _id(value: Any) -> int | None:
    return int(value) if value else None


def _flag(value: Any) -> bool | None:
    return None if value is None else str(value).lower() == "true"
