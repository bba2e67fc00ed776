"""Due timers become events: each fires once or was cancelled, never both.

A timer's row goes in the same transaction in which its event is decided, under the conversation's lock; a
reply cancels it under the same lock. Whoever comes first has it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy import Connection, bindparam

from bridge.core.words.events import TimerFired
from bridge.core.words.ids import derived
from bridge.core.words.timers import CancelTimer, TimerName
from bridge.runtime import ledger
from bridge.runtime import tables as t
from bridge.runtime.clock import Clock
from bridge.runtime.mistakes import told
from bridge.runtime.store import Store, StoreBusy
from bridge.runtime.turn import Turns
from bridge.runtime.work import Work

READ = 2_000
"""Due rows that are looked at together."""
BATCH = 150
"""Timers in one transaction: some 20 ms, so that a customer's message waits for few times that."""
UNDER_WAY = 2
"""Batches that a writer is given, so that it has its next one when it has committed one."""
LATER_S = 60.0
"""A timer whose turn fails is tried again after this long."""

log = structlog.get_logger(__name__)
_T = t.timers.c
_DUE = (
    sa.select(_T.conversation_id, _T.name, _T.due, _T.turn)
    .where(_T.due <= bindparam("now", type_=_T.due.type))
    .order_by(_T.due)
    .limit(READ)
)
_SET = sa.select(_T.conversation_id, _T.name, _T.due, _T.turn).where(
    _T.conversation_id.in_(bindparam("ids", expanding=True))
)
_LATER = (
    sa.update(t.timers)
    .where(_T.conversation_id == bindparam("b_id"), _T.name == bindparam("b_name"))
    .values(due=bindparam("b_due"))
)


@dataclass(frozen=True, slots=True)
class _Due:
    conversation_id: str
    name: str
    due: datetime
    turn: int


class Timers:
    """Fires what is due; call `fire_due` a few times a second."""

    def __init__(self, store: Store, turns: Turns, clock: Clock) -> None:
        self._store = store
        self._turns = turns
        self._clock = clock

    async def fire_due(self) -> int:
        """Fires all that is due now and says how many that were.

        Raises:
            StoreBusy: Not now; they stay due.
        """
        count = 0
        now = self._clock.now()
        while due := await self._store.read(lambda conn: _read(conn, _DUE, {"now": now})):
            count += await self._all(due)
        self._turns.metrics.fired(count)
        return count

    async def _all(self, due: Sequence[_Due]) -> int:
        count = 0

        async def one_after_the_other(batches: Iterator[list[_Due]]) -> None:
            nonlocal count
            for batch in batches:
                fired = await self._fire(batch)
                count += fired

        try:
            async with asyncio.TaskGroup() as group:
                for writer, batches in self._batches(due).items():
                    for n in range(UNDER_WAY):
                        group.create_task(one_after_the_other(batches), name=f"timers-{writer}-{n}")
        except* StoreBusy as busy:
            raise busy.exceptions[0] from None
        return count

    def _batches(self, due: Sequence[_Due]) -> dict[int, Iterator[list[_Due]]]:
        """By writer; one timer of a conversation, since the first may cancel the second."""
        first: dict[str, _Due] = {}
        for one in due:
            first.setdefault(one.conversation_id, one)
        by_writer: dict[int, list[_Due]] = {}
        for one in first.values():
            by_writer.setdefault(self._store.writer_of(one.conversation_id), []).append(one)
        return {writer: _cut(ones) for writer, ones in by_writer.items()}

    async def _fire(self, batch: Sequence[_Due]) -> int:
        now = self._clock.now()
        key = batch[0].conversation_id
        try:
            works = await self._store.write(lambda conn: self._unit(conn, batch, now), key=key)
        except StoreBusy:
            raise
        except Exception as error:  # noqa: BLE001 - the one of this loop: it logs, and tries later
            if len(batch) > 1:  # one conversation's trouble is not the others'
                return sum([await self._fire([one]) for one in batch])
            await self._later(batch[0], error)
            return 0
        self._turns.published(works)
        return len(works)

    def _unit(self, conn: Connection, batch: Sequence[_Due], now: datetime) -> list[Work]:
        ids = [one.conversation_id for one in batch]
        rows = {row.id: row for row in conn.execute(ledger.LOCK_MANY, {"ids": ids})}
        still = set(_read(conn, _SET, {"ids": ids}))
        waiting: dict[str, set[str]] = {}
        for one in still:
            waiting.setdefault(one.conversation_id, set()).add(one.name)
        rules = self._turns.rules()
        works: list[Work] = []
        stale: list[tuple[str, str]] = []
        for one in batch:
            if one not in still:
                continue
            name = TimerName(one.name)
            work = None
            if (row := rows.get(one.conversation_id)) is not None:
                work = ledger.load(row, frozenset(waiting[one.conversation_id]))
                event = TimerFired(conversation_id=one.conversation_id, at=now, name=name, turn=one.turn)
                event_id = derived("evt", one.conversation_id, one.name, one.turn, one.due.isoformat())
                work.apply(event_id, [event], rules, self._turns.decide)
                works.append(work)
            if work is not None and work.is_changed:
                # it is over, unless it was set anew meanwhile
                work.timers.setdefault(name, (CancelTimer(name=name), one.turn))
            else:
                stale.append((one.conversation_id, one.name))
        ledger.forget_timers(conn, stale)
        ledger.write(conn, works, now, self._turns.origin)
        return works

    async def _later(self, one: _Due, error: Exception) -> None:
        log.error("timer_broke", conversation=one.conversation_id, timer=one.name, **told(error))
        due = self._clock.now() + timedelta(seconds=LATER_S)
        values = {"b_id": one.conversation_id, "b_name": one.name, "b_due": due}

        def unit(conn: Connection) -> None:
            conn.execute(_LATER, values)

        await self._store.write(unit, key=one.conversation_id)


def _cut(ones: Sequence[_Due]) -> Iterator[list[_Due]]:
    for start in range(0, len(ones), BATCH):
        yield list(ones[start : start + BATCH])


def _read(
    conn: Connection, statement: sa.Select[tuple[str, str, datetime, int]], values: object
) -> list[_Due]:
    return [_Due(*row) for row in conn.execute(statement, values)]  # type: ignore[call-overload]  # a mapping
