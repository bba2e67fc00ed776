"""Performs SendEvent: tells whoever listens to our Fin Agent API events."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

import orjson

from bridge.actions.outside import verdicts
from bridge.core.words.effects import SendEvent
from bridge.core.words.events import Event

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt
    from connectors.http import HttpClient


class EventSender:
    """The performer of SendEvent. Without a listener there is nobody to tell, and that is no failure.

    Args:
        http: Guarded.
        url: Where to; empty for nowhere.
        secret: Signs the body: `X-Fin-Agent-API-Webhook-Signature`, hex HMAC-SHA256.

    Source: Intercom API, Fin Agent API, "Setting up webhooks".
    """

    def __init__(self, http: HttpClient, url: str, secret: str) -> None:
        self._http = http
        self._url = url
        self._secret = secret.encode()

    async def __call__(self, attempt: Attempt[SendEvent], /) -> Sequence[Event]:
        """Sends it; the effect's id is the event's id, by which a listener knows a repetition."""
        if not self._url:
            return ()
        effect = attempt.effect
        body = orjson.dumps(
            {
                "type": "notification_event",
                "id": attempt.effect_id,
                "topic": effect.topic,
                "created_at": int(attempt.planned_at.timestamp()),
                "delivery_attempts": attempt.number,
                "data": {"item": dict(effect.item)},
            }
        )
        headers = {
            "Content-Type": "application/json",
            "X-Fin-Agent-API-Webhook-Signature": hmac.new(self._secret, body, hashlib.sha256).hexdigest(),
        }
        with verdicts():
            await self._http.request("POST", self._url, headers=headers, body=body, touch="idempotent")
        return ()
