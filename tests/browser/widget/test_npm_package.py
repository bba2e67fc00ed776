"""Intercom's own npm package, unchanged, drives our Messenger by its `widgetUrl`."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.widget.acts import answered, wrote
from tests.browser.widget.npm_package import bundle

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title><h1>App</h1>
<script>%s</script>
<script>
window.heard = [];
window.counts = [];
sdk.Intercom({app_id: "demo", widgetUrl: "%s/widget/demo"});
sdk.onShow(() => heard.push("show"));
sdk.onHide(() => heard.push("hide"));
sdk.onUnreadCountChange((count) => counts.push(count));
</script></html>"""


@pytest.fixture(scope="module")
def package():
    return bundle()


@pytest_asyncio.fixture(loop_scope="session")
async def page(package, site):
    site.pages["/app"] = PAGE % (package, site.origin)
    made = await site.page(await site.visitor(), "/app")
    await made.wait_for_function("window.Intercom.booted && sdk.getVisitorId()")
    yield made
    assert site.problems == []


async def test_it_boots_shows_and_hides(page, site):
    assert await page.evaluate("intercomSettings.installation_type") == "npm-package"
    await page.evaluate("sdk.show()")
    await expect(page.get_by_test_id("panel")).to_be_visible()
    await page.evaluate("sdk.hide()")
    await expect(page.get_by_test_id("panel")).to_be_hidden()
    assert await page.evaluate("heard") == ["show", "hide"]


async def test_a_new_message_begins_with_the_given_words(page):
    await page.evaluate("sdk.showNewMessage('About my order')")
    await expect(page.get_by_test_id("composer")).to_have_value("About my order")
    await page.evaluate("sdk.showMessages()")
    await expect(page.get_by_test_id("new-conversation")).to_be_visible()
    await page.evaluate("sdk.startConversation('Send this at once')")
    own = page.get_by_test_id("part").filter(has_text="Send this at once")
    await expect(own).to_have_attribute("data-state", "sent")


async def test_it_is_told_how_much_is_unread(page, site):
    await page.evaluate("sdk.show()")
    await wrote(page, "Anybody there?")
    await page.evaluate("sdk.hide()")
    await answered(site.messenger, page, "<p>We are.</p>")
    await page.wait_for_function("counts.length === 2")
    await page.evaluate("sdk.show()")
    await page.wait_for_function("counts.length === 3")
    assert await page.evaluate("counts") == [0, 1, 0]


async def test_an_event_is_taken(page):
    async with page.expect_response("**/messenger/events") as taken:
        await page.evaluate("sdk.trackEvent('opened-cart', {items: 3})")
    assert (await taken.value).status == 204


async def test_an_update_boots_again_only_when_something_changed(page):
    async with page.expect_response("**/messenger/boot") as booted:
        await page.evaluate("sdk.update({name: 'Ada Lovelace'})")
    response = await booted.value
    assert response.status == 200
    assert response.request.post_data_json["name"] == "Ada Lovelace"


async def test_a_shutdown_and_a_second_call_are_another_visitor(page):
    first = await page.evaluate("sdk.getVisitorId()")
    assert first == await page.evaluate("sdk.whoami().id")
    await page.evaluate("sdk.shutdown()")
    await expect(page.get_by_test_id("launcher")).to_be_hidden()
    assert await page.evaluate("sdk.getVisitorId()") is None
    await page.evaluate("sdk.Intercom({app_id: 'demo', user_id: 'u1', name: 'Ada'})")
    await expect(page.get_by_test_id("launcher")).to_be_visible()
    second = await (await page.wait_for_function("sdk.getVisitorId()")).json_value()
    assert second != first
