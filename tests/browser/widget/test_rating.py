"""When it is over the customer says how it was."""

import pytest
from playwright.async_api import expect

from bridge.core.words.events import TicketCreated, TicketMerged
from bridge.core.words.values import Rating, TicketStatus
from bridge.runtime import log
from tests.browser.widget.acts import asked_back, opened, resolved, shown, wrote
from tests.edges.messenger_server import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def rating_of(site, page):
    return (await log.conversation(site.messenger.store, await shown(page))).rating


async def test_five_faces_and_a_remark_when_it_is_over(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "It works now, thanks")
    await expect(page.get_by_test_id("rating")).to_be_hidden()
    await resolved(site.messenger, page)
    await page.get_by_role("button", name="Bad", exact=True).click()
    await expect(page.get_by_test_id("rate-bad")).to_have_attribute("aria-pressed", "true")
    await page.get_by_test_id("rate-amazing").click()
    await expect(page.get_by_test_id("rate-amazing")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_test_id("rate-bad")).to_have_attribute("aria-pressed", "false")
    await page.get_by_test_id("remark").fill("so quick")
    await page.get_by_test_id("send-remark").click()
    await expect(page.get_by_test_id("rating")).to_contain_text("Thank you")
    await expect(page.get_by_test_id("rate-amazing")).to_be_hidden()
    assert await rating_of(site, page) == Rating(word="amazing", remark="so quick")
    await page.reload()
    await opened(page)
    await expect(page.get_by_test_id("rating")).to_contain_text("Thank you")
    assert site.problems == []


async def test_a_rating_that_is_not_taken_says_so_and_can_be_given_again(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "It works now, thanks")
    await resolved(site.messenger, page)
    await page.route("**/rating", lambda route: route.abort())
    await page.get_by_test_id("rate-good").click()
    await expect(page.get_by_test_id("rating")).to_contain_text("could not be sent")
    await expect(page.get_by_test_id("rate-good")).to_have_attribute("aria-pressed", "false")
    await page.unroute("**/rating")
    await page.get_by_test_id("rate-good").click()
    await until(lambda: rating_of(site, page))
    await expect(page.get_by_test_id("rating")).not_to_contain_text("could not be sent")


async def test_nobody_is_asked_in_a_conversation_that_goes_on_in_another_one(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "It is broken")
    conversation_id = await shown(page)
    now = site.messenger.clock.now()
    about = {"conversation_id": conversation_id, "at": now, "ticket_id": 7, "requester_id": 3}
    merged = TicketMerged(
        **about, into=12, is_taken=True, status=TicketStatus.OPEN, assignee="people", since=5, agent_name="Bo"
    )
    for event in (TicketCreated(**about, episode=1), merged):
        await site.messenger.turns.turn(f"evt_{event.kind}_{conversation_id}", [event])
    await expect(page.get_by_test_id("part").last).to_contain_text("other conversation")
    await expect(page.get_by_test_id("rating")).to_be_hidden()


async def test_nobody_is_asked_while_there_is_something_to_answer(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "It is broken")
    await asked_back(site.messenger, page, "The lamp", "The chair")
    await expect(page.get_by_test_id("reply-option").first).to_be_visible()
    await expect(page.get_by_test_id("rating")).to_be_hidden()
