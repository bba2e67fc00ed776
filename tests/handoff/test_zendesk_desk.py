"""Zendesk is a help desk like any other: the inherited cases, on the sandbox."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest
from multidict import CIMultiDict

from bridge.runtime.clock import SystemClock
from bridge.runtime.verdict import Refused, Unsure
from connectors.sandbox.app import Sandbox
from connectors.zendesk.oauth import ClientCredentials
from connectors.zendesk.signatures import SIGNATURE, TIMESTAMP, sign
from connectors.zendesk.support import Support
from handoff.desk import HelpDesk
from handoff.desks.zendesk import ZendeskDesk
from tests.connectors.zendesk.scripted import says as answers
from tests.connectors.zendesk.scripted import scripted, support_of
from tests.handoff.desk_cases import NOTHING, DeskCases, OtherSide, Stands, says
from tests.handoff.world import free_port

SECRET = "the webhook's secret"
CALLS = {"create": ("POST", r"/api/v2/tickets(\.json)?$"), "apply": ("PUT", r"/api/v2/tickets/\d+(\.json)?$")}


class Zendesk:
    """The sandbox's agents."""

    def __init__(self, sandbox: Sandbox, desk: HelpDesk, support: Support) -> None:
        self.desk = desk
        self._sandbox = sandbox
        self._support = support

    def tickets(self) -> list[int]:
        return [one["id"] for one in self._sandbox.tickets()]

    def stands(self, ticket_id: int) -> Stands:
        sandbox = self._sandbox
        ticket = sandbox.ticket(ticket_id)
        fin, requester = sandbox.state.agent("fin").id, ticket["requester_id"]
        who = {fin: "fin", requester: "customer"}
        return Stands(
            status=ticket["status"],
            tags=frozenset(ticket["tags"]),
            comments=tuple(
                (who.get(one["author_id"], "agent"), one["plain_body"].strip(), one["public"])
                for one in sandbox.comments(ticket_id)
            ),
            assignee={None: "nobody", fin: "fin"}.get(ticket["assignee_id"], "people"),
            requester=str(sandbox.state.users[requester].external_id),
        )

    def agent_replies(self, ticket_id: int, html: str, *, public: bool = True) -> None:
        self._sandbox.agent_reply(ticket_id, html, public=public)

    def customer_mails(self, ticket_id: int, text: str) -> None:
        self._sandbox.customer_reply(ticket_id, text)

    def agent_sets(self, ticket_id: int, status: str) -> None:
        self._sandbox.set_status(ticket_id, status)

    def agent_takes(self, ticket_id: int) -> None:
        self._sandbox.assign(ticket_id)

    def agent_tags(self, ticket_id: int, tag: str) -> None:
        self._sandbox.add_tags(ticket_id, tag)

    def closes(self, ticket_id: int) -> None:
        self._sandbox.close(ticket_id)

    def deletes(self, ticket_id: int) -> None:
        self._sandbox.delete(ticket_id)

    def loses_the_next_answer(self, what: str) -> None:
        method, path = CALLS[what]
        self._sandbox.fault("reset_after", method=method, path_regex=path, times=1)

    def says_503_to_the_next_update(self) -> None:
        """A gateway gives up on an update that is carried out behind it."""
        method, path = CALLS["apply"]
        self._sandbox.fault("503", method=method, path_regex=path, times=1, commit=True)

    def is_away(self) -> None:
        self._support._base_url = f"http://127.0.0.1:{free_port()}"

    def webhook(self, ticket_id: int) -> tuple[Mapping[str, str], bytes]:
        body = json.dumps({"v": 1, "ticket_id": str(ticket_id), "external_id": "cnv_1"}).encode()
        stamp = SystemClock().now().isoformat()
        return CIMultiDict({TIMESTAMP: stamp, SIGNATURE: sign(stamp, body, SECRET)}), body


class TestZendeskDesk(DeskCases):
    @pytest.fixture
    async def other(self) -> AsyncIterator[OtherSide]:
        async with Sandbox(incremental_lag_s=0, account_per_minute=500) as sandbox:
            authorizer = ClientCredentials(sandbox.base_url, "sandbox-client", "sandbox-secret")
            support = Support(base_url=sandbox.base_url, subdomain="", authorizer=authorizer)
            desk = ZendeskDesk(support, webhook_secrets=lambda: [SECRET], now=SystemClock().epoch)
            yield Zendesk(sandbox, desk, support)
            await support.close()

    async def test_an_update_that_a_gateway_gave_up_is_written_once(self, other: Zendesk) -> None:
        ticket_id = await self.made(other)
        other.says_503_to_the_next_update()
        update = replace(NOTHING, comment=says("Two days."))
        with pytest.raises(Unsure):
            await other.desk.apply(ticket_id, update, "eff_2", again=False)
        await other.desk.apply(ticket_id, update, "eff_2", again=True)
        assert [text for _, text, _ in other.stands(ticket_id).comments] == ["It is broken", "Two days."]

    async def test_a_place_that_zendesk_does_not_know_is_given_up(self, other: Zendesk) -> None:
        ticket_id = await self.made(other)
        found, cursor = await other.desk.changed_since("another account's")
        assert [one.ticket_id for one in found] == [ticket_id]
        assert (await other.desk.changed_since(cursor))[0] == []


@pytest.mark.parametrize(
    "page", ["<html>No help desk here</html>", '{"error": "InvalidEndpoint", "description": "Not found"}']
)
async def test_a_404_that_is_not_about_the_ticket_does_not_end_it(page: str) -> None:
    async with scripted() as zendesk, support_of(zendesk) as support:
        zendesk.answer = answers(404, page)
        desk = ZendeskDesk(support, webhook_secrets=list, now=SystemClock().epoch, fin_agent_id=1)
        with pytest.raises(Refused):
            await desk.read_since(7, 0)
        with pytest.raises(Refused):
            await desk.apply(7, replace(NOTHING, comment=says("Hello")), "eff_1", again=False)
        with pytest.raises(Refused):
            await desk.apply(7, replace(NOTHING, comment=says("Hello")), "eff_1", again=True)
