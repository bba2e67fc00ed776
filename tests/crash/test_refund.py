"""A refund is made once, whatever happens to the process, to the call and to the customer's patience."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from connectors.sandbox.app import Sandbox
from tests.crash.refund_shop import TOKEN, RefundShop, refund_shop
from tests.crash.scene import STAGES, ends, killed_at
from tests.crash.service import ROOT, Service
from tests.handoff.world import Customer, eventually, free_port, settings_for

FIRST = "I'd like a refund for order 1000234"
OFFSETS_S = [place * 0.06 for place in range(10)]


@dataclass
class Scene:
    zendesk: Sandbox
    shop: RefundShop
    service: Service
    customer: Customer

    async def yes(self) -> None:
        """The customer is asked, and agrees."""
        part = await self.customer.hears("fin", "shall I pay")
        option = next(one["uuid"] for one in part["reply_options"] if one["text"] == "Yes")
        await self.customer.say("Yes", option=option)

    async def is_asked(self) -> bool:
        return self.shop.asked["POST"] > 0

    async def fin_said(self, words: str) -> int:
        return sum(
            words in part["body"] for part in await self.customer.parts() if part["author"]["type"] == "fin"
        )


@asynccontextmanager
async def scene(folder: Path, *, effect: str = "idempotent", timeout_s: int = 10) -> AsyncIterator[Scene]:
    config = folder / "config"
    shutil.copytree(ROOT / "config", config)
    refund = config / "connectors" / "issue_refund.yaml"
    text = refund.read_text().replace("effect: idempotent", f"effect: {effect}")
    refund.write_text(text.replace("timeout: 10", f"timeout: {timeout_s}"))
    async with (
        Sandbox(port=0, incremental_lag_s=0) as zendesk,
        refund_shop() as shop,
        aiohttp.ClientSession() as http,
    ):
        settings = settings_for(folder, zendesk, port=free_port())
        service = Service(
            settings,
            BRIDGE_CONFIG_DIR=str(config),
            BRIDGE_SECRETS__SHOP_URL=shop.url,
            BRIDGE_SECRETS__SHOP_TOKEN=TOKEN,
            BRIDGE_CONNECTORS__ALLOW_HOSTS=json.dumps([f"127.0.0.1:{shop.port}"]),
        )
        await service.setup()
        await service.start()
        customer = Customer(settings.base_url, http)
        await customer.boot("42", name="Ada Lovelace")
        try:
            yield Scene(zendesk, shop, service, customer)
        finally:
            zendesk.resume()
            shop.resume()
            await service.stop()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("method", ["GET", "POST"], ids=["order", "refund"])
async def test_the_process_dies_at_a_call_of_the_shop(tmp_path: Path, method: str, stage: str) -> None:
    async with scene(tmp_path) as s:
        s.shop.hold(method, stage)
        await s.customer.say(FIRST)
        if method == "POST":
            await s.yes()
            await killed_at(s.shop, s.service)
        else:
            await killed_at(s.shop, s.service)
            await s.yes()
        await s.customer.hears("fin", "Done:")
        await ends(s.zendesk, "solved", "refunded")
        assert len(s.shop.refunds) == 1
        assert await s.fin_said("Done:") == 1
        assert await s.fin_said("shall I pay") == 1


@pytest.mark.parametrize("stage", STAGES)
async def test_the_process_dies_while_the_ticket_is_written(tmp_path: Path, stage: str) -> None:
    async with scene(tmp_path) as s:
        await s.customer.say(FIRST)
        s.zendesk.fault(stage, method="PUT", path_regex=r"/api/v2/tickets/\d+(\.json)?$", body_regex="Done:")
        await s.yes()
        await killed_at(s.zendesk, s.service)
        await ends(s.zendesk, "solved", "refunded")
        assert len(s.shop.refunds) == 1
        assert await s.fin_said("Done:") == 1


@pytest.mark.parametrize("stage", ["pause_before", "pause_inside"])
async def test_a_refund_that_may_not_be_repeated_goes_to_people_after_a_crash(
    tmp_path: Path, stage: str
) -> None:
    async with scene(tmp_path, effect="unsafe") as s:
        s.shop.hold("POST", stage)
        await s.customer.say(FIRST)
        await s.yes()
        await killed_at(s.shop, s.service)
        await ends(s.zendesk, "open", "fin-routed-to-team")
        assert s.shop.asked["POST"] == 1, "nobody knows whether it was done, so nobody does it again"
        assert len(s.shop.refunds) == (stage == "pause_inside")


@pytest.mark.parametrize("offset_s", OFFSETS_S)
async def test_a_second_message_during_the_refund_changes_nothing_about_it(
    tmp_path: Path, offset_s: float
) -> None:
    async with scene(tmp_path) as s:
        s.shop.slow_s = 0.4
        await s.customer.say(FIRST)
        await s.yes()
        await asyncio.sleep(offset_s)
        await s.customer.say("How long does delivery take?")
        await s.customer.hears("fin", "Done:")
        await s.customer.hears("fin", "warehouse")
        assert len(s.shop.refunds) == s.shop.asked["POST"] == 1
        assert await s.fin_said("Done:") == 1
        assert await s.fin_said("shall I pay") == 1


@pytest.mark.parametrize(("effect", "status"), [("idempotent", "solved"), ("unsafe", "open")])
async def test_a_time_out_that_was_carried_out_anyway(tmp_path: Path, effect: str, status: str) -> None:
    async with scene(tmp_path, effect=effect, timeout_s=1) as s:
        s.shop.slow_s = 1.4
        await s.customer.say(FIRST)
        await s.yes()
        await eventually(s.is_asked, "the shop was never asked")
        s.shop.slow_s = 0.0
        await ends(s.zendesk, status)
        assert len(s.shop.refunds) == 1
        assert s.shop.asked["POST"] == (2 if effect == "idempotent" else 1)


async def test_asking_twice_pays_back_once(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        await s.customer.say(FIRST)
        await s.yes()
        await s.customer.hears("fin", "Done:")
        await s.customer.say("I want my money back for order 1000234")
        await s.customer.hears("fin", "has been paid back already")
        assert len(s.shop.refunds) == 1


async def test_yes_pressed_twice_at_once_pays_back_once(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        await s.customer.say(FIRST)
        part = await s.customer.hears("fin", "shall I pay")
        option = next(one["uuid"] for one in part["reply_options"] if one["text"] == "Yes")
        await asyncio.gather(*(s.customer.say("Yes", option=option) for _ in range(3)))
        await s.customer.hears("fin", "Done:")
        assert len(s.shop.refunds) == s.shop.asked["POST"] == 1
