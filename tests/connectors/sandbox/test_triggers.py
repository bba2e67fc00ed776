from typing import Any

import aiohttp

from connectors.sandbox.app import Sandbox
from tests.connectors.sandbox.client import TAG, Api, Listener, eventually

PUBLIC_COMMENT = [
    ("update_type", "is", "Change"),
    ("comment_is_public", "is", "true"),
    ("current_tags", "includes", TAG),
]


def tagged(tag: str) -> list[dict[str, Any]]:
    return [{"field": "current_tags", "value": tag}]


async def test_an_agents_public_reply_rings_the_bridge(api: Api, listener: Listener) -> None:
    webhook_id = await api.webhook(listener.url)
    await api.trigger(listener.notify(webhook_id), all_=PUBLIC_COMMENT)
    ticket_id = await api.ticket(external_id="cnv_1")
    api.zd.agent_reply(ticket_id, "only for us", public=False)
    comment_id = api.zd.agent_reply(ticket_id, "<p>Hello</p>", status="pending")
    await api.zd.settled()
    (received,) = listener.received
    assert received.json == {
        "ticket_id": str(ticket_id),
        "external_id": "cnv_1",
        "comment_id": str(comment_id),
        "status": "Pending",
        "actor_id": str(api.zd.state.ada.id),
        "updated_at": api.zd.ticket(ticket_id)["updated_at"],
    }


async def test_a_ticket_without_our_tag_is_silent(api: Api, listener: Listener) -> None:
    webhook_id = await api.webhook(listener.url)
    await api.trigger(listener.notify(webhook_id), all_=PUBLIC_COMMENT)
    ticket_id = await api.ticket(tags=["other"])
    api.zd.agent_reply(ticket_id, "hello")
    await api.zd.settled()
    assert listener.received == []


async def test_our_own_relayed_comment_rings_too(api: Api, listener: Listener) -> None:
    """The API user is an agent in the eyes of a trigger: a condition cannot tell the echo."""
    webhook_id = await api.webhook(listener.url)
    await api.trigger(listener.notify(webhook_id), all_=[*PUBLIC_COMMENT, ("role", "is", "agent")])
    cora = await api.customer()
    ticket_id = await api.ticket(cora)
    await api("PUT", f"/tickets/{ticket_id}", {"ticket": {"comment": {"body": "and?", "author_id": cora}}})
    await eventually(lambda: len(listener.received) == 1)


async def test_a_change_of_status_or_assignee_rings_any(api: Api, listener: Listener) -> None:
    webhook_id = await api.webhook(listener.url)
    changed = [(name, "changed", None) for name in ("status", "assignee_id", "group_id")]
    await api.trigger(
        listener.notify(webhook_id),
        all_=[("update_type", "is", "Change"), ("current_tags", "includes", TAG)],
        any_=changed,
    )
    ticket_id = await api.ticket()
    api.zd.add_tags(ticket_id, "vip")
    api.zd.assign(ticket_id, "ada")
    api.zd.set_status(ticket_id, "solved")
    api.zd.set_status(ticket_id, "solved")
    await api.zd.settled()
    assert sorted(one.json["status"] for one in listener.received) == ["Open", "Solved"]


async def test_what_a_rule_changes_stands_in_the_same_audit(api: Api) -> None:
    fin = api.zd.state.fin.id
    trigger_id = await api.trigger(
        [
            {"field": "assignee_id", "value": str(fin)},
            {"field": "current_tags", "value": "seen vip"},
            {"field": "remove_tags", "value": "vip"},
        ],
        all_=[("update_type", "is", "Create")],
    )
    ticket_id = await api.ticket()
    (audit,) = api.zd.audits(ticket_id)
    ruled = [one for one in audit["events"] if one["via"]["channel"] == "rule"]
    assert {one["field_name"] for one in ruled} == {"assignee_id", "status", "tags"}
    assert all(one["via"]["source"]["from"]["id"] == trigger_id for one in ruled)
    ticket = api.zd.ticket(ticket_id)
    assert (ticket["assignee_id"], ticket["status"], ticket["tags"]) == (fin, "open", [TAG, "seen"])


async def test_a_later_trigger_can_wake_an_earlier_one_and_each_fires_once(api: Api) -> None:
    await api.trigger(tagged("first"), all_=[("current_tags", "includes", "second")])
    await api.trigger(tagged("second"), all_=[("update_type", "is", "Change")])
    ticket_id = await api.ticket(tags=[])
    api.zd.set_status(ticket_id, "open")
    assert api.zd.ticket(ticket_id)["tags"] == ["first", "second"]
    assert len(api.zd.audits(ticket_id)[-1]["events"]) == 3


async def test_conditions_tell_before_from_after(api: Api) -> None:
    for tag, operator, value in [
        ("to-open", "value", "open"),
        ("from-new", "value_previous", "new"),
        ("below-solved", "less_than", "solved"),
        ("not-from-open", "not_value_previous", "open"),
        ("unmoved", "not_changed", None),
    ]:
        await api.trigger(tagged(tag), all_=[("update_type", "is", "Change"), ("status", operator, value)])
    ticket_id = await api.ticket(tags=[])
    api.zd.set_status(ticket_id, "open")
    assert set(api.zd.ticket(ticket_id)["tags"]) == {"to-open", "from-new", "below-solved", "not-from-open"}


async def test_the_channel_and_the_person_are_conditions(api: Api) -> None:
    await api.trigger(tagged("by-hand"), all_=[("current_via_id", "is_not", 5)])
    await api.trigger(tagged("by-customer"), all_=[("role", "is", "end_user")])
    await api.trigger(tagged("no-vip"), all_=[("current_tags", "not_includes", "vip")])
    ticket_id = await api.ticket(tags=["vip"])
    assert api.zd.ticket(ticket_id)["tags"] == ["vip"]
    api.zd.customer_reply(ticket_id, "hello?")
    assert api.zd.ticket(ticket_id)["tags"] == ["by-customer", "by-hand", "vip"]


async def test_an_inactive_trigger_sleeps(api: Api) -> None:
    trigger_id = await api.trigger(tagged("x"), all_=[("update_type", "is", "Create")])
    await api("PUT", f"/triggers/{trigger_id}", {"trigger": {"active": False}})
    assert api.zd.ticket(await api.ticket())["tags"] == [TAG]


async def test_a_new_account_mails_the_customer_about_every_public_word() -> None:
    async with Sandbox(default_triggers=True) as zd, aiohttp.ClientSession() as session:
        api = Api(zd, session)
        await api.login()
        ticket_id = await api.ticket()
        zd.agent_reply(ticket_id, "hello")
        mails = [
            one for audit in zd.audits(ticket_id) for one in audit["events"] if one["type"] == "Notification"
        ]
        assert [one["body"] for one in mails] == ["Where is it?", "hello"]
