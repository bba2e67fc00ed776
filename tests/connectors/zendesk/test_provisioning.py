"""Setup makes what is missing and mends what is wrong, of ours alone; teardown removes ours alone."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.failures import Unsure
from connectors.sandbox.app import Sandbox
from connectors.zendesk import provisioning
from connectors.zendesk.ours import triggers_wanted, webhook_wanted
from connectors.zendesk.provisioning import Provisioned
from connectors.zendesk.support import Support

TARGET = "https://bridge.example/zendesk/webhooks"
TAG = "intercom-messenger"


async def _setup(account: Support, *, name: str = "demo", target_url: str = TARGET) -> Provisioned:
    return await provisioning.setup(account, target_url=target_url, tag=TAG, name=name)


def _titles(zd: Sandbox) -> list[str]:
    return sorted(one.title for one in zd.state.triggers.values())


def _writes(zd: Sandbox) -> list[str]:
    return [
        f"{one.method} {one.path}"
        for one in zd.journal.entries
        if one.method != "GET" and not one.path.startswith("/oauth")
    ]


async def test_setup_makes_one_webhook_and_two_triggers(zd: Sandbox, account: Support) -> None:
    made = await _setup(account)
    [webhook] = zd.state.webhooks.values()
    assert (made.webhook_id, made.signing_secret) == (webhook.id, webhook.secret)
    assert webhook.fields["endpoint"] == TARGET
    assert set(made.trigger_ids) <= set(zd.state.triggers)
    assert len(made.changed) == 3
    for trigger_id in made.trigger_ids:
        [action] = zd.state.triggers[trigger_id].actions
        assert action["value"][0] == webhook.id
        assert "comment.body" not in action["value"][1], "ids only: texts are read by API"


async def test_setup_twice_writes_nothing_the_second_time(zd: Sandbox, account: Support) -> None:
    first = await _setup(account)
    zd.journal.clear()
    second = await _setup(account)
    assert second.changed == ()
    assert (second.webhook_id, second.trigger_ids) == (first.webhook_id, first.trigger_ids)
    assert _writes(zd) == []


async def test_a_new_address_keeps_the_webhook_and_its_secret(zd: Sandbox, account: Support) -> None:
    first = await _setup(account)
    second = await _setup(account, target_url="https://other.example/zendesk/webhooks")
    assert (second.webhook_id, second.signing_secret) == (first.webhook_id, first.signing_secret)
    assert second.changed == (f"webhook {first.webhook_id} mended",)
    assert zd.state.webhooks[first.webhook_id].fields["endpoint"].startswith("https://other.example/")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: setattr(one, "active", False),
        lambda one: setattr(one, "conditions_all", []),
        lambda one: one.actions[0].update(value=[one.actions[0]["value"][0], "{}"]),
    ],
    ids=["off", "conditions", "payload"],
)
async def test_a_trigger_that_somebody_changed_is_mended(zd: Sandbox, account: Support, spoil: Any) -> None:
    made = await _setup(account)
    spoil(zd.state.triggers[made.trigger_ids[0]])
    again = await _setup(account)
    assert again.trigger_ids == made.trigger_ids
    assert again.changed == ("trigger 'messenger-bridge demo: public comment' mended",)
    assert (await _setup(account)).changed == ()


async def test_second_copies_and_old_triggers_of_ours_are_removed(zd: Sandbox, account: Support) -> None:
    made = await _setup(account)
    webhook = {"webhook": webhook_wanted(TARGET, "demo")}
    extra: str = await account.call(
        "POST", "/api/v2/webhooks", json=webhook, told=lambda raw: raw["webhook"]["id"]
    )
    for trigger in triggers_wanted(extra, TAG, "demo"):
        await account.call("POST", "/api/v2/triggers.json", json={"trigger": trigger})
    old = triggers_wanted(extra, TAG, "demo")[0] | {"title": "messenger-bridge demo: of an older version"}
    await account.call("POST", "/api/v2/triggers.json", json={"trigger": old})
    again = await _setup(account)
    assert (again.webhook_id, again.trigger_ids) == (made.webhook_id, made.trigger_ids)
    assert list(zd.state.webhooks) == [made.webhook_id]
    assert len(zd.state.triggers) == 2 + 2, "two of ours, two of the account"


async def test_many_triggers_of_others_do_not_hide_ours(zd: Sandbox, account: Support) -> None:
    for number in range(120):
        other = {
            "title": f"other {number}",
            "conditions": {"all": [{"field": "update_type", "operator": "is", "value": "Create"}], "any": []},
            "actions": [{"field": "priority", "value": "high"}],
        }
        await account.call("POST", "/api/v2/triggers.json", json={"trigger": other})
    await _setup(account)
    assert (await _setup(account)).changed == ()


async def test_setup_goes_on_where_it_was_stopped(zd: Sandbox, account: Support) -> None:
    zd.fault("503", method="POST", path_regex="triggers", skip=1)
    with pytest.raises(Unsure):
        await _setup(account)
    again = await _setup(account)
    assert again.changed == ("trigger 'messenger-bridge demo: status or assignee' created",)
    assert len(zd.state.webhooks) == 1


async def test_teardown_leaves_other_installations_and_the_account_alone(
    zd: Sandbox, account: Support
) -> None:
    before = _titles(zd)
    other = await _setup(account, name="demo-2")
    standing = _titles(zd)
    await _setup(account, name="demo")
    zd.journal.clear()
    removed = await provisioning.teardown(account, name="demo")
    assert len(removed) == 3
    assert [one.split("/")[3] for one in _writes(zd)] == ["triggers", "triggers", "webhooks"]
    assert _titles(zd) == standing
    assert list(zd.state.webhooks) == [other.webhook_id]
    assert await provisioning.teardown(account, name="demo") == []
    await provisioning.teardown(account, name="demo-2")
    assert _titles(zd) == before


async def test_what_setup_made_rings_for_an_agents_comment(zd: Sandbox, account: Support) -> None:
    await _setup(account)
    cora = await account.create_or_update_user(external_id="u1", email=None, name="Cora", verified=False)
    ticket = {"subject": "s", "requester_id": cora.id, "tags": [TAG], "comment": {"body": "hi"}}
    ticket_id: int = await account.call(
        "POST", "/api/v2/tickets.json", json={"ticket": ticket}, told=lambda raw: raw["ticket"]["id"]
    )
    zd.deliveries.sent.clear()
    comment_id = zd.agent_reply(ticket_id, "<p>Hello</p>")
    assert any(f'"comment_id": "{comment_id}"'.encode() in one.body for one in zd.deliveries.sent)
