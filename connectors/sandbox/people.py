"""What people do in Zendesk by hand: agents reply, solve, assign; a requester answers by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.sandbox.change import AUTOMATION, actor_of
from connectors.sandbox.merging import Words, merge
from connectors.sandbox.records import User
from connectors.sandbox.saving import NewComment, Saver, Wanted
from connectors.sandbox.state import SandboxState

BROWSER = "Mozilla/5.0 (Sandbox agent page)"


class People:
    """Agents and requesters of one sandbox; all they do passes the same rules and triggers as the API."""

    def __init__(self, state: SandboxState, saver: Saver) -> None:
        self._state = state
        self._saver = saver

    def submit(
        self,
        ticket_id: int,
        *,
        agent: User,
        html: str | None = None,
        text: str = "",
        public: bool = True,
        status: str | None = None,
        add_tags: Sequence[str] = (),
        remove_tags: Sequence[str] = (),
        uploads: Sequence[str] = (),
        **fields: Any,
    ) -> int | None:
        """One press of the agent's submit button.

        Returns: The comment's id, None when there was none.

        Raises:
            Problem: As the API would answer: 404 for no such ticket, 422 for a broken rule.
        """
        ticket = self._state.ticket(ticket_id)
        if status is not None:
            fields["status"] = status
        if status == "solved" and ticket.assignee_id is None:
            # The page gives the ticket to whoever solves it.
            fields.setdefault("assignee_id", agent.id)
        comment = NewComment(author_id=agent.id, body=text, html=html, public=public, uploads=tuple(uploads))
        wanted = Wanted(
            fields=fields, comment=comment, add_tags=tuple(add_tags), remove_tags=tuple(remove_tags)
        )
        audit = self._saver.update(actor_of(agent, "web", BROWSER), ticket, wanted)
        return next((int(event["id"]) for event in audit.events if event["type"] == "Comment"), None)

    def close(self, ticket_id: int) -> None:
        """Zendesk's automation closes a solved ticket, as it does four days after; nobody is its author."""
        wanted = Wanted(fields={"status": "closed"})
        self._saver.update(AUTOMATION, self._state.ticket(ticket_id), wanted)

    def merge(
        self, loser_id: int, winner_id: int, *, agent: User, comment: str | None = None, public: bool = False
    ) -> None:
        """An agent merges one ticket into another: a comment on both, and the loser is closed."""
        loser, winner = self._state.ticket(loser_id), self._state.ticket(winner_id)
        words = Words(on_winner=comment, losers_public=public, winner_public=public)
        merge(self._saver, actor_of(agent, "web", BROWSER), [loser], winner, words)

    def customer_mail(self, requester_id: int, subject: str, text: str) -> int:
        """A customer writes a new mail.

        Returns: The ticket's id.
        """
        requester = self._state.user(requester_id)
        wanted = Wanted(fields={"subject": subject}, comment=NewComment(author_id=requester.id, body=text))
        ticket, _ = self._saver.create(
            actor_of(requester, "email"), wanted, requester_id=requester.id, submitter_id=requester.id
        )
        return ticket.id

    def customer_reply(self, ticket_id: int, text: str) -> int | None:
        """The requester answers Zendesk's mail; that reopens a solved ticket.

        Returns: The comment's id.
        """
        ticket = self._state.ticket(ticket_id)
        requester = self._state.user(ticket.requester_id)
        wanted = Wanted(comment=NewComment(author_id=requester.id, body=text))
        audit = self._saver.update(actor_of(requester, "email"), ticket, wanted)
        return next((int(event["id"]) for event in audit.events if event["type"] == "Comment"), None)
