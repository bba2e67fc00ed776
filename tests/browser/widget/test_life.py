"""The widget over its life: sessions that end, networks that fail, files, hands on a keyboard."""

import asyncio

import pytest
from playwright.async_api import expect

from bridge.channels.messenger.doors import ENFORCE
from bridge.runtime import log, people
from bridge.runtime.switches import set_switch
from tests.browser.widget.acts import answered, asked_back, opened, replied, shown, wrote

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def contact_of(site, page):
    conversation = await log.conversation(site.messenger.store, await shown(page))
    return conversation.contact.id


async def test_a_session_that_ends_is_begun_anew_and_nothing_is_lost(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Before the end")
    contact_id = await contact_of(site, page)
    await people.close_sessions_of(site.messenger.store, contact_id)
    site.messenger.live.kick(contact_id, None)
    await page.get_by_test_id("composer").fill("After the end")
    await page.get_by_test_id("send").click()
    own = page.get_by_test_id("part").filter(has_text="After the end")
    await expect(own).to_have_attribute("data-state", "sent")
    await expect(own).to_have_count(1)
    await answered(site.messenger, page, "<p>I can still reach you</p>")
    await expect(page.get_by_text("I can still reach you")).to_be_visible()
    assert await contact_of(site, page) == contact_id
    assert site.problems == []


async def test_who_is_not_let_in_any_more_is_told_once_and_asks_no_more(site):
    page = await site.page(await site.visitor(), site.has("/claimed", user_id="42"))
    said, boots = [], []
    page.on("console", lambda line: said.append(line.text) if line.text.startswith("Messenger:") else None)
    page.on("request", lambda one: boots.append(one) if one.url.endswith("/messenger/boot") else None)
    await opened(page)
    await wrote(page, "Before anybody had to prove it")
    boots.clear()
    await set_switch(site.messenger.store, ENFORCE, True, by="a test")
    site.messenger.clock.advance(10)
    await page.get_by_test_id("composer").fill("and after")  # that he types is told to the server
    await expect(page.get_by_test_id("panel")).to_have_count(0)
    await expect(page.get_by_test_id("launcher")).to_be_hidden()
    assert said == ["Messenger: boot was refused (hmac_mismatch)"]
    assert len(boots) == 1
    assert site.problems == []


async def test_what_could_not_be_sent_says_so_and_is_sent_once_when_it_can(site):
    visitor = await site.visitor()
    page = await site.page(visitor)
    await opened(page)
    await wrote(page, "This one arrives")
    blocked = "**/messenger/conversations/*/parts"
    await page.route(blocked, lambda route: route.abort())
    await page.get_by_test_id("composer").fill("This one is stuck")
    await page.get_by_test_id("send").click()
    own = page.get_by_test_id("part").filter(has_text="This one is stuck")
    await expect(own).to_have_attribute("data-state", "failed", timeout=40_000)
    await page.unroute(blocked)
    await own.get_by_role("button", name="Try again").click()
    await expect(own).to_have_attribute("data-state", "sent")
    await expect(own).to_have_count(1)
    lines = await log.lines(site.messenger.store, await shown(page))
    assert [line.entry.body.text for line in lines].count("This one is stuck") == 1


async def test_a_file_goes_along_and_can_be_opened(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Here is a picture")
    picture = {
        "name": "lamp.png",
        "mimeType": "image/png",
        "buffer": bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0"
            "00000301010018dd8db00000000049454e44ae426082"
        ),
    }
    await page.locator("input[type=file]").set_input_files(picture)
    await page.get_by_test_id("composer").fill("see it")
    await page.get_by_test_id("send").click()
    own = page.get_by_test_id("part").filter(has_text="see it")
    await expect(own).to_have_attribute("data-state", "sent")
    await expect(own.get_by_role("link", name="lamp.png")).to_be_visible()
    assert site.problems == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("large.txt", b"x" * 200_001, "large.txt is larger than 0.2 MB."),
        ("tool.exe", b"MZ\x00\x01\x02", "Files such as tool.exe cannot be sent here."),
        ("empty.txt", b"", "empty.txt could not be uploaded."),
    ],
)
async def test_a_file_that_is_not_taken_says_why(site, name, content, why):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Here is a file")
    await page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    await expect(page.get_by_text(why)).to_be_visible()
    await expect(page.get_by_test_id("send")).to_be_disabled()
    assert site.problems == []


async def test_everything_can_be_done_with_the_keyboard(site):
    page = await site.page(await site.visitor())
    await page.get_by_test_id("launcher").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("panel")).to_be_visible()
    for _ in range(10):
        if await page.evaluate(_FOCUSED) == "new-conversation":
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await page.keyboard.type("By hand")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("part").filter(has_text="By hand")).to_have_attribute(
        "data-state", "sent"
    )
    await asked_back(site.messenger, page, "Arc lamp", "Desk lamp")
    await expect(page.get_by_test_id("reply-option").first).to_be_visible()
    for _ in range(12):
        if await page.evaluate(_FOCUSED) == "reply-option":
            break
        await page.keyboard.press("Shift+Tab")
    assert await page.evaluate(_FOCUSED) == "reply-option"
    await page.keyboard.press("Enter")
    own = page.locator("[data-testid=part][data-author=user]").filter(has_text="Talk to the team")
    await expect(own).to_have_attribute("data-state", "sent")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("launcher")).to_be_focused()


