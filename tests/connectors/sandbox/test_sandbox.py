"""People at work in the sandbox, as tests make them."""

from __future__ import annotations

import pytest

from connectors.sandbox.app import Sandbox
from connectors.sandbox.problems import Problem
from tests.connectors.sandbox.client import Api


async def test_an_agent_writes_and_submits(api: Api, zd: Sandbox) -> None:
    ticket_id = await api.ticket()
    comment_id = zd.agent_reply(ticket_id, "<p>Hi</p>", status="pending", agent="bo")
    [said] = [one for one in zd.comments(ticket_id, public=True) if one["id"] == comment_id]
    assert (said["author_id"], said["body"]) == (zd.state.bo.id, "Hi")
    assert zd.ticket(ticket_id)["status"] == "pending"
    zd.agent_reply(ticket_id, "<p>psst</p>", public=False)
    assert [one["body"] for one in zd.comments(ticket_id, public=False)] == ["psst"]


async def test_a_blank_reply_is_the_tests_mistake(api: Api, zd: Sandbox) -> None:
    with pytest.raises(ValueError, match="blank"):
        zd.agent_reply(await api.ticket(), "<p> </p>")


async def test_the_customer_answers_and_the_ticket_is_open_again(api: Api, zd: Sandbox) -> None:
    ticket_id = await api.ticket()
    zd.agent_reply(ticket_id, "<p>Done?</p>", status="solved")
    zd.customer_reply(ticket_id, "No")
    assert zd.ticket(ticket_id)["status"] == "open"
    assert zd.audits(ticket_id)[-1]["author_id"] == zd.ticket(ticket_id)["requester_id"]


async def test_a_ticket_is_taken_given_and_left(api: Api, zd: Sandbox) -> None:
    ticket_id = await api.ticket()
    zd.assign(ticket_id)
    assert zd.ticket(ticket_id)["assignee_id"] == zd.state.ada.id
    zd.assign(ticket_id, "bo", by="ada")
    assert zd.ticket(ticket_id)["assignee_id"] == zd.state.bo.id
    assert zd.audits(ticket_id)[-1]["author_id"] == zd.state.ada.id
    zd.assign(ticket_id, None)
    assert zd.ticket(ticket_id)["assignee_id"] is None


async def test_tags_come_and_go(api: Api, zd: Sandbox) -> None:
    ticket_id = await api.ticket(tags=["a"])
    zd.add_tags(ticket_id, "b", "c")
    zd.remove_tags(ticket_id, "a", "c")
    assert zd.ticket(ticket_id)["tags"] == ["b"]


async def test_closed_is_for_good_and_deleted_is_gone(api: Api, zd: Sandbox) -> None:
    first, second = await api.ticket(external_id="one"), await api.ticket(external_id="two")
    zd.close(first)
    assert zd.ticket(first)["status"] == "closed"
    with pytest.raises(Problem, match="closed prevents"):
        zd.set_status(first, "open")
    zd.delete(second)
    assert [one["external_id"] for one in zd.tickets()] == ["one"]
    assert zd.tickets("two") == []
    with pytest.raises(Problem):
        zd.ticket(second)


async def test_two_tickets_become_one(api: Api, zd: Sandbox) -> None:
    loser, winner = await api.ticket(), await api.ticket()
    zd.merge(loser, winner)
    assert zd.ticket(loser)["status"] == "closed"
    assert zd.ticket(winner)["status"] != "closed"
    assert str(loser) in zd.comments(winner)[-1]["body"]


async def test_all_tokens_can_die_at_once(api: Api, zd: Sandbox) -> None:
    zd.revoke_tokens()
    assert (await api("GET", "/users/me")).status == 401
    await api.login()
    assert (await api("GET", "/users/me")).status == 200


async def test_time_can_be_moved(api: Api, zd: Sandbox) -> None:
    before = zd.state.now()
    zd.advance(3600)
    assert zd.state.now() >= before + 3600
    assert (await api("GET", "/users/me")).status == 401  # the token has expired


async def test_its_port_is_free_again_when_it_is_closed() -> None:
    async with Sandbox() as first:
        port = int(first.base_url.rpartition(":")[2])
    async with Sandbox(port=port) as second:
        assert second.base_url == first.base_url
