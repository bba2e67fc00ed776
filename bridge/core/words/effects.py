"""Everything that can be asked of the world. Effects are orders; each says what repeating it would mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from bridge.core.words.values import Assignee, Comment, Contact, TicketStatus

Touch: TypeAlias = Literal["read", "idempotent", "unsafe"]
"""`read` changes nothing; `idempotent` is recognised at the other side by our id; `unsafe` is neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Think:
    """Understand what the customer said since Fin last spoke.

    Args:
        turn: The conversation's turn that this belongs to; a result for an older turn is discarded.
        text: The customer's unanswered words, in order, one line each.
        clarified: How often Fin already asked back in a row.
    """

    conversation_id: str
    turn: int
    text: str
    clarified: int = 0
    kind: Literal["think"] = "think"
    touch: ClassVar[Touch] = "read"
    lane: ClassVar[str] = "fin"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTicket:
    """A new ticket for this conversation, or a follow-up of a closed one.

    Args:
        episode: 1, 2, … the hand-off episode; with the conversation's id it makes the external_id.
        packet: Also leave the summary and state packet as an internal note.
    """

    conversation_id: str
    episode: int
    requester: Contact
    subject: str
    comment: Comment
    status: TicketStatus
    tags: tuple[str, ...]
    assignee: Assignee
    followup_of: int | None = None
    kind: Literal["create_ticket"] = "create_ticket"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTicket:
    """One update of the ticket per turn; what is None stays as it is.

    Args:
        packet: The comment is the hand-off's internal note: summary and state packet are put in front of it
            when it is performed, from the conversation's log.
        moment: The row of the life cycle that this is, so that it can be said anew for another ticket.
    """

    conversation_id: str
    episode: int
    comment: Comment | None = None
    status: TicketStatus | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    assignee: Assignee | None = None
    packet: bool = False
    moment: str = ""
    kind: Literal["update_ticket"] = "update_ticket"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "desk"


Effect: TypeAlias = Think | CreateTicket | UpdateTicket
