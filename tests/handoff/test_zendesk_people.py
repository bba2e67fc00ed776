"""Contacts are users at Zendesk, also after agents put its address book in order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bridge.core.words.values import TicketStatus
from bridge.runtime.clock import SystemClock
from bridge.runtime.verdict import Refused
from connectors.sandbox.app import Sandbox
from connectors.sandbox.records import User
from connectors.sandbox.user_merging import merge
from connectors.zendesk.oauth import ClientCredentials
from connectors.zendesk.support import Support
from handoff.desks.zendesk import ZendeskDesk
from tests.handoff.desk_cases import ADA, NOTHING, TICKET, says


@pytest.fixture
async def zd() -> AsyncIterator[Sandbox]:
    async with Sandbox(incremental_lag_s=0, account_per_minute=500) as sandbox:
        yield sandbox


@pytest.fixture
async def desk(zd: Sandbox) -> AsyncIterator[ZendeskDesk]:
    authorizer = ClientCredentials(zd.base_url, "sandbox-client", "sandbox-secret")
    support = Support(base_url=zd.base_url, subdomain="", authorizer=authorizer)
    yield ZendeskDesk(support, webhook_secrets=list, now=SystemClock().epoch)
    await support.close()


async def made(desk: ZendeskDesk, key: str = "eff_1", external_id: str = "cnv_1") -> tuple[int, int]:
    ticket = replace(TICKET, external_id=external_id)
    created = await desk.create(ticket, key, again=False, age_s=0)
    return created.ticket_id, created.requester_id


def merged(zd: Sandbox, goes: int) -> User:
    """An agent finds a duplicate and merges `goes` into it."""
    stays = zd.state.add_user(name="Ada King", external_id="old-42")
    merge(zd.state, zd.state.user(goes), stays)
    return stays


async def test_what_a_merged_customer_writes_reaches_his_ticket(zd: Sandbox, desk: ZendeskDesk) -> None:
    ticket_id, ada = await made(desk)
    stays = merged(zd, ada)
    update = replace(NOTHING, comment=says("Still broken", by=ada), status=TicketStatus.OPEN)
    await desk.apply(ticket_id, update, "eff_2", again=False)
    last = zd.comments(ticket_id)[-1]
    assert (last["author_id"], last["plain_body"].strip()) == (stays.id, "Still broken")
    assert await desk.has_written(ticket_id, "eff_2")


async def test_a_merged_customers_next_ticket_and_tags_are_written(zd: Sandbox, desk: ZendeskDesk) -> None:
    _, ada = await made(desk)
    stays = merged(zd, ada)
    ticket_id, requester_id = await made(desk, "eff_2", "cnv_2")
    assert requester_id == stays.id, "his address names the one that is left"
    assert zd.ticket(ticket_id)["requester_id"] == stays.id
    await desk.tag_person(ADA, ["vip"])
    assert stays.details["tags"] == ["vip"]


async def test_nobody_else_speaks_for_a_customer_whose_ticket_was_given_away(
    zd: Sandbox, desk: ZendeskDesk
) -> None:
    ticket_id, ada = await made(desk)
    zd.people.submit(ticket_id, agent=zd.state.ada, requester_id=zd.state.add_user(name="Bob").id)
    too_long = replace(NOTHING, comment=says("x" * 70_000, by=ada))
    with pytest.raises(Refused):
        await desk.apply(ticket_id, too_long, "eff_2", again=False)
    assert len(zd.comments(ticket_id)) == 1


async def test_an_address_that_is_another_users_keeps_no_ticket_from_being_written(
    zd: Sandbox, desk: ZendeskDesk
) -> None:
    known = zd.state.add_user(name="Ada L.", external_id="42")
    other = zd.state.add_user(name="Ada at home", email=ADA.email)
    _, requester_id = await made(desk)
    assert requester_id == known.id
    assert (other.emails, known.emails) == ([ADA.email], [])
