"""What is ours in an account: found again by its name, and known to be right or not."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from connectors.sandbox.app import Sandbox
from connectors.zendesk.ours import (
    is_our_trigger,
    trigger_is_right,
    triggers_of_account,
    triggers_wanted,
    webhook_is_right,
    webhook_wanted,
    webhooks_of,
)
from connectors.zendesk.support import Support

URL = "https://bridge.example/hooks/zendesk"


def comment_trigger() -> dict[str, Any]:
    return triggers_wanted("01H", "intercom-messenger", "shop")[0]


def test_payloads_carry_ids_and_no_words() -> None:
    for trigger in triggers_wanted("01H", "tag", "shop"):
        [action] = trigger["actions"]
        webhook_id, payload = action["value"]
        assert webhook_id == "01H"
        assert set(json.loads(payload)) == {
            "v",
            "ticket_id",
            "external_id",
            "comment_id",
            "status",
            "actor_id",
            "updated_at",
        }


def test_every_trigger_rings_for_tickets_with_our_tag_alone() -> None:
    for trigger in triggers_wanted("01H", "my-tag", "shop"):
        tagged = {"field": "current_tags", "operator": "includes", "value": "my-tag"}
        assert tagged in trigger["conditions"]["all"]


@pytest.mark.parametrize(
    ("title", "is_ours"),
    [
        ("messenger-bridge shop: public comment", True),
        ("messenger-bridge shop: of last year", True),
        ("messenger-bridge shop2: public comment", False),
        ("messenger-bridge other: public comment", False),
        ("Notify requester", False),
        ("", False),
        (None, False),
    ],
)
def test_a_trigger_is_ours_by_the_beginning_of_its_title(title: str | None, is_ours: bool) -> None:
    assert is_our_trigger({"title": title}, "shop") is is_ours


def _added(there: dict[str, Any]) -> None:
    there |= {"id": 7, "created_at": "2026", "position": 3}
    there["conditions"]["all"][0]["is_new"] = True


def _as_booleans(there: dict[str, Any]) -> None:
    there["conditions"]["all"][1]["value"] = True


@pytest.mark.parametrize("change", [_added, _as_booleans])
def test_what_zendesk_adds_or_spells_otherwise_is_still_right(change: Any) -> None:
    there = copy.deepcopy(comment_trigger())
    change(there)
    assert trigger_is_right(there, comment_trigger())


def _off(there: dict[str, Any]) -> None:
    there["active"] = False


def _other_tag(there: dict[str, Any]) -> None:
    there["conditions"]["all"][2]["value"] = "other"


def _one_more(there: dict[str, Any]) -> None:
    there["conditions"]["any"].append({"field": "status", "operator": "is", "value": "open"})


def _other_webhook(there: dict[str, Any]) -> None:
    there["actions"][0]["value"][0] = "01X"


def _no_conditions(there: dict[str, Any]) -> None:
    del there["conditions"]


@pytest.mark.parametrize("change", [_off, _other_tag, _one_more, _other_webhook, _no_conditions])
def test_a_trigger_that_somebody_changed_is_not_right(change: Any) -> None:
    there = copy.deepcopy(comment_trigger())
    change(there)
    assert not trigger_is_right(there, comment_trigger())


@pytest.mark.parametrize(
    ("changed", "is_right"),
    [
        ({}, True),
        ({"id": "01H", "created_at": "2026"}, True),
        ({"endpoint": "https://old.example"}, False),
        ({"status": "inactive"}, False),
        ({"subscriptions": []}, False),
    ],
)
def test_a_webhook_is_right_or_not(changed: dict[str, Any], is_right: bool) -> None:
    assert webhook_is_right({**webhook_wanted(URL, "shop"), **changed}, URL, "shop") is is_right


async def test_only_webhooks_of_exactly_our_name_are_found_oldest_first(
    zd: Sandbox, account: Support
) -> None:
    for name in ("shop", "shop2", "shop", "other"):
        await account.call("POST", "/api/v2/webhooks", json={"webhook": webhook_wanted(URL, name)})
    found = await webhooks_of(account, "shop")
    assert [one["name"] for one in found] == ["messenger-bridge shop"] * 2
    assert [str(one["id"]) for one in found] == sorted(str(one["id"]) for one in found)
    assert len(zd.state.webhooks) == 4


async def test_triggers_are_read_over_many_pages(zd: Sandbox, account: Support) -> None:
    for n in range(130):
        trigger = {
            **comment_trigger(),
            "title": f"rule {n}",
            "actions": [{"field": "status", "value": "open"}],
        }
        await account.call("POST", "/api/v2/triggers.json", json={"trigger": trigger})
    found = await triggers_of_account(account)
    assert len(found) == len(zd.state.triggers) == 132
