"""Events that are posted: signed, in order, until they are taken, and the same at each try."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bridge.core.conversation.rules import Rules
from bridge.core.words.body import from_plain
from bridge.core.words.events import AgentReplied
from bridge.core.words.values import Author
from bridge.runtime.clock import SystemClock
from bridge.runtime.live import Live
from bridge.runtime.turn import Turns
from tests.connectors.outside import cut, outside, says
from tests.crash.service import Service
from tests.edges.fin_api_server import (
    ADA,
    SIGNING,
    TOKEN,
    Caller,
    calling,
    settings_of,
    words,
)
from tests.handoff.world import eventually

STATUS = {"event_name", "conversation_id", "user_id", "status", "created_at_ms"}
REPLIED = {"event_name", "conversation_id", "user_id", "message", "status", "created_at_ms"}
MS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
WHOLE = ["fin_replied", "awaiting_user_reply", "fin_replied", "resolved", "complete"]


@pytest.fixture
async def caller(tmp_path):
    async with calling(tmp_path) as one:
        yield one


async def talked(caller: Caller) -> None:
    """A question, its answer, and that it helped."""
    await caller.start()
    await answered(caller)
    await caller.reply("that helped, thank you")


async def answered(caller: Caller) -> None:
    async def so() -> bool:
        state = await caller.state()
        return state is not None and state.caller.told == "awaiting_user_reply"

    await eventually(so, "never answered")


async def test_events_have_intercoms_shapes(caller: Caller) -> None:
    await talked(caller)
    events = await caller.told(*WHOLE)
    for one in events:
        del one["id"]
    assert [set(one) for one in events] == [REPLIED, STATUS, REPLIED, STATUS, STATUS]
    assert all(MS.fullmatch(one["created_at_ms"]) for one in events)
    assert {(one["conversation_id"], one["user_id"]) for one in events} == {("ext-1", "user-42")}
    replied = events[0]
    assert replied["status"] == "replying"
    assert set(replied["message"]) == {"id", "author", "body", "timestamp_ms"}
    assert replied["message"]["author"] == "fin"
    assert "three working days" in replied["message"]["body"]
    assert "https://shop.example/help/delivery" in replied["message"]["body"]


async def test_an_escalation_says_why_and_that_it_is_complete(caller: Caller) -> None:
    await caller.start("Do you like jazz?")
    events = await caller.told("escalated", "complete")
    assert set(events[-2]) == {*STATUS, "reason", "id"}
    assert events[-2]["reason"] == "Conversation finished without resolution"
    assert "reason" not in events[-1]


async def test_an_agents_words_are_told_as_an_event_of_our_own(caller: Caller) -> None:
    await caller.start("I want to talk to a human")
    await caller.told("escalated", "complete")
    state = await caller.state()
    event = AgentReplied(
        conversation_id=state.id,
        at=state.updated_at,
        ticket_id=1,
        comment_id=1,
        author=Author(type="agent", name="Sam"),
        body=from_plain("Hello Ada"),
    )
    elsewhere = Turns(caller.bridge.store, Rules, Live(), SystemClock())
    await elsewhere.turn("evt_agent", [event])
    events = await caller.told("agent_replied")
    assert (events[-1]["message"]["author"], events[-1]["message"]["author_name"]) == ("agent", "Sam")


@pytest.mark.parametrize(
    "failing", [says(status=500), says(status=404), says(status=503), cut], ids=["500", "404", "503", "cut"]
)
async def test_a_listener_that_fails_is_told_again_the_same_and_in_order(caller: Caller, failing) -> None:
    fails = {"left": 1}
    fine = caller.listener.answer

    async def answer(request: web.Request) -> web.StreamResponse:
        fails["left"] -= 1
        return await (failing if fails["left"] >= 0 else fine)(request)

    caller.listener.answer = answer
    await talked(caller)
    events = await caller.told(*WHOLE)
    assert _once(events) == WHOLE
    assert len(events) == len(WHOLE) + 1
    _are_repeated_alike(events)


async def test_a_listener_that_hangs_holds_up_nobody_else(tmp_path: Path) -> None:
    gate = asyncio.Event()
    async with calling(tmp_path) as caller:
        fine = caller.listener.answer

        async def answer(request: web.Request) -> web.StreamResponse:
            if b'"ext-1"' in await request.read():
                await gate.wait()
            return await fine(request)

        caller.listener.answer = answer
        await caller.start()
        await answered(caller)
        await caller.start(conversation="ext-2")
        await caller.told("fin_replied", "awaiting_user_reply", conversation="ext-2")
        assert words(caller.events()) == ["fin_replied"], "the next waits for this one"
        gate.set()
        await caller.told("fin_replied", "awaiting_user_reply")


async def test_without_a_listener_all_goes_on(tmp_path: Path) -> None:
    async with calling(tmp_path, url="") as caller:
        await talked(caller)

        async def over() -> bool:
            return (await caller.state()).caller.told == "complete"

        await eventually(over, "never complete")


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_process_that_is_killed_around_an_event_tells_it_with_the_same_id_and_in_order(
    tmp_path: Path, moment: str
) -> None:
    arrived, go = asyncio.Event(), asyncio.Event()

    async with outside() as listener, aiohttp.ClientSession() as http:
        fine = listener.answer

        async def answer(request: web.Request) -> web.StreamResponse:
            if b"awaiting_user_reply" in await request.read() and not go.is_set():
                arrived.set()
                if moment == "before":
                    await go.wait()
                    return web.Response()
            return await fine(request)

        listener.answer = answer
        settings = settings_of(tmp_path, listener=listener.url("/events"))
        service = Service(
            settings,
            BRIDGE_CONFIG_DIR=str(settings.config_dir),
            BRIDGE_API_TOKENS=json.dumps([{"token": TOKEN, "name": "x", "scopes": ["write_conversations"]}]),
            BRIDGE_EVENTS__WEBHOOK_URL=settings.events.webhook_url,
            BRIDGE_EVENTS__SIGNING_SECRET=SIGNING,
            BRIDGE_SECRET_KEYS='["a key for tests, long and random enough"]',
            BRIDGE_ZENDESK__OAUTH_CLIENT_ID="",
            BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET="",
        )
        try:
            await service.start()
            caller = Caller(settings.base_url, http, listener=listener)
            await caller.start()
            async with asyncio.timeout(20):
                await arrived.wait()
            await service.kill()
            go.set()
            await service.start()
            body = {"conversation_id": "ext-1", "user": ADA}
            message = {"author": "user", "body": "that helped, thank you"}
            await caller.post("/fin/reply", {**body, "message": message})
            await caller.told("resolved", "complete")
            events = caller.events()
            assert _once(events) == WHOLE
            _are_repeated_alike(events)
        finally:
            go.set()
            await service.stop()


def _once(events: list[dict]) -> list[str]:
    """The events without repetitions; one may be repeated only before the next."""
    ids = [one["id"] for one in events]
    assert all(ids[place - 1] == id_ or id_ not in ids[:place] for place, id_ in enumerate(ids))
    return words([one for place, one in enumerate(events) if one["id"] not in ids[:place]])


def _are_repeated_alike(events: list[dict]) -> None:
    alike = defaultdict(list)
    for one in events:
        alike[one["id"]].append(one)
    assert all(one == same[0] for same in alike.values() for one in same)
