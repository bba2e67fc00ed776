"""What Sunshine Conversations keeps: users, conversations, messages, integrations, the switchboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

AGENT_WORKSPACE = "zd:agentWorkspace"
ANSWER_BOT = "zd:answerBot"


@dataclass(slots=True, kw_only=True)
class ChatUser:
    """Somebody who writes; `zendesk_id` is the Support user once the two are one."""

    id: str
    created_at: float
    external_id: str | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    zendesk_id: int | None = None


@dataclass(slots=True, kw_only=True)
class ChatMessage:
    """A message as it is shown; `ticket_id` is the ticket in whose session it was said."""

    id: str
    received: float
    author: dict[str, Any]
    content: dict[str, Any]
    source: dict[str, Any]
    metadata: dict[str, Any] = field(default_factory=dict)
    activity: dict[str, Any] | None = None
    ticket_id: int | None = None
    files: tuple[ChatFile, ...] = ()


@dataclass(slots=True, kw_only=True)
class Conversation:
    """A conversation of one user.

    Args:
        active: The place that has control; None is nobody.
        pending: The place that control is offered to.
        ticket_id: Of the session that is open in the Agent Workspace.
        captured: `dataCapture.…` that came with control, for the ticket.
        typing_until: When what the business types, as `activity` told it, is over.
        version: Counts changes, for pages that look often.
    """

    id: str
    user_id: str
    created_at: float
    updated_at: float
    type: str = "personal"
    is_default: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    active: str | None = None
    pending: str | None = None
    messages: list[ChatMessage] = field(default_factory=list)
    ticket_id: int | None = None
    captured: dict[str, Any] = field(default_factory=dict)
    typing_until: float = 0.0
    typing_name: str = ""
    read_at: float | None = None
    version: int = 0


@dataclass(slots=True, kw_only=True)
class ChatFile:
    """An uploaded file; messages of other conversations may not name it."""

    id: str
    name: str
    content_type: str
    data: bytes
    conversation_id: str | None


@dataclass(slots=True, kw_only=True)
class ChatHook:
    """A webhook of an integration."""

    id: str
    integration_id: str
    secret: str
    target: str
    triggers: list[str]
    include_full_user: bool = False
    include_full_source: bool = False


@dataclass(slots=True, kw_only=True)
class Integration:
    """A channel, or a system beside us; `keys` are its own API keys, id to secret."""

    id: str
    type: str
    name: str | None
    status: str = "active"
    hooks: dict[str, ChatHook] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Place:
    """An integration's place in the switchboard."""

    id: str
    name: str
    integration_id: str
    integration_type: str
    deliver_standby: bool = True
    next_id: str | None = None
    history_count: int | None = None
