from __future__ import annotations

from typing import Any

import pytest

from tests.connectors.sandbox.chats import ChatApi, Events

HOOK = {"target": "https://b.example/x", "triggers": ["conversation:message"]}


async def test_integrations_are_made_listed_changed_and_deleted(sc: ChatApi) -> None:
    body = {"type": "custom", "displayName": "bridge", "webhooks": [HOOK]}
    made = (await sc.made("/integrations", body))["integration"]
    assert (made["status"], made["webhooks"][0]["version"]) == ("active", "v2")
    assert len(made["webhooks"][0]["secret"]) > 40
    listed = (await sc("GET", "/integrations?filter[types]=custom")).json["integrations"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert len((await sc("GET", "/integrations")).json["integrations"]) == 3
    path = f"/integrations/{made['id']}"
    changed = await sc("PATCH", path, {"displayName": "other", "status": "inactive"})
    assert changed.json["integration"]["displayName"] == "other"
    assert (await sc("GET", path)).json["integration"]["status"] == "inactive"
    assert (await sc("DELETE", path)).json == {}
    assert (await sc("GET", path)).json["errors"][0]["code"] == "integration_not_found"


async def test_zendesks_own_stay(sc: ChatApi) -> None:
    workspace = sc.zd.state.chats.workspace.integration_id
    assert (await sc("DELETE", f"/integrations/{workspace}")).status == 403
    assert (await sc("POST", f"/integrations/{workspace}/keys", {})).status == 400


@pytest.mark.parametrize(
    "body",
    [
        {"type": "web", "webhooks": [HOOK]},
        {"type": "custom"},
        {"type": "custom", "webhooks": [HOOK, HOOK]},
        {"type": "custom", "webhooks": [{"target": "ftp://x", "triggers": ["a"]}]},
        {"type": "custom", "webhooks": [{"target": "https://x", "triggers": []}]},
        {"type": "custom", "webhooks": [HOOK], "status": "sleepy"},
    ],
    ids=range(6),
)
async def test_what_no_integration_is(sc: ChatApi, body: Any) -> None:
    assert (await sc("POST", "/integrations", body)).status == 400


async def test_webhooks_come_and_go_and_keep_their_secret(sc: ChatApi, events: Events) -> None:
    (ours,) = (await sc("GET", "/integrations?filter[types]=custom")).json["integrations"]
    path = f"/integrations/{ours['id']}/webhooks"
    made = (await sc.made(path, {**HOOK, "includeFullUser": True}))["webhook"]
    moved = (await sc("PATCH", f"{path}/{made['id']}", {"target": "https://b.example/y"})).json["webhook"]
    assert moved == {**made, "target": "https://b.example/y"}
    assert (await sc("GET", f"{path}/{made['id']}")).json["webhook"] == moved
    assert len((await sc("GET", path)).json["webhooks"]) == 2
    assert (await sc("DELETE", f"{path}/{made['id']}")).status == 200
    assert (await sc("GET", f"{path}/{made['id']}")).status == 404
    for _ in range(9):
        await sc.made(path, HOOK)
    assert (await sc("POST", path, HOOK)).status == 400, "ten for the app"
