"""The wheel in one process, without HTTP: one conversation, performers that are given, a clock that is moved.

The turn, the outbox's rows and the timers are those of the service; only who drives them is another one:
nothing happens here but by `says`, `settle` and `advance`, one thing after the other. So a simulation and a
chat in a terminal go through the very code that customers go through, and come out the same every time.

    async with turning({Think: thinker, CreateTicket: desk, UpdateTicket: desk}) as wheel:
        await wheel.says("How do I return an item?")
        await wheel.settle()
        [part.body.text for part in await wheel.parts()]
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, get_args

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation
from bridge.core.words.body import from_plain
from bridge.core.words.effects import Effect
from bridge.core.words.entries import Line, Part
from bridge.core.words.events import CustomerWrote, Event
from bridge.core.words.ids import derived
from bridge.core.words.timers import SetTimer, TimerName
from bridge.core.words.values import Attachment, Channel, Contact
from bridge.runtime import log, outbox_rows
from bridge.runtime import tables as t
from bridge.runtime.clock import Clock, ManualClock
from bridge.runtime.lease import new_owner
from bridge.runtime.live import Live
from bridge.runtime.metrics import Metrics
from bridge.runtime.outbox_rows import Claimed
from bridge.runtime.perform import Attempt, Performer, Performing
from bridge.runtime.retry import SCHEDULES
from bridge.runtime.store import Store
from bridge.runtime.temporary import temporary_store
from bridge.runtime.timers import Timers
from bridge.runtime.turn import Turned, Turns
from bridge.runtime.verdict import Failure

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""A Monday morning: where a clock stands unless another one is given."""
MOST = 1_000
"""Effects and timers in one `settle` or `advance`; more than that go round in a circle."""
LEASE_S = 3_600.0
LINES = 10_000

VISITOR = Contact(id="con_wheel", role="visitor", verified=False, external_id="con_wheel", name="Visitor")
"""Who speaks, unless somebody else is given."""

_T, _O = t.timers.c, t.outbox.c
_SET = sa.select(_T.name, _T.due).where(_T.conversation_id == bindparam("id")).order_by(_T.due)
_DUE = sa.select(_T.due).order_by(_T.due).limit(1)
_TRY = sa.select(_O.run_at).where(_O.run_at.is_not(None), _O.state == "planned").order_by(_O.run_at).limit(1)


class NobodyPerforms(Exception):  # noqa: N818 - it is a state, not a mistake
    """An effect was planned that nobody was given for; the message names it."""


