"""Records as JSON: with the keys that clients read, and without what nobody may see."""

from __future__ import annotations

import json

from connectors.sandbox.records import Attachment, Trigger, Webhook
from connectors.sandbox.render import (
    attachment_json,
    audit_json,
    comment_json,
    group_json,
    ticket_json,
    trigger_json,
    user_json,
    webhook_json,
)
from connectors.sandbox.saving import NewComment, Wanted
from tests.connectors.sandbox.saves import NOON, Desk

WHEN = "2027-01-15T08:00:00Z"


def test_a_user() -> None:
    desk = Desk()
    shown = user_json(desk.state, desk.cora)
    assert (shown["id"], shown["name"], shown["email"], shown["external_id"]) == (
        desk.cora.id,
        "Cora",
        "cora@shop.example",
        "u1",
    )
    assert (shown["role"], shown["restricted_agent"], shown["created_at"]) == ("end-user", True, WHEN)
    assert user_json(desk.state, desk.state.ada)["restricted_agent"] is False


def test_a_ticket() -> None:
    desk = Desk()
    ticket = desk.ticket(custom_fields={9: "b", 2: "a"}, tags="x")
    shown = ticket_json(desk.state, ticket)
    assert (shown["status"], shown["tags"], shown["updated_at"]) == ("new", ["x"], WHEN)
    assert shown["custom_fields"] == shown["fields"] == [{"id": 2, "value": "a"}, {"id": 9, "value": "b"}]
    assert shown["url"].endswith("/api/v2/tickets/1.json")
    ticket.deleted = True
    assert ticket_json(desk.state, ticket)["status"] == "deleted"


def test_an_audit_holds_its_comment_in_full() -> None:
    desk = Desk()
    ticket = desk.ticket()
    audit = desk.saver.update(
        desk.ada,
        ticket,
        Wanted(
            comment=NewComment(author_id=desk.state.ada.id, body="Hi"),
            fields={"status": "open"},
            custom={"marker": "m"},
        ),
    )
    shown = audit_json(desk.state, ticket, audit)
    comment, change = shown["events"]
    assert (comment["type"], comment["body"], comment["public"]) == ("Comment", "Hi", True)
    assert "metadata" not in comment
    assert (change["field_name"], change["previous_value"], change["value"]) == ("status", "new", "open")
    assert shown["metadata"]["custom"] == {"marker": "m"}
    assert comment_json(desk.state, ticket.comments[1])["id"] == comment["id"]


def test_a_file_is_found_by_an_address_with_its_name() -> None:
    file = Attachment(id=5, token="t0k", name="größe & co.png", content_type="image/png", data=b"12345")
    shown = attachment_json(Desk().state, file)
    assert (
        shown["content_url"] == "http://127.0.0.1/attachments/token/t0k/?name=gr%C3%B6%C3%9Fe%20%26%20co.png"
    )
    assert (shown["size"], shown["file_name"]) == (5, "größe & co.png")


def test_a_webhook_does_not_show_its_secrets() -> None:
    webhook = Webhook(
        id="01H",
        secret="s3cret",
        created_at=NOON,
        updated_at=NOON,
        created_by=7,
        fields={
            "name": "n",
            "signing_secret": {"secret": "s3cret"},
            "authentication": {"type": "bearer_token", "data": {"token": "s3cret"}},
        },
    )
    shown = webhook_json(webhook)
    assert "s3cret" not in json.dumps(shown)
    assert (shown["name"], shown["authentication"], shown["created_by"]) == (
        "n",
        {"type": "bearer_token"},
        "7",
    )


def test_a_trigger_and_a_group() -> None:
    desk = Desk()
    rule = {"field": "status", "operator": "is", "value": "open"}
    trigger = Trigger(id=3, title="T", created_at=NOON, updated_at=NOON, position=2, conditions_any=[rule])
    shown = trigger_json(desk.state, trigger)
    assert (shown["title"], shown["position"], shown["conditions"]) == ("T", 2, {"all": [], "any": [rule]})
    assert group_json(desk.state, desk.state.group)["name"] == "Support"


def test_everything_that_is_shown_is_json() -> None:
    desk = Desk()
    ticket = desk.ticket()
    for shown in (
        ticket_json(desk.state, ticket),
        user_json(desk.state, desk.cora),
        *(audit_json(desk.state, ticket, one) for one in ticket.audits),
    ):
        assert json.loads(json.dumps(shown)) == shown
