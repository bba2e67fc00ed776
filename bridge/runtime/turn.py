"""The turn: one transaction in which an event is checked, decided and written."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bridge.core.conversation.decision import Decision
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line
from bridge.core.words.events import Beginning, Event
from bridge.runtime import ledger, outbox_rows
from bridge.runtime.clock import Clock
from bridge.runtime.live import Change, Live
from bridge.runtime.metrics import Metrics
from bridge.runtime.outbox_rows import Claimed, Ends, Finishes, LeaseLost
from bridge.runtime.store import Store
from bridge.runtime.work import Begin, Decide, Work

__all__ = ["Finishes", "LeaseLost", "Turned", "Turns", "UnknownConversation"]


class UnknownConversation(Exception):  # noqa: N818 - it is a state, not a mistake
    """There is no such conversation, and the event does not begin one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What a turn came to.

    Args:
        conversation: As it is now.
        lines: That this event made, now or, when it comes `again`, then.
        again: This event id was seen before; nothing was done.
        refused: A sentence for the sender; of several events the first one's.
        reply: One word for the edge; None when the event comes `again`: then the lines tell it.
    """

    conversation: Conversation
    lines: tuple[Line, ...]
    again: bool
    refused: str | None
    reply: str | None = None


_Outcome: TypeAlias = tuple[Work, Turned] | Exception


class Along(Protocol):
    """Performs at once what a turn plans, without looking for it first: it is claimed as it is planned."""

    def has_room(self) -> bool:
        """Keeps a place for one effect until `settled`; False when there is none. In the loop's thread."""
        ...

    def take(self, conn: Connection, work: Work, now: datetime) -> Claimed | None:
        """Claims one of the effects that the turn has just written, in its transaction."""
        ...

    def settled(self, held: Claimed | None) -> None:
        """Performs what was taken and is committed; None gives the place back. In the loop's thread."""
        ...


def load_core() -> None:
    """Imports what decides, so that the first turn need not."""
    import bridge.core.conversation.decide  # noqa: F401 - for later


def _decide(conversation: Conversation, event: Event, rules: Rules) -> Decision:
    from bridge.core.conversation.decide import decide

    return decide(conversation, event, rules)


def _begin(event: Beginning) -> Conversation:
    from bridge.core.conversation.decide import begin

    return begin(event)


