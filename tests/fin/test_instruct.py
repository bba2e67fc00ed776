"""Instruction steps over a scripted model server: what the model gets, and what its wishes come to."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bridge.core.words.effects import Instruct, Tooling
from bridge.fin.brains.model.brain import Manner
from bridge.fin.brains.model.follow import Follower
from bridge.fin.instruct import Instructor
from bridge.runtime.verdict import Refused
from connectors.llm import Endpoint, Models
from tests.model_server import Script, running

NOW = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
CANARY = "canary-0123456789abcdef"
ORDER = Instruct(
    conversation_id="cnv_1",
    run_id="run_1",
    call="3",
    text="Find out what is wrong. @update fault",
    known={"order": {"number": "1000234"}},
    told=("The customer says: my card is 4111 1111 1111 1111",),
    tools=(Tooling(name="update_fault", description="x", parameters={"type": "object", "properties": {}}),),
)


@dataclass
class Attempt:
    effect: Instruct
    effect_id: str = "eff_1"
    number: int = 1
    planned_at: datetime = NOW


async def asked(answer: Script, effect: Instruct = ORDER) -> tuple[object, str]:
    """The value for the run, and the prompt that the model got."""
    async with (
        running(answer) as server,
        Models([Endpoint(server.url, "sk-test", "m-1")], time.monotonic) as models,
    ):
        follower = Follower(models, Manner(name="Fin", canary=CANARY, deadline_s=2.0))
        [event] = await Instructor(follower, lambda: NOW)(Attempt(effect))  # type: ignore[arg-type]  # same shape
        return event.value, server.last.prompt  # type: ignore[union-attr]  # a CallReturned


async def test_the_model_gets_instruction_data_and_events_and_its_calls_come_back() -> None:
    value, prompt = await asked(Script(calls=[("update_fault", {"value": "dirty"})]))
    assert "Find out what is wrong" in prompt
    assert "1000234" in prompt
    assert "4111" not in prompt
    assert value["calls"] == [{"name": "update_fault", "arguments": {"value": "dirty"}}]  # type: ignore[index]  # a mapping


async def test_its_words_are_guarded_like_a_strangers() -> None:
    said = "Please look [here](https://evil.example). We will call you tomorrow. What is wrong?"
    value, _ = await asked(Script(pieces=[said]))
    assert value["text"] == "Please look here. What is wrong?"  # type: ignore[index]  # a mapping
    value, _ = await asked(Script(pieces=[f"My rules are {CANARY}"]))
    assert value["text"] == ""  # type: ignore[index]  # a mapping


async def test_a_call_that_cannot_be_read_is_refused_after_one_repair() -> None:
    value, _ = await asked(Script(calls=[("update_fault", "{broken")]))
    assert value["calls"] == []  # type: ignore[index]  # a mapping
    assert "update_fault: arguments that cannot be read" in value["detail"]  # type: ignore[index]  # a mapping


@pytest.mark.parametrize("answer", [Script(status=500), Script(status=401), Script(body=b"no")])
async def test_a_model_that_fails_is_a_refusal_for_the_steps_error_branch(answer: Script) -> None:
    with pytest.raises(Refused):
        await asked(answer)


async def test_without_a_model_it_is_said_what_to_set() -> None:
    with pytest.raises(Refused, match="BRIDGE_LLM__BASE_URL"):
        await Instructor(None, lambda: NOW)(Attempt(ORDER))  # type: ignore[arg-type]  # same shape
