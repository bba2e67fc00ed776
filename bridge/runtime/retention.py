"""Erases what was kept long enough: conversations that are over, and what a model said in them.

In small transactions, so that nobody's turn waits for it; each of them looks once more whether a conversation
is still over. Tickets stay at the help desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.core.words.entries import MODEL_SAID
from bridge.runtime import erasing
from bridge.runtime import tables as t
from bridge.runtime.clock import Clock
from bridge.runtime.store import Store
from bridge.runtime.switches import read_switch, set_switch

BATCH = 50
"""Conversations in one transaction."""
MOST = 5_000
"""Conversations at one call; the rest the next time."""
MARK = "retention.model_records"
"""The switch that says up to when the records of conversations are gone."""
BEGAN = datetime(2000, 1, 1, tzinfo=UTC)
ERASED = "erased"

_C = t.conversations.c
_BEFORE = bindparam("before", type_=_C.updated_at.type)
_SINCE = bindparam("since", type_=_C.updated_at.type)
_IS_OVER = sa.and_(
    _C.updated_at < _BEFORE,
    _C.owner != "team",  # people have it still; solving its ticket gives it back
    ~sa.exists().where(t.timers.c.conversation_id == _C.id),
    ~sa.exists().where(t.outbox.c.conversation_id == _C.id, t.outbox.c.state != "done"),
)
_OVER = sa.select(_C.id).where(_IS_OVER).order_by(_C.updated_at).limit(MOST)
_STILL = (
    sa.select(_C.id, _C.contact_id)
    .where(_C.id.in_(bindparam("ids", expanding=True)), _IS_OVER)
    .with_for_update(skip_locked=True)
)
_OLD = (
    sa.select(_C.id, _C.updated_at)
    .where(_C.updated_at >= _SINCE, _C.updated_at < _BEFORE)
    .order_by(_C.updated_at)
    .limit(MOST)
)
_SAID = sa.select(t.lines.c.conversation_id, t.lines.c.seq, t.lines.c.entry).where(
    t.lines.c.conversation_id.in_(bindparam("ids", expanding=True)),
    t.lines.c.kind == "why",
    t.lines.c.entry.contains(f'"what":"{MODEL_SAID}"', autoescape=True),
    ~t.lines.c.entry.contains(f'"detail":"{ERASED}"', autoescape=True),
)
_REWRITE = (
    sa.update(t.lines)
    .where(t.lines.c.conversation_id == bindparam("b_id"), t.lines.c.seq == bindparam("b_seq"))
    .values(entry=bindparam("b_entry"))
)
_WITH_FILES = sa.select(t.lines.c.entry).where(
    t.lines.c.conversation_id.in_(bindparam("ids", expanding=True)), t.lines.c.kind == "part"
)
_ALONE = sa.select(t.contacts.c.id).where(
    t.contacts.c.id.in_(bindparam("ids", expanding=True)),
    ~sa.exists().where(_C.contact_id == t.contacts.c.id),
    ~sa.exists().where(t.sessions.c.contact_id == t.contacts.c.id),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How long is long enough; None is for ever.

    Args:
        conversations: Since a conversation's last event.
        model_records: The same, for what the model said in it.
    """

    conversations: timedelta | None = None
    model_records: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What went, or would go.

    Args:
        conversations: With their log, files, runs and ids of tickets.
        contacts: Who had no other conversation and no open session.
        model_records: Lines that say no more than that the model said something.
    """

    conversations: int = 0
    contacts: int = 0
    model_records: int = 0


async def retain(store: Store, clock: Clock, policy: Policy, *, is_dry: bool = False) -> Gone:
    """Erases what is due, at most `MOST` conversations of each kind.

    Call it every few hours: it looks through all conversations.

    Args:
        store: The rows.
        clock: The time.
        policy: What is due.
        is_dry: Only count; contacts are not counted then.
    """
    now = clock.now()
    conversations = contacts = records = 0
    if policy.conversations is not None:
        before = now - policy.conversations
        ids = await store.read(lambda conn: list(conn.execute(_OVER, {"before": before}).scalars()))
        if is_dry:
            conversations = len(ids)
        else:
            for batch in _batches(ids):
                erased, alone = await store.write(partial(_erased, batch, before))
                conversations, contacts = conversations + erased, contacts + alone
    if policy.model_records is not None:
        records = await _records(store, now - policy.model_records, is_dry=is_dry)
    return Gone(conversations=conversations, contacts=contacts, model_records=records)


async def _records(store: Store, before: datetime, *, is_dry: bool) -> int:
    """Conversations of which nothing was heard since the last time are looked at, each once."""
    mark = await read_switch(store, MARK)
    since = datetime.fromisoformat(mark) if mark else BEGAN
    rows = await store.read(lambda conn: list(conn.execute(_OLD, {"since": since, "before": before})))
    count = 0
    for batch in _batches([row.id for row in rows]):
        if is_dry:
            count += len(await store.read(partial(_said, batch)))
        else:
            count += await store.write(partial(_rewritten, batch))
    if rows and not is_dry:
        last = before if len(rows) < MOST else rows[-1].updated_at
        await set_switch(store, MARK, last.isoformat(), "retention")
    return count


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _erased(ids: Sequence[str], before: datetime, conn: Connection) -> tuple[int, int]:
    rows = conn.execute(_STILL, {"ids": list(ids), "before": before}).all()
    over = [row.id for row in rows]
    if not over:
        return 0, 0
    files = [
        one["id"]
        for entry in conn.execute(_WITH_FILES, {"ids": over}).scalars()
        for one in orjson.loads(entry).get("attachments", ())
    ]
    erasing.forget_conversations(conn, over, files)
    alone = conn.execute(_ALONE, {"ids": sorted({row.contact_id for row in rows})}).scalars().all()
    for contact_id in alone:
        erasing.forget_contact(conn, contact_id)
    return len(over), len(alone)


def _said(ids: Sequence[str], conn: Connection) -> list[sa.Row[tuple[str, int, str]]]:
    return list(conn.execute(_SAID, {"ids": list(ids)}))


def _rewritten(ids: Sequence[str], conn: Connection) -> int:
    rows = _said(ids, conn)
    for row in rows:
        entry = orjson.dumps(orjson.loads(row.entry) | {"detail": ERASED}).decode()
        conn.execute(_REWRITE, {"b_id": row.conversation_id, "b_seq": row.seq, "b_entry": entry})
    return len(rows)
