"""A ticket in a state of its own, and a save of it under way, for what needs no server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.change import Actor, Save, actor_of, snapshot
from connectors.sandbox.options import Options
from connectors.sandbox.records import Audit, Ticket
from connectors.sandbox.saving import NewComment, Saver, Wanted
from connectors.sandbox.state import SandboxState

NOON = 1_800_000_000.0


@dataclass
class Desk:
    """A Zendesk without HTTP."""

    state: SandboxState = field(default_factory=lambda: SandboxState(Options(now=lambda: NOON)))
    sent: list[tuple[str, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.saver = Saver(self.state, lambda webhook_id, raw: self.sent.append((webhook_id, raw)))
        self.cora = self.state.add_user(name="Cora", email="cora@shop.example", external_id="u1")
        self.ada = actor_of(self.state.ada, "web", "Firefox")
        self.fin = actor_of(self.state.fin, "api")

    def ticket(self, *, text: str = "Where is it?", public: bool = True, **fields: Any) -> Ticket:
        comment = NewComment(author_id=self.cora.id, body=text, public=public)
        wanted = Wanted(fields={"subject": "A question", **fields}, comment=comment)
        ticket, _ = self.saver.create(self.fin, wanted, requester_id=self.cora.id, submitter_id=self.cora.id)
        return ticket

    def save(self, ticket: Ticket, actor: Actor | None = None, *, is_new: bool = False) -> Save:
        """A save that has changed nothing yet."""
        actor = actor or self.ada
        audit = Audit(
            id=self.state.next_id("event"),
            ticket_id=ticket.id,
            created_at=self.state.now(),
            author_id=actor.user.id,
            via=actor.via,
            metadata={},
        )
        before = None if is_new else snapshot(ticket)
        return Save(state=self.state, ticket=ticket, audit=audit, actor=actor, before=before)
