"""What of an account is ours: how webhook and triggers shall look, and how they are found again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from connectors.zendesk.support import Support

PREFIX = "messenger-bridge"
PAGE = 100

_PAYLOAD = {
    "v": 1,
    "ticket_id": "{{ticket.id}}",
    "external_id": "{{ticket.external_id}}",
    "comment_id": "{{ticket.public_comments[0].id}}",
    "status": "{{ticket.status}}",
    "actor_id": "{{current_user.id}}",
    "updated_at": "{{ticket.updated_at_with_timestamp}}",
}
"""Ids only: Zendesk renders texts as unformatted and does not promise to escape them."""

Raw = Mapping[str, Any]


def webhook_wanted(target_url: str, name: str) -> dict[str, Any]:
    """The webhook as it shall be; its name is the mark."""
    return {
        "name": f"{PREFIX} {name}",
        "status": "active",
        "endpoint": target_url,
        "http_method": "POST",
        "request_format": "json",
        "subscriptions": ["conditional_ticket_events"],
    }


def triggers_wanted(webhook_id: str, tag: str, name: str) -> list[dict[str, Any]]:
    """The triggers as they shall be; the beginning of their titles is the mark."""
    tagged = {"field": "current_tags", "operator": "includes", "value": tag}
    action = {"field": "notification_webhook", "value": [webhook_id, json.dumps(_PAYLOAD)]}
    changed = [
        {"field": field, "operator": "changed", "value": None}
        for field in ("status", "assignee_id", "group_id")
    ]
    is_change = {"field": "update_type", "operator": "is", "value": "Change"}
    is_public = {"field": "comment_is_public", "operator": "is", "value": "true"}
    return [
        {
            "title": f"{_marked(name)}public comment",
            "active": True,
            "conditions": {"all": [is_change, is_public, tagged], "any": []},
            "actions": [action],
        },
        {
            "title": f"{_marked(name)}status or assignee",
            "active": True,
            "conditions": {"all": [tagged], "any": changed},
            "actions": [action],
        },
    ]


def is_our_trigger(trigger: Raw, name: str) -> bool:
    """Whether this installation made it."""
    return str(trigger.get("title") or "").startswith(_marked(name))


async def webhooks_of(support: Support, name: str) -> list[Raw]:
    """Our webhooks, oldest first; more than one if two made them at once."""
    wanted = f"{PREFIX} {name}"
    found = await _all(support, "/api/v2/webhooks", "webhooks", {"filter[name_contains]": wanted})
    return sorted((one for one in found if one.get("name") == wanted), key=lambda one: str(one["id"]))


async def secret_of(support: Support, webhook_id: str) -> str:
    """With which Zendesk signs what a webhook sends."""
    return await support.get(
        f"/api/v2/webhooks/{webhook_id}/signing_secret", told=lambda raw: str(raw["signing_secret"]["secret"])
    )


async def triggers_of_account(support: Support) -> list[Raw]:
    """All triggers, of others too."""
    return await _all(support, "/api/v2/triggers.json", "triggers", {})


def webhook_is_right(there: Raw, target_url: str, name: str) -> bool:
    """Whether a webhook is as we want it; what Zendesk adds to it does not count."""
    return all(there.get(key) == value for key, value in webhook_wanted(target_url, name).items())


def trigger_is_right(there: Raw, wanted: Raw) -> bool:
    """Whether a trigger says what we want; Zendesk may give booleans for "true" and strings for lists."""
    keys = ("active", "conditions", "actions")
    given: object = _plain([there.get(key) for key in keys])
    return bool(given == _plain([wanted[key] for key in keys]))


async def _all(support: Support, path: str, key: str, query: Raw) -> list[Raw]:
    def told(raw: Any) -> tuple[list[Raw], str | None]:
        meta = raw.get("meta") or {}
        return list(raw[key]), meta.get("after_cursor") if meta.get("has_more") else None

    found, after = await support.get(path, {**query, "page[size]": PAGE}, told=told)
    while after:
        more, after = await support.get(path, {**query, "page[size]": PAGE, "page[after]": after}, told=told)
        found += more
    return found


def _marked(name: str) -> str:
    return f"{PREFIX} {name}: "


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            key: _plain(one)
            for key, one in value.items()
            if key in ("all", "any", "field", "operator", "value")
        }
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value).lower() if value is not None else ""
