"""What Sunshine Conversations tells us, as plain data.

Source: Sunshine Conversations API v2, Schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.zendesk.conversation_bodies import Author, Profile

AGENT = "__zendesk_msg.agent.id"
"""In a message's metadata the Agent Workspace names who wrote: a Support user's id, or `__trigger`."""
WORKSPACE = "zd:agentWorkspace"
"""The type of the Agent Workspace's switchboard integration, and the source of its messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatUser:
    """A user of messaging; `zendesk_id` is the Support user's id once the two are linked."""

    id: str
    external_id: str | None
    zendesk_id: str | None
    profile: Profile
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatApp:
    """The app's settings that we look at; None where it does not tell."""

    id: str
    name: str
    is_multi_conversation: bool | None
    can_end_session: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A switchboard integration, as a conversation names it: who is in control, or is offered it."""

    id: str
    name: str
    integration_id: str
    integration_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation; `active` has control, `pending` is offered it, None is nobody."""

    id: str
    type: str
    metadata: Mapping[str, Any]
    active: Control | None
    pending: Control | None
    created_at: datetime | None
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as a list or a webhook tells it.

    Args:
        type: `text`, `file`, `image`, or a kind that we do not send: `carousel`, `form`, `location` …
        text: Plain; empty when there is none.
        html_text: Rich; of strangers, like any text.
        media_url: Of a file or picture.
        media_size_bytes: As it is told.
        source: The channel: `zd:agentWorkspace`, `zd:answerBot`, `api:conversations` (ours) …
        activity: When the system wrote it: `ticket:closed`, `conversation:endedByUser` …
        is_deleted: It stands for one that was deleted.
    """

    id: str
    received_at: datetime
    author: Author
    type: str
    text: str
    html_text: str | None
    media_url: str | None
    media_type: str | None
    media_size_bytes: int | None
    alt_text: str | None
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    activity: str | None = None
    is_deleted: bool = False

    @property
    def agent_id(self) -> int | None:
        """The Support user who wrote it in the Agent Workspace; None for bots, triggers, customers and us."""
        named = str(self.metadata.get(AGENT, ""))
        is_theirs = self.author.type == "business" and self.source == WORKSPACE
        return int(named) if is_theirs and named.isascii() and named.isdigit() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An uploaded file, ready to be posted in the conversation that it was uploaded for."""

    media_url: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that somebody sent."""

    media_type: str
    data: bytes


def user(raw: Mapping[str, Any]) -> ChatUser:
    """A user from the API's JSON."""
    told = raw.get("profile") or {}
    return ChatUser(
        id=str(raw["id"]),
        external_id=_text(raw.get("externalId")),
        zendesk_id=_text(raw.get("zendeskId")),
        profile=Profile(
            given_name=told.get("givenName"),
            surname=told.get("surname"),
            email=told.get("email"),
            avatar_url=told.get("avatarUrl"),
            locale=told.get("locale"),
        ),
        metadata=_metadata(raw),
    )


def app(raw: Mapping[str, Any]) -> ChatApp:
    """An app from the API's JSON."""
    settings = raw.get("settings") or {}
    return ChatApp(
        id=str(raw["id"]),
        name=str(raw.get("displayName") or ""),
        is_multi_conversation=settings.get("multiConvoEnabled"),
        can_end_session=settings.get("endSessionEnabled"),
    )


def conversation(raw: Mapping[str, Any]) -> Conversation:
    """A conversation from the API's JSON, also the shorter one in webhooks."""
    return Conversation(
        id=str(raw["id"]),
        type=str(raw.get("type") or "personal"),
        metadata=_metadata(raw),
        active=_control(raw.get("activeSwitchboardIntegration")),
        pending=_control(raw.get("pendingSwitchboardIntegration")),
        created_at=datetime.fromisoformat(raw["createdAt"]) if raw.get("createdAt") else None,
        is_default=raw.get("isDefault") is True,
    )


def message(raw: Mapping[str, Any]) -> Message:
    """A message from the API's JSON; a kind that we do not know has no text and no media."""
    content, author = raw.get("content") or {}, raw["author"]
    size = content.get("mediaSize")
    return Message(
        id=str(raw["id"]),
        received_at=datetime.fromisoformat(str(raw["received"])),
        author=Author(
            type="user" if author["type"] == "user" else "business",
            user_id=_text(author.get("userId")),
            user_external_id=_text((author.get("user") or {}).get("externalId")),
            display_name=_text(author.get("displayName")),
            avatar_url=_text(author.get("avatarUrl")),
            subtypes=tuple(str(one) for one in author.get("subtypes") or ()),
        ),
        type=str(content.get("type") or ""),
        text=str(content.get("text") or ""),
        html_text=_text(content.get("htmlText")),
        media_url=_text(content.get("mediaUrl")),
        media_type=_text(content.get("mediaType")),
        media_size_bytes=int(size) if isinstance(size, int | float) else None,
        alt_text=_text(content.get("altText")),
        source=str((raw.get("source") or {}).get("type") or ""),
        metadata=_metadata(raw),
        activity=_text((raw.get("activity") or {}).get("type")),
        is_deleted=raw.get("deleted") is True,
    )


def attachment(raw: Mapping[str, Any]) -> Attachment:
    """An uploaded file from the API's JSON."""
    return Attachment(media_url=str(raw["mediaUrl"]), media_type=str(raw.get("mediaType") or ""))


def _control(raw: Mapping[str, Any] | None) -> Control | None:
    if not raw:
        return None
    return Control(
        id=str(raw["id"]),
        name=str(raw.get("name") or ""),
        integration_id=str(raw.get("integrationId") or ""),
        integration_type=str(raw.get("integrationType") or ""),
    )


def _metadata(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    told = raw.get("metadata")
    return dict(told) if isinstance(told, dict) else {}


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
