"""What the bridge needs on a Zendesk account: one webhook and two triggers, marked as ours."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.failures import OutsideFailure
from connectors.zendesk.support import Support

PREFIX = "messenger-bridge"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """What stands on the account now, and what had to be changed for it."""

    webhook_id: str
    signing_secret: str
    trigger_ids: tuple[int, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the doctor: `fix` says how to mend what is not ok."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


async def setup(support: Support, *, target_url: str, tag: str, name: str) -> Provisioned:
    """Makes or mends webhook and triggers; run twice, it changes nothing the second time.

    Args:
        support: The client, with an admin's credentials.
        target_url: Where webhooks go: `{public url}/zendesk/webhooks`.
        tag: Only tickets with this tag are told of.
        name: This installation's name, so that several bridges on one account leave each other alone.
    """
    changed: list[str] = []
    wanted = _webhook(target_url, name)
    found = await _our_webhook(support, name)
    if found is None:
        made: Any = await support.call("POST", "/api/v2/webhooks", json={"webhook": wanted})
        webhook_id = str(made["webhook"]["id"])
        changed.append(f"webhook {webhook_id} created")
    else:
        webhook_id = str(found["id"])
        if any(found.get(key) != value for key, value in wanted.items()):
            await support.call("PATCH", f"/api/v2/webhooks/{webhook_id}", json={"webhook": wanted})
            changed.append(f"webhook {webhook_id} mended")
    secret: Any = await support.get(f"/api/v2/webhooks/{webhook_id}/signing_secret")
    ours = {trigger["title"]: trigger for trigger in await _our_triggers(support, name)}
    ids = []
    for trigger in _triggers(webhook_id, tag, name):
        there = ours.get(trigger["title"])
        if there is None:
            made = await support.call("POST", "/api/v2/triggers.json", json={"trigger": trigger})
            ids.append(int(made["trigger"]["id"]))
            changed.append(f"trigger {trigger['title']!r} created")
            continue
        ids.append(int(there["id"]))
        if not _same(there, trigger):
            await support.call("PUT", f"/api/v2/triggers/{there['id']}.json", json={"trigger": trigger})
            changed.append(f"trigger {trigger['title']!r} mended")
    return Provisioned(
        webhook_id=webhook_id,
        signing_secret=str(secret["signing_secret"]["secret"]),
        trigger_ids=tuple(ids),
        changed=tuple(changed),
    )


async def teardown(support: Support, *, name: str) -> Sequence[str]:
    """Removes what `setup` made, triggers first: a trigger must not point at a webhook that is gone."""
    removed = []
    for trigger in await _our_triggers(support, name):
        await support.call("DELETE", f"/api/v2/triggers/{trigger['id']}.json")
        removed.append(f"trigger {trigger['title']!r}")
    found = await _our_webhook(support, name)
    if found is not None:
        await support.call("DELETE", f"/api/v2/webhooks/{found['id']}")
        removed.append(f"webhook {found['id']}")
    return removed


async def doctor(support: Support, *, target_url: str, tag: str, name: str) -> Sequence[Check]:
    """Looks at everything that the bridge needs, changes nothing, and names what is missing."""
    try:
        me = await support.me()
    except OutsideFailure as failure:
        return [Check(name="credentials", ok=False, detail=str(failure), fix="Mend the credentials first.")]
    checks = [
        Check(name="credentials", ok=True, detail=f"user {me.id}, role {me.role}"),
        Check(
            name="role",
            ok=me.role in ("admin", "agent"),
            detail=me.role,
            fix="" if me.role in ("admin", "agent") else "The OAuth client must belong to an agent or admin.",
        ),
    ]
    for scope, path in (
        ("tickets:read", "/api/v2/tickets.json?external_id=messenger-bridge-doctor"),
        ("triggers:read", "/api/v2/triggers.json"),
        ("webhooks:read", "/api/v2/webhooks"),
    ):
        checks.append(await _readable(support, scope, path))
    if all(check.ok for check in checks):
        checks += await _standing(support, target_url=target_url, tag=tag, name=name)
    return checks


async def _readable(support: Support, scope: str, path: str) -> Check:
    try:
        await support.get(path)
    except OutsideFailure as failure:
        return Check(
            name=scope, ok=False, detail=str(failure), fix=f"Give the OAuth client the scope {scope}."
        )
    return Check(name=scope, ok=True, detail="readable")


async def _standing(support: Support, *, target_url: str, tag: str, name: str) -> list[Check]:
    fix = "Run: python -m bridge zendesk setup"
    found = await _our_webhook(support, name)
    if found is None:
        return [Check(name="webhook", ok=False, detail="there is none of ours", fix=fix)]
    right = all(found.get(key) == value for key, value in _webhook(target_url, name).items())
    detail = f"{found['id']} → {found.get('endpoint')}, {found.get('status')}"
    checks = [Check(name="webhook", ok=right, detail=detail, fix="" if right else fix)]
    ours = {trigger["title"]: trigger for trigger in await _our_triggers(support, name)}
    for trigger in _triggers(str(found["id"]), tag, name):
        there = ours.get(trigger["title"])
        ok = there is not None and _same(there, trigger)
        told = "as we made it" if ok else "missing" if there is None else "changed or switched off"
        checks.append(Check(name=f"trigger {trigger['title']}", ok=ok, detail=told, fix="" if ok else fix))
    return checks


async def _our_webhook(support: Support, name: str) -> Mapping[str, Any] | None:
    raw: Any = await support.get("/api/v2/webhooks", {"filter[name_contains]": f"{PREFIX} {name}"})
    return next((one for one in raw.get("webhooks", ()) if one.get("name") == f"{PREFIX} {name}"), None)


async def _our_triggers(support: Support, name: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    query: dict[str, Any] = {"page[size]": 100}
    while True:
        raw: Any = await support.get("/api/v2/triggers.json", query)
        found += [
            one for one in raw.get("triggers", ()) if str(one.get("title")).startswith(f"{PREFIX} {name}: ")
        ]
        meta = raw.get("meta") or {}
        if not meta.get("has_more"):
            return found
        query = {"page[size]": 100, "page[after]": meta.get("after_cursor")}


def _webhook(target_url: str, name: str) -> dict[str, Any]:
    return {
        "name": f"{PREFIX} {name}",
        "status": "active",
        "endpoint": target_url,
        "http_method": "POST",
        "request_format": "json",
        "subscriptions": ["conditional_ticket_events"],
    }


def _triggers(webhook_id: str, tag: str, name: str) -> list[dict[str, Any]]:
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
            "title": f"{PREFIX} {name}: public comment",
            "active": True,
            "conditions": {"all": [is_change, is_public, tagged], "any": []},
            "actions": [action],
        },
        {
            "title": f"{PREFIX} {name}: status or assignee",
            "active": True,
            "conditions": {"all": [tagged], "any": changed},
            "actions": [action],
        },
    ]


def _same(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a trigger says what we want; Zendesk may give booleans for "true" and strings for lists."""
    given: object = _plain([there.get("active"), there.get("conditions"), there.get("actions")])
    return bool(given == _plain([wanted["active"], wanted["conditions"], wanted["actions"]]))


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
