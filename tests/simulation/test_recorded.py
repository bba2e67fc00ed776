"""A recorded conversation comes to the same effects with what the model said then, and no model."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bridge.core.conversation.rules import Rules
from bridge.core.words.effects import CallConnector, CreateTicket, Instruct, Look, Think, UpdateTicket
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.fin.brains.model.brain import Manner, ModelBrain
from bridge.fin.brains.model.follow import Follower
from bridge.fin.brains.model.repair import Models as Asks
from bridge.fin.brains.model.takes import take_of
from bridge.fin.instruct import Instructor
from bridge.fin.look import Looker
from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.trigger import trigger_of
from bridge.fin.think import Thinker
from bridge.knowledge.library import Library
from bridge.runtime.clock import ManualClock
from bridge.runtime.wheel import START, Wheel, turning
from bridge.simulation.recorded import NotRecorded, Playback, Recording, difference, ordered, recorder
from bridge.simulation.standins import Desk
from connectors.llm import Endpoint, Message, ModelReply, Models
from tests.attacks.shop import ADAS_ORDER, CONNECTORS, Shop
from tests.attacks.stage import HELP
from tests.model_server import Script, fails, in_turn, running, says
from tests.play import ADA, catalog, defined

CONTENT = Path(__file__).parents[2] / "config" / "content"
LINES = [
    "How long does delivery to my home take?",
    "please help me with my refund",
    "it arrived broken",
    "Yes",
]


@asynccontextmanager
async def talking(asks: Asks, canary: str) -> AsyncIterator[Wheel]:
    definitions = [defined(HELP, "help_refund")]
    matcher = Matcher([one for one in map(trigger_of, definitions) if one is not None])
    embedded = EmbeddedBrain(Library(CONTENT), matcher=lambda: matcher)
    manner = Manner(name="Fin", canary=canary, deadline_s=5.0)
    brain, clock = ModelBrain(embedded, asks, manner), ManualClock(START)
    desk = Desk(clock)
    performers: dict[Any, Any] = {
        Think: Thinker(brain, clock.now),
        Look: Looker(brain, clock.now),
        Instruct: Instructor(Follower(asks, manner), clock.now),
        CallConnector: Shop(clock),
        CreateTicket: desk.create,
        UpdateTicket: desk.update,
    }
    rules = Rules(catalog=catalog(definitions, CONNECTORS))
    async with turning(performers, rules=rules, contact=ADA, clock=clock, name="recorded") as wheel:
        yield wheel


async def said(wheel: Wheel, lines: list[str]) -> list[str]:
    for line in lines:
        await wheel.says(line)
        await wheel.settle()
    return ordered(one.effect for one in wheel.performed)


@pytest.fixture
async def recording(tmp_path: Path) -> Recording:
    answers = in_turn(
        says("Standard delivery takes 2 to 4 working days [1]."),
        Script(calls=[("start_procedure", {"procedure": "help_refund"})]),
        Script(calls=[("use_get_order", {"number": ADAS_ORDER})]),
        says("What is wrong with it?"),
        Script(calls=[("use_issue_refund", {"number": ADAS_ORDER, "amount": 59})]),
        fails(401),
    )
    tape = Recording(at=START, contact=ADA, lines=LINES)
    async with (
        running(answers) as server,
        Models([Endpoint(server.url, "k", "m")], time.monotonic) as models,
        talking(recorder(models, tape), "canary-3f9a27c1d08be645") as wheel,
    ):
        tape.effects = await said(wheel, LINES)
    path = tmp_path / "tape.json"
    tape.write(path)
    return Recording.read(path)


async def test_it_comes_to_the_same_effects_again(recording: Recording) -> None:
    assert {"call_connector", "instruct", "update_ticket"} <= {
        json.loads(one)["kind"] for one in recording.effects
    }
    async with talking(Playback(recording.takes), "canary-b70e52d94c1fa836") as wheel:
        assert difference(recording.effects, await said(wheel, recording.lines)) == ""


async def test_another_answer_of_the_model_is_seen_in_the_effects(recording: Recording) -> None:
    recording.takes[0]["reply"]["text"] = "Standard delivery takes 2 working days [1]."
    async with talking(Playback(recording.takes), "canary-b70e52d94c1fa836") as wheel:
        found = difference(recording.effects, await said(wheel, recording.lines[:1]))
    assert "takes 2 to 4 working days" in found
    assert "takes 2 working days" in found


async def test_another_question_was_not_recorded(recording: Recording) -> None:
    async with talking(Playback(recording.takes), "canary-b70e52d94c1fa836") as wheel:
        with pytest.raises(NotRecorded):
            await said(wheel, ["How long does delivery to Norway take?"])


def test_a_file_that_is_no_recording_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for text in ("{}", "no", '{"v": 2}'):
        path.write_text(text)
        with pytest.raises(ValueError, match=r"x.json: "):
            Recording.read(path)


async def test_a_kept_reply_is_found_by_its_question_and_else_by_its_place() -> None:
    def take(asked: str, text: str) -> dict[str, Any]:
        reply = ModelReply(
            text=text,
            calls=(),
            prompt_tokens=1,
            completion_tokens=1,
            milliseconds=1.0,
            first_chunk_ms=1.0,
            model="m",
            finish="stop",
        )
        return take_of((Message("user", asked),), (), reply)

    playback = Playback([take("a", "to a"), take("b", "to b"), take("c", "to c")], is_strict=False)

    async def said(text: str) -> str:
        return (await playback.reply((Message("user", text),), deadline_s=1.0, max_tokens=1)).text

    assert [await said(text) for text in ("b", "another", "c")] == ["to b", "to a", "to c"]
    assert playback.others == 1
    with pytest.raises(NotRecorded):
        await said("a")
