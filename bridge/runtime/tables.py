"""The tables. Nothing outside bridge.runtime reads them.

Texts named `state`, `entry`, `effect` hold JSON of `bridge.runtime.codec` as plain text: the database never
looks inside, and JSONB would refuse the escaped NUL that a customer can write.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlmodel import Field

from bridge.runtime import content_tables  # noqa: F401 - its tables are in the metadata as well
from bridge.runtime.page_tables import PageEvents
from bridge.runtime.rows import Row, some, table

OPEN = "state IN ('planned', 'sent', 'parked')"
"""An effect that still holds its place in its lane. Part of an index, so it is written out, never bound."""


class Conversations(Row, table=True):
    """One row per conversation; its lock is the lock of everything that belongs to it."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_contact", "contact_id", "updated_at"),
        some("ix_conversations_team", "updated_at", where="owner = 'team'"),
    )

    id: str = Field(primary_key=True)
    contact_id: str
    ticket_id: int | None = Field(default=None, sa_type=BigInteger)
    owner: str
    status: str
    outcome: str | None
    turn: int
    seq: int
    shown: int
    """`seq` of the last visible line."""
    planned: int
    """How many effects it has ever planned: the place of the last one."""
    updated_at: datetime
    state: str = Field(sa_type=Text)


class Lines(Row, table=True):
    """The log."""

    __tablename__ = "lines"

    conversation_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    id: str
    kind: str
    entry: str = Field(sa_type=Text)


class EventsSeen(Row, table=True):
    """Events that came from outside, by id, with the lines that they made."""

    __tablename__ = "events_seen"

    id: str = Field(primary_key=True)
    conversation_id: str
    after: int
    """`seq` before its first line."""
    upto: int
    """`seq` of its last line; equal to `after` when it made none."""
    at: datetime
    lasting: bool
    """Can come again after any time, so it is remembered as long as the conversation."""


class Changes(Row, table=True):
    """What each turn changed, for other processes to poll; on SQLite only, and only for a minute or two."""

    __tablename__ = "changes"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it once

    position: int | None = Field(default=None, primary_key=True)
    """In the order of commits, without gaps, and never the same again."""
    contact_id: str
    conversation_id: str
    after: int
    """The conversation's last line before."""
    origin: str
    """`Store.name` of who wrote it."""
    aside: str | None = Field(default=None, sa_type=Text, nullable=True)
    """No change but something that passes by: `asides` says what."""


class Outbox(Row, table=True):
    """Effects. `run_at` says when a row may be claimed, so it orders, delays and leases at once."""

    __tablename__ = "outbox"
    __table_args__ = (
        some("ix_outbox_ready", "lane_kind", "run_at", where="run_at IS NOT NULL"),
        some("ix_outbox_lane", "lane", "place", where=OPEN),
        some("ix_outbox_stuck", "planned_at", where="state IN ('parked', 'unknown')"),
    )

    id: str = Field(primary_key=True)
    conversation_id: str
    lane: str
    lane_kind: str
    place: int
    kind: str
    state: str
    """planned → sent → done | unknown | parked."""
    run_at: datetime | None
    """planned: not before. sent: the lease ends. None: waits behind another of its lane, or is over."""
    fence: int
    """+1 at every claim; whoever holds an older one can write nothing."""
    owner: str | None
    attempts: int
    unsure: int
    """How many attempts may have reached the other side."""
    mistakes: int
    """How many attempts ended in an error of our own."""
    reason: str
    planned_at: datetime
    effect: str = Field(sa_type=Text)


class Gates(Row, table=True):
    """Destinations that asked us to wait."""

    __tablename__ = "gates"

    name: str = Field(primary_key=True)
    closed_until: datetime


class Leases(Row, table=True):
    """Who does something that only one may do at a time."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    owner: str
    fence: int
    until: datetime


class Timers(Row, table=True):
    """Timers that are set; firing or cancelling one removes its row."""

    __tablename__ = "timers"

    conversation_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    due: datetime = Field(index=True)
    turn: int


class TicketLinks(Row, table=True):
    """Every ticket that a conversation ever had."""

    __tablename__ = "ticket_links"

    ticket_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    conversation_id: str


class Deliveries(Row, table=True):
    """Foreign webhooks as they came; the id is made of source and key, so a second one is no second row."""

    __tablename__ = "deliveries"
    __table_args__ = (some("ix_deliveries_waiting", "lane", "run_at", where="run_at IS NOT NULL"),)

    id: str = Field(primary_key=True)
    source: str
    key: str
    lane: str
    state: str
    """received → done | foreign | parked."""
    run_at: datetime | None
    """received: not before. None: it is over, or parked."""
    attempts: int
    mistakes: int
    reason: str
    received_at: datetime
    body: bytes = Field(sa_type=LargeBinary)


class Definitions(Row, table=True):
    """Every version of a procedure or workflow that was ever live: runs finish on the one they began with."""

    __tablename__ = "definitions"
    __table_args__ = (Index("ix_definitions_history", "kind", "definition_id", "seen_at"),)

    version: str = Field(primary_key=True)
    kind: str
    definition_id: str
    text: str = Field(sa_type=Text)
    shared: str = Field(sa_type=Text)
    """JSON: the shared sub-procedures' texts by name, as they were."""
    seen_at: datetime


