"""The process is killed around a trigger: there is one conversation, and nobody is forgotten in it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from connectors.sandbox.app import Sandbox
from tests.crash.service import Service
from tests.handoff.world import Customer, eventually, free_port, settings_for

TOKEN = "the-token-of-a-shop"
PROCEDURE = """
title: Look at a payout
audience: {{contacts: verified}}
proactive: {{first_message: "Shall we look at your payout?", close_after: {close_after}}}
steps:
  - ask: For which day?
    as: day
  - say: "I look at {{{{ day }}}}."
"""
AT_ONCE = 4


@dataclass
class Shop:
    """An operator's server that triggers, and sends again what it got no answer to."""

    base: str
    http: aiohttp.ClientSession

    async def trigger(self, key: str) -> str | None:
        """The conversation's id; None when the connection broke."""
        headers = {
            "Authorization": f"Bearer {TOKEN}",
            "Intercom-Version": "Unstable",
            **({"Idempotency-Key": key} if key else {}),
        }
        url = f"{self.base}/procedures/payout/trigger"
        try:
            async with self.http.post(url, json={"user": {"id": "42"}}, headers=headers) as answer:
                assert answer.status in (200, 503), await answer.text()
                told = await answer.json()
                return str(told["conversation_id"]) if answer.status == 200 else None
        except aiohttp.ClientError:
            return None

    async def until_answered(self, key: str) -> str:
        return await eventually(lambda: self.trigger(key), "the trigger is never answered")


@asynccontextmanager
async def scene(folder: Path, close_after: str = "24h") -> AsyncIterator[tuple[Service, Shop, Customer]]:
    config = folder / "config"
    (config / "procedures").mkdir(parents=True)
    (config / "procedures" / "payout.yaml").write_text(PROCEDURE.format(close_after=close_after))
    async with Sandbox(port=0) as zendesk, aiohttp.ClientSession() as http:
        settings = settings_for(folder, zendesk, port=free_port())
        tokens = [{"token": TOKEN, "name": "shop", "scopes": ["write_conversations"]}]
        more = {"BRIDGE_API_TOKENS": json.dumps(tokens), "BRIDGE_CONFIG_DIR": str(config)}
        service = Service(settings, **more)
        await service.start()
        try:
            yield service, Shop(settings.base_url, http), Customer(settings.base_url, http)
        finally:
            await service.stop()


async def the_one(customer: Customer) -> dict[str, Any]:
    booted = await customer.boot("42", name="Ada")
    (conversation,) = booted["conversations"]
    customer.conversation = conversation["id"]
    return dict(conversation)


@pytest.mark.parametrize(
    ("moment", "key"), [("under way", "a-key"), ("first answer", ""), ("all answered", "a-key")]
)
async def test_a_trigger_that_is_cut_off_and_sent_again_is_one_conversation(
    tmp_path: Path, moment: str, key: str
) -> None:
    async with scene(tmp_path) as (service, shop, customer), asyncio.TaskGroup() as tasks:
        sent = [tasks.create_task(shop.trigger(key), name=f"trigger-{n}") for n in range(AT_ONCE)]
        if moment == "under way":
            await asyncio.sleep(0)
        else:
            until = asyncio.FIRST_COMPLETED if moment == "first answer" else asyncio.ALL_COMPLETED
            await asyncio.wait(sent, return_when=until)
        await service.kill()
        answered = {made for made in await asyncio.gather(*sent) if made is not None}
        await service.start()
        conversation_id = await shop.until_answered(key)
        assert answered <= {conversation_id}
        assert (await the_one(customer))["unread_count"] == 1
        assert [part["author"]["type"] for part in await customer.parts()] == ["fin"]


async def test_a_reply_that_the_process_took_with_it_still_begins_the_procedure(tmp_path: Path) -> None:
    async with scene(tmp_path) as (service, shop, customer):
        first = await shop.until_answered("a-key")
        await the_one(customer)
        await customer.say("yes please")
        await service.kill()
        await service.start()

        async def asked() -> bool:
            return "For which day?" in (await customer.parts())[-1]["body"]

        # what the dead process had begun to read is taken up after its lease, or the patience is over
        await eventually(asked, "the procedure never began", deadline_s=30)
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["fin", "user", "fin"]
        assert await shop.until_answered("a-key") == first
        assert await shop.until_answered("another-key") != first


async def test_silence_is_noticed_after_the_process_was_killed(tmp_path: Path) -> None:
    async with scene(tmp_path, close_after="1s") as (service, shop, customer):
        await shop.until_answered("")
        await service.kill()
        await service.start()

        async def closed() -> bool:
            return (await the_one(customer))["status"] == "closed"

        await eventually(closed, "it never closed")
        await customer.say("I was away")
        await customer.hears("fin", "For which day?")
        assert (await the_one(customer))["status"] == "awaiting_user_reply"
