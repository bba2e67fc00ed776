"""Who did something on a ticket: the customer, an agent, or somebody whose words are not for the customer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bridge.core.words.values import TicketStatus
from bridge.runtime.clock import SystemClock
from connectors.sandbox.app import Sandbox
from connectors.sandbox.change import actor_of
from connectors.sandbox.records import User
from connectors.sandbox.saving import NewComment, Saver, Wanted
from connectors.sandbox.user_merging import merge
from connectors.zendesk.oauth import ClientCredentials
from connectors.zendesk.support import Support
from handoff.desk import AgentComment, ForeignChange, News, RequesterComment
from handoff.desks.zendesk import ZendeskDesk
from tests.handoff.desk_cases import TICKET


class Reader:
    """Reads on where it stopped, as the bridge does."""

    def __init__(self, desk: ZendeskDesk, ticket_id: int, requester_id: int) -> None:
        self.ticket_id, self.requester_id = ticket_id, requester_id
        self._desk = desk
        self._cursor = 0

    async def news(self) -> list[News]:
        read = await self._desk.read_since(self.ticket_id, self._cursor)
        self._cursor = read.cursor
        return list(read.news)


@pytest.fixture
async def zd() -> AsyncIterator[Sandbox]:
    async with Sandbox(incremental_lag_s=0, account_per_minute=500) as sandbox:
        yield sandbox


@pytest.fixture
async def reader(zd: Sandbox) -> AsyncIterator[Reader]:
    """All is read, and Ada the agent is known."""
    authorizer = ClientCredentials(zd.base_url, "sandbox-client", "sandbox-secret")
    support = Support(base_url=zd.base_url, subdomain="", authorizer=authorizer)
    desk = ZendeskDesk(support, webhook_secrets=list, now=SystemClock().epoch)
    made = await desk.create(TICKET, "eff_1", again=False, age_s=0)
    zd.agent_reply(made.ticket_id, "<p>Hello</p>")
    reader = Reader(desk, made.ticket_id, made.requester_id)
    assert [type(one) for one in await reader.news()] == [AgentComment]
    yield reader
    await support.close()


def saves(zd: Sandbox, by: User, ticket_id: int, *, words: str = "", status: str | None = None) -> None:
    """Somebody saves the ticket in a browser."""
    wanted = Wanted(
        comment=NewComment(author_id=by.id, body=words) if words else None,
        fields={"status": status} if status else {},
    )
    saver = Saver(zd.state, lambda _webhook, _payload: None)
    saver.update(actor_of(by, "web"), zd.state.ticket(ticket_id), wanted)


async def test_the_reply_of_an_agent_that_is_known_costs_one_request(zd: Sandbox, reader: Reader) -> None:
    zd.agent_reply(reader.ticket_id, "<p>And</p>", status="pending")
    zd.journal.clear()
    assert [type(one) for one in await reader.news()] == [AgentComment, ForeignChange]
    assert len(zd.journal.entries) == 1


async def test_what_a_customer_does_whom_agents_merged_into_another_is_his(
    zd: Sandbox, reader: Reader
) -> None:
    stays = zd.state.add_user(name="Ada King")
    merge(zd.state, zd.state.user(reader.requester_id), stays)
    saves(zd, stays, reader.ticket_id, status="solved")
    [change] = await reader.news()
    assert isinstance(change, ForeignChange)
    assert (change.by, change.status) == ("customer", TicketStatus.SOLVED)
    saves(zd, stays, reader.ticket_id, words="It was me")
    assert any(isinstance(one, RequesterComment) for one in await reader.news())


async def test_somebody_in_copy_who_becomes_an_agent_is_heard(zd: Sandbox, reader: Reader) -> None:
    carl = zd.state.add_user(name="Carl")
    saves(zd, carl, reader.ticket_id, words="Me too")
    assert await reader.news() == []
    carl.role = "agent"
    saves(zd, carl, reader.ticket_id, words="I work here now")
    [said] = await reader.news()
    assert isinstance(said, AgentComment)
    assert (said.author.name, said.body.text) == ("Carl", "I work here now")


async def test_one_who_is_no_more_keeps_nobody_from_being_heard(zd: Sandbox, reader: Reader) -> None:
    carl = zd.state.add_user(name="Carl", role="agent")
    saves(zd, carl, reader.ticket_id, words="Bye", status="open")
    del zd.state.users[carl.id]
    zd.agent_reply(reader.ticket_id, "<p>I am here</p>")
    said = [one.body.text for one in await reader.news() if isinstance(one, AgentComment)]
    assert said == ["I am here"]


async def test_a_ticket_that_is_given_to_somebody_else_is_his(zd: Sandbox, reader: Reader) -> None:
    bob = zd.state.add_user(name="Bob")
    zd.people.submit(reader.ticket_id, agent=zd.state.ada, requester_id=bob.id)
    zd.customer_reply(reader.ticket_id, "This is Bob")
    assert [one.body.text for one in await reader.news() if isinstance(one, RequesterComment)] == [
        "This is Bob"
    ]
