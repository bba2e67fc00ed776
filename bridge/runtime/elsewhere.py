"""Followers and workers hear what other processes committed, as if it had been this one, a little later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import structlog
from sqlalchemy import Connection

from bridge.runtime import ledger, log, news
from bridge.runtime.asides import Asides, aside_in
from bridge.runtime.live import Change, Ended, Live
from bridge.runtime.store import Store, StoreBusy
from bridge.runtime.turn import Turns
from bridge.runtime.work import Work

logger = structlog.get_logger(__name__)


class Elsewhere:
    """Tells other processes of our turns, and our followers and workers of theirs."""

    def __init__(self, store: Store, live: Live, turns: Turns) -> None:
        self._store = store
        self._live = live
        self._wakes: list[Callable[[], None]] = []
        self._sender: news.Sender | None = None
        if store.dialect == "postgresql":  # on SQLite each turn's transaction writes a row
            self._sender = news.Sender(store)
            turns.on_changed(partial(_send, self._sender))
        self._asides = Asides(self._pass_by)
        turns.on_changed(self._grew)
        live.on_aside(self._asides.tell)

    def on_news(self, wake: Callable[[], None]) -> None:
        """Calls `wake` when another process may have left work."""
        self._wakes.append(wake)

    def work_waits(self) -> None:
        """Tells the others that there is work; on SQLite they see it in a row that came with it."""
        if self._sender is not None:
            self._sender.send([news.WORK])

    async def run(self, stop: asyncio.Event) -> None:
        """Tells those of this process until `stop`."""
        async with asyncio.TaskGroup() as group:
            hearing = group.create_task(self._hear(), name="elsewhere-hears")
            await stop.wait()
            hearing.cancel()

    async def close(self) -> None:
        """Waits, not for long, until the others were told of what this process did last."""
        self._asides.flush()
        if self._sender is not None:
            await self._sender.sent()

    async def _hear(self) -> None:
        is_sqlite = self._sender is None
        async for some in news.polled(self._store) if is_sqlite else news.listened(self._store):
            if some is None or some:
                for wake in self._wakes:
                    wake()
            if some is None:
                self._live.lag()
                continue
            after: dict[str, int] = {}
            for one in some:
                if one.aside:
                    self._passes_by(one)
                elif self._live.is_online(one.contact_id):
                    known = after.get(one.conversation_id, one.after)
                    after[one.conversation_id] = min(known, one.after)
            if after:
                await self._tell(after)

    def _grew(self, works: Sequence[Work]) -> None:
        for work in works:
            self._asides.over(work.conversation.id)

    def _pass_by(self, some: Sequence[news.News]) -> None:
        if self._sender is not None:
            self._sender.send(some)
        elif self._store.is_open:
            self._store.give(partial(_write, some, self._store.name)).add_done_callback(_unheard)

    def _passes_by(self, one: news.News) -> None:
        match aside_in(one):
            case None:  # a newer release's word
                return
            case Ended() as ended:
                self._live.kick_here(one.contact_id, ended.session_id)
            case item:
                self._live.publish_here(one.contact_id, item)

    async def _tell(self, after: Mapping[str, int]) -> None:
        try:
            changes = await self._store.read(partial(_changes, after))
        except StoreBusy as busy:
            logger.warning("news_not_read", reason=str(busy))
            self._live.lag()
            return
        for change in changes:
            contact_id = change.conversation.contact.id
            self._live.publish_here(contact_id, change)
            # who knows the lines already may yet not know the state, which can be newer than they
            self._live.publish_here(contact_id, Change(conversation=change.conversation, lines=()))


def _write(some: Sequence[news.News], origin: str, conn: Connection) -> None:
    news.write(conn, some, origin)


def _unheard(done: asyncio.Future[None]) -> None:
    if (error := done.exception()) is not None:  # nothing is lost by it: what passes by is kept nowhere
        logger.warning("aside_not_told", error=type(error).__name__)


def _send(sender: news.Sender, works: Sequence[Work]) -> None:
    sender.send([news.of(work) for work in works])


def _changes(after: Mapping[str, int], conn: Connection) -> list[Change]:
    changes: list[Change] = []
    for conversation_id, seq in after.items():
        conversation = log.loaded(conn, conversation_id)
        if conversation is not None:
            lines = ledger.lines_of(conn, conversation_id, seq, conversation.seq)
            changes.append(Change(conversation=conversation, lines=lines))
    return changes
