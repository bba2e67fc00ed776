"""Reads and writes conversations and all that belongs to them, one statement for many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line
from bridge.core.words.timers import SetTimer
from bridge.runtime import codec, news, runs
from bridge.runtime import tables as t
from bridge.runtime.store import inserts
from bridge.runtime.work import Work

_C = t.conversations.c
_COLUMNS = (_C.id, _C.planned, _C.state)

LOCK = sa.select(*_COLUMNS).where(_C.id == sa.bindparam("id")).with_for_update()
LOCK_MANY = (
    sa.select(*_COLUMNS)
    .where(_C.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_C.id)  # always the same order, so that two who lock many do not wait for each other
    .with_for_update()
)
_SEEN = sa.select(t.events_seen.c.after, t.events_seen.c.upto).where(t.events_seen.c.id == sa.bindparam("id"))
_SEE = sa.insert(t.events_seen)
_LINES = (
    sa.select(t.lines.c.id, t.lines.c.seq, t.lines.c.entry)
    .where(
        t.lines.c.conversation_id == sa.bindparam("id"),
        t.lines.c.seq > sa.bindparam("after"),
        t.lines.c.seq <= sa.bindparam("upto"),
    )
    .order_by(t.lines.c.seq)
)
_NEW = sa.insert(t.conversations)
_SAVE = (
    sa.update(t.conversations)
    .where(_C.id == sa.bindparam("b_id"))
    .values(
        {
            name: sa.bindparam(f"b_{name}")
            for name in (
                "ticket_id",
                "owner",
                "status",
                "outcome",
                "turn",
                "seq",
                "shown",
                "planned",
                "updated_at",
                "state",
            )
        }
    )
)
_LOG = sa.insert(t.lines)
_FORGET_TIMER = sa.delete(t.timers).where(
    t.timers.c.conversation_id == sa.bindparam("b_id"), t.timers.c.name == sa.bindparam("b_name")
)
_AHEAD = t.outbox.alias("ahead")
_PLAN = sa.insert(t.outbox).values(
    # behind another of its lane it waits for that one's end, not for a time
    run_at=sa.case(
        (
            sa.exists().where(
                _AHEAD.c.lane == sa.bindparam("b_lane"),
                sa.text(t.OPEN.replace("state", "ahead.state")),
            ),
            sa.null(),
        ),
        else_=sa.bindparam("now", type_=t.outbox.c.run_at.type),
    )
)


def load(row: Any, waiting: frozenset[str] | None = None) -> Work:
    """The work on a row of LOCK; `waiting` are its timers, from whoever has just read them."""
    return Work(
        conversation=codec.conversations.load(row.state), is_new=False, planned=row.planned, waiting=waiting
    )


def lines_of(conn: Connection, conversation_id: str, after: int, upto: int) -> tuple[Line, ...]:
    """The lines after `after` up to and with `upto`."""
    if upto <= after:
        return ()
    rows = conn.execute(_LINES, {"id": conversation_id, "after": after, "upto": upto})
    return tuple(
        Line(id=row.id, seq=row.seq, conversation_id=conversation_id, entry=codec.entries.load(row.entry))
        for row in rows
    )


def seen(conn: Connection, event_id: str) -> tuple[int, int] | None:
    """The `seq` before and after what this event made, or None when it is new."""
    row = conn.execute(_SEEN, {"id": event_id}).first()
    return None if row is None else (row.after, row.upto)


def see(conn: Connection, event_id: str, work: Work, at: datetime, *, lasting: bool) -> None:
    """Remembers the event with what it made."""
    upto = work.conversation.seq
    conn.execute(
        _SEE,
        {
            "id": event_id,
            "conversation_id": work.conversation.id,
            "after": upto - len(work.lines),
            "upto": upto,
            "at": at,
            "lasting": lasting,
        },
    )


def write(conn: Connection, works: Sequence[Work], now: datetime, origin: str) -> None:
    """Writes what was decided; the rows must be locked, and at most one work is about one conversation.

    Other processes are told of it, but for the one whose `Store.name` is `origin`.
    """
    changed = [work for work in works if work.is_changed or work.is_new]
    _each(conn, _NEW, [_row(work) for work in changed if work.is_new])
    _each(
        conn,
        _SAVE,
        [
            {f"b_{name}": value for name, value in _row(work).items() if name != "contact_id"}
            for work in changed
            if not work.is_new
        ],
    )
    _each(conn, _LOG, [_line(line) for work in changed for line in work.lines])
    _timers(conn, changed)
    _each(conn, _PLAN, [row for work in changed for row in _plans(work, now)])
    if begun := [(work.conversation.id, one) for work in changed for one in work.runs]:
        runs.write(conn, begun, now)
    news.write(conn, [news.of(work) for work in changed], origin)
    for work in changed:
        if (ticket_id := work.new_ticket_id) is not None:
            conn.execute(
                _link(conn.dialect.name), {"ticket_id": ticket_id, "conversation_id": work.conversation.id}
            )


def forget_timers(conn: Connection, timers: Iterable[tuple[str, str]]) -> None:
    """Removes timers by conversation and name."""
    _each(conn, _FORGET_TIMER, [{"b_id": cid, "b_name": name} for cid, name in timers])


def _timers(conn: Connection, works: Sequence[Work]) -> None:
    over: list[tuple[str, str]] = []
    due: list[dict[str, Any]] = []
    for work in works:
        conversation_id = work.conversation.id
        for name, (order, turn) in work.timers.items():
            if isinstance(order, SetTimer):
                row = {"conversation_id": conversation_id, "name": name.value, "due": order.due, "turn": turn}
                due.append(row)
            elif work.waiting is None or name.value in work.waiting:
                over.append((conversation_id, name.value))
    forget_timers(conn, over)
    if due:
        _each(conn, _set_timer(conn.dialect.name), due)


def _each(conn: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        conn.execute(statement, rows if len(rows) > 1 else rows[0])


def _row(work: Work) -> dict[str, Any]:
    c: Conversation = work.conversation
    return {
        "id": c.id,
        "contact_id": c.contact.id,
        "ticket_id": c.ticket.id if c.ticket is not None else None,
        "owner": c.owner.value,
        "status": c.status.value,
        "outcome": outcome.value if (outcome := c.outcome or c.stood) is not None else None,
        "turn": c.turn,
        "seq": c.seq,
        "shown": c.shown,
        "planned": work.planned,
        "updated_at": c.updated_at,
        "state": codec.conversations.dump(c),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "conversation_id": line.conversation_id,
        "seq": line.seq,
        "id": line.id,
        "kind": line.entry.kind,
        "entry": codec.entries.dump(line.entry),
    }


def _plans(work: Work, now: datetime) -> Iterable[dict[str, Any]]:
    for effect_id, place, effect in work.effects:
        yield {
            "id": effect_id,
            "conversation_id": work.conversation.id,
            "lane": (lane := f"{work.conversation.id}:{effect.lane}"),
            "b_lane": lane,
            "lane_kind": effect.lane,
            "place": place,
            "kind": effect.kind,
            "state": "planned",
            "now": now,
            "fence": 0,
            "owner": None,
            "attempts": 0,
            "unsure": 0,
            "mistakes": 0,
            "reason": "",
            "planned_at": now,
            "effect": codec.effects.dump(effect),
        }


@cache
def _set_timer(dialect: str) -> Any:
    insert = inserts(dialect)(t.timers)
    new = {"due": insert.excluded.due, "turn": insert.excluded.turn}
    return insert.on_conflict_do_update(index_elements=["conversation_id", "name"], set_=new)


@cache
def _link(dialect: str) -> Any:
    insert = inserts(dialect)(t.ticket_links)
    return insert.on_conflict_do_update(
        index_elements=["ticket_id"], set_={"conversation_id": insert.excluded.conversation_id}
    )
