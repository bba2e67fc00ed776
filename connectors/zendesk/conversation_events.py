"""What a webhook of Sunshine Conversations brings: from whom it is, and its events, each as plain data.

Source: developer.zendesk.com, Conversations API, Webhooks.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from connectors.zendesk.conversation_objects import Conversation, Message

TYPING = "conversation:typing"
HEADER = "X-API-Key"
"""Holds the webhook's secret itself: nothing is signed, and nothing says when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEvent:
    """One event; several come in a request, and a request comes several times.

    Args:
        id: The same at every repetition.
        type: `conversation:message`, `switchboard:releaseControl` …
        conversation: As it was; None for events of users.
        message: Of `conversation:message`.
        metadata: Of a change of control.
        reason: Why control was released or passed: `ticketClosed`, `transferToEmail`, None when not told.
        error: The word for a failure, of `…:failure`.
        payload: All of it, as it came.
    """

    id: str
    type: str
    conversation: Conversation | None
    message: Message | None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    error: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def types(self) -> bool | None:
        """Whether somebody on our side began to type, or stopped; None for every other event.

        The API tells of customers in its own channels; where it tells of the business, that is an agent.
        """
        told = self.payload.get("activity")
        if self.type != TYPING or not isinstance(told, dict):
            return None
        author = told.get("author")
        is_ours = isinstance(author, dict) and author.get("type") == "business"
        return told.get("type") == "typing:start" if is_ours else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatDelivery:
    """One request of a webhook."""

    app_id: str
    webhook_id: str
    events: tuple[ChatEvent, ...]


def is_known(headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Whether a request carries one of the secrets; during a rotation several are good.

    Args:
        headers: Case-insensitive, as aiohttp gives them.
        secrets: Empty ones are nobody's.
    """
    given = headers.get(HEADER, "").encode("utf-8", "replace")
    good = False
    for secret in secrets:  # all of them, so that time does not tell which one fits
        good |= bool(secret) and hmac.compare_digest(given, secret.encode())
    return good


def delivery_in(body: bytes) -> ChatDelivery:
    """The events of a request.

    Raises:
        ValueError: It is no such request; what is wrong with it, without what it holds.
    """
    try:
        raw = orjson.loads(body)
        return ChatDelivery(
            app_id=str(raw["app"]["id"]),
            webhook_id=str((raw.get("webhook") or {}).get("id") or ""),
            events=tuple(_event(one) for one in raw["events"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"no request of Sunshine Conversations ({type(error).__name__})") from error


def _event(raw: Mapping[str, Any]) -> ChatEvent:
    payload = raw.get("payload") or {}
    conversation, message = payload.get("conversation"), payload.get("message")
    kind = str(raw["type"])
    error = payload.get("error")
    return ChatEvent(
        id=str(raw["id"]),
        type=kind,
        conversation=Conversation.model_validate(conversation) if conversation else None,
        # Deliveries have a message, too, but of nothing but its id.
        message=Message.model_validate(message) if message and kind == "conversation:message" else None,
        metadata=payload["metadata"] if isinstance(payload.get("metadata"), dict) else {},
        reason=payload.get("reason"),
        error=str(error.get("code") or "unknown") if isinstance(error, dict) else None,
        payload=payload,
    )
