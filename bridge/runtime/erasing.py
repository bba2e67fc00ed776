"""Everything that is kept of a contact: shown as a whole, or erased for good in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.page_events import events_on
from bridge.runtime.store import Store

_BY_KEY = sa.select(t.contact_keys.c.contact_id).where(t.contact_keys.c.key == bindparam("key"))
_CONTACT = sa.select(t.contacts.c.contact, t.contacts.c.attributes).where(t.contacts.c.id == bindparam("id"))
_HIS = sa.select(t.conversations.c.id).where(t.conversations.c.contact_id == bindparam("id"))
_LINES = (
    sa.select(t.lines.c.seq, t.lines.c.kind, t.lines.c.entry)
    .where(t.lines.c.conversation_id == bindparam("conversation_id"))
    .order_by(t.lines.c.seq)
)
_LINKS = sa.select(t.ticket_links.c.ticket_id).where(
    t.ticket_links.c.conversation_id.in_(bindparam("conversations", expanding=True))
)
_OF_CONVERSATIONS = (t.lines, t.events_seen, t.outbox, t.timers, t.ticket_links, t.runs, t.executions)
_OF_CONTACT = (t.uploads, t.page_events, t.sessions, t.visitors, t.contact_keys, t.conversations)


async def found(store: Store, key: str) -> str | None:
    """The id of the contact with this key (`user:42`, `email:a@b`), or of this id (`con_…`)."""

    def read(conn: Connection) -> str | None:
        if conn.execute(_CONTACT, {"id": key}).first() is not None:
            return key
        contact_id: str | None = conn.execute(_BY_KEY, {"key": key}).scalar()
        return contact_id

    return await store.read(read)


async def exported(store: Store, contact_id: str) -> Mapping[str, Any] | None:
    """All that is kept of a contact, as JSON can say it; None when there is no such contact."""

    def read(conn: Connection) -> Mapping[str, Any] | None:
        row = conn.execute(_CONTACT, {"id": contact_id}).first()
        if row is None:
            return None
        ids = conn.execute(_HIS, {"id": contact_id}).scalars().all()
        return {
            "contact": orjson.loads(row.contact),
            "attributes": orjson.loads(row.attributes),
            "tickets": _tickets(conn, ids),
            "events": [
                {"name": one.name, "metadata": one.details, "at": one.at.isoformat()}
                for one in events_on(conn, contact_id)
            ],
            "conversations": [
                {
                    "id": one,
                    "lines": [
                        {"seq": line.seq, "kind": line.kind, "entry": orjson.loads(line.entry)}
                        for line in conn.execute(_LINES, {"conversation_id": one})
                    ],
                }
                for one in ids
            ],
        }

    return await store.read(read)


async def erase(store: Store, contact_id: str) -> tuple[int, tuple[int, ...]]:
    """Removes a contact with all conversations, files, sessions and what was still to be done for them.

    Returns: How many conversations there were, and the tickets at the help desk, which stay there.

    Raises:
        StoreBusy: Nothing was removed.
    """

    def unit(conn: Connection) -> tuple[int, tuple[int, ...]]:
        ids = conn.execute(_HIS, {"id": contact_id}).scalars().all()
        tickets = tuple(_tickets(conn, ids))
        forget_conversations(conn, ids)
        forget_contact(conn, contact_id)
        return len(ids), tickets

    return await store.write(unit, key=contact_id)


def forget_conversations(conn: Connection, ids: Sequence[str], files: Sequence[str] = ()) -> None:
    """Removes conversations with all that belongs to them, and these uploads."""
    for table in _OF_CONVERSATIONS:
        conn.execute(sa.delete(table).where(table.c.conversation_id.in_(ids)))
    conn.execute(sa.delete(t.uploads).where(t.uploads.c.id.in_(files)))
    conn.execute(sa.delete(t.conversations).where(t.conversations.c.id.in_(ids)))


def forget_contact(conn: Connection, contact_id: str) -> None:
    """Removes a contact, whose conversations are gone."""
    for table in _OF_CONTACT:
        conn.execute(sa.delete(table).where(table.c.contact_id == contact_id))
    conn.execute(sa.delete(t.contacts).where(t.contacts.c.id == contact_id))


def _tickets(conn: Connection, conversations: Any) -> list[int]:
    return sorted(conn.execute(_LINKS, {"conversations": list(conversations)}).scalars())
