"""An answer grows under the customer's eyes and becomes one part."""

import pytest
from playwright.async_api import expect

from tests.browser.widget.acts import asked_back, opened, streamed, wrote

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_an_answer_grows_in_one_bubble_and_becomes_the_part(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Where is my parcel?")
    growing = page.get_by_test_id("stream")
    await streamed(site.messenger, page, "str_1", "Your <b>parcel")
    await expect(growing.locator(".bubble")).to_have_text("Your <b>parcel")
    await streamed(site.messenger, page, "str_1", "Your <b>parcel</b> is on its way")
    await expect(growing.locator(".bubble")).to_have_text("Your <b>parcel</b> is on its way")
    await expect(growing).to_have_count(1)
    await asked_back(site.messenger, page, text="Your parcel is on its way.")
    answer = page.locator("[data-testid=part][data-author=fin]")
    await expect(answer).to_contain_text("Your parcel is on its way.")
    await expect(growing).to_have_count(0)
    assert site.problems == []


async def test_a_chunk_that_comes_after_the_answer_shows_nothing(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Where is my parcel?")
    await asked_back(site.messenger, page, text="First answer.")
    await expect(page.get_by_text("First answer.")).to_be_visible()
    await streamed(site.messenger, page, "str_1", "late")
    await page.get_by_test_id("composer").fill("And when?")
    await page.get_by_test_id("composer").press("Enter")
    await expect(page.locator("[data-author=user]").last).to_have_attribute("data-state", "sent")
    await asked_back(site.messenger, page, text="Second answer.")
    await expect(page.get_by_text("Second answer.")).to_be_visible()
    await expect(page.get_by_test_id("stream")).to_have_count(0)
    await expect(page.get_by_text("late")).to_have_count(0)
