"""Every command that a page can give: `Intercom(name, …)`."""

import pytest
from playwright.async_api import expect

from tests.browser.widget.acts import answered, opened, wrote

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_page_shows_hides_and_is_told_of_it(site):
    page = await site.page(await site.visitor())
    panel = page.get_by_test_id("panel")
    await opened(page)
    await page.evaluate(
        "window.told = []; for (const name of ['onShow', 'onHide']) Intercom(name, () => told.push(name))"
    )
    await page.evaluate("Intercom('hide')")
    await expect(panel).to_be_hidden()
    await page.evaluate("Intercom('show')")
    await expect(panel).to_be_visible()
    await page.evaluate("Intercom('hide'); Intercom('showMessages')")
    await expect(page.get_by_test_id("new-conversation")).to_be_visible()
    assert await page.evaluate("told") == ["onHide", "onShow", "onHide", "onShow"]
    await page.evaluate("Intercom('showNewMessage', 'I would like to know')")
    await expect(page.get_by_test_id("composer")).to_have_value("I would like to know")
    await page.evaluate("Intercom('showSpace', 'home')")
    await expect(page.get_by_test_id("new-conversation")).to_be_visible()
    assert site.problems == []


async def test_a_page_begins_a_conversation_and_shows_it_again(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await page.evaluate("Intercom('startConversation', 'Where is my parcel?')")
    own = page.get_by_test_id("part").filter(has_text="Where is my parcel?")
    await expect(own).to_have_attribute("data-state", "sent")
    await page.evaluate("Intercom('showMessages')")
    row = page.get_by_role("listitem").first
    await expect(row).to_contain_text("Where is my parcel?")
    assert site.problems == []


async def test_who_it_is_and_what_is_not_there(site):
    page = await site.page(await site.visitor())
    await opened(page)
    said = []
    page.on("console", lambda line: said.append(line.text))
    await page.wait_for_function("Intercom('getVisitorId') !== undefined")
    who = await page.evaluate("[Intercom('getVisitorId'), Intercom('whoami')]")
    assert who[0].startswith("con_")
    assert (who[1]["id"], who[1]["role"]) == (who[0], "visitor")
    assert await page.evaluate("Intercom('showArticle', 7) ?? Intercom('dance') ?? 'nothing'") == "nothing"
    await page.evaluate("Intercom('dance'); Intercom('hideNotifications', true)")
    assert said == ["Messenger: showArticle is not part of this Messenger", "Messenger: dance is unknown"]
    assert site.problems == []


async def test_a_command_that_is_no_command_and_words_that_are_no_text_stop_nothing(site):
    page = await site.page(await site.visitor())
    await opened(page)
    said = []
    page.on("console", lambda line: said.append(line.text))
    await page.evaluate("Intercom(Symbol('x')); Intercom({}); Intercom(); Intercom('__proto__')")
    assert [text.removeprefix("Messenger: ") for text in said] == [
        "Symbol(x) is unknown",
        "[object Object] is unknown",
        "undefined is unknown",
        "__proto__ is unknown",
    ]
    await page.evaluate("Intercom('startConversation', 42)")
    await expect(page.get_by_test_id("part").filter(has_text="42")).to_have_attribute("data-state", "sent")
    assert site.problems == []


async def test_a_pages_own_mistake_is_reported_there_and_stops_nothing_here(site):
    path = site.has("/mistaken")
    site.pages[path] = site.pages[path].replace(
        "window.harm = 0;",
        "window.harm = 0; window.Intercom = function () { Intercom.q.push(arguments) }; Intercom.q = [];"
        "Intercom('onUnreadCountChange', () => { throw new Error('of the page') });"
        "Intercom('onShow', 'no function');",
    )
    page = await site.page(await site.visitor(), path)
    await opened(page)
    await page.evaluate("Intercom('startConversation', 'It goes on')")
    await expect(page.get_by_test_id("part").filter(has_text="It goes on")).to_have_attribute(
        "data-state", "sent"
    )
    assert await page.locator("bridge-messenger").count() == 1
    assert any("of the page" in one for one in site.problems)
    assert all("of the page" in one or "not a function" in one for one in site.problems)


async def test_a_shutdown_leaves_nothing_unread(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Anybody there?")
    await page.evaluate("window.told = []; Intercom('onUnreadCountChange', (count) => told.push(count))")
    await page.evaluate("Intercom('hide')")
    await answered(site.messenger, page, "<p>We are.</p>")
    await expect(page.get_by_test_id("unread")).to_have_text("1")
    await page.evaluate("Intercom('shutdown')")
    assert await page.evaluate("told") == [0, 1, 0]
    await expect(page.get_by_test_id("launcher")).to_be_hidden()
    assert site.problems == []


async def test_a_launcher_selector_that_is_none_stops_nothing(site):
    page = await site.page(await site.visitor(), site.has("/odd", custom_launcher_selector="#1st >"))
    await opened(page)
    await wrote(page, "It works")
    assert site.problems == []


async def test_after_a_shutdown_nothing_is_left_and_the_next_boot_is_somebody_else(site):
    page = await site.page(await site.visitor())
    await opened(page)
    before = await page.evaluate("Intercom('getVisitorId')")
    await page.evaluate("Intercom('shutdown')")
    await expect(page.get_by_test_id("launcher")).to_be_hidden()
    assert await page.locator("bridge-messenger").count() == 0
    await page.evaluate("Intercom('boot', { app_id: 'demo' })")
    await expect(page.get_by_test_id("launcher")).to_be_visible()
    await page.wait_for_function("Intercom('getVisitorId') !== undefined")
    assert await page.evaluate("Intercom('getVisitorId')") != before
    assert site.problems == []
