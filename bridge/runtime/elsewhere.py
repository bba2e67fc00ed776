"""Followers and workers hear what other processes committed, as if it had been this one, a little later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import structlog
from sqlalchemy import Connection

from bridge.runtime import ledger, log, news
from bridge.runtime.live import Change, Live
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
                if self._live.is_online(one.contact_id):
                    known = after.get(one.conversation_id, one.after)
                    after[one.conversation_id] = min(known, one.after)
            if after:
                await self._tell(after)

    async def _tell(self, after: Mapping[str, int]) -> None:
        try:
            changes = await self._store.read(partial(_changes, after))
        except StoreBusy as busy:
            logger.warning("news_not_read", reason=str(busy))
            self._live.lag()
            return
        for change in changes:
            contact_id = change.conversation.contact.id
            self._live.publish(contact_id, change)
            # who knows the lines already may yet not know the state, which can be newer than they
            self._live.publish(contact_id, Change(conversation=change.conversation, lines=()))


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
