"""The Messenger in a real browser on a page of another site."""

import pytest
from playwright.async_api import expect

from bridge.core.words.caller_events import TeamRequested
from tests.browser.widget.acts import answered, asked_back, opened, shown, wrote

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = (
    "<p>safe text</p><img src=x onerror='window.harm=1'><script>window.harm=1</script>"
    "<a href='javascript:window.harm=1'>bad</a><a href='https://example.com/'>good</a>"
    "<svg onload='window.harm=1'></svg><iframe srcdoc='<script>parent.harm=1</script>'></iframe>"
)


async def test_a_visitor_opens_writes_and_sees_that_it_was_sent(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await expect(page.get_by_text("Hello!")).to_be_visible()
    own = await wrote(page, "Where is my parcel?")
    await expect(own).to_contain_text("Sent")
    await expect(own).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("panel")).to_be_hidden()
    await expect(page.get_by_test_id("launcher")).to_be_focused()
    assert site.problems == []


async def test_the_conversation_is_there_after_a_reload_and_in_a_second_tab(site):
    visitor = await site.visitor()
    page = await site.page(visitor)
    await opened(page)
    await wrote(page, "Keep this, please")
    await page.reload()
    await opened(page)
    await expect(page.get_by_test_id("part")).to_have_text(["YouKeep this, pleaseSent"])
    second = await site.page(visitor)
    await opened(second)
    await second.get_by_text("Keep this, please").click()
    await page.get_by_test_id("composer").fill("written in the first tab")
    await page.get_by_test_id("send").click()
    await expect(second.get_by_test_id("part").filter(has_text="written in the first tab")).to_have_count(1)
    await expect(page.get_by_test_id("part").filter(has_text="written in the first tab")).to_have_count(1)
    assert site.problems == []


async def test_hostile_markup_of_an_answer_does_nothing(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "<img src=x onerror=window.harm=1>")
    await answered(site.messenger, page, HOSTILE)
    answer = page.locator("[data-testid=part][data-author=agent]")
    await expect(answer).to_contain_text("safe text")
    await expect(answer).to_contain_text("Ada <b>Agent</b>")
    good = answer.get_by_role("link", name="good")
    await expect(good).to_have_attribute("rel", "noopener noreferrer nofollow")
    await expect(good).to_have_attribute("target", "_blank")
    assert await answer.locator("script, iframe, svg, [onerror], a[href^=javascript]").count() == 0
    assert await page.evaluate("window.harm") == 0


async def test_an_answer_that_comes_while_it_is_closed_shows_as_unread(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Anybody there?")
    await page.keyboard.press("Escape")
    await answered(site.messenger, page, "<p>We are.</p>")
    await expect(page.get_by_test_id("unread")).to_have_text("1")
    await page.get_by_test_id("launcher").click()
    await expect(page.get_by_text("We are.")).to_be_visible()
    await expect(page.get_by_test_id("unread")).to_be_hidden()


async def test_on_a_phone_it_takes_the_whole_screen(site):
    page = await site.page(
        await site.visitor(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    )
    await opened(page)
    box = await page.get_by_test_id("panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    await page.get_by_test_id("panel").get_by_role("button", name="Close Messenger").click()
    await expect(page.get_by_test_id("panel")).to_be_hidden()


async def test_on_a_phone_the_keyboard_stays_with_what_can_be_seen(site):
    page = await site.page(await site.visitor(viewport={"width": 320, "height": 480}))
    await opened(page)
    await wrote(page, "Around and around")
    inside = "() => document.activeElement && document.activeElement.localName === 'bridge-messenger'"
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            await page.keyboard.press(key)
            assert await page.evaluate(inside), key
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("launcher")).to_be_focused()


async def test_a_reply_option_is_sent_once_and_then_cannot_be_pressed(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "It is broken")
    await asked_back(site.messenger, page, "The lamp", "The chair")
    await page.get_by_test_id("reply-option").first.click()
    own = page.locator("[data-testid=part][data-author=user]").filter(has_text="The lamp")
    await expect(own).to_have_attribute("data-state", "sent")
    await expect(own).to_have_count(1)
    await expect(page.get_by_test_id("reply-option").first).to_be_disabled()
    await expect(page.get_by_test_id("reply-option").last).to_be_disabled()


async def test_what_fin_asked_cannot_be_pressed_once_the_team_has_it(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "It is broken")
    await asked_back(site.messenger, page, "The lamp")
    await expect(page.get_by_test_id("reply-option").first).to_be_enabled()
    id_ = await shown(page)
    asked = TeamRequested(conversation_id=id_, at=site.messenger.clock.now(), context="")
    await site.messenger.turns.turn(f"evt_team_{id_}", [asked])
    await expect(page.get_by_text("With the team")).to_be_visible()
    for option in await page.get_by_test_id("reply-option").all():
        await expect(option).to_be_disabled()


@pytest.mark.parametrize("more", ["", "; require-trusted-types-for 'script'; trusted-types messenger-bridge"])
async def test_a_page_with_a_strict_policy_needs_to_allow_scripts_and_connections_alone(site, more):
    said = site.origin.replace("http://", "")
    policy = (
        f"default-src 'none'; script-src 'nonce-x' {site.origin}; connect-src {site.origin} ws://{said}{more}"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    site.has("/strict")
    site.pages["/strict"] = (
        site.pages["/strict"].replace("<script>", '<script nonce="x">').replace("<title>", f"{meta}<title>")
    )
    page = await (await site.visitor()).new_page()
    refused = []
    page.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
    await page.goto(f"{site.url}/strict")
    await opened(page)
    await expect(page.get_by_test_id("launcher")).to_have_css("position", "fixed")
    await expect(page.get_by_test_id("panel")).to_have_css("position", "fixed")
    await wrote(page, "Behind a strict policy")
    await answered(site.messenger, page, "<p>We hear you.</p>")
    await expect(page.get_by_text("We hear you.")).to_be_visible()
    await page.get_by_role("button", name="Back to all messages").click()
    await expect(page.get_by_role("listitem")).to_contain_text("We hear you.")
    assert refused == []
