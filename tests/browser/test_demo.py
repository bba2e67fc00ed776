"""The running demo in a real browser, as a newcomer meets it: shop, Messenger, agent's page."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.chromium import browser

ROOT = Path(__file__).parents[2]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
pytestmark = pytest.mark.browser


@dataclass
class Demo:
    shop: str
    agent: str
    bridge: str


def _port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@asynccontextmanager
async def demo(folder: Path, *, hours: str = "", **settings: str) -> AsyncIterator[Demo]:
    """`python -m bridge demo` on free ports; its data lie in `folder`."""
    bridge, sandbox, shop = _port(), _port(), _port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")},
        **settings,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    if hours:
        shutil.copytree(ROOT / "config", folder / "config")
        (folder / "config" / "hours.yaml").write_text(hours)
    else:
        (folder / "config").symlink_to(ROOT / "config")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bridge", "demo", "--port", str(bridge)),
        *("--sandbox-port", str(sandbox), "--shop-port", str(shop)),
        env=environment,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(40):
            while b"Ctrl-C" not in (line := await process.stdout.readline()):
                assert line, "the demo ended before it was ready"
        yield Demo(
            f"http://127.0.0.1:{shop}", f"http://127.0.0.1:{sandbox}/agent", f"http://127.0.0.1:{bridge}"
        )
    finally:
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            await process.communicate()


def heard(page: Page) -> list[str]:
    """Everything that the page complains about."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def said(message: Any) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", said)
    return complaints


async def _opened(page: Page, url: str) -> None:
    await page.goto(url)
    await page.get_by_test_id("launcher").click()
    await page.get_by_test_id("new-conversation").click()


async def _say(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.keyboard.press("Enter")


async def test_the_whole_way_from_a_question_to_an_agents_reply(tmp_path: Path) -> None:
    async with demo(tmp_path) as d, browser() as b:
        page = await b.new_page()
        complaints = heard(page)
        await _opened(page, f"{d.shop}/?as=ada")
        await _say(page, "How long does delivery take?")
        await expect(page.get_by_role("link", name="Delivery times and shipping costs")).to_be_visible()
        await page.get_by_test_id("reply-option").filter(has_text="That helped").click()
        await expect(page.get_by_text("glad that helped")).to_be_visible()
        await _say(page, "I want to talk to a human")
        await expect(page.get_by_text("passing you to our team")).to_be_visible()
        agent = await b.new_page()
        await agent.goto(d.agent)
        await agent.get_by_text("How long does delivery take?").first.click()
        await expect(agent.get_by_text("fin-routed-to-team").first).to_be_visible()
        await expect(agent.get_by_text("Handed over by Fin").first).to_be_visible()
        await expect(agent.get_by_text("Ada Lovelace").first).to_be_visible()
        await agent.locator("#text").fill("Hello, this is Ada from the team <img src=x onerror=alert(1)>")
        await agent.get_by_role("button", name="Submit").click()
        await expect(page.get_by_text("Hello, this is Ada from the team")).to_be_visible(timeout=2000)
        await page.reload()
        await page.get_by_test_id("launcher").click()
        assert complaints == []


async def test_a_click_on_the_shops_own_button_has_fin_speak_first(tmp_path: Path) -> None:
    async with demo(tmp_path) as d, browser() as b:
        page = await b.new_page()
        complaints = heard(page)
        await page.goto(f"{d.shop}/?as=ada")
        await page.wait_for_function("() => window.Intercom('whoami')")
        await page.get_by_role("button", name="Something is wrong with it").click()
        await expect(
            page.get_by_text("Is something wrong with the delivery of order 1000234?")
        ).to_be_visible()
        await _say(page, "it is not here yet")
        await expect(page.get_by_text("Maya with bike 12 is on the way")).to_be_visible(timeout=15000)
        agent = await b.new_page()
        await agent.goto(d.agent)
        await agent.get_by_text("Sort out a delivery: it is not here yet").first.click()
        await expect(agent.get_by_text("Fin wrote first").first).to_be_visible(timeout=15000)
        assert complaints == []


async def test_a_question_back_that_stays_unanswered_goes_to_the_team(tmp_path: Path) -> None:
    async with demo(tmp_path, BRIDGE_HANDOFF__PENDING_TIMEOUT="2") as d, browser() as b:
        page = await b.new_page()
        complaints = heard(page)
        await _opened(page, d.shop)
        await _say(page, "It is broken")
        await expect(page.get_by_text("passing this to our team")).to_be_visible(timeout=8000)
        assert complaints == []


async def test_where_sockets_are_blocked_answers_come_by_long_poll(tmp_path: Path) -> None:
    async with demo(tmp_path) as d, browser() as b:
        page = await b.new_page()
        await page.route_web_socket("**/messenger/socket", lambda ws: ws.close())
        await _opened(page, f"{d.shop}/?as=grace")
        await _say(page, "How long does delivery take?")
        await expect(page.get_by_role("link", name="Delivery times and shipping costs")).to_be_visible(
            timeout=15000
        )


async def test_the_tab_that_leads_may_close_and_another_goes_on(tmp_path: Path) -> None:
    async with demo(tmp_path) as d, browser() as b:
        context = await b.new_context()
        first, second = await context.new_page(), await context.new_page()
        await _opened(first, f"{d.shop}/?as=ada")
        await _say(first, "How long does delivery take?")
        await expect(first.get_by_role("link", name="Delivery times and shipping costs")).to_be_visible()
        await second.goto(f"{d.shop}/?as=ada")
        await second.get_by_test_id("launcher").click()
        await first.close()
        await second.get_by_test_id("new-conversation").click()
        await _say(second, "My lamp flickers")
        await expect(second.get_by_role("link", name="My lamp flickers")).to_be_visible(timeout=15000)
        assert await second.get_by_test_id("part").count() == 2


async def test_a_refund_from_the_first_word_to_done(tmp_path: Path) -> None:
    async with demo(tmp_path) as d, browser() as b:
        page = await b.new_page()
        complaints = heard(page)
        await _opened(page, f"{d.shop}/?as=ada")
        await _say(page, "I'd like a refund for my order")
        await expect(page.get_by_text("What is the order number?")).to_be_visible()
        await _say(page, "it is 1000234")
        await expect(page.get_by_text("shall I pay € 59.00 back")).to_be_visible()
        if folder := os.environ.get("SCREENSHOTS"):
            await page.screenshot(path=Path(folder) / "refund.png")
        await page.get_by_test_id("reply-option").filter(has_text="Yes").click()
        await expect(page.get_by_text("Done: € 59.00 are on their way back to you")).to_be_visible()
        agent = await b.new_page()
        await agent.goto(d.agent)
        await agent.get_by_text("I'd like a refund for my order").first.click()
        await expect(agent.get_by_text("refunded").first).to_be_visible()
        shown = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bridge", "chat", "--show", "last"),
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "DATABASE_URL": f"sqlite:///{tmp_path}/var/demo/bridge.db",
            },
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
        )
        log = (await shown.communicate())[0].decode()
        assert "procedure_started  refund_order" in log
        assert "step  issue_refund answered" in log
        assert complaints == []