class Turns:
    """Turns the wheel, one transaction at a time per conversation.

    Args:
        store: Where the conversations are.
        rules: The operator's choices, asked anew at each turn.
        live: Told of each change after it is committed.
        clock: When effects are planned.
        decide: What an event means; the core's, unless a test brings its own.
        begin: The conversation that a first event begins; the same.
        metrics: Where turns are counted.
    """

    def __init__(
        self,
        store: Store,
        rules: Callable[[], Rules],
        live: Live,
        clock: Clock,
        *,
        decide: Decide | None = None,
        begin: Begin | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._store = store
        self.rules = rules
        self._live = live
        self._clock = clock
        self.decide = decide or _decide
        self._begin = begin or _begin
        self.metrics = metrics or Metrics.private()
        self._wakes: list[Callable[[], None]] = []
        self._tells: list[Callable[[Sequence[Work]], None]] = []
        self._along: Along | None = None

    def goes_along(self, along: Along) -> None:
        """Who performs one effect of each turn right after its commit."""
        self._along = along

    def on_planned(self, wake: Callable[[], None]) -> None:
        """Calls `wake` after each commit that planned effects."""
        self._wakes.append(wake)

    def on_changed(self, tell: Callable[[Sequence[Work]], None]) -> None:
        """Calls `tell` with what each commit changed."""
        self._tells.append(tell)

    @property
    def origin(self) -> str:
        """Who we are to other processes."""
        return self._store.name

    async def turn(
        self,
        event_id: str,
        events: Sequence[Event],
        *,
        finishes: Ends | None = None,
        lasting: bool = False,
    ) -> Turned:
        """Decides and writes, once per event id, all or nothing.

        Args:
            event_id: The same for the same happening, however often it arrives.
            events: One or more, of one conversation, in order.
            finishes: The effect whose result this is; its row changes in the same transaction. Its fence
                is what makes such a turn happen once, so the event id is not remembered.
            lasting: The event may be told again after any time (it is read from elsewhere), so it is
                remembered as long as the conversation; else for days.

        Raises:
            UnknownConversation: It is not there, and the first event begins none.
            LeaseLost: Somebody else performs the effect meanwhile; nothing was written.
            StoreBusy: Nothing was written; try again.
        """
        started = time.perf_counter()
        now = self._clock.now()
        rules = self.rules()

        def unit(conn: Connection) -> _Outcome:
            return self._one(conn, event_id, events, rules, now, finishes=finishes, lasting=lasting)

        key = events[0].conversation_id
        try:
            outcome = await self._written(unit, now, key)
        except IntegrityError:  # another instance began the same conversation at the same moment
            outcome = await self._store.write(unit, key=key, short=True)
        if isinstance(outcome, Exception):
            raise outcome
        work, turned = outcome
        self.published([work])
        self.metrics.turned(events[0].kind, time.perf_counter() - started)
        if finishes is not None:
            self._wake()  # the next of its lane may be ready
        return turned

    def published(self, works: Sequence[Work]) -> None:
        """Tells followers and the outbox what was committed; in the loop's thread, after the commit."""
        changed = [work for work in works if work.is_changed]
        for work in changed:
            change = Change(conversation=work.conversation, lines=tuple(work.lines))
            self._live.publish(work.conversation.contact.id, change)
        if changed:
            for tell in self._tells:
                tell(changed)
        if any(work.effects for work in works):
            self._wake()

    async def _written(self, unit: Callable[[Connection], _Outcome], now: datetime, key: str) -> _Outcome:
        along = self._along
        if along is None or not along.has_room():
            return await self._store.write(unit, key=key, short=True)

        def taking(conn: Connection) -> tuple[_Outcome, Claimed | None]:
            outcome = unit(conn)
            return outcome, None if isinstance(outcome, Exception) else along.take(conn, outcome[0], now)

        def settled(done: asyncio.Future[tuple[_Outcome, Claimed | None]]) -> None:
            failed = done.cancelled() or done.exception() is not None
            along.settled(None if failed else done.result()[1])

        written = self._store.give(taking, key=key, short=True)
        written.add_done_callback(settled)
        outcome, _ = await asyncio.shield(written)  # it is settled even when our caller goes away
        return outcome

    def _wake(self) -> None:
        for wake in self._wakes:
            wake()

    def _one(
        self,
        conn: Connection,
        event_id: str,
        events: Sequence[Event],
        rules: Rules,
        now: datetime,
        *,
        finishes: Ends | None,
        lasting: bool,
    ) -> _Outcome:
        first = events[0]
        row = conn.execute(ledger.LOCK, {"id": first.conversation_id}).first()
        if row is not None:
            work = ledger.load(row)
        elif isinstance(first, Beginning):
            work = Work(conversation=self._begin(first), is_new=True, planned=0)
        else:
            return UnknownConversation(first.conversation_id)
        if finishes is None:
            if (place := ledger.seen(conn, event_id)) is not None:
                lines = ledger.lines_of(conn, first.conversation_id, *place)
                return work, Turned(conversation=work.conversation, lines=lines, again=True, refused=None)
        elif not outbox_rows.finish(conn, finishes, now):
            return LeaseLost(finishes.effect_id)
        work.apply(event_id, events, rules, self.decide)
        if work.refused is None or work.is_changed:
            ledger.write(conn, [work], now, self.origin)
            if finishes is None:
                ledger.see(conn, event_id, work, now, lasting=lasting)
        return work, Turned(
            conversation=work.conversation,
            lines=tuple(work.lines),
            again=False,
            refused=work.refused,
            reply=work.reply,
        )
