"""The process is killed around the model that tells what was done: the customer is greeted once, in time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.app import Sandbox
from tests.crash.scene import scene
from tests.crash.test_live_chat import the_chat
from tests.handoff.test_live_chat import PERSON
from tests.handoff.world import Customer, eventually
from tests.model_server import Script, running

pytestmark = pytest.mark.timeout(120)

REFUND = "I have refunded 40 € for the broken lamp."
WITHIN_S = 15.0
"""What the customer was promised: he hears something."""
TELLS = Script(calls=[("tell", {"text": "Ada Agent refunded 40 € for the broken lamp."})])


def held(request: dict[str, Any]) -> Script:
    """Refuses to sort the hand-off, and says nothing of what was done."""
    return Script(before_s=60.0) if "tell" in str(request["tools"]) else Script(status=400)


async def _over(zendesk: Sandbox, customer: Customer) -> None:
    """An agent has written something and ends the session."""
    await customer.boot("42", name="Ada Lovelace")
    await customer.say(PERSON)
    ticket_id = (await the_chat(zendesk))["ticket_id"]
    await zendesk.settled()
    zendesk.chat_reply(ticket_id, REFUND)
    await customer.hears("agent", "refunded")
    zendesk.end_session(ticket_id)


async def _greetings(customer: Customer) -> list[str]:
    return [one["body"] for one in await customer.parts() if "is over" in one["body"]]


@pytest.mark.parametrize("stage", ["before", "during", "after"])
async def test_the_greeting_comes_once_and_in_time(tmp_path: Path, stage: str) -> None:
    async with (
        running(TELLS if stage == "after" else held) as model,
        scene(
            tmp_path,
            mode="live_chat",
            environment={
                "BRIDGE_LLM__BASE_URL": model.url,
                "BRIDGE_LLM__API_KEY": "sk-test",
                "BRIDGE_LLM__MODEL": "m-1",
            },
        ) as (zendesk, service, customer),
    ):

        async def is_asked() -> bool:
            return ["tell"] in [one.tools for one in model.asked]

        async def is_greeted() -> bool:
            return bool(await _greetings(customer))

        await _over(zendesk, customer)
        if stage != "before":
            await eventually(is_asked, "the model was never asked")
        await service.kill()
        model.answer = held if stage == "during" else TELLS
        await service.start()
        began = time.monotonic()
        await eventually(is_greeted, "nobody greeted him", deadline_s=40)
        assert time.monotonic() - began < WITHIN_S
        if stage == "during":
            assert f"“{REFUND}”" in (await _greetings(customer))[0]
        await zendesk.settled()
        model.stop.set()  # so that nothing waits for what is held
        [said] = await _greetings(customer)
        assert "40 € for the broken lamp." in said
