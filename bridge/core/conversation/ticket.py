"""The life cycle of a ticket as one table: what happens → status, tags, who has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, TypeAlias

from bridge.core.conversation.desk_state import Ticket
from bridge.core.conversation.rules import TagNames
from bridge.core.words.values import Assignee, TicketStatus

Role: TypeAlias = Literal[
    "channel", "involved", "resolved", "soft_resolution", "hard_resolution", "routed_to_team"
]


class Moment(StrEnum):
    """What can happen to a ticket by our doing."""

    FIRST_MESSAGE = "first_message"
    ASSIGNED_TO_FIN = "assigned_to_fin"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    THANKED = "thanked"
    ASKED_BACK = "asked_back"
    CUSTOMER_REPLIED = "customer_replied"
    REPLIED_ON_SOLVED = "replied_on_solved"
    TO_TEAM = "to_team"
    WORKING = "working"
    """A procedure says something and goes on."""
    NOTED = "noted"
    """An internal note and nothing else."""
    MOVED = "moved"
    """It goes on in a live chat, which has a ticket of its own."""
    IN_CHAT = "in_chat"
    """The ticket of a live chat."""
    CHAT_ENDED = "chat_ended"
    CHAT_UNANSWERED = "chat_unanswered"
    """No agent took the live chat, so Fin has it again."""
    JOINED = "joined"
    """An agent merged the ticket into another one, on which the conversation goes on."""
    PAUSED = "paused"
    """Closed because the customer went away; he finds it where he left it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the status afterwards, tags added and removed (by role), and whom the ticket is given to.

    `status` and `assignee` None leave the ticket as it is and with whoever has it.
    """

    status: TicketStatus | None
    add: frozenset[Role] = frozenset()
    remove: frozenset[Role] = frozenset()
    assignee: Assignee | None = None


_RESOLUTION: frozenset[Role] = frozenset({"resolved", "soft_resolution", "hard_resolution"})

LIFECYCLE: dict[Moment, Row] = {
    Moment.FIRST_MESSAGE: Row(TicketStatus.NEW, add=frozenset({"channel"}), assignee="nobody"),
    Moment.ASSIGNED_TO_FIN: Row(TicketStatus.OPEN, add=frozenset({"involved"}), assignee="fin"),
    Moment.ANSWERED: Row(
        TicketStatus.SOLVED,
        add=frozenset({"resolved", "soft_resolution"}),
        remove=frozenset({"hard_resolution", "routed_to_team"}),
        assignee="fin",  # Zendesk solves no ticket that nobody has
    ),
    Moment.CONFIRMED: Row(
        TicketStatus.SOLVED,
        add=frozenset({"resolved", "hard_resolution"}),
        remove=frozenset({"soft_resolution"}),
        assignee="fin",
    ),
    Moment.THANKED: Row(TicketStatus.SOLVED, assignee="fin"),
    Moment.ASKED_BACK: Row(TicketStatus.PENDING, remove=_RESOLUTION),
    Moment.CUSTOMER_REPLIED: Row(TicketStatus.OPEN),
    Moment.REPLIED_ON_SOLVED: Row(TicketStatus.OPEN, assignee="fin"),
    Moment.TO_TEAM: Row(
        TicketStatus.OPEN, add=frozenset({"routed_to_team"}), remove=_RESOLUTION, assignee="nobody"
    ),
    Moment.WORKING: Row(TicketStatus.OPEN, remove=_RESOLUTION),
    Moment.NOTED: Row(None),
    Moment.MOVED: Row(TicketStatus.SOLVED, remove=_RESOLUTION, assignee="fin"),
    Moment.IN_CHAT: Row(None, add=frozenset({"channel", "involved", "routed_to_team"}), remove=_RESOLUTION),
    Moment.CHAT_ENDED: Row(TicketStatus.SOLVED),
    Moment.CHAT_UNANSWERED: Row(TicketStatus.OPEN, remove=frozenset({"routed_to_team"}), assignee="fin"),
    Moment.JOINED: Row(None, add=frozenset({"channel"})),
    Moment.PAUSED: Row(TicketStatus.SOLVED, remove=_RESOLUTION, assignee="fin"),
}
"""The pending time-out, no answer, the customer's wish and a failure of Fin are one row here, `TO_TEAM`: they
differ in the reason only. What agents do is theirs to set. README, "Life cycle", shows it to operators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one moment does to one ticket; None and () leave things as they are.

    Args:
        ticket: Afterwards.
        add: Tags of ours that are not yet there.
        remove: Tags of ours that are there; never a tag of others.
    """

    ticket: Ticket
    status: TicketStatus | None
    add: tuple[str, ...]
    remove: tuple[str, ...]
    assignee: Assignee | None


def change(ticket: Ticket, moment: Moment, tags: TagNames, extra: tuple[str, ...] = ()) -> Change:
    """Status and tags of `ticket` after `moment`; `extra` are tags that procedures gave it.

    Status and assignee are always said, even when we believe that they stand already: an agent may have
    moved them and the word of it may be late, and Zendesk solves no ticket that nobody has.
    """
    row = LIFECYCLE[moment]
    add = tuple(sorted((named(tags, row.add) | set(extra) - named(tags, row.remove)) - ticket.tags))
    remove = tuple(sorted(named(tags, row.remove) & ticket.tags))
    return Change(
        ticket=replace(
            ticket,
            status=row.status or ticket.status,
            tags=ticket.tags - set(remove) | set(add),
            assignee=row.assignee or ticket.assignee,
        ),
        status=row.status,
        add=add,
        remove=remove,
        assignee=row.assignee,
    )


def named(tags: TagNames, roles: frozenset[Role]) -> frozenset[str]:
    """The operator's names of these roles."""
    return frozenset(getattr(tags, role) for role in roles)