async def test_a_reply_that_stays_unread_is_mailed_and_its_answer_comes_back(tmp_path: Path) -> None:
    async with demo(tmp_path, BRIDGE_MAIL__UNREAD_AFTER="1") as d, browser() as b:
        page = await b.new_page()
        await _opened(page, f"{d.shop}/?as=ada")
        await _say(page, "I want to talk to a human")
        await expect(page.get_by_text("passing you to our team")).to_be_visible()
        await page.close()
        agent = await b.new_page()
        await agent.goto(d.agent)
        await agent.get_by_text("I want to talk to a human").first.click()
        await agent.locator("#text").fill("Bo here: what can I do for you?")
        await agent.get_by_role("button", name="Submit").click()
        mailbox = await b.new_page()
        for _ in range(60):
            await mailbox.goto(f"{d.shop}/mail")
            if await mailbox.get_by_text("Bo here").count():
                break
            await asyncio.sleep(0.5)
        await mailbox.locator("textarea").first.fill("My lamp hums.")
        await mailbox.get_by_role("button", name="Answer").first.click()
        await expect(mailbox.get_by_text("Answer: accepted")).to_be_visible()
        back = await b.new_page()
        await back.goto(f"{d.shop}/?as=ada")
        await back.get_by_test_id("launcher").click()
        await expect(back.get_by_text("My lamp hums.").first).to_be_visible()


@pytest.mark.parametrize("mode", ["live_chat", "situation"])
async def test_a_hand_off_is_a_live_chat_and_fin_comes_back(tmp_path: Path, mode: str) -> None:
    always = "weekly:\n" + "".join(f'  {day}: ["00:00-24:00"]\n' for day in DAYS)
    async with (
        demo(tmp_path, hours=always, BRIDGE_HANDOFF__MODE=mode) as d,
        browser() as b,
    ):
        page = await b.new_page()
        complaints = heard(page)
        await _opened(page, f"{d.shop}/?as=ada")
        await _say(page, "I want to talk to a human")
        await expect(page.get_by_text("passing you to our team")).to_be_visible()
        agent = await b.new_page()
        await agent.goto(d.agent)
        await agent.get_by_role("button", name="I want to talk to a human").first.click()
        pane = agent.get_by_role("region", name="Live chat")
        await expect(pane.locator(".said-in-chat").last).to_contain_text("talk to a human")
        await pane.get_by_role("button", name="Accept").click()
        await pane.get_by_label("Your message").fill("Hello Ada, how can I help?")
        await pane.get_by_label("Your message").press("Enter")
        await expect(page.get_by_text("Hello Ada, how can I help?")).to_be_visible()
        await expect(page.locator("[data-author=agent] .author").first).to_have_text("Ada Agent")
        offer = {"name": "offer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 an offer"}
        await agent.locator("#chat-file").set_input_files([offer])
        link = page.get_by_role("link", name="offer.pdf")
        await expect(link).to_have_attribute("href", re.compile(rf"^{re.escape(d.bridge)}/messenger/files/"))
        fetched = await page.request.get(str(await link.get_attribute("href")))
        assert await fetched.body() == offer["buffer"]
        assert fetched.headers["content-disposition"].startswith("attachment;")
        await _say(page, "Where is my lamp?")
        await expect(pane.locator(".said-in-chat").last).to_contain_text("Where is my lamp?")
        await pane.get_by_label("Your message").fill("It leaves our warehouse tomorrow. Bye!")
        await pane.get_by_label("Your message").press("Enter")
        await expect(page.get_by_text("It leaves our warehouse tomorrow. Bye!")).to_be_visible()
        await pane.get_by_role("button", name="End session").click()
        await expect(page.get_by_text("The chat with Ada Agent is over")).to_be_visible()
        await expect(page.get_by_text("Ada Agent wrote: “It leaves our warehouse tomorrow.”")).to_be_visible()
        await expect(page.get_by_text("Ada Agent sent you a file")).to_be_visible()
        await _say(page, "How long does delivery take?")
        await expect(page.get_by_role("link", name="Delivery times and shipping costs")).to_be_visible()
        assert complaints == []
