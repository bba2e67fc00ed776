"""What a help desk is able to do for us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from bridge.core.words.body import Body
from bridge.core.words.values import Assignee, Attachment, Author, Contact, TicketStatus
from bridge.runtime.uploads import Upload

Verified: TypeAlias = Literal["ok", "stale", "bad"]


class TicketEnded(Exception):  # noqa: N818 - named for what happened, as the caller goes on from it
    """The ticket takes no update any more.

    Args:
        gone: Deleted, so that nothing can refer to it; else it is closed.
        merged: It was merged into another one.
    """

    def __init__(self, *, gone: bool, merged: MergedInto | None = None) -> None:
        super().__init__("deleted" if gone else "closed")
        self.gone = gone
        self.merged = merged


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskComment:
    """A comment as it shall stand; `author` None is Fin."""

    html: str
    public: bool
    requester_id: int | None = None
    files: Sequence[Upload] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """A ticket as it shall be created; `external_id` is ours and finds it again."""

    external_id: str
    requester: Contact
    subject: str
    html: str
    by_customer: bool
    status: TicketStatus
    tags: tuple[str, ...]
    assignee: Assignee
    followup_of: int | None
    files: Sequence[Upload] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUpdate:
    """One update; None and () leave things as they are.

    Args:
        fields: The desk's own fields by their id.
    """

    comment: DeskComment | None
    status: TicketStatus | None
    add_tags: tuple[str, ...]
    remove_tags: tuple[str, ...]
    assignee: Assignee | None
    fields: Mapping[int, str] = field(default_factory=dict[int, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedTicket:
    """What stands at the desk after a create."""

    ticket_id: int
    requester_id: int
    assignee: Assignee | Literal["people"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentComment:
    """A public comment by an agent, made safe."""

    comment_id: int
    at: datetime
    author: Author
    body: Body
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterComment:
    """A public comment by the customer himself that did not come through us, made safe."""

    comment_id: int
    at: datetime
    body: Body
    attachments: tuple[Attachment, ...]


News: TypeAlias = "AgentComment | RequesterComment | ForeignChange | MergedInto"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignChange:
    """Somebody else changed status or assignee; None did not change."""

    change_id: int
    at: datetime
    by: Literal["agent", "rule", "customer"]
    status: TicketStatus | None
    assignee: Assignee | Literal["people"] | None
    agent_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInto:
    """An agent merged the ticket into another, so that it is closed.

    Args:
        change_id: Of the save that closed it.
        into: The ticket that is left.
        external_id: What names that one, if it is one of ours.
        requester_id: Whose that one is.
        status: Its status now.
        assignee: Who has it now.
        since: The cursor on it from which on it is about this conversation too.
        agent_name: Who merged them.
    """

    change_id: int
    at: datetime
    into: int
    external_id: str
    requester_id: int
    status: TicketStatus
    assignee: Assignee | Literal["people"]
    since: int
    agent_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketNews:
    """What others did on a ticket, oldest first.

    Args:
        cursor: Give it to the next reading; only what comes after it is read then.
    """

    news: tuple[News, ...]
    cursor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRef:
    """Which ticket a webhook or a poll speaks of."""

    ticket_id: int
    external_id: str


class HelpDesk(Protocol):
    """A help desk. Every failure leaves as one of `bridge.runtime.verdict`, or as `TicketEnded`."""

    async def create(self, ticket: NewTicket, marker: str, *, again: bool, age_s: float) -> CreatedTicket:
        """Creates the ticket once, however often it is called with the same marker."""

    async def apply(self, ticket_id: int, update: TicketUpdate, marker: str, *, again: bool) -> None:
        """Applies the update once: when it may have been sent before, the marker is read back first.

        Raises:
            TicketEnded: The ticket is closed or deleted.
        """

    async def has_written(self, ticket_id: int, marker: str) -> bool:
        """Whether the update with this marker stands on the ticket, be it closed; False when it is gone."""

    async def tag_person(self, person: Contact, tags: Sequence[str]) -> None:
        """Adds tags to the user behind `person`; those of others stay."""

    async def read_since(self, ticket_id: int, cursor: int) -> TicketNews:
        """What others did after `cursor` (0: from the beginning); our own doing is left out by marker."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> Verified:
        """Whether a webhook is the desk's own, over its raw bytes."""

    def ticket_in(self, body: bytes) -> TicketRef:
        """The ticket that a webhook speaks of.

        Raises:
            ValueError: It names none; the sentence says what is wrong with it.
        """

    async def changed_since(self, cursor: str) -> tuple[Sequence[TicketRef], str]:
        """Tickets that changed since the cursor ("" begins now), and the cursor for the next time."""
