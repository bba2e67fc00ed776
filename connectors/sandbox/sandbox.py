"""The sandbox inside a test: a real server on 127.0.0.1, with people who act in it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self

from connectors.sandbox.agent_page import PEOPLE
from connectors.sandbox.deliveries import Deliveries
from connectors.sandbox.faults import Action, Fault, Faults, Held, Kind
from connectors.sandbox.gate import FAULTS, JOURNAL, LIMITS
from connectors.sandbox.journal import Journal
from connectors.sandbox.limits import Limits
from connectors.sandbox.people import People
from connectors.sandbox.render import audit_json, comment_json, ticket_json
from connectors.sandbox.sc_agent import CHAT_DELIVERIES, WORKSPACE
from connectors.sandbox.sc_bodies import LIVE
from connectors.sandbox.sc_chats import Chats
from connectors.sandbox.sc_deliveries import ChatDeliveries
from connectors.sandbox.sc_json import conversation_json, message_json
from connectors.sandbox.sc_workspace import Workspace
from connectors.sandbox.serving import serve
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import DELIVERIES, STATE


class Sandbox:
    """A Zendesk for the length of an `async with`.

    Everything is called from the loop that it runs in; nothing here is a coroutine that need not wait.

    Args:
        port: 0 takes a free one.
        options: Fields of `Options`, e.g. `incremental_lag_s=0`, `webhook_delay_s=0.05`.

    Attributes:
        base_url: Origin of the API, e.g. `http://127.0.0.1:40123`.
        state: Users, tickets, webhooks, triggers as records.
        journal: Every request, in order.
        faults: What goes wrong on purpose, and the requests held.
        deliveries: Webhooks on their way.
        limits: Rate limits, off unless set.
        people: Agents and requesters at work.
        live: Conversations, past the API.
        workspace: Agents in live chats.
        chat_deliveries: Events of chats on their way.
    """

    base_url: str
    state: SandboxState
    journal: Journal
    faults: Faults
    deliveries: Deliveries
    limits: Limits
    people: People
    live: Chats
    workspace: Workspace
    chat_deliveries: ChatDeliveries

    def __init__(self, *, port: int = 0, state: SandboxState | None = None, **options: Any) -> None:
        self._port, self._given, self._options = port, state, options
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        app = await self._stack.enter_async_context(
            serve(port=self._port, state=self._given, **self._options)
        )
        self.state, self.journal, self.faults = app[STATE], app[JOURNAL], app[FAULTS]
        self.deliveries, self.limits, self.people = app[DELIVERIES], app[LIMITS], app[PEOPLE]
        self.live = app[LIVE]
        self.workspace, self.chat_deliveries = app[WORKSPACE], app[CHAT_DELIVERIES]
        self.base_url = self.state.origin
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def tickets(self, external_id: str | None = None) -> list[dict[str, Any]]:
        """Tickets as the API shows them, oldest first; deleted ones are left out."""
        return [
            ticket_json(self.state, one)
            for one in self.state.tickets.values()
            if not one.deleted and external_id in (None, one.external_id)
        ]

    def ticket(self, ticket_id: int) -> dict[str, Any]:
        """One ticket as the API shows it."""
        return ticket_json(self.state, self.state.ticket(ticket_id))

    def comments(self, ticket_id: int, *, public: bool | None = None) -> list[dict[str, Any]]:
        """A ticket's comments, oldest first; only public ones or only notes on request."""
        return [
            comment_json(self.state, one)
            for one in self.state.ticket(ticket_id).comments
            if public in (None, one.public)
        ]

    def audits(self, ticket_id: int) -> list[dict[str, Any]]:
        """A ticket's audits, oldest first."""
        ticket = self.state.ticket(ticket_id)
        return [audit_json(self.state, ticket, one) for one in ticket.audits]

    def agent_reply(
        self,
        ticket_id: int,
        html: str,
        *,
        public: bool = True,
        status: str | None = None,
        agent: str = "ada",
        uploads: Sequence[str] = (),
    ) -> int:
        """An agent writes, and submits as `status` when given.

        Args:
            ticket_id: The ticket.
            html: What is written.
            public: False is an internal note.
            status: `open`, `pending`, `hold` or `solved`.
            agent: `ada`, `bo`, or `fin` for a word by the integration's own user in the browser.
            uploads: Tokens of `POST /uploads`.

        Returns: The comment's id.
        """
        comment_id = self.people.submit(
            ticket_id,
            agent=self.state.agent(agent),
            html=html,
            public=public,
            status=status,
            uploads=uploads,
        )
        if comment_id is None:
            raise ValueError("nothing was written: the reply is blank")
        return comment_id

    def chat_reply(
        self,
        ticket_id: int,
        text: str = "",
        *,
        html: str | None = None,
        file: tuple[str, str, bytes] | None = None,
        agent: str = "ada",
    ) -> str:
        """An agent writes in the ticket's live chat, taking it first when nobody has.

        Args:
            ticket_id: The ticket.
            text: What is written.
            html: The same with formatting.
            file: Name, type and bytes, instead of a text.
            agent: `ada` or `bo`.

        Returns: The message's id.
        """
        made = self.workspace.reply(ticket_id, agent=self.state.agent(agent), text=text, html=html, file=file)
        return made.id

    def end_session(self, ticket_id: int, *, agent: str = "ada") -> None:
        """An agent ends the ticket's live chat."""
        self.workspace.end_session(ticket_id, agent=self.state.agent(agent))

    def transfer_to_email(self, ticket_id: int, text: str, *, agent: str = "ada") -> None:
        """An agent ends the ticket's live chat and goes on by mail."""
        self.workspace.transfer_to_email(ticket_id, agent=self.state.agent(agent), text=text)

    def chats(self, external_id: str | None = None) -> list[dict[str, Any]]:
        """Conversations with their messages as the API shows them, oldest first."""
        known = self.state.chats
        return [
            {
                **conversation_json(known, one),
                "ticket_id": one.ticket_id,
                "messages": [message_json(line) for line in one.messages],
            }
            for one in known.conversations.values()
            if external_id in (None, known.users[one.user_id].external_id)
        ]

    def customer_reply(self, ticket_id: int, text: str) -> int | None:
        """The requester answers by mail, past every integration."""
        return self.people.customer_reply(ticket_id, text)

    def customer_mail(self, requester_id: int, text: str, *, subject: str = "By mail") -> int:
        """A customer writes a new mail, past everybody else; the ticket's id."""
        return self.people.customer_mail(requester_id, subject, text)

    def set_status(self, ticket_id: int, status: str, *, agent: str = "ada") -> None:
        """An agent submits without a word."""
        self.people.submit(ticket_id, agent=self.state.agent(agent), status=status)

    def assign(self, ticket_id: int, agent: str | None = "ada", *, by: str | None = None) -> None:
        """An agent takes the ticket, gets it from `by`, or (None) it is nobody's again."""
        wanted = self.state.agent(agent).id if agent is not None else None
        self.people.submit(ticket_id, agent=self.state.agent(by or agent or "ada"), assignee_id=wanted)

    def add_tags(self, ticket_id: int, *tags: str, agent: str = "ada") -> None:
        """An agent adds tags."""
        self.people.submit(ticket_id, agent=self.state.agent(agent), add_tags=tags)

    def remove_tags(self, ticket_id: int, *tags: str, agent: str = "ada") -> None:
        """An agent takes tags away."""
        self.people.submit(ticket_id, agent=self.state.agent(agent), remove_tags=tags)

    def close(self, ticket_id: int) -> None:
        """The ticket is closed for good, by Zendesk's automation; Ada solves it before when nobody did."""
        if self.state.ticket(ticket_id).status != "solved":
            self.people.submit(ticket_id, agent=self.state.ada, status="solved")
        self.people.close(ticket_id)

    def merge(
        self,
        loser_id: int,
        winner_id: int,
        *,
        agent: str = "ada",
        comment: str | None = None,
        public: bool = False,
    ) -> None:
        """An agent merges a ticket into another one; the loser is closed."""
        by = self.state.agent(agent)
        self.people.merge(loser_id, winner_id, agent=by, comment=comment, public=public)

    def delete(self, ticket_id: int) -> None:
        """The ticket is gone: 404 from now on."""
        ticket = self.state.ticket(ticket_id)
        ticket.deleted, ticket.updated_at = True, self.state.now()
        ticket.sequence = self.state.next_id("sequence")

    def advance(self, seconds: float) -> None:
        """Moves this Zendesk's clock forward."""
        self.state.advance(seconds)

    def revoke_tokens(self) -> None:
        """All OAuth tokens are dead at once."""
        for token in self.state.tokens.values():
            token.revoked = True

    def fault(self, kind: Kind, **how: Any) -> Fault:
        """Something goes wrong; see `Fault` for `method`, `path_regex`, `times` and the rest."""
        return self.faults.add(Fault(kind=kind, **how))

    async def wait_held(self, count: int = 1, timeout_s: float = 10.0) -> list[Held]:
        """Waits until `count` requests are held by a pause."""
        return await self.faults.wait_held(count, timeout_s)

    def resume(self, held_id: int | None = None, action: Action = "proceed") -> int:
        """Lets held requests go on, or drops their connections."""
        return self.faults.resume(held_id, action)

    async def settled(self, timeout_s: float = 10.0) -> None:
        """Waits until no webhook is under way."""
        await self.deliveries.settled(timeout_s)
        await self.chat_deliveries.settled(timeout_s)
