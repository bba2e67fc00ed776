"""`create_ticket`: a ticket from here on, where tickets are made at the hand-off only."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from bridge.core.procedures.step import Frame, Go, Move, OpenTicket, Step
from bridge.core.procedures.template import Template


class NewTicket(BaseModel):
    """What stands on it."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    subject: Template
    text: Template


class CreateTicketStep(Step):
    """`- create_ticket: {subject: …, text: …}`; where there is one already, the text becomes a note on it."""

    key: ClassVar[str] = "create_ticket"
    create_ticket: NewTicket

    def enter(self, frame: Frame) -> Move:
        """Orders it and goes on."""
        known = frame.known
        ticket = self.create_ticket
        act = OpenTicket(subject=ticket.subject.text(known), text=ticket.text.markdown(known))
        return Go(acts=(act,), why="opens a ticket")
