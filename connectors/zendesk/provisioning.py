"""What the bridge needs on a Zendesk account, made or removed: a webhook and two triggers, marked as ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from connectors.zendesk.doctor import Check, doctor
from connectors.zendesk.ours import (
    Raw,
    is_our_trigger,
    secret_of,
    trigger_is_right,
    triggers_of_account,
    triggers_wanted,
    webhook_is_right,
    webhook_wanted,
    webhooks_of,
)
from connectors.zendesk.support import Support

__all__ = ["Check", "Provisioned", "doctor", "setup", "teardown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """What stands on the account now, and what had to be changed for it."""

    webhook_id: str
    signing_secret: str
    trigger_ids: tuple[int, ...]
    changed: tuple[str, ...]


async def setup(support: Support, *, target_url: str, tag: str, name: str) -> Provisioned:
    """Makes or mends webhook and triggers; run twice, it changes nothing the second time.

    Args:
        support: The client, with an admin's credentials.
        target_url: Where webhooks go: `{public url}/zendesk/webhooks`.
        tag: Only tickets with this tag are told of.
        name: This installation's name, so that several bridges on one account leave each other alone.
    """
    changed: list[str] = []
    webhooks = await webhooks_of(support, name)
    webhook_id = await _webhook(support, webhooks, target_url, name, changed)
    secret = await secret_of(support, webhook_id)
    trigger_ids = await _triggers(support, webhook_id, tag, name, changed)
    for surplus in webhooks[1:]:  # only now: no trigger points at it any more
        await support.call("DELETE", f"/api/v2/webhooks/{surplus['id']}")
        changed.append(f"webhook {surplus['id']} removed: a second one of ours")
    return Provisioned(
        webhook_id=webhook_id, signing_secret=secret, trigger_ids=trigger_ids, changed=tuple(changed)
    )


async def teardown(support: Support, *, name: str) -> Sequence[str]:
    """Removes what `setup` made, triggers first: a trigger must not point at a webhook that is gone."""
    removed = []
    for trigger in await triggers_of_account(support):
        if is_our_trigger(trigger, name):
            await support.call("DELETE", f"/api/v2/triggers/{trigger['id']}.json")
            removed.append(f"trigger {trigger['title']!r}")
    for webhook in await webhooks_of(support, name):
        await support.call("DELETE", f"/api/v2/webhooks/{webhook['id']}")
        removed.append(f"webhook {webhook['id']}")
    return removed


async def _webhook(
    support: Support, there: Sequence[Raw], target_url: str, name: str, changed: list[str]
) -> str:
    """The id of the one webhook; it is mended in place, so that triggers keep pointing at it."""
    wanted = {"webhook": webhook_wanted(target_url, name)}
    if not there:
        made = await support.call(
            "POST", "/api/v2/webhooks", json=wanted, told=lambda raw: str(raw["webhook"]["id"])
        )
        changed.append(f"webhook {made} created")
        return made
    webhook_id = str(there[0]["id"])
    if not webhook_is_right(there[0], target_url, name):
        await support.call("PATCH", f"/api/v2/webhooks/{webhook_id}", json=wanted)
        changed.append(f"webhook {webhook_id} mended")
    return webhook_id


async def _triggers(
    support: Support, webhook_id: str, tag: str, name: str, changed: list[str]
) -> tuple[int, ...]:
    """The ids of our triggers; those of ours that are not wanted (any more) are removed."""
    ours = [one for one in await triggers_of_account(support) if is_our_trigger(one, name)]
    ids = []
    for wanted in triggers_wanted(webhook_id, tag, name):
        there = next((one for one in ours if one["title"] == wanted["title"]), None)
        body: dict[str, Any] = {"trigger": wanted}
        if there is None:
            made = await support.call(
                "POST", "/api/v2/triggers.json", json=body, told=lambda raw: int(raw["trigger"]["id"])
            )
            ids.append(made)
            changed.append(f"trigger {wanted['title']!r} created")
            continue
        ours.remove(there)
        ids.append(int(there["id"]))
        if not trigger_is_right(there, wanted):
            await support.call("PUT", f"/api/v2/triggers/{there['id']}.json", json=body)
            changed.append(f"trigger {wanted['title']!r} mended")
    for surplus in ours:
        await support.call("DELETE", f"/api/v2/triggers/{surplus['id']}.json")
        changed.append(f"trigger {surplus['title']!r} removed: not wanted any more")
    return tuple(ids)
