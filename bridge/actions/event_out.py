"""Performs SendEvent: tells whoever listens to our Fin Agent API events."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from bridge.core.procedures.people import TOPIC
from bridge.core.words.effects import SendEvent
from bridge.core.words.events import Event
from bridge.core.words.values import Json
from bridge.outside import verdicts

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt
    from connectors.http import HttpClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who gets our events; an empty url is nobody."""

    url: str = ""
    secret: str = ""


def signed(listener: Listener, body: bytes) -> dict[str, str]:
    """The headers of a body of JSON, with the listener's signature: `sha256=` and hex HMAC-SHA256.

    Source: Intercom API, Fin Agent API, "Setting up webhooks"; the secret is used as UTF-8.
    """
    made = hmac.new(listener.secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Fin-Agent-API-Webhook-Signature": f"sha256={made}"}


class EventSender:
    """The performer of SendEvent. Without a listener there is nobody to tell, and that is no failure.

    Args:
        http: Guarded.
        listener: Where to, and what signs it.
        app_id: The workspace.
        base_url: Ours, for the address that a teammate's answer is sent to.

    Source: Intercom API, Fin Agent API, "Setting up webhooks".
    """

    def __init__(self, http: HttpClient, listener: Listener, app_id: str, base_url: str) -> None:
        self._http = http
        self._listener = listener
        self._app_id = app_id
        self._base_url = base_url

    async def __call__(self, attempt: Attempt[SendEvent], /) -> Sequence[Event]:
        """Sends it; the effect's id is the event's id, by which a listener knows a repetition."""
        if not self._listener.url:
            return ()
        effect = attempt.effect
        body = orjson.dumps(
            {
                "type": "notification_event",
                "id": attempt.effect_id,
                "topic": effect.topic,
                "created_at": int(attempt.planned_at.timestamp()),
                "delivery_attempts": attempt.number,
                "data": {"item": self._item(effect)},
            }
        )
        headers = signed(self._listener, body)
        with verdicts():
            await self._http.request(
                "POST", self._listener.url, headers=headers, body=body, touch="idempotent"
            )
        return ()

    def _item(self, effect: SendEvent) -> dict[str, Json]:
        item = {**effect.item, "app_id": self._app_id}
        if effect.topic == TOPIC:
            item["callback_url"] = f"{self._base_url}/procedures/{effect.conversation_id}/collect_agent_input"
        return item
