"""A ticket's JSON read as what is wanted, in every form that Zendesk takes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.connectors.sandbox.client import Api


async def make(api: Api, **ticket: Any) -> Any:
    return await api("POST", "/tickets", {"ticket": {"comment": {"body": "b"}, **ticket}})


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"comment": "words"}, {"description": "words"}),
        ({"comment": None, "description": "words"}, {"description": "words"}),
        ({"comment": {"html_body": "<p>a</p>", "body": "b"}}, {"description": "a"}),
        ({"comment": {"body": "b", "public": "true"}}, {"is_public": True}),
        ({"comment": {"body": "b", "public": "false"}}, {"is_public": False}),
        ({"external_id": 7}, {"external_id": "7"}),
        ({"subject": None}, {"subject": ""}),
        ({"status": None}, {"status": "new"}),
        ({"tags": "b a"}, {"tags": ["a", "b"]}),
        ({"tags": None}, {"tags": []}),
        ({"priority": "high", "type": "task"}, {"priority": "high", "type": "task"}),
        ({"custom_fields": [{"id": "5", "value": "x"}]}, {"custom_fields": [{"id": 5, "value": "x"}]}),
        ({"fields": [{"id": 5, "value": "x"}]}, {"custom_fields": [{"id": 5, "value": "x"}]}),
    ],
)
async def test_a_wish_is_understood(api: Api, given: dict[str, Any], shown: dict[str, Any]) -> None:
    made = await make(api, **given)
    assert made.status == 201, made.raw
    assert {key: made.json["ticket"][key] for key in shown} == shown


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"subject": ["a"]}, "subject"),
        ({"status": {}}, "status"),
        ({"priority": "huge"}, "priority"),
        ({"type": "riddle"}, "type"),
        ({"assignee_id": "x"}, "assignee_id"),
        ({"assignee_id": True}, "assignee_id"),
        ({"assignee_email": "nobody@sandbox.test"}, "assignee"),
        ({"custom_fields": [{"id": "x"}]}, "custom_fields"),
        ({"requester_id": "x"}, "requester_id"),
        ({"requester_id": 7}, "requester"),
        ({"requester": {"email": "n@example.test"}}, "requester"),
        ({"requester": {"name": " "}}, "requester"),
    ],
)
async def test_a_wish_of_the_wrong_form_names_its_field(api: Api, given: dict[str, Any], field: str) -> None:
    made = await make(api, **given)
    assert (made.status, list(made.json["details"])) == (422, [field])


async def test_the_requester_is_an_id_a_person_or_the_caller(api: Api) -> None:
    cora = await api.customer(email="cora@shop.example")
    for requester in (cora, str(cora), "cora@shop.example", {"email": "CORA@shop.example"}):
        assert (await make(api, requester=requester)).json["ticket"]["requester_id"] == cora
    assert (await make(api)).json["ticket"]["requester_id"] == api.zd.state.fin.id


async def test_an_agent_is_named_by_mail(api: Api) -> None:
    made = await make(api, assignee_email="ADA@sandbox.test")
    assert made.json["ticket"]["assignee_id"] == api.zd.state.ada.id


async def test_fields_that_are_not_named_stay(api: Api) -> None:
    made = await make(api, custom_fields=[{"id": 1, "value": "a"}, {"id": 2, "value": "b"}])
    path = f"/tickets/{made.json['ticket']['id']}"
    changed = await api("PUT", path, {"ticket": {"custom_fields": [{"id": 2, "value": "c"}]}})
    assert changed.json["ticket"]["custom_fields"] == [{"id": 1, "value": "a"}, {"id": 2, "value": "c"}]


async def test_a_safe_update_needs_the_newest_stamp(api: Api) -> None:
    made = (await make(api)).json["ticket"]
    path = f"/tickets/{made['id']}"
    for stamp, status in ((None, 409), ("2000-01-01T00:00:00Z", 409), (made["updated_at"], 200)):
        wish = {"subject": "x", "safe_update": True, "updated_stamp": stamp}
        assert (await api("PUT", path, {"ticket": wish})).status == status
