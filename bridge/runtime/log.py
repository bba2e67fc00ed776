"""Reads conversations and their lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line
from bridge.runtime import codec
from bridge.runtime import tables as t
from bridge.runtime.store import Store
from bridge.runtime.together import Together

FEW = 8
"""Rows by their keys that are looked up at once without a thread."""

_C, _L = t.conversations.c, t.lines.c
_NEWEST = sa.select(_C.id).order_by(_C.updated_at.desc(), _C.id).limit(1)
_ONE = sa.select(_C.state).where(_C.id == bindparam("id"))
_BY_TICKETS = (
    sa.select(t.ticket_links.c.ticket_id, _C.state)
    .join(t.ticket_links, t.ticket_links.c.conversation_id == _C.id)
    .where(t.ticket_links.c.ticket_id.in_(bindparam("ids", expanding=True)))
)
_OF_CONTACT = (
    sa.select(_C.state, _L.id, _L.seq, _L.entry)
    .outerjoin(t.lines, sa.and_(_L.conversation_id == _C.id, _L.seq == _C.shown))
    .where(_C.contact_id == bindparam("contact_id"))
    .order_by(_C.updated_at.desc(), _C.id)
    .limit(bindparam("limit"))
)
_WITH_TEAM = (
    sa.select(_C.state)
    .where(_C.owner == sa.literal_column("'team'"))  # written out, so that the partial index is used
    .order_by(_C.updated_at.desc())
    .limit(bindparam("limit"))
)
_ALL_LINES = (
    sa.select(_L.id, _L.seq, _L.entry)
    .where(_L.conversation_id == bindparam("id"), _L.seq > bindparam("after"))
    .order_by(_L.seq)
    .limit(bindparam("limit"))
)
_PARTS = _ALL_LINES.where(_L.kind == "part")
_SEEN = sa.select(t.events_seen.c.id).where(t.events_seen.c.id.in_(bindparam("ids", expanding=True)))


async def newest(store: Store) -> str | None:
    """The id of the conversation that changed last."""
    return await store.read(lambda conn: conn.execute(_NEWEST).scalar())


async def conversation(store: Store, conversation_id: str) -> Conversation | None:
    """The conversation as it is now."""
    return await store.read(partial(loaded, conversation_id=conversation_id), short=True)


def loaded(conn: Connection, conversation_id: str) -> Conversation | None:
    """The same on a connection."""
    return _loaded(conn.execute(_ONE, {"id": conversation_id}).scalar())


async def latest(store: Store, conversation_id: str, most: int) -> tuple[Conversation, Sequence[Line]] | None:
    """The conversation as it is now, with its parts among the latest `most` lines, in order; one reading."""

    def read(conn: Connection) -> tuple[Conversation, Sequence[Line]] | None:
        c = loaded(conn, conversation_id)
        if c is None:
            return None
        values = {"id": conversation_id, "after": max(0, c.seq - most), "limit": most}
        return c, [_line(conversation_id, row) for row in conn.execute(_PARTS, values)]

    return await store.read(read, short=True)


class ByTicket:
    """Finds conversations by their tickets; a burst of questions is one reading."""

    def __init__(self, store: Store) -> None:
        self._find: Together[int, Conversation | None] = Together(
            lambda ticket_ids: store.ask(partial(_by_tickets, ticket_ids), short=len(ticket_ids) <= FEW)
        )

    async def __call__(self, ticket_id: int) -> Conversation | None:
        """The conversation that has or once had this ticket."""
        return await self._find(ticket_id)


async def conversations_of(
    store: Store, contact_id: str, limit: int = 50
) -> list[tuple[Conversation, Line | None]]:
    """A contact's conversations, the latest first, each with its last part."""

    def read(conn: Connection) -> list[tuple[Conversation, Line | None]]:
        rows = conn.execute(_OF_CONTACT, {"contact_id": contact_id, "limit": limit}).all()
        found = [(codec.conversations.load(row.state), row) for row in rows]
        return [(c, _line(c.id, row) if row.entry is not None else None) for c, row in found]

    return await store.read(read)


async def with_team(store: Store, *, limit: int) -> list[Conversation]:
    """Conversations that people have, the latest first."""

    def read(conn: Connection) -> list[Conversation]:
        rows = conn.execute(_WITH_TEAM, {"limit": limit}).scalars()
        return [codec.conversations.load(state) for state in rows]

    return await store.read(read)


async def lines(
    store: Store, conversation_id: str, after: int = 0, limit: int = 500, *, parts_only: bool = True
) -> list[Line]:
    """The log after `after`, in order.

    Args:
        store: Where it is.
        conversation_id: Whose.
        after: The `seq` that the reader has.
        limit: Lines at most; read on after the last one's `seq`.
        parts_only: Leave out the lines that only operators see.
    """
    statement = _PARTS if parts_only else _ALL_LINES
    values = {"id": conversation_id, "after": after, "limit": limit}

    def read(conn: Connection) -> list[Line]:
        return [_line(conversation_id, row) for row in conn.execute(statement, values)]

    return await store.read(read)


async def seen(store: Store, event_ids: Sequence[str]) -> set[str]:
    """Those of the events that have had their turn."""
    if not event_ids:
        return set()
    ids = {"ids": list(event_ids)}
    return await store.read(lambda conn: set(conn.execute(_SEEN, ids).scalars()), short=len(event_ids) <= FEW)


def _by_tickets(ticket_ids: Sequence[int], conn: Connection) -> list[Conversation | None]:
    found = {row.ticket_id: row.state for row in conn.execute(_BY_TICKETS, {"ids": list(set(ticket_ids))})}
    return [_loaded(found.get(ticket_id)) for ticket_id in ticket_ids]


def _loaded(state: str | None) -> Conversation | None:
    return None if state is None else codec.conversations.load(state)


def _line(conversation_id: str, row: Any) -> Line:
    return Line(id=row.id, seq=row.seq, conversation_id=conversation_id, entry=codec.entries.load(row.entry))
