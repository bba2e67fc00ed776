"""A conversation's ticket and live chat, as we know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bridge.core.words.body import Body
from bridge.core.words.values import Assignee, TicketStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """The ticket of the current episode as we know it.

    Args:
        episode: 1, 2, …; a closed ticket is followed by one of the next episode.
        id: Zendesk's, None until it is created there.
        requester_id: Zendesk's user id of the contact, None until created.
        status: As we last set it or saw it set.
        tags: Ours only; tags of others are none of our business.
        assignee: `people` is anybody but Fin.
        followup_of: The closed ticket before it.
        merged_from: The ticket before it, which an agent merged into this one.
        gone: Deleted or merged away.
        writes: Updates of it that are ordered and not yet written.
        stale: Updates of the ticket before it that are still to come: what is ordered meanwhile has to wait
            behind them.
    """

    episode: int
    id: int | None = None
    requester_id: int | None = None
    status: TicketStatus
    tags: frozenset[str] = frozenset()
    assignee: Assignee | Literal["people"] = "nobody"
    followup_of: int | None = None
    merged_from: int | None = None
    gone: bool = False
    writes: int = 0
    stale: int = 0

    @property
    def takes_updates(self) -> bool:
        """Whether Zendesk still lets anybody write on it."""
        return self.status is not TicketStatus.CLOSED and not self.gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A ticket into which one of ours was merged; what stands there up to `since` is about other things."""

    ticket_id: int
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The latest live chat as we know it.

    Args:
        number: 1, 2, …; each hand-off opens a new one.
        person: The external id under which it knows the customer.
        state: `opening` until agents can see it.
        id: The other side's, None until it is open.
        is_linked: Its ticket is the conversation's.
        is_taken: An agent has it.
        agent: Who, by name.
        has_missed: The customer wrote when no agent had it any more.
        note: What was known at the hand-off, until it stands on a ticket.
    """

    number: int
    person: str
    state: Literal["opening", "open", "ended"] = "opening"
    id: str | None = None
    is_linked: bool = False
    is_taken: bool = False
    agent: str = ""
    has_missed: bool = False
    note: Body | None = None

    @property
    def is_live(self) -> bool:
        """Whether agents have it, or are to get it."""
        return self.state != "ended"
