"""Whatever the model does, the customer hears something in fifteen seconds, for three requests at most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, get_args

import pytest

from bridge.app import TIMER_TICK_S
from bridge.configured import rules_of
from bridge.core.words.body import from_plain
from bridge.core.words.effects import CallConnector, CreateTicket, Effect, Instruct, Look, Think, UpdateTicket
from bridge.core.words.entries import Part
from bridge.core.words.events import CustomerWrote, Event
from bridge.core.words.values import Channel
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.fin.brains.model.brain import Manner, ModelBrain
from bridge.fin.brains.model.follow import Follower
from bridge.fin.brains.model.takes import Taken
from bridge.fin.instruct import Instructor
from bridge.fin.look import Looker
from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.trigger import trigger_of
from bridge.fin.think import Thinker
from bridge.knowledge.library import Library
from bridge.runtime import log
from bridge.runtime.live import Live
from bridge.runtime.outbox import Outbox
from bridge.runtime.store import Store
from bridge.runtime.temporary import temporary_store
from bridge.runtime.timers import Timers
from bridge.runtime.turn import Turns
from bridge.settings import Settings
from bridge.simulation.standins import Desk
from connectors.llm import Endpoint, Models
from tests.attacks.shop import CONNECTORS, Shop
from tests.attacks.stage import HELP
from tests.model_server import Answer, ModelServer, Script, fails, in_turn, says
from tests.play import ADA, catalog, defined
from tests.virtual import VirtualClock, run

WITHIN_S = 15.0
MOST_CALLS = 3
CONTENT = Path(__file__).parents[2] / "config" / "content"
SETTINGS = Settings.model_validate(
    {"llm": {"base_url": "http://127.0.0.1:1/v1", "api_key": "k", "model": "m", "timeout": 13}}
)
QUESTION = "How long does delivery to my home take?"
BROKEN = Script(calls=[("use_get_order", "{broken")])
UNKNOWN = Script(calls=[("no_such_tool", {})])

DOINGS: dict[str, Callable[[], Answer]] = {
    "hangs": lambda: Script(before_s=3600),
    "hangs in the middle": lambda: Script(pieces=["It ", "takes "], ending="hang", cut_after=1),
    "drips": lambda: Script(pieces=["word "] * 200, between_s=2.0),
    "never ends": lambda: Script(pieces=["word "], is_endless=True, between_s=0.5),
    "is late": lambda: says("It takes 2 to 4 working days [1].", before_s=14.5),
    "fails late": lambda: fails(500, before_s=6.0),
    "fails": lambda: fails(500),
    "refuses": lambda: fails(401),
    "is busy": lambda: fails(429),
    "is cut": lambda: Script(pieces=["It ", "takes "], ending="cut", cut_after=1),
    "says nothing": Script,
    "says nothing, slowly": lambda: Script(before_s=5.0),
    "talks rubbish": lambda: Script(body=b"<html>no</html>"),
    "pings and hangs": lambda: Script(pieces=[""], is_endless=True, between_s=1.0),
    "asks for fifty": lambda: Script(calls=[(f"tool_{n}", {"n": n}) for n in range(50)]),
    "breaks its call": lambda: BROKEN,
    "breaks its call, slowly": lambda: Script(calls=BROKEN.calls, before_s=6.0),
    "wants an unknown tool, slowly": lambda: Script(calls=UNKNOWN.calls, before_s=5.0),
    "is broken in every way": lambda: in_turn(
        fails(500, before_s=4.0), BROKEN, UNKNOWN, Script(before_s=3600)
    ),
}


async def heard(
    answers: Sequence[Callable[[], Answer]],
    *,
    is_instructed: bool,
    is_thought: bool = True,
    api: Literal["chat", "responses"] = "chat",
) -> tuple[float, list[str], int]:
    """Seconds until the customer hears something, what it is, and requests that were spent."""
    clock = VirtualClock(asyncio.get_running_loop())
    definitions = [defined(HELP, "help_refund")]
    triggers = [one for one in map(trigger_of, definitions) if one is not None]
    matcher = Matcher(triggers)
    embedded = EmbeddedBrain(Library(CONTENT), matcher=lambda: matcher)
    rules = rules_of(SETTINGS, ["a key"])
    rules = replace(rules, catalog=catalog(definitions, CONNECTORS))
    async with AsyncExitStack() as stack:
        servers = [ModelServer(one()) for one in answers]
        for server in servers:
            await server.server.start_server(shutdown_timeout=0.1)
            stack.push_async_callback(server.server.close)
            stack.callback(server.stop.set)
        models = await stack.enter_async_context(
            Models([Endpoint(one.url, "sk-test", "m", api) for one in servers], clock.monotonic)
        )
        manner = Manner(name="Fin", canary="canary-9f3ac07be41d8256", deadline_s=SETTINGS.llm.timeout)
        asks = Taken(models)
        brain = ModelBrain(embedded, asks, manner)
        shop, desk = Shop(clock), Desk(clock)  # type: ignore[arg-type]  # it asks for the time and no more
        performers: dict[Any, Any] = {
            **dict.fromkeys(get_args(Effect), _nothing),
            Think: Thinker(brain if is_thought else embedded, clock.now),
            Look: Looker(brain, clock.now),
            Instruct: Instructor(Follower(asks, manner), clock.now),
            CallConnector: shop,
            CreateTicket: desk.create,
            UpdateTicket: desk.update,
        }
        store = await stack.enter_async_context(temporary_store())
        turns = Turns(store, lambda: rules, Live(), clock)
        outbox, timers, stop = (
            Outbox(store, turns, performers, clock),
            Timers(store, turns, clock),
            asyncio.Event(),
        )
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(outbox.run(stop), name="outbox")
            tasks.create_task(_ticking(timers, stop), name="timers")
            begun = clock.now()
            await turns.turn(
                "evt_1", [_written(clock, "please help me with my refund" if is_instructed else QUESTION)]
            )
            while not (said := await _said(store)) and clock.now() < begun + timedelta(seconds=2 * WITHIN_S):
                await asyncio.sleep(0.5)
            took = (said[0].at - begun).total_seconds() if said else 2 * WITHIN_S
            asked = sum(len(one.asked) for one in servers)
            stop.set()
            for server in servers:
                server.stop.set()
        return took, [one.body.text for one in said], asked


@pytest.mark.parametrize(
    ("is_instructed", "is_thought"),
    [(False, True), (True, False), (True, True)],
    ids=["a question", "an instruction", "a thought and its instruction"],
)
@pytest.mark.parametrize("doing", DOINGS)
def test_the_customer_hears_something_in_time(doing: str, is_instructed: bool, is_thought: bool) -> None:
    took, said, asked = run(heard([DOINGS[doing]], is_instructed=is_instructed, is_thought=is_thought))
    assert said
    assert took <= WITHIN_S
    assert 1 <= asked <= MOST_CALLS


@pytest.mark.parametrize("doing", ["hangs in the middle", "is cut", "breaks its call, slowly"])
@pytest.mark.parametrize("is_instructed", [False, True], ids=["a question", "an instruction"])
def test_so_he_does_by_the_other_dialect(doing: str, is_instructed: bool) -> None:
    took, said, asked = run(heard([DOINGS[doing]], is_instructed=is_instructed, api="responses"))
    assert said
    assert took <= WITHIN_S
    assert 1 <= asked <= MOST_CALLS


@pytest.mark.parametrize("others", [("hangs",), ("hangs", "hangs"), ("fails late", "drips", "hangs")])
def test_several_servers_have_no_more_time_together(others: tuple[str, ...]) -> None:
    took, said, asked = run(heard([DOINGS[one] for one in ("hangs", *others)], is_instructed=False))
    assert said
    assert took <= WITHIN_S
    assert asked <= MOST_CALLS


def test_a_server_that_hangs_is_stood_in_for_by_the_next() -> None:
    answers = [DOINGS["hangs"], lambda: says("Standard delivery takes 2 to 4 working days [1].")]
    took, said, _asked = run(heard(answers, is_instructed=False))
    assert said == ["Standard delivery takes 2 to 4 working days."]
    assert took <= WITHIN_S


async def _nothing(_attempt: Any) -> Sequence[Event]:
    return ()


def _written(clock: VirtualClock, text: str) -> CustomerWrote:
    return CustomerWrote(
        conversation_id="cnv_1",
        at=clock.now(),
        contact=ADA,
        channel=Channel.WEB,
        body=from_plain(text),
        client_id="line-00000001",
    )


async def _said(store: Store) -> list[Part]:
    lines = await log.lines(store, "cnv_1", limit=100, parts_only=False)
    parts = [one.entry for one in lines if isinstance(one.entry, Part)]
    return [one for one in parts if one.author.type != "user"]


async def _ticking(timers: Timers, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await timers.fire_due()
        with suppress(TimeoutError):
            async with asyncio.timeout(TIMER_TICK_S):
                await stop.wait()
