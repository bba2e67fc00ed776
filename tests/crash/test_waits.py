"""What a procedure waits for survives the process: callbacks before and after its death, and time."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from connectors.sandbox.app import Sandbox
from tests.crash.service import Service
from tests.handoff.world import Customer, free_port, settings_for

WAITS = """\
when_to_use:
  description: The customer wants the parcel inspection.
  examples: [start the parcel inspection, please inspect my parcel, parcel inspection]
steps:
  - say: "Call back at {{ hooks.inspected }} please."
  - ask: Shall I go on?
    buttons: [Go on]
    as: answer
  - wait_for_webhook:
      name: inspected
      example: {grade: A}
      timeout: TIMEOUT
    as: news
    on_timeout: [{say: Nobody called back.}, {end: {follow_up: false}}]
  - say: "The grade is {{ news.grade }}."
  - end: {follow_up: false}
"""


@dataclass
class Scene:
    service: Service
    customer: Customer
    http: aiohttp.ClientSession

    async def begins(self) -> str:
        await self.customer.boot("42", name="Ada Lovelace")
        await self.customer.say("start the parcel inspection")
        part = await self.customer.hears("fin", "Call back at")
        found = re.search(r"http://[^\s\"<]+/hooks/[A-Za-z0-9_.-]+", part["body"])
        assert found is not None
        return found[0]

    async def goes_on(self) -> None:
        part = await self.customer.hears("fin", "Shall I go on")
        await self.customer.say("Go on", option=part["reply_options"][0]["uuid"])

    async def calls_back(self, url: str, grade: str = "B", key: str = "k-1") -> tuple[int, Any]:
        async with self.http.post(url, json={"grade": grade}, headers={"Idempotency-Key": key}) as answer:
            return answer.status, await answer.json()

    async def dies(self) -> None:
        await self.service.kill()
        await self.service.start()

    async def said(self, words: str) -> int:
        return sum(words in part["body"] for part in await self.customer.parts())


@asynccontextmanager
async def scene(folder: Path, timeout: str = "1d") -> AsyncIterator[Scene]:
    config = folder / "config"
    (config / "procedures").mkdir(parents=True)
    (config / "content").mkdir()
    (config / "procedures" / "inspection.yaml").write_text(WAITS.replace("TIMEOUT", timeout))
    async with Sandbox(port=0, incremental_lag_s=0) as zendesk, aiohttp.ClientSession() as http:
        settings = settings_for(folder, zendesk, port=free_port())
        service = Service(settings, BRIDGE_CONFIG_DIR=str(config))
        await service.setup()
        await service.start()
        try:
            yield Scene(service, Customer(settings.base_url, http), http)
        finally:
            await service.stop()


async def test_a_callback_after_the_process_died_resumes_once(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        url = await s.begins()
        await s.goes_on()
        await s.dies()
        first = await s.calls_back(url)
        assert first[0] == 200
        await s.customer.hears("fin", "The grade is B.")
        await s.dies()
        assert await s.calls_back(url) == first, "the stored answer survives too"
        assert (await s.calls_back(url, grade="C"))[0] == 422
        assert (await s.calls_back(url, key="k-2"))[0] == 410
        assert await s.said("The grade is") == 1


async def test_an_early_callback_is_kept_over_a_death(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        url = await s.begins()
        await s.customer.hears("fin", "Shall I go on")
        assert (await s.calls_back(url))[0] == 202
        await s.dies()
        await s.goes_on()
        await s.customer.hears("fin", "The grade is B.")
        assert await s.said("The grade is") == 1


@pytest.mark.parametrize("dies", [False, True])
async def test_the_time_out_comes_though_the_process_was_dead_when_it_was_due(
    tmp_path: Path, *, dies: bool
) -> None:
    async with scene(tmp_path, timeout="2s") as s:
        await s.begins()
        await s.goes_on()
        if dies:
            await s.dies()
        await s.customer.hears("fin", "Nobody called back.")
        assert await s.said("Nobody called back.") == 1
