"""A small world around the wheel: a core that obeys the customer, performers that remember."""

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from bridge.core.conversation.decision import Decision
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation
from bridge.core.words.body import Body
from bridge.core.words.effects import CallConnector, Effect, Think, UpdateTicket
from bridge.core.words.entries import Part, Why
from bridge.core.words.events import CustomerWrote, FinRead, TimerFired
from bridge.core.words.reading import WantsTeam
from bridge.core.words.timers import CancelTimer, SetTimer, TimerName
from bridge.core.words.values import Author, Channel, Contact
from bridge.runtime.clock import SystemClock
from bridge.runtime.live import Live
from bridge.runtime.outbox import Outbox
from bridge.runtime.retry import Schedule
from bridge.runtime.turn import Turns

START = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
ANN = Contact(id="con_ann", role="user", verified=True, external_id="42", name="Ann")
QUICK = {
    kind: Schedule(delays_s=(0.01,), tries=tries, mistakes=3, patience_s=5.0, why="a test waits")
    for kind, tries in (("fin", 3), ("desk", None), ("connector", 3), ("deliveries", None))
}


def begin(event):
    return Conversation(
        id=event.conversation_id,
        contact=event.contact,
        channel=event.channel,
        created_at=event.at,
        updated_at=event.at,
    )


def decide(c, event, _rules):
    """`think`, `desk`, `pay`, `timer 5`, `cancel`, `no`, `break`: each word is obeyed in order."""
    if not isinstance(event, CustomerWrote):
        detail = event.name.value if isinstance(event, TimerFired) else ""
        return Decision(conversation=c, entries=(Why(at=event.at, what=event.kind, detail=detail),))
    words = event.body.text.split()
    if words[:1] == ["no"]:
        return Decision(conversation=c, refused="no means no")
    effects, timers = [], []
    for place, word in enumerate(words):
        if word == "think":
            effects.append(Think(conversation_id=c.id, turn=c.turn + 1, text=event.body.text))
        elif word == "desk":
            effects.append(UpdateTicket(conversation_id=c.id, episode=1, add_tags=(f"{c.turn}.{place}",)))
        elif word == "pay":
            effects.append(
                CallConnector(
                    conversation_id=c.id,
                    run_id="run_1",
                    call=str(place),
                    connector="pay",
                    inputs={},
                    contact=ANN,
                    touch="idempotent",
                )
            )
        elif word == "timer":
            due = event.at + timedelta(seconds=float(words[place + 1]))
            timers.append(SetTimer(name=TimerName.PENDING, due=due))
        elif word == "cancel":
            timers.append(CancelTimer(name=TimerName.PENDING))
        elif word == "break":
            raise ArithmeticError("the core has a hole")
    part = Part(
        at=event.at, author=Author(type="user", name="Ann"), body=event.body, client_id=event.client_id
    )
    return Decision(
        conversation=replace(c, turn=c.turn + 1, shown=c.seq + 1),
        entries=(part,),
        effects=tuple(effects),
        timers=tuple(timers),
    )


def wrote(conversation_id, text, at=START, client_id="c"):
    return CustomerWrote(
        conversation_id=conversation_id,
        at=at,
        contact=ANN,
        channel=Channel.WEB,
        body=Body(html=f"<p>{text}</p>", text=text),
        client_id=client_id,
    )


@dataclass
class World:
    store: object
    clock: object = field(default_factory=SystemClock)
    live: Live = field(default_factory=Live)
    turns: Turns = field(init=False)
    count: int = 0

    def __post_init__(self):
        self.turns = Turns(self.store, Rules, self.live, self.clock, decide=decide, begin=begin)

    async def says(self, conversation_id, text, event_id=None):
        self.count += 1
        event = wrote(conversation_id, text, self.clock.now(), f"c{self.count}")
        return await self.turns.turn(event_id or f"evt_{conversation_id}_{self.count}", [event])

    def outbox(self, performer, **options):
        options.setdefault("schedules", QUICK)
        performers = dict.fromkeys(get_args(Effect), performer)
        return Outbox(self.store, self.turns, performers, self.clock, **options)


class Performs:
    """Remembers every attempt, and does what `script` says: an exception is raised, None is success."""

    def __init__(self, script=lambda _attempt: None):
        self.attempts = []
        self.script = script
        self.at_once = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, attempt):
        self.attempts.append(attempt)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.gate.wait()
            outcome = self.script(attempt)
        finally:
            self.at_once -= 1
        if isinstance(outcome, BaseException):
            raise outcome
        effect = attempt.effect
        return (
            FinRead(
                conversation_id=effect.conversation_id,
                at=START,
                turn=getattr(effect, "turn", 0),
                reading=WantsTeam(),
            ),
        )

    @property
    def ids(self):
        return [attempt.effect_id for attempt in self.attempts]


@asynccontextmanager
async def running(worker):
    """A worker that runs, and is stopped as a deploy stops it."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(worker.run(stop), name="worker")
        try:
            yield
        finally:
            stop.set()
            await task


@asynccontextmanager
async def dying(worker):
    """A worker that is gone from one moment to the next: what it had in memory is lost."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(worker.run(asyncio.Event()), name="worker")
        yield
        task.cancel()


async def until(condition, deadline_s=10.0):
    end = time.monotonic() + deadline_s
    while True:
        value = condition()
        if asyncio.iscoroutine(value):
            value = await value
        if value:
            return value
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.005)


async def rows(store, sql, **values):
    from sqlalchemy import text

    return await store.read(lambda conn: conn.execute(text(sql), values).all())