class Runs(Row, table=True):
    """Every run of a procedure or workflow, for reports; the run itself is in its conversation's state."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_began", "began_at"),)

    id: str = Field(primary_key=True)
    conversation_id: str = Field(index=True)
    kind: str
    definition_id: str
    version: str
    began_at: datetime
    ended_at: datetime | None
    how: str | None
    """completed | handoff | failed | stopped | switched; None: under way."""


class Executions(Row, table=True):
    """What calls of data connectors did, for whoever looks for a fault; removed after eight days."""

    __tablename__ = "executions"
    __table_args__ = (Index("ix_executions_connector", "connector", "at"),)

    id: str = Field(primary_key=True)
    at: datetime = Field(index=True)
    connector: str
    conversation_id: str
    method: str
    url: str
    """Without query and credentials."""
    status: int | None
    milliseconds: int
    outcome: str
    """done | not_sent | refused | unsure."""
    error_type: str | None
    error: str = Field(sa_type=Text)
    excerpt: str = Field(sa_type=Text)
    """The beginning of the answer, secrets masked."""


class Simulations(Row, table=True):
    """Simulations that somebody shared, the latest ones."""

    __tablename__ = "simulations"

    id: str = Field(primary_key=True)
    at: datetime = Field(index=True)
    results: str = Field(sa_type=Text)


class Contacts(Row, table=True):
    """Customers."""

    __tablename__ = "contacts"

    id: str = Field(primary_key=True)
    contact: str = Field(sa_type=Text)
    attributes: str = Field(sa_type=Text)


class ContactKeys(Row, table=True):
    """By what a contact is found."""

    __tablename__ = "contact_keys"

    key: str = Field(primary_key=True)
    contact_id: str = Field(index=True)


class Sessions(Row, table=True):
    """Open sessions, by the hash of their token."""

    __tablename__ = "sessions"

    token_hash: str = Field(primary_key=True)
    id: str
    contact_id: str = Field(index=True)
    expires_at: datetime
    origin: str
    platform: str


class Visitors(Row, table=True):
    """Browsers that were here before, by the hash of their token."""

    __tablename__ = "visitors"

    token_hash: str = Field(primary_key=True)
    contact_id: str


class Installs(Row, table=True):
    """Where the Messenger was seen."""

    __tablename__ = "installs"

    domain: str = Field(primary_key=True)
    platform: str = Field(primary_key=True)
    first_seen: datetime
    last_seen: datetime
    last_status: str
    verified: int
    unverified: int
    visitor: int
    rejected: int


class Switches(Row, table=True):
    """Settings that are changed at run time."""

    __tablename__ = "switches"

    name: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)
    changed_by: str
    changed_at: datetime


class Vault(Row, table=True):
    """Secrets, encrypted."""

    __tablename__ = "vault"

    name: str = Field(primary_key=True)
    value: bytes = Field(sa_type=LargeBinary)


class Uploads(Row, table=True):
    """Files that customers sent."""

    __tablename__ = "uploads"

    id: str = Field(primary_key=True)
    contact_id: str = Field(index=True)
    name: str
    content_type: str
    size_bytes: int
    data: bytes = Field(sa_type=LargeBinary)


conversations = table(Conversations)
lines = table(Lines)
events_seen = table(EventsSeen)
changes = table(Changes)
outbox = table(Outbox)
gates = table(Gates)
leases = table(Leases)
timers = table(Timers)
ticket_links = table(TicketLinks)
deliveries = table(Deliveries)
contacts = table(Contacts)
contact_keys = table(ContactKeys)
sessions = table(Sessions)
visitors = table(Visitors)
installs = table(Installs)
switches = table(Switches)
vault = table(Vault)
definitions = table(Definitions)
runs = table(Runs)
executions = table(Executions)
simulations = table(Simulations)
uploads = table(Uploads)
page_events = table(PageEvents)

metadata = Row.metadata