class NeverQuiet(Exception):  # noqa: N818 - it is a state, not a mistake
    """One thing led to another more than `MOST` times; the message names the last effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """One attempt at an effect.

    Args:
        attempt: The effect with its id, and the number of the try.
        events: What came of it.
        failure: Why nothing came of it.
        at: When.
    """

    attempt: Attempt[Any]
    events: tuple[Event, ...] = ()
    failure: Failure | None = None
    at: datetime

    @property
    def effect(self) -> Any:
        """What was to be done."""
        return self.attempt.effect


@dataclass(slots=True)
class Wheel:
    """One conversation and all that turns it. Make it with `turning`.

    Args:
        store: Its rows; nobody else may work on them meanwhile.
        clock: What time it is; `advance` needs a ManualClock.
        turns: Where events go.
        live: Told of each change, as the Messenger is.
        conversation_id: The one conversation; it begins when the customer first says something.
        contact: Who speaks; may be changed between two lines, as by a log-in.
        channel: What he writes through.
        performed: Every attempt so far, in order.
    """

    store: Store
    clock: Clock
    turns: Turns
    live: Live
    conversation_id: str
    contact: Contact
    channel: Channel
    performed: list[Performed] = field(default_factory=list)
    _performers: Mapping[type[Effect], Performer[Any]] = field(default_factory=dict)
    _performing: Performing = field(init=False)
    _timers: Timers = field(init=False)
    _owner: str = field(init=False, default_factory=new_owner)
    _count: int = field(init=False, default=0)
    _broken: Exception | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        every = dict.fromkeys(get_args(Effect), self._perform)
        self._performing = Performing(
            self.store,
            self.turns,
            every,
            self.clock,
            schedules=SCHEDULES,
            metrics=Metrics.private(),
            wake=lambda: None,
        )
        self._timers = Timers(self.store, self.turns, self.clock)

    async def says(self, text: str, *, option: str | None = None, files: Sequence[Attachment] = ()) -> Turned:
        """The customer writes. What follows is planned, not yet performed: that is `settle`.

        Args:
            text: Plain, as typed.
            option: The uuid of the reply button that he pressed.
            files: Attachments that are in the store.
        """
        event = CustomerWrote(
            conversation_id=self.conversation_id,
            at=self.clock.now(),
            contact=self.contact,
            channel=self.channel,
            body=from_plain(text),
            client_id=f"line-{self._count + 1:08d}",
            reply_option=option,
            attachments=tuple(files),
        )
        return await self.happens(event)

    async def presses(self, words: str) -> Turned:
        """The customer presses the reply button with these words.

        Raises:
            LookupError: It is not under the last part.
        """
        conversation = await self.conversation()
        offered = conversation.offered if conversation is not None else ()
        for one in offered:
            if one.text == words:
                return await self.says(words, option=one.uuid)
        raise LookupError(f"{words!r} is not offered; there is {[one.text for one in offered]}")

    async def happens(self, *events: Event) -> Turned:
        """Anything else that happens to the conversation: an agent's reply, a hook, a rating."""
        self._count += 1
        return await self.turns.turn(derived("evt", self.conversation_id, "wheel", self._count), events)

    async def settle(self) -> list[Performed]:
        """Fires what is due and performs what can be performed now, until all is quiet.

        A try that is put off waits for the clock; what is parked waits for an operator.

        Returns:
            The attempts that were made.

        Raises:
            NobodyPerforms: Nobody was given for an effect.
            NeverQuiet: It does not end.
            Exception: What a performer raised, when it is no Failure.
        """
        before = len(self.performed)
        for _ in range(MOST):
            fired = await self._timers.fire_due()
            claimed = await self.store.write(self._claim)
            if not claimed and not fired:
                return self.performed[before:]
            for held in claimed:
                await self._performing.attempt(held)
                if self._broken is not None:
                    raise self._broken
        raise NeverQuiet(
            f"not quiet after {MOST} rounds; the last effect was {self.performed[-1].effect.kind}"
        )

    async def advance(self, seconds: float) -> list[Performed]:
        """Lets time pass, from one thing that comes due to the next, settling at each.

        Returns:
            The attempts that were made.

        Raises:
            TypeError: The clock is not one that can be moved; and what `settle` raises.
        """
        if not isinstance(self.clock, ManualClock):
            raise TypeError("only a ManualClock can be advanced")
        before = len(self.performed)
        await self.settle()
        left_s = seconds
        while (due := await self._next_due()) is not None:
            step_s = max(0.0, (due - self.clock.now()).total_seconds())
            if step_s > left_s:
                break
            self.clock.advance(step_s)
            left_s -= step_s
            await self.settle()
        self.clock.advance(left_s)
        return self.performed[before:]

    async def conversation(self) -> Conversation | None:
        """As it is now, with its ticket; None before the first word."""
        return await log.conversation(self.store, self.conversation_id)

    async def lines(self, after: int = 0) -> list[Line]:
        """The log after `after`: parts, and the entries that say why."""
        return await log.lines(self.store, self.conversation_id, after, LINES, parts_only=False)

    async def parts(self) -> list[Part]:
        """What the customer sees."""
        return [line.entry for line in await self.lines() if isinstance(line.entry, Part)]

    async def timers(self) -> list[SetTimer]:
        """What is set, the next one first."""
        values = {"id": self.conversation_id}
        rows = await self.store.read(lambda conn: conn.execute(_SET, values).all())
        return [SetTimer(name=TimerName(row.name), due=row.due) for row in rows]

    async def _next_due(self) -> datetime | None:
        found = await self.store.read(lambda conn: [conn.execute(one).scalar() for one in (_DUE, _TRY)])
        return min((due for due in found if due is not None), default=None)

    def _claim(self, conn: Connection) -> list[Claimed]:
        found: list[Claimed] = []
        for kind in sorted({effect.lane for effect in get_args(Effect)}):
            found += outbox_rows.claim(
                conn, lane_kind=kind, owner=self._owner, now=self.clock.now(), lease_s=LEASE_S, limit=MOST
            )
        return found

    async def _perform(self, attempt: Attempt[Any], /) -> Sequence[Event]:
        """Between the outbox and who was given: remembers the attempt, and what is no Failure stops all."""
        try:
            events = tuple(await self._performer_of(attempt.effect)(attempt))
        except Failure as failure:
            self.performed.append(Performed(attempt=attempt, failure=failure, at=self.clock.now()))
            raise
        except Exception as error:
            self._broken = error
            raise
        self.performed.append(Performed(attempt=attempt, events=events, at=self.clock.now()))
        return events

    def _performer_of(self, effect: Effect) -> Performer[Any]:
        if type(effect) not in self._performers:
            raise NobodyPerforms(f"nobody was given for the effect {effect.kind}")
        return self._performers[type(effect)]


@asynccontextmanager
async def turning(
    performers: Mapping[type[Effect], Performer[Any]],
    *,
    rules: Rules | None = None,
    contact: Contact = VISITOR,
    channel: Channel = Channel.WEB,
    store: Store | None = None,
    clock: Clock | None = None,
    name: str = "wheel",
    conversation_id: str | None = None,
) -> AsyncIterator[Wheel]:
    """A wheel that stands still until something is said.

    Args:
        performers: Who performs which effect; stand-ins, real ones, or some of each.
        rules: The operator's choices; the shipped ones by default.
        contact: Who speaks.
        channel: What he writes through.
        store: A store of its own with the current schema; a temporary one by default.
        clock: A ManualClock at `START` by default.
        name: Makes the ids: the same name and the same words give the same ids.
        conversation_id: One that was had elsewhere; made of the name by default.
    """
    async with AsyncExitStack() as stack:
        rows = await stack.enter_async_context(temporary_store()) if store is None else store
        clock, live, chosen = clock or ManualClock(START), Live(), rules or Rules()
        yield Wheel(
            store=rows,
            clock=clock,
            turns=Turns(rows, lambda: chosen, live, clock),
            live=live,
            conversation_id=conversation_id or derived("cnv", "wheel", name),
            contact=contact,
            channel=channel,
            _performers=performers,
        )
