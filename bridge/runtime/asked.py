"""Reads the log for what Fin lacks: what it could not answer, what went to people, what was cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.core.words.entries import Part, Why
from bridge.core.words.values import Reason
from bridge.runtime import codec
from bridge.runtime import tables as t
from bridge.runtime.store import Store

NO_ANSWER = "no_answer"
"""The line that Fin leaves when nothing in the content is close enough."""
ANSWERED = "answered"
HANDED = "handed_off"
IN_VAIN = frozenset(
    {
        Reason.ASKED_FOR_TEAM,
        Reason.NO_ANSWER,
        Reason.DID_NOT_HELP,
        Reason.PENDING_TIMEOUT,
        Reason.RULE,
        Reason.UPSET,
    }
)
"""Hand-offs that a procedure could spare people; others are a procedure's own, or a fault."""
LAST = 5
"""Messages that make a question; what was said long before belongs to something else."""
AT_ONCE = 200
"""Conversations in one reading, so that a long log never lies in memory."""

_C, _L = t.conversations.c, t.lines.c
_IDS = (
    sa.select(_C.id)
    .where(_C.updated_at >= bindparam("since"), _C.id > bindparam("after"))
    .order_by(_C.id)
    .limit(AT_ONCE)
)
_LINES = (
    sa.select(_L.conversation_id, _L.entry)
    .where(
        _L.conversation_id.in_(bindparam("ids", expanding=True)),
        sa.or_(
            _L.kind == "part",
            _L.entry.like(f"%{NO_ANSWER}%"),
            _L.entry.like(f"%{ANSWERED}%"),
            _L.entry.like(f"%{HANDED}%"),
        ),
    )
    .order_by(_L.conversation_id, _L.seq)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Words of a customer that Fin could not answer; a stranger's text."""

    conversation_id: str
    at: datetime
    text: str


@dataclass(slots=True)
class Asked:
    """What the log says of a time.

    Args:
        conversations: How many changed in it.
        unanswered: In no order.
        handed: What went to people after Fin had said something to it, and yet in vain; in no order.
        cited: How often each address was cited.
    """

    conversations: int = 0
    unanswered: list[Unanswered] = field(default_factory=list)
    handed: list[Unanswered] = field(default_factory=list)
    cited: Counter[str] = field(default_factory=Counter)


async def asked_since(store: Store, since: datetime) -> Asked:
    """What happened since then, read piece by piece."""
    found = Asked()
    after = ""
    while ids := await store.read(partial(_ids, since, after)):
        after = ids[-1]
        found.conversations += len(ids)
        rows = await store.read(partial(_lines, ids))
        for conversation_id, of_one in groupby(rows, key=attrgetter("conversation_id")):
            _read(found, conversation_id, (row.entry for row in of_one), since)
    return found


def _read(found: Asked, conversation_id: str, texts: Iterable[str], since: datetime) -> None:
    said: list[str] = []
    met: list[str] = []  # what was answered already
    for text in texts:
        match codec.entries.load(text):
            case Part() as part if part.author.type == "user":
                said = [*said, part.body.text][-LAST:]
            case Part() as part:
                if part.author.type == "agent":
                    said, met = [], []
                if part.at >= since:
                    found.cited.update(source.url for source in part.sources if source.url)
            case Why(what="no_answer", at=at) if said:
                if at >= since:
                    words = "\n".join(said)
                    found.unanswered.append(Unanswered(conversation_id=conversation_id, at=at, text=words))
                said, met = [], []
            case Why(what="answered"):
                said, met = [], said
            case Why(what="handed_off", detail=reason, at=at):
                if reason in IN_VAIN and at >= since and (all_said := [*met, *said][-LAST:]):
                    words = "\n".join(all_said)
                    found.handed.append(Unanswered(conversation_id=conversation_id, at=at, text=words))
                said, met = [], []
            case Why():
                continue


def _ids(since: datetime, after: str, conn: Connection) -> Sequence[str]:
    return conn.execute(_IDS, {"since": since, "after": after}).scalars().all()


def _lines(ids: Sequence[str], conn: Connection) -> Sequence[Any]:
    return conn.execute(_LINES, {"ids": list(ids)}).all()
