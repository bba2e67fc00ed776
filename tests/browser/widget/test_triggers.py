"""A click on the page's own element has Fin speak first."""

import re

import pytest
from playwright.async_api import expect

from bridge.core.conversation.rules import Rules
from bridge.core.procedures.source import read
from bridge.runtime import log
from tests.browser.widget.acts import shown
from tests.play import catalog, defined

ORDER = """
proactive:
  first_message: "Need help with order {{ order_number }}?"
  on: [element_click]
  element: {page: "/orders/*", selector: ".help"}
attributes: {order_number: {type: string, pattern: "^[0-9]{6}$"}}
steps:
  - say: Bye.
"""
PAYOUT = """
proactive: {first_message: "Shall we look at your payout?", on: [element_click, event], event: payout_failed}
steps:
  - say: Bye.
"""
BUTTONS = """<a id="later" href="/next" class="help" data-order-number="654321">Help, and on</a>
<ul><li><button class="help" data-order-number="123456"><b>Help</b> with it</button></li></ul>
<button data-fin-procedure="payout">My payout</button>"""
RULES = Rules(catalog=catalog([defined(ORDER, "order"), defined(PAYOUT, "payout")]))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("site", [{"rules": RULES}], indirect=True),
]


async def page_with(site, path="/orders/12", visitor=None):
    for one in ("/orders/12", "/cart"):
        site.has(one)
        site.pages[one] = site.pages[one].replace("<h1>", BUTTONS + "<h1>")
    site.has("/next")
    visitor = visitor or await site.visitor()
    page = await visitor.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: site.problems.append(str(error)))
    async with page.expect_response("**/messenger/boot"):
        await page.goto(site.url + path)
    await page.wait_for_function("() => window.Intercom('whoami') !== undefined && window.Intercom('whoami')")
    return page


async def said(page, text):
    """This is all that stands there."""
    await expect(page.get_by_test_id("part")).to_have_text([re.compile(re.escape(text))])


async def conversations(site):
    newest = await log.newest(site.messenger.store)
    if newest is None:
        return []
    contact = (await log.conversation(site.messenger.store, newest)).contact
    return [one for one, _ in await log.conversations_of(site.messenger.store, contact.id)]


async def test_a_click_opens_the_conversation_that_fin_begins(site):
    page = await page_with(site)
    await page.get_by_role("button", name="Help with it").dblclick()
    await said(page, "Need help with order 123456?")
    await expect(page.get_by_test_id("panel")).to_be_visible()
    await page.get_by_test_id("composer").fill("yes please")
    await page.get_by_test_id("composer").press("Enter")
    own = page.get_by_test_id("part").filter(has_text="yes please")
    await expect(own).to_have_attribute("data-state", "sent")
    made = await conversations(site)
    assert [one.id for one in made] == [await shown(page)]
    assert made[0].first_words == "yes please"
    assert site.problems == []


async def test_a_link_that_leads_away_is_told_on_the_next_page_by_the_badge(site):
    visitor = await site.visitor()
    page = await page_with(site, visitor=visitor)

    async def held(route):
        await route.abort()

    await page.route("**/procedures/order/trigger", held)  # the page goes before the answer comes
    await page.get_by_role("link", name="Help, and on").click()
    await page.wait_for_url("**/next")
    await page.unroute("**/procedures/order/trigger")
    await page.reload()
    await expect(page.get_by_test_id("unread")).to_have_text("1")
    made = await conversations(site)
    assert [one.armed.values for one in made] == [{"order_number": "654321"}]
    assert await page.get_by_test_id("panel").count() == 0


async def test_an_element_of_another_page_is_only_the_page_s_own(site):
    page = await page_with(site, "/cart")
    await page.get_by_role("button", name="Help with it").click()
    await page.get_by_role("button", name="My payout").click()
    await said(page, "Shall we look at your payout?")
    assert len(await conversations(site)) == 1
    assert site.problems == []


async def test_after_shutdown_a_click_is_only_the_page_s_own(site):
    page = await page_with(site)
    await page.evaluate("() => window.Intercom('shutdown')")
    await page.get_by_role("button", name="My payout").click()
    await page.evaluate("() => window.Intercom('boot', {app_id: 'demo', email: 'bo@example.com'})")
    await page.wait_for_function("() => window.Intercom('whoami')")
    await page.get_by_role("button", name="Help with it").click()
    await said(page, "Need help with order 123456?")
    assert len(await conversations(site)) == 1


async def test_an_event_of_the_page_has_fin_speak_first_and_the_badge_tells(site):
    page = await page_with(site, "/next")
    await page.evaluate("() => window.Intercom('trackEvent', 'payout_failed', {amount: 7})")
    await expect(page.get_by_test_id("unread")).to_have_text("1", timeout=15_000)
    await page.get_by_test_id("launcher").click()
    await page.get_by_text("Shall we look at your payout?").click()
    await said(page, "Shall we look at your payout?")
    await expect(page.get_by_test_id("unread")).to_be_hidden()
    assert site.problems == []


@pytest.mark.parametrize("name", ["Help with it", "My payout"])
async def test_an_operator_is_shown_what_means_the_element(site, name):
    page = await page_with(site, "/orders/12#fin-pick")
    await page.wait_for_function("() => document.querySelector('[aria-hidden]')")
    await page.get_by_role("button", name=name).click()
    text = await page.get_by_test_id("picked").input_value()
    proactive = read(text).data["proactive"]
    assert proactive["on"] == ["element_click"]
    assert proactive["element"]["page"] == "/orders/12"
    chosen = page.locator(proactive["element"]["selector"])
    await expect(chosen).to_have_count(1)
    assert name in (await page.locator("button", has=chosen).or_(chosen).first.inner_text())
    assert await conversations(site) == []
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_test_id("picked")).to_have_count(0)
