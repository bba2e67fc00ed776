"""Triggers run at every save: in order, again after a change, each at most once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from connectors.sandbox.change import Save, tag_list
from connectors.sandbox.conditions import holds
from connectors.sandbox.placeholders import filled
from connectors.sandbox.records import Trigger

ACTIONS = (
    "notification_webhook",
    "notification_user",
    "notification_group",
    "set_tags",
    "current_tags",
    "remove_tags",
    "status",
    "priority",
    "type",
    "assignee_id",
    "group_id",
)
"""The actions that this sandbox carries out."""


def run(save: Save) -> None:
    """Fires what fits; changes go into the same audit with `via.channel` "rule", webhooks into `outgoing`.

    A trigger that changes the ticket sends the round back to the first one, as in Zendesk.
    """
    waiting = sorted(
        (one for one in save.state.triggers.values() if one.active), key=lambda one: (one.position, one.id)
    )
    while True:
        fired = next((one for one in waiting if holds(save, one.conditions_all, one.conditions_any)), None)
        if fired is None:
            return
        # A trigger before it did not fit; only a change can have altered that.
        place = waiting.index(fired)
        waiting = waiting[:place] + waiting[place + 1 :] if _fire(save, fired) else waiting[place + 1 :]


def _fire(save: Save, trigger: Trigger) -> bool:
    via = {
        "channel": "rule",
        "source": {"from": {"id": trigger.id, "title": trigger.title}, "to": {}, "rel": "trigger"},
    }
    ticket, changed = save.ticket, False
    for action in trigger.actions:
        name, value = str(action["field"]), action.get("value")
        match name:
            case "notification_webhook":
                webhook_id, payload = value if isinstance(value, list) else (value, "")
                text = payload if isinstance(payload, str) else orjson.dumps(dict(payload)).decode()
                save.outgoing.append((str(webhook_id), filled(text, save).encode()))
            case "notification_user" | "notification_group":
                _notify(save, value, via)
            case "set_tags":
                changed |= save.set("tags", tag_list(value), via=via)
            case "current_tags":
                changed |= save.set("tags", tag_list([*ticket.tags, *tag_list(value)]), via=via)
            case "remove_tags":
                gone = set(tag_list(value))
                changed |= save.set("tags", [one for one in ticket.tags if one not in gone], via=via)
            case "status" | "priority" | "type":
                changed |= save.set(name, value or None, via=via)
            case "assignee_id" | "group_id":
                changed |= save.set(name, _number(save, value), via=via)
                if ticket.status == "new" and ticket.assignee_id is not None:
                    changed |= save.set("status", "open", via=via)
            case _:
                raise ValueError(f"the trigger {trigger.title} has an unknown action {name}")
    return changed


def _notify(save: Save, value: object, via: Mapping[str, Any]) -> None:
    """No mail leaves the sandbox; the audit says that Zendesk would have sent one."""
    recipient, subject, body = [*(value if isinstance(value, list) else [value]), "", ""][:3]
    save.audit.events.append({
        "id": save.state.next_id("event"), "type": "Notification", "via": via,
        "recipients": [save.ticket.requester_id] if recipient == "requester_id" else [],
        "subject": filled(str(subject), save), "body": filled(str(body), save),
    })  # fmt: skip


def _number(save: Save, value: object) -> int | None:
    match value:
        case None | "":
            return None
        case "current_user":
            return save.actor.user.id if save.actor.user.is_staff else None
        case _:
            return int(str(value))