_FOCUSED = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  return at && at.dataset ? at.dataset.testid : null;
}"""


async def test_who_opens_it_before_it_knows_him_keeps_the_keyboards_place(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Shown again after a reload")
    known = asyncio.Event()

    async def held(route):
        await known.wait()
        await route.continue_()

    await page.route("**/messenger/boot", held)
    await page.reload()
    await page.get_by_test_id("launcher").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("new-conversation")).to_be_focused()
    known.set()
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("launcher")).to_be_focused()


async def test_a_launcher_of_the_pages_own_gets_the_keyboards_place_back(site):
    path = site.has("/own-launcher", hide_default_launcher=True, custom_launcher_selector="#help")
    site.pages[path] = site.pages[path].replace("</h1>", "</h1><button id='help'>Help</button>")
    page = await site.page(await site.visitor(), path)
    await page.wait_for_function("window.Intercom?.('getVisitorId') !== undefined")
    await page.locator("#help").press("Enter")
    await expect(page.get_by_test_id("panel")).to_be_visible()
    await expect(page.get_by_test_id("launcher")).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("panel")).to_be_hidden()
    await expect(page.locator("#help")).to_be_focused()
    assert site.problems == []


async def test_what_was_begun_in_one_conversation_stays_there(site):
    page = await site.page(await site.visitor())
    await opened(page)
    composer = page.get_by_test_id("composer")
    await wrote(page, "The first")
    await composer.fill("for the first alone")
    await page.get_by_role("button", name="Back to all messages").click()
    await page.get_by_test_id("new-conversation").click()
    await expect(composer).to_have_value("")
    await composer.fill("The second")
    await composer.press("Enter")
    await composer.fill("written on while it was sent")
    await expect(page.get_by_test_id("part").filter(has_text="The second")).to_have_attribute(
        "data-state", "sent"
    )
    await expect(composer).to_have_value("written on while it was sent")
    await page.get_by_role("button", name="Back to all messages").click()
    await page.get_by_text("The first").click()
    await expect(composer).to_have_value("for the first alone")
    assert site.problems == []


@pytest.mark.parametrize("frame", ["sandbox='allow-scripts' src='/'", "src='{elsewhere}/'"])
async def test_in_a_frame_that_may_store_nothing_it_works_as_long_as_the_page_lasts(site, frame):
    attributes = frame.format(elsewhere=site.url.replace("127.0.0.1", "localhost"))
    site.pages["/outer"] = f"<!doctype html><iframe {attributes} style='width:900px;height:650px'></iframe>"
    page = await site.page(await site.visitor(), "/outer")
    inside = page.frame_locator("iframe")
    await inside.get_by_test_id("launcher").click()
    await inside.get_by_test_id("new-conversation").click()
    await inside.get_by_test_id("composer").fill("From a frame")
    async with page.expect_response(lambda one: one.url.endswith("/messenger/conversations")) as begun:
        await inside.get_by_test_id("composer").press("Enter")
    own = inside.get_by_test_id("part").filter(has_text="From a frame")
    await expect(own).to_have_attribute("data-state", "sent")
    answer = await (await begun.value).json()
    await replied(site.messenger, answer["conversation"]["id"], "<p>Into the frame</p>")
    await expect(inside.get_by_text("Into the frame")).to_be_visible()
    assert site.problems == []


async def test_a_page_that_exchanges_its_body_keeps_the_messenger_once(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "On the first page")
    await page.get_by_test_id("composer").fill("half a sentence")
    for _ in range(2):
        await page.evaluate(
            "document.body = Object.assign(document.createElement('body'), {innerHTML: '<p>Next</p>'})"
        )
        await page.add_script_tag(url=f"{site.origin}/messenger.js")  # what Turbo does with the page's own
        await expect(page.get_by_test_id("launcher")).to_be_visible()
        await expect(page.get_by_test_id("composer")).to_have_value("half a sentence")
    await answered(site.messenger, page, "<p>We saw you leave</p>")
    await expect(page.get_by_text("We saw you leave")).to_have_count(1)
    await page.evaluate("document.body.replaceChildren(); Intercom('reattach_activator')")
    await expect(page.get_by_test_id("launcher")).to_be_visible()
    await page.evaluate("Intercom('shutdown'); document.body = document.createElement('body')")
    await expect(page.get_by_test_id("launcher")).to_be_hidden()
    await expect(page.get_by_test_id("panel")).to_have_count(0)
    assert site.problems == []


async def test_an_update_that_is_the_first_word_draws_the_launcher(site):
    site.pages["/late"] = (
        f"<!doctype html><title>Shop</title><script src='{site.origin}/messenger.js'></script>"
    )
    page = await site.page(await site.visitor(), "/late")
    await page.evaluate("Intercom('update', {app_id: 'demo'})")
    await opened(page)
    assert site.problems == []


async def test_where_sockets_are_blocked_a_browser_of_some_years_ago_polls(site):
    visitor = await site.visitor()
    await visitor.add_init_script(
        "delete AbortSignal.any; delete Promise.withResolvers; delete Object.groupBy"
    )
    await visitor.route_web_socket("**/messenger/socket", lambda ws: ws.close())
    page = await site.page(visitor)
    await opened(page)
    await wrote(page, "Is anybody there?")
    await answered(site.messenger, page, "<p>By the long way</p>")
    await expect(page.get_by_text("By the long way")).to_be_visible(timeout=20_000)
    assert site.problems == []


async def test_settings_that_are_no_json_are_reported(site):
    page = await site.page(await site.visitor())
    await page.evaluate("Intercom('shutdown')")
    async with page.expect_console_message(lambda line: "not booted yet" in line.text) as said:
        await page.evaluate("Intercom('boot', {app_id: 'demo', user_id: 42n})")
    assert "BigInt" in (await said.value).text
    assert site.problems == []
