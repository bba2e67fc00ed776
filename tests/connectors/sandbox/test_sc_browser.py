"""The live-chat pane in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.connectors.sandbox.agents_page import HOSTILE, agents_page
from tests.connectors.sandbox.chats import FIN, ChatApi, Events, told
from tests.connectors.sandbox.client import eventually

pytestmark = pytest.mark.browser


@pytest.fixture
async def page(sc: ChatApi) -> AsyncIterator[Page]:
    async with agents_page(sc.zd) as page:
        yield page


async def test_an_agent_accepts_a_chat_answers_it_and_ends_it(
    page: Page, sc: ChatApi, events: Events
) -> None:
    await sc.user()
    conversation_id, ticket_id = await sc.handed_off()
    await sc.say(conversation_id, f"Hello? {HOSTILE}")
    await page.get_by_role("button", name="Conversation with Cora").click()
    pane = page.get_by_role("region", name="Live chat")
    await expect(pane.locator("#chat-state")).to_have_text("Waiting")
    await expect(pane.locator(".said-in-chat").nth(1)).to_contain_text(HOSTILE)
    assert await page.locator("#ticket img").count() == 0
    await pane.get_by_role("button", name="Accept").click()
    await expect(pane.locator("#chat-state")).to_have_text("Live")
    await expect(page.locator("#assignee")).to_have_text("Assigned to Ada Agent")

    await pane.get_by_label("Your message").press_sequentially("On its way")
    chat = sc.zd.state.chats.conversation(conversation_id)
    await eventually(lambda: sc.zd.workspace.typing(chat) == "Ada Agent")
    await pane.get_by_label("Your message").press("Enter")
    await expect(pane.locator(".said-in-chat.agent")).to_contain_text("On its way")
    await expect(pane.get_by_label("Your message")).to_have_value("")
    await sc("POST", f"/conversations/{conversation_id}/activity", {"author": FIN, "type": "typing:start"})
    await expect(pane.locator("#chat-typing")).to_have_text("Fin is typing …")
    await pane.locator("#chat-file").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"}
    )
    await expect(pane.get_by_role("link", name="a.txt")).to_be_visible()

    await pane.get_by_role("button", name="End session").click()
    await expect(pane.locator("#chat-state")).to_have_text("Ended")
    await expect(pane.get_by_role("button", name="Send")).to_be_disabled()
    await told(sc.zd)
    assert events.texts[-2:] == ["On its way", None]
    assert events.kinds[-1] == "switchboard:releaseControl"
    assert sc.zd.ticket(ticket_id)["status"] == "open"
    assert await page.title() == "Zendesk sandbox"


async def test_an_agent_solves_one_and_takes_another_to_mail(page: Page, sc: ChatApi, events: Events) -> None:
    await sc.user()
    _, first = await sc.handed_off(**{"dataCapture.systemField.subject": "First"})
    _, second = await sc.handed_off(**{"dataCapture.systemField.subject": "Second"})
    pane = page.get_by_role("region", name="Live chat")
    await page.get_by_role("button", name="First").click()
    await pane.get_by_role("button", name="Solve").click()
    await expect(page.locator("#status")).to_have_text("solved")
    await pane.get_by_label("Your message").fill("for the first")
    await page.get_by_role("button", name="Second").click()
    await expect(pane.get_by_label("Your message")).to_have_value("")
    await pane.get_by_role("button", name="Transfer to email").click()
    await expect(pane.get_by_role("alert")).to_contain_text("Write the first mail")
    await pane.get_by_label("Your message").fill("By mail, then.")
    await pane.get_by_role("button", name="Transfer to email").click()
    await expect(pane.locator("#chat-state")).to_have_text("Ended")
    await expect(page.locator(".comment.staff")).to_contain_text("By mail, then.")
    assert sc.zd.ticket(first)["status"] == "solved"
    assert sc.zd.comments(second)[-1]["body"] == "By mail, then."


async def test_an_ordinary_ticket_has_no_pane(page: Page, sc: ChatApi, events: Events) -> None:
    await sc.user()
    await sc.handed_off()
    await sc.api.ticket(subject="By form")
    pane = page.get_by_role("region", name="Live chat")
    await page.get_by_role("button", name="Conversation with Cora").click()
    await expect(pane).to_be_visible()
    await page.get_by_role("button", name="By form").click()
    await expect(page.locator("#subject")).to_have_text("By form")
    await expect(pane).to_be_hidden()
