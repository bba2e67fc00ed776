"""Which ticket is left after a merge, even where Zendesk's saves do not say that it was one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from connectors.sandbox.app import Sandbox
from connectors.zendesk.oauth import ClientCredentials
from connectors.zendesk.support import Support
from handoff.desks.zendesk_merges import Merge, merge_of


@pytest.fixture
async def zendesk() -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0) as sandbox:
        yield sandbox


@pytest.fixture
async def support(zendesk: Sandbox) -> AsyncIterator[Support]:
    made = Support(
        base_url=zendesk.base_url,
        subdomain="",
        authorizer=ClientCredentials(zendesk.base_url, "sandbox-client", "sandbox-secret"),
    )
    yield made
    await made.close()


async def merge(support: Support, ticket_id: int) -> Merge | None:
    return await merge_of(support, await support.ticket(ticket_id), await support.audits(ticket_id))


def two(zendesk: Sandbox) -> tuple[int, int]:
    state = zendesk.state
    loser = zendesk.customer_mail(state.ada.id, "one")
    winner = zendesk.customer_mail(state.ada.id, "two")
    zendesk.agent_reply(winner, "<p>before</p>")
    return loser, winner


async def test_both_sides_say_so(zendesk: Sandbox, support: Support) -> None:
    loser, winner = two(zendesk)
    zendesk.merge(loser, winner)
    found = await merge(support, loser)
    assert found is not None
    assert found.left.id == winner
    there = [audit["id"] for audit in zendesk.audits(winner)]
    assert [one for one in there if one > found.since] == there[-1:], "the merge and what comes after it"
    assert await merge(support, winner) is None


async def test_where_they_do_not_the_tag_and_the_comment_name_it(zendesk: Sandbox, support: Support) -> None:
    loser, winner = two(zendesk)
    zendesk.advance(60)
    zendesk.merge(loser, winner)
    for ticket_id in (loser, winner):
        for audit in zendesk.state.tickets[ticket_id].audits:
            audit.via = {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}
    found = await merge(support, loser)
    assert found is not None
    assert found.left.id == winner
    there = [audit["id"] for audit in zendesk.audits(winner)]
    assert [one for one in there if one > found.since] == there[-1:]


async def test_an_ordinary_end_is_no_merge_nor_is_one_whose_other_ticket_is_gone(
    zendesk: Sandbox, support: Support
) -> None:
    loser, winner = two(zendesk)
    ended = zendesk.customer_mail(zendesk.state.ada.id, f"about #{winner}")
    zendesk.close(ended)
    assert await merge(support, ended) is None
    zendesk.merge(loser, winner)
    zendesk.delete(winner)
    assert await merge(support, loser) is None
