"""The agent's page in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.connectors.sandbox.agents_page import HOSTILE, agents_page
from tests.connectors.sandbox.client import Api, eventually

pytestmark = pytest.mark.browser


@pytest.fixture
async def page(api: Api) -> AsyncIterator[Page]:
    async with agents_page(api.zd) as page:
        yield page


async def test_an_agent_sees_a_ticket_come_and_answers_it(page: Page, api: Api) -> None:
    await expect(page.get_by_text("No tickets yet")).to_be_visible()
    cora = await api.customer(name=f"Cora {HOSTILE}", email="cora@example.test")
    comment = {"html_body": f"<p>Where is <b>it</b>? {HOSTILE}</p>", "author_id": cora}
    ticket_id = await api.ticket(cora, subject=f"Order {HOSTILE}", comment=comment)
    api.zd.agent_reply(ticket_id, "<p>ask billing</p>", public=False, agent="bo")

    await page.get_by_role("button", name="Order").click()
    await expect(page.locator("#facts")).to_contain_text("cora@example.test")
    await expect(page.locator("#facts")).to_contain_text("u1")
    await expect(page.locator(".comment.note")).to_contain_text("ask billing")
    await expect(page.locator(".comment").first).to_contain_text("Where is it?")
    assert await page.locator("#ticket img").count() == 0

    await page.locator("#text").fill("It is on its way.")
    await page.locator("#as").select_option("pending")
    await page.locator("#text").press("Control+Enter")
    await expect(page.locator(".comment.staff:not(.note)")).to_contain_text("It is on its way.")
    await expect(page.locator("#status")).to_have_text("pending")
    await expect(page.locator("#text")).to_have_value("")
    assert api.zd.comments(ticket_id)[-1]["public"] is True
    assert await page.title() == "Zendesk sandbox"


async def test_taking_tagging_noting_and_solving_by_keyboard(page: Page, api: Api) -> None:
    ticket_id = await api.ticket(tags=["old"])
    await page.get_by_role("button", name="A question").press("Enter")
    await page.get_by_role("button", name="Take it").press("Enter")
    await expect(page.locator("#assignee")).to_have_text("Assigned to Ada Agent")
    await page.get_by_label("New tag").fill("vip")
    await page.get_by_label("New tag").press("Enter")
    await expect(page.locator("#tags")).to_contain_text("vip")
    await page.get_by_role("button", name="Remove the tag old").press("Enter")
    await page.get_by_label("Internal note").check()
    await page.get_by_label("Your reply").fill("done by phone")
    await page.get_by_label("Submit as").select_option("solved")
    await page.get_by_role("button", name="Submit").press("Enter")
    await eventually(lambda: api.zd.ticket(ticket_id)["status"] == "solved")
    assert api.zd.ticket(ticket_id)["tags"] == ["vip"]
    assert api.zd.comments(ticket_id)[-1]["public"] is False


async def test_a_draft_stays_with_its_ticket(page: Page, api: Api) -> None:
    await api.ticket(subject="First")
    await api.ticket(subject="Second")
    await page.get_by_role("button", name="First").click()
    await page.locator("#text").fill("for the first")
    await page.get_by_role("button", name="Second").click()
    await expect(page.locator("#text")).to_have_value("")
    await page.get_by_role("button", name="First").click()
    await expect(page.locator("#text")).to_have_value("for the first")


async def test_a_closed_ticket_says_so_and_takes_nothing(page: Page, api: Api) -> None:
    api.zd.close(await api.ticket())
    await page.get_by_role("button", name="A question").click()
    await expect(page.get_by_role("alert")).to_contain_text("closed")
    await expect(page.get_by_role("button", name="Submit")).to_be_disabled()


async def test_on_a_phone_the_ticket_scrolls_and_the_page_stays(page: Page, api: Api) -> None:
    ticket_id = await api.ticket()
    for number in range(12):
        api.zd.agent_reply(ticket_id, f"<p>line {number}</p>", agent="bo")
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.get_by_role("button", name="A question").click()
    await expect(page.locator(".comment").last).to_contain_text("line 11")
    height = "document.scrollingElement.scrollHeight"
    assert await page.evaluate(height) == 800
    await page.locator("#text").fill("From a phone")
    await page.get_by_role("button", name="Submit", exact=True).click()
    await expect(page.locator(".comment").last).to_contain_text("From a phone")
    await expect(page.get_by_role("heading", name="Zendesk sandbox")).to_be_in_viewport()
    assert await page.evaluate(height) == 800
