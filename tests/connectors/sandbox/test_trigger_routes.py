from typing import Any

import pytest

from tests.connectors.sandbox.client import Api, Listener


async def test_a_trigger_is_made_listed_changed_and_removed(api: Api, listener: Listener) -> None:
    webhook_id = await api.webhook(listener.url)
    trigger_id = await api.trigger(listener.notify(webhook_id), all_=[("update_type", "is", "Change")])
    in_use = await api("DELETE", f"/webhooks/{webhook_id}")
    assert in_use.status == 400
    listed = (await api("GET", "/triggers?active=true&page[size]=100")).json["triggers"]
    assert [one["id"] for one in listed] == [trigger_id]
    conditions = {"all": [{"field": "status", "operator": "changed", "value": None}], "any": []}
    body = {
        "trigger": {
            "title": "new",
            "conditions": conditions,
            "actions": [{"field": "status", "value": "open"}],
        }
    }
    changed = (await api("PUT", f"/triggers/{trigger_id}", body)).json["trigger"]
    assert (changed["title"], changed["conditions"]) == ("new", conditions)
    found = (await api("GET", "/triggers/search?query=new")).json["triggers"]
    assert [one["id"] for one in found] == [trigger_id]
    assert (await api("DELETE", f"/triggers/{trigger_id}")).status == 204
    assert (await api("DELETE", f"/webhooks/{webhook_id}")).status == 204


async def test_the_definitions_name_what_can_be_used(api: Api) -> None:
    definitions = (await api("GET", "/triggers/definitions.json")).json["definitions"]
    status = next(one for one in definitions["conditions_all"] if one["subject"] == "status")
    assert "changed" in {one["value"] for one in status["operators"]}
    assert "notification_webhook" in {one["subject"] for one in definitions["actions"]}


OPEN = [{"field": "status", "value": "open"}]


@pytest.mark.parametrize(
    "trigger",
    [
        {"title": "", "actions": OPEN},
        {"title": "t", "actions": []},
        {"title": "t", "actions": [{"field": "explode", "value": 1}]},
        {"title": "t", "actions": [{"field": "notification_webhook", "value": ["01H", "{}"]}]},
        {"title": "t", "actions": OPEN, "conditions": {"all": [{"field": "mood", "operator": "is"}]}},
        {"title": "t", "actions": OPEN, "conditions": {"all": [{"field": "current_tags", "operator": "is"}]}},
        {
            "title": "t",
            "actions": OPEN,
            "conditions": {"all": [{"field": "status", "operator": "less_than", "value": "done"}]},
        },
    ],
)
async def test_a_trigger_that_zendesk_would_not_know_is_refused(api: Api, trigger: Any) -> None:
    assert (await api("POST", "/triggers", {"trigger": trigger})).status == 422
