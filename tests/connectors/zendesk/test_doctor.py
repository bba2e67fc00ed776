"""The doctor changes nothing, and each thing that is wrong has a line that says how to mend it."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from connectors.sandbox.app import Sandbox
from connectors.zendesk import provisioning
from connectors.zendesk.oauth import ApiToken, ClientCredentials
from connectors.zendesk.provisioning import Check
from connectors.zendesk.support import Support
from tests.connectors.zendesk.scripted import Scripted, says

TARGET = "http://127.0.0.1:9/zendesk/webhooks"
TAG = "intercom-messenger"
HOW: Any = {"target_url": TARGET, "tag": TAG, "name": "demo"}


async def _doctor(account: Support) -> dict[str, Check]:
    return {one.name: one for one in await provisioning.doctor(account, **HOW)}


async def test_after_setup_all_is_well_and_nothing_is_written(zd: Sandbox, account: Support) -> None:
    await provisioning.setup(account, **HOW)
    zd.journal.clear()
    checks = await _doctor(account)
    assert [one for one in checks.values() if not one.ok] == []
    assert {one.method for one in zd.journal.entries} == {"GET"}
    assert checks["kind of credentials"].fix == ""
    assert checks["scopes to write"].detail == "granted: read write"
    assert "of 500 requests left" in checks["rate limit"].detail


async def test_a_secret_that_is_not_the_webhooks_is_told(zd: Sandbox, account: Support) -> None:
    made = await provisioning.setup(account, **HOW)

    async def check() -> Check:
        found = await provisioning.doctor(account, **HOW, secrets=["an old one", made.signing_secret])
        return next(one for one in found if one.name == "the webhook's secret")

    assert (await check()).ok
    zd.state.webhooks[made.webhook_id].secret = "rotated by somebody"
    assert not (await check()).ok
    assert "zendesk setup" in (await check()).fix


async def test_before_setup_it_says_to_run_setup(account: Support) -> None:
    checks = await _doctor(account)
    assert [one.name for one in checks.values() if not one.ok] == ["webhook"]
    assert "zendesk setup" in checks["webhook"].fix


async def test_triggers_that_mail_customers_are_named_with_the_way_to_stop_them(
    zd: Sandbox, account: Support
) -> None:
    await provisioning.setup(account, **HOW)
    check = (await _doctor(account))["mails to customers"]
    assert check.ok, "it is the account's choice"
    assert "Notify requester and CCs of comment update" in check.detail
    assert TAG in check.fix
    for trigger in zd.state.triggers.values():
        if trigger.title.startswith("Notify"):
            trigger.conditions_all.append({"field": "current_tags", "operator": "not_includes", "value": TAG})
    assert (await _doctor(account))["mails to customers"].fix == ""


async def test_a_webhook_that_goes_elsewhere_is_not_ok(zd: Sandbox, account: Support) -> None:
    made = await provisioning.setup(account, **HOW)
    zd.state.webhooks[made.webhook_id].fields["endpoint"] = "https://elsewhere.example/"
    check = (await _doctor(account))["webhook"]
    assert not check.ok
    assert "elsewhere.example" in check.detail


async def test_a_trigger_that_is_off_or_gone_is_not_ok(zd: Sandbox, account: Support) -> None:
    made = await provisioning.setup(account, **HOW)
    zd.state.triggers[made.trigger_ids[0]].active = False
    del zd.state.triggers[made.trigger_ids[1]]
    checks = await _doctor(account)
    told = [one.detail for name, one in checks.items() if name.startswith("trigger ")]
    assert told == ["changed or switched off", "missing"]


async def test_deliveries_that_are_lost_are_counted(zd: Sandbox, account: Support) -> None:
    await provisioning.setup(account, **HOW)  # nobody listens there
    cora = await account.create_or_update_user(external_id="u1", email=None, name="Cora", verified=False)
    ticket = {"subject": "s", "requester_id": cora.id, "tags": [TAG], "comment": {"body": "hi"}}
    await account.call("POST", "/api/v2/tickets.json", json={"ticket": ticket})
    await zd.settled()
    check = (await _doctor(account))["deliveries"]
    assert not check.ok
    assert TARGET in check.fix
    assert "terminated (" in check.detail


async def test_wrong_credentials_are_the_only_thing_that_is_told(zd: Sandbox) -> None:
    support = Support(
        base_url=zd.base_url, subdomain="", authorizer=ClientCredentials(zd.base_url, "sandbox-client", "no")
    )
    [check] = await provisioning.doctor(support, **HOW)
    assert not check.ok
    assert "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET" in check.fix
    await support.close()


async def test_an_account_that_cannot_be_reached_is_no_matter_of_credentials() -> None:
    support = Support(base_url="http://127.0.0.1:9", subdomain="", authorizer=ApiToken("a@b.example", "t"))
    [check] = await provisioning.doctor(support, **HOW)
    assert "BRIDGE_ZENDESK__SUBDOMAIN" in check.fix
    await support.close()


async def test_a_stranger_is_no_agent(zendesk: Scripted, support: Support) -> None:
    zendesk.answer = says(200, '{"user": {"id": null, "name": "Anonymous user"}}')
    [check] = await provisioning.doctor(support, **HOW)
    assert "stranger" in check.detail


async def test_an_api_token_works_and_is_told_to_end(zd: Sandbox) -> None:
    support = Support(
        base_url=zd.base_url, subdomain="", authorizer=ApiToken("fin@sandbox.test", "sandbox-token")
    )
    await provisioning.setup(support, **HOW)
    checks = await _doctor(support)
    assert [one for one in checks.values() if not one.ok] == []
    assert "2027-04-30" in checks["kind of credentials"].detail
    assert "OAUTH_CLIENT_ID" in checks["kind of credentials"].fix
    await support.close()


@pytest.mark.parametrize("scope", ["tickets", "users", "triggers", "webhooks"])
async def test_a_missing_scope_is_named(zendesk: Scripted, support: Support, scope: str) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/users/me.json"):
            return web.json_response({"user": {"id": 3, "role": "agent"}})
        if f"/{scope}" in request.path:
            return web.json_response({"error": {"title": "Forbidden", "message": "no"}}, status=403)
        return web.json_response({})

    zendesk.answer = answer
    checks = await _doctor(support)
    check = checks[f"{scope}:read"]
    assert not check.ok
    assert f"{scope}:read" in check.fix
    assert "admin" in checks["role"].fix, "an agent is told what needs an admin"


async def test_a_token_that_may_not_read_audits_is_told(zendesk: Scripted, support: Support) -> None:
    async def narrow(_request: web.Request) -> web.Response:
        told = {"access_token": "t", "scope": "tickets:read users:read write", "expires_in": 1800}
        return web.json_response(told, status=201)

    zendesk.token = narrow
    zendesk.answer = says(200, '{"user": {"id": 3, "role": "admin"}}')
    check = (await _doctor(support))["read, ticket audits"]
    assert not check.ok
    assert "the scope read:" in check.fix


async def test_a_token_that_may_only_read_is_told_what_it_lacks(zendesk: Scripted, support: Support) -> None:
    async def reader(_request: web.Request) -> web.Response:
        told = {"access_token": "t", "scope": "read tickets:write", "expires_in": 1800}
        return web.json_response(told, status=201)

    zendesk.token = reader
    zendesk.answer = says(200, '{"user": {"id": 3, "role": "admin"}}')
    check = (await _doctor(support))["scopes to write"]
    assert not check.ok
    assert check.fix == "Give the OAuth client the scopes users:write triggers:write webhooks:write."


async def test_where_fin_waits_for_a_trigger_it_says_whether_there_is_one(
    zd: Sandbox, account: Support
) -> None:
    await provisioning.setup(account, **HOW)
    name = "triggers that assign Fin"
    assert name not in await _doctor(account)

    async def waiting() -> Check:
        checks = {one.name: one for one in await provisioning.doctor(account, **HOW, waits=True)}
        return checks[name]

    fin_id = (await account.me()).id
    check = await waiting()
    assert "silent" in check.detail
    assert (TAG in check.fix, str(fin_id) in check.fix) == (True, True)
    body = {
        "title": "Give it to Fin",
        "conditions": {"all": [{"field": "update_type", "operator": "is", "value": "Create"}], "any": []},
        "actions": [{"field": "assignee_id", "value": str(fin_id)}],
    }
    await account.call("POST", "/api/v2/triggers.json", json={"trigger": body})
    check = await waiting()
    assert (check.detail, check.fix) == ("Give it to Fin", "")


async def test_closed_attachments_are_no_trouble_and_said(zd: Sandbox, account: Support) -> None:
    object.__setattr__(zd.state.options, "private_attachments", True)
    check = (await _doctor(account))["account"]
    assert (check.ok, check.fix) == (True, "")
    assert "from the bridge" in check.detail
