"""A conversation: one contact, one channel, one owner, at most one ticket at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from bridge.core.conversation.desk_state import Chat, Joined, Ticket
from bridge.core.procedures.run import Run
from bridge.core.words.languages.detect import normal
from bridge.core.words.outcome import Outcome
from bridge.core.words.values import (
    FREE,
    Caller,
    Channel,
    Contact,
    Cost,
    Json,
    Owner,
    Rating,
    ReplyOption,
    TicketStatus,
    TriggeredBy,
)

OVERRIDE = "language_override"
"""The contact's attribute that chooses his language. Source: Intercom, `intercomSettings`."""


class Status(StrEnum):
    """What the customer's Messenger shows."""

    AWAITING_USER_REPLY = "awaiting_user_reply"
    THINKING = "thinking"
    WITH_TEAM = "with_team"
    RESOLVED = "resolved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWork:
    """What people did since they last got the conversation, as far as the customer could see it.

    Args:
        since: The `seq` of the last line before.
        agent: Who spoke last, by name.
        wrote: Whose `words` are.
        words: The latest that told something, quoted shortly; plain text of a stranger.
        files: How many were sent to the customer.
        begun: Stopped runs whose order to the outside was still under way: id and title.
        done: Titles of those that were done after all.
    """

    since: int = 0
    agent: str = ""
    wrote: str = ""
    words: str = ""
    files: int = 0
    begun: tuple[tuple[str, str], ...] = ()
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """A live chat is over, and what Fin says to that is being made.

    Args:
        key: Tells it from every other one.
        who: The agent, by name.
    """

    key: int
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """How often in a row the customer said the same, and heard the same; of the words only a digest."""

    said: str = ""
    said_times: int = 0
    told: str = ""
    told_times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Armed:
    """A procedure that was triggered and begins with the customer's first reply.

    Args:
        procedure: Its id; the version that is live at the reply begins.
        by: What triggered it.
        said: Fin's first message.
        values: What the trigger gave for its attributes.
    """

    procedure: str
    by: TriggeredBy
    said: str
    values: Mapping[str, Json] = field(default_factory=dict[str, Any], hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """The customer was asked whether another procedure shall begin.

    Args:
        procedure: The other one.
        words: What sounded like it, and begins it after a Yes.
        is_answer: The words may have been an answer to the active run's question, and are one after a No.
    """

    procedure: str
    words: str
    is_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The aggregate that `decide` works on; stored as one row.

    Args:
        turn: +1 at every customer's and agent's word; what was planned for an older turn is stale.
        seq: Of the last line in the log.
        unread: Parts by others that the customer has not seen.
        owner: Who answers next.
        thinking: A brain was asked about this turn and has not come back.
        unanswered: The customer's words since Fin or an agent last spoke.
        clarified: How often in a row Fin asked back.
        unhelped: How often in a row the customer said that it did not help.
        offered: The reply buttons under the last part.
        ticket: None until there is a reason for one.
        unwritten: Ticket effects that are committed and not yet known to be done.
        delay_told: The customer was told that the ticket is late; not again until all is written.
        outcome: At most one; None while open.
        stood: What it had come to when the customer came back after its window; counts until another comes.
        before: The outcome that the customer's latest word took back; thanks alone restore it.
        first_words: The beginning of the first message, for lists and the ticket's subject.
        shown: The `seq` of the last part; the lines after it are not for the customer.
        runs: Procedures under way; the last one is active, those before it wait for its end.
        begun: Runs so far.
        doubt: A question whether another procedure shall begin, until the customer says something.
        aside: Words that came while an outside call was under way are with the brain.
        tags: What procedures tagged the ticket with.
        used: The title of the procedure that began last, as reports name it.
        notes: Internal notes that wait for a ticket.
        chat: The latest live chat; None until there was one.
        work: What people did since they last got it; None when they never had it.
        greeting: What Fin is about to say after a live chat; None when there is nothing, or it is said.
        joined: The tickets into which its own were merged.
        wrote_at: When the customer last wrote, to tell a late word about the ticket from a new one.
        said_at: When something was last said to the customer.
        back_at: When people last gave him back: late word of what they did before takes him from nobody.
        mail_from: The first line of those that are mailed if they stay unread; 0 for none.
        armed: A triggered procedure that nobody has replied to yet.
        rating: What the customer thinks of it all; final once it has a remark.
        digested: The turn in which it was last summed up.
        attributes: What it is about, by the team's own attributes.
        language: What the customer writes in, from the first words that tell; it stays.
        caller: Who speaks for him, where it goes through Fin's API.
        cost: Of models since he wrote, or Fin last said something.
        thought_at: When a brain was last asked.
        circle: Whether he and Fin go round in circles.
        people_offered: Fin offered people; it does so once.
        offering: Fin's last words were that offer, and nothing else was asked.
    """

    id: str
    contact: Contact
    channel: Channel
    created_at: datetime
    updated_at: datetime
    turn: int = 0
    seq: int = 0
    unread: int = 0
    owner: Owner = Owner.NONE
    thinking: bool = False
    unanswered: tuple[str, ...] = ()
    clarified: int = 0
    unhelped: int = 0
    offered: tuple[ReplyOption, ...] = ()
    ticket: Ticket | None = None
    unwritten: int = 0
    delay_told: bool = False
    outcome: Outcome | None = None
    stood: Outcome | None = None
    before: Outcome | None = None
    first_words: str = ""
    shown: int = 0
    wrote_at: datetime | None = None
    mail_from: int = 0
    said_at: datetime | None = None
    back_at: datetime | None = None
    rating: Rating | None = None
    runs: tuple[Run, ...] = ()
    begun: int = 0
    doubt: Doubt | None = None
    aside: bool = False
    tags: tuple[str, ...] = ()
    used: str = ""
    notes: tuple[str, ...] = ()
    chat: Chat | None = None
    work: TeamWork | None = None
    greeting: Greeting | None = None
    joined: tuple[Joined, ...] = ()
    language: str = ""
    digested: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    armed: Armed | None = None
    caller: Caller | None = None
    cost: Cost = FREE
    thought_at: datetime | None = None
    circle: Circle = Circle()
    people_offered: bool = False
    offering: bool = False

    @property
    def speaks(self) -> str:
        """The language to answer in: what the session says (`language_override`), else what was heard.

        Source: Intercom help, "Fin's language settings": the override wins over detection.
        """
        return normal(self.contact.attributes.get(OVERRIDE)) or self.language

    @property
    def is_unanswered(self) -> bool:
        """Whether Fin spoke first, waits for a reply, and has not given up."""
        return self.armed is not None and self.turn == 0 and self.outcome is None

    @property
    def run(self) -> Run | None:
        """The run that is under way."""
        return self.runs[-1] if self.runs else None

    @property
    def is_chatting(self) -> bool:
        """Whether the customer's words go to an agent's live chat."""
        return self.owner is Owner.TEAM and self.chat is not None and self.chat.is_live

    @property
    def status(self) -> Status:
        """What the customer's Messenger shows."""
        if self.owner is Owner.TEAM:
            return Status.WITH_TEAM
        if self.thinking or self.greeting is not None or (self.run is not None and self.run.calls):
            return Status.THINKING
        if self.outcome is Outcome.PENDING or (self.ticket is not None and not self.ticket.takes_updates):
            return Status.CLOSED
        if self.outcome in (Outcome.RESOLUTION_CONFIRMED, Outcome.RESOLUTION_ASSUMED):
            return Status.RESOLVED
        if self.ticket is not None and self.ticket.status is TicketStatus.SOLVED:
            return Status.RESOLVED
        return Status.AWAITING_USER_REPLY


_PUTS: dict[str, Callable[[Conversation, Any], None]] = {
    one.name: getattr(Conversation, one.name).__set__ for one in fields(Conversation)
}
_ALL = attrgetter(*_PUTS)


def changed(c: Conversation, **changes: Any) -> Conversation:
    """`dataclasses.replace` in a third of its time: one decision does it ten times.

    Raises:
        KeyError: There is no such field.
    """
    new = object.__new__(Conversation)
    for put, value in zip(_PUTS.values(), _ALL(c), strict=True):
        put(new, value)
    for name, value in changes.items():
        _PUTS[name](new, value)
    return new
