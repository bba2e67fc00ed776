"""How a process hears what another one committed: NOTIFY on PostgreSQL, rows that are polled on SQLite.

News say which contact's conversation changed and after which line, never the words; or only that there is
work. Who gets None may have missed some.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import sqlalchemy as sa
import structlog
from sqlalchemy import Connection, bindparam
from sqlalchemy.engine import make_url

from bridge.runtime import tables as t
from bridge.runtime.store import Store, StoreBusy
from bridge.runtime.work import Work

POLL_S = 0.1
"""How often SQLite is asked; a customer hears of an agent's word at most this much later."""
READ = 1_000
"""Rows at one poll."""
IN_ONE = 32
"""News in one notification, which may hold 8,000 bytes."""
LINES = 3
"""What a notification of one change holds; one of something that passes by holds more."""
AGAIN_S = 1.0
"""How soon a connection that was lost is tried again."""
CHANNEL = "bridge_changes"

log = structlog.get_logger(__name__)

_P = t.changes.c
_NEWEST = sa.select(sa.func.coalesce(sa.func.max(_P.position), 0))
_AFTER = sa.select(t.changes).where(_P.position > bindparam("last")).order_by(_P.position).limit(READ)
_NOTIFY = sa.text(
    f"SELECT pg_notify('{CHANNEL}', payload) FROM unnest(CAST(:payloads AS text[])) AS payload"  # noqa: S608 - a constant of ours
)
_WRITE = sa.insert(t.changes)
_UP_TO = sa.delete(t.changes).where(_P.position <= bindparam("upto"))


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A conversation changed.

    Args:
        after: Its last line before.
        aside: Not that, but something that passes by: see `asides`.
    """

    contact_id: str
    conversation_id: str
    after: int
    aside: str = ""


WORK = News(contact_id="", conversation_id="", after=0)
"""Something waits that is no conversation: a delivery."""

Heard: TypeAlias = Sequence[News] | None
"""Some news; or None: there may have been others that were not heard."""


class Sender:
    """Sends news by NOTIFY, many at once; what cannot be sent makes everybody read again.

    It is told after the commit, not within: PostgreSQL lets those who notify commit only one by one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[News, None] = {}
        self._has_lost = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def sent(self) -> None:
        """Returns when all is sent, or will not be."""
        with suppress(TimeoutError):
            async with asyncio.timeout(AGAIN_S):
                await self._idle.wait()

    def send(self, news: Sequence[News]) -> None:
        """Sends them soon; in the loop's thread."""
        self._waiting.update(dict.fromkeys(news))
        if self._idle.is_set():
            self._idle.clear()
            asyncio.get_running_loop().call_soon(self._go)

    def _go(self) -> None:
        if not self._store.is_open or not (self._waiting or self._has_lost):
            self._idle.set()
            return
        told = [[one.contact_id, one.conversation_id, one.after] for one in self._waiting if not one.aside]
        asides = [[[one.contact_id, one.conversation_id, 0, one.aside]] for one in self._waiting if one.aside]
        self._waiting = {}
        parts = [*asides, *(told[start : start + IN_ONE] for start in range(0, len(told), IN_ONE))]
        if self._has_lost:
            parts = [[]]
        payloads = [
            json.dumps([self._store.name, part], ensure_ascii=False, separators=(",", ":")) for part in parts
        ]
        self._store.ask(partial(_notify, payloads)).add_done_callback(self._sent)

    def _sent(self, done: asyncio.Future[None]) -> None:
        error = done.exception()
        self._has_lost = error is not None
        if error is None:
            self._go()
            return
        log.warning("news_not_sent", error=type(error).__name__)
        asyncio.get_running_loop().call_later(AGAIN_S, self._go)


async def listened(store: Store) -> AsyncIterator[Heard]:
    """What others send by NOTIFY; None at each beginning, and when a connection was lost in between."""
    import psycopg  # an extra

    url = make_url(store.url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                url, autocommit=True, connect_timeout=5, application_name="messenger-bridge-news"
            ) as conn:
                await conn.execute(f"LISTEN {CHANNEL}")
                yield None
                async for notification in conn.notifies():
                    origin, told = json.loads(notification.payload)
                    if not told:
                        yield None
                    elif origin != store.name:
                        yield [_told(one) for one in told]
        except psycopg.OperationalError as error:
            log.warning("news_not_heard", error=type(error).__name__)
        await asyncio.sleep(AGAIN_S)


async def polled(store: Store) -> AsyncIterator[Heard]:
    """What others write; None at the beginning, and when rows are gone that were not read."""
    last = -1
    while True:
        rows: Sequence[Any] = ()
        try:
            if last < 0:
                last = await store.read(_newest)
                yield None
            rows = await store.read(partial(_after, last))
        except StoreBusy as busy:
            log.warning("news_not_heard", error=str(busy))
        if rows:
            if rows[0].position != last + 1:  # they are gapless: one writer, and nothing rolled back counts
                yield None
            last = rows[-1].position
            yield [
                _told((row.contact_id, row.conversation_id, row.after, row.aside or ""))
                for row in rows
                if row.origin != store.name
            ]
        if len(rows) < READ:
            await asyncio.sleep(POLL_S)


def of(work: Work) -> News:
    """What others need to know of a turn."""
    c = work.conversation
    return News(contact_id=c.contact.id, conversation_id=c.id, after=c.seq - len(work.lines))


def write(conn: Connection, news: Sequence[News], origin: str) -> None:
    """Leaves news for those who poll, with what they are about; on PostgreSQL they are sent instead.

    Args:
        conn: In a transaction.
        news: In order.
        origin: `Store.name`: who knows them without being told.
    """
    if news and conn.dialect.name == "sqlite":
        rows = [
            {
                "contact_id": one.contact_id,
                "conversation_id": one.conversation_id,
                "after": one.after,
                "origin": origin,
                "aside": one.aside or None,
            }
            for one in news
        ]
        conn.execute(_WRITE, rows)


def forgetting(store: Store) -> Callable[[], Any]:
    """A function that removes the rows that were there at its call before; call it about every minute."""
    upto = 0

    async def forget() -> None:
        nonlocal upto
        if store.dialect != "sqlite":
            return
        old, upto = upto, await store.read(_newest)
        if old:
            await store.write(partial(_forget, old))

    return forget


def _told(one: Sequence[Any]) -> News:
    return News(
        contact_id=one[0], conversation_id=one[1], after=one[2], aside=one[3] if len(one) > LINES else ""
    )


def _newest(conn: Connection) -> int:
    return int(conn.execute(_NEWEST).scalar_one())


def _after(last: int, conn: Connection) -> Sequence[Any]:
    return conn.execute(_AFTER, {"last": last}).all()


def _notify(payloads: list[str], conn: Connection) -> None:
    conn.execute(_NOTIFY, {"payloads": payloads})


def _forget(upto: int, conn: Connection) -> None:
    conn.execute(_UP_TO, {"upto": upto})
