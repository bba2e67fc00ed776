"""Small requests of a webhook of Sunshine Conversations, one for each type, shaped as the official examples.

Source: Sunshine Conversations API v2, Webhooks, examples of events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BOT = {"id": "p-bot", "name": "bot", "integrationId": "i-bot", "integrationType": "custom"}
HUMAN = {"id": "p-human", "name": "human", "integrationId": "i-human", "integrationType": "custom"}
USER = {"id": "u-ada", "externalId": "42", "authenticated": True}
NOBODY = {"id": "u-ada", "authenticated": False}
WEB = {"type": "web", "integrationId": "i-web"}
TELEGRAM = {"type": "telegram", "integrationId": "i-telegram"}
CLIENT = {"integrationId": "i-sms", "type": "twilio", "id": "k-1", "status": "pending"}
LINKED = {
    **CLIENT,
    "status": "active",
    "externalId": "+15140000000",
    "displayName": "+1 514-000-0000",
    "info": {"phoneNumber": "+15140000000", "city": "MONTREAL", "country": "CA", "state": "QC"},
    "raw": {"FromZip": "", "FromState": "QC", "FromCity": "MONTREAL", "FromCountry": "CA", "From": "+15140"},
    "lastSeen": "2026-11-20T10:00:00.000Z",
    "linkedAt": "2026-11-20T09:59:00.000Z",
}
SAID = {
    "id": "m-user",
    "received": "2026-11-20T10:00:00.000Z",
    "author": {
        "userId": "u-ada",
        "avatarUrl": "https://pictures.example/ada.jpg",
        "displayName": "Ada Lovelace",
        "type": "user",
        "user": USER,
    },
    "content": {"type": "text", "text": "hello"},
    "source": {
        **TELEGRAM,
        "originalMessageId": "374",
        "originalMessageTimestamp": "2026-11-20T09:59:59.000Z",
    },
}


def _failure(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


def _activity(kind: str) -> dict[str, Any]:
    author = {"type": "user", "userId": "u-ada", "user": NOBODY}
    return {"activity": {"type": kind, "author": author, "source": WEB}}


def _delivered(user: Mapping[str, Any], target: str, **more: Any) -> dict[str, Any]:
    destination = {"type": target, "integrationId": f"i-{target}"}
    return {
        "user": user,
        "destination": destination,
        "message": {"id": "m-sent"},
        "isFinalEvent": True,
        **more,
    }


ABOUT_A_CONVERSATION: Mapping[str, Mapping[str, Any]] = {
    "client:add": {"user": NOBODY, "client": CLIENT, "reason": "channelLinking", "source": WEB},
    "client:update": {"user": NOBODY, "client": LINKED, "reason": "confirmed"},
    "conversation:create": {"user": USER, "creationReason": "prechatCapture", "source": WEB},
    "conversation:join": {"user": USER},
    "conversation:leave": {"user": USER},
    "conversation:remove": {},
    "conversation:message:delivery:channel": _delivered(USER, "telegram", externalMessages=[{"id": "371"}]),
    "conversation:message:delivery:failure": _delivered(
        USER, "twilio", **_failure("uncategorized_error", "Unsupported message type `form`")
    ),
    "conversation:message:delivery:user": _delivered(USER, "twilio", externalMessages=[{"id": "SM9"}]),
    "conversation:message": {"message": SAID},
    "conversation:postback": {"postback": {"payload": "Greet"}, "user": USER, "source": TELEGRAM},
    "conversation:read": _activity("conversation:read"),
    "conversation:referral": {"user": USER, "source": WEB, "referral": {}},
    "conversation:typing": _activity("typing:start"),
    "switchboard:acceptControl": {},
    "switchboard:acceptControl:failure": _failure("switchboard_invalid_action", "There is nobody pending"),
    "switchboard:offerControl": {},
    "switchboard:offerControl:failure": _failure("switchboard_invalid_target", "Cannot offer control"),
    "switchboard:passControl": {},
    "switchboard:passControl:failure": _failure("switchboard_invalid_target", "Switchboard invalid target"),
    "switchboard:releaseControl": {},
}
"""The rest of the payload, beside the conversation."""

ABOUT_USERS: Mapping[str, Mapping[str, Any]] = {
    "client:remove": {"user": NOBODY, "client": LINKED, "reason": "sdk", "source": WEB},
    "user:merge": {
        "mergedUsers": {"surviving": USER, "discarded": {**USER, "id": "u-old", "externalId": "41"}},
        "reason": "api",
    },
    "user:update": {"user": USER, "reason": "authentication", "source": WEB},
    "user:remove": {"user": USER},
}

_WITHOUT_CONTROL = {"client:add", "client:update", "switchboard:releaseControl"}
_OF_GROUPS = {"conversation:join", "conversation:leave", "conversation:remove"}


def about(
    kind: str, conversation_id: str, *, app_id: str, event_id: str, metadata: Mapping[str, Any]
) -> dict[str, Any]:
    """A request with one event about a conversation; of the examples one tells its metadata."""
    conversation: dict[str, Any] = {
        "id": conversation_id,
        "type": "sdkGroup" if kind in _OF_GROUPS else "personal",
    }
    if kind == "conversation:create":
        conversation["metadata"] = dict(metadata)
    if kind not in _WITHOUT_CONTROL:
        conversation["activeSwitchboardIntegration"] = BOT
    if kind == "switchboard:offerControl":
        conversation["pendingSwitchboardIntegration"] = HUMAN
    payload = {"conversation": conversation, **ABOUT_A_CONVERSATION[kind]}
    return _request(kind, payload, app_id=app_id, event_id=event_id)


def about_users(kind: str, *, app_id: str, event_id: str) -> dict[str, Any]:
    """A request with one event about a user."""
    return _request(kind, ABOUT_USERS[kind], app_id=app_id, event_id=event_id)


def _request(kind: str, payload: Mapping[str, Any], *, app_id: str, event_id: str) -> dict[str, Any]:
    event = {"id": event_id, "createdAt": "2026-11-20T10:00:00.000Z", "type": kind, "payload": payload}
    return {"app": {"id": app_id}, "webhook": {"id": "w-1", "version": "v2"}, "events": [event]}
