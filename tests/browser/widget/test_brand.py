"""The Messenger wears what the operator and the page say."""

import pytest
from playwright.async_api import expect

from tests.browser.widget.acts import opened, wrote

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

YELLOW, BLACK, WHITE = "rgb(255, 224, 0)", "rgb(0, 0, 0)", "rgb(255, 255, 255)"
DARK_BOX, LIGHT_BOX = "rgb(23, 25, 31)", WHITE
PICTURE = "https://pictures.example/logo.svg"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><rect width="80" height="20"/></svg>'
BRAND = {"action_color": "#ffe000", "background_color": "#102040", "logo_url": "/none.svg"}


@pytest.mark.parametrize("site", [{"brand": BRAND}], indirect=True)
async def test_the_workspace_s_colours_have_a_text_that_can_be_read(site):
    page = await site.page(await site.visitor())
    await opened(page)
    begin = page.get_by_test_id("new-conversation")
    await expect(begin).to_have_css("background-color", YELLOW)
    await expect(begin).to_have_css("color", BLACK)
    hero = page.locator(".hero")
    await expect(hero).to_have_css("background-color", "rgb(16, 32, 64)")
    await expect(hero).to_have_css("color", WHITE)
    await expect(page.get_by_test_id("launcher")).to_have_css("background-color", YELLOW)
    await expect(page.locator(".logo")).to_be_hidden()  # a picture that is not there leaves no hole
    assert site.problems == []


@pytest.mark.parametrize("site", [{"brand": BRAND}], indirect=True)
async def test_the_page_s_own_colours_win(site):
    site.has("/own", action_color="#aa0000", background_color="#ffffff")
    page = await site.page(await site.visitor(), "/own")
    await opened(page)
    await expect(page.get_by_test_id("new-conversation")).to_have_css("background-color", "rgb(170, 0, 0)")
    await expect(page.locator(".hero")).to_have_css("background-color", WHITE)
    await expect(page.locator(".hero")).to_have_css("color", BLACK)


@pytest.mark.parametrize("site", [{"brand": {"logo_url": PICTURE, "avatar_url": PICTURE}}], indirect=True)
async def test_logo_and_avatar_are_shown(site):
    visitor = await site.visitor()
    await visitor.route(PICTURE, lambda route: route.fulfill(body=SVG, content_type="image/svg+xml"))
    page = await site.page(visitor)
    await opened(page)
    await expect(page.locator(".logo")).to_be_visible()
    await expect(page.locator(".logo")).to_have_attribute("alt", "Fin")
    await wrote(page, "Hello")
    face = page.locator("header .avatar img")
    await expect(face).to_have_attribute("src", PICTURE)


@pytest.mark.parametrize(
    ("system", "said", "box"),
    [
        ("light", {}, LIGHT_BOX),
        ("dark", {}, DARK_BOX),
        ("light", {"theme_mode": "dark"}, DARK_BOX),
        ("dark", {"theme_mode": "light"}, LIGHT_BOX),
    ],
)
async def test_light_and_dark_follow_the_system_unless_the_page_says_which(site, system, said, box):
    site.has("/themed", **said)
    page = await site.page(await site.visitor(color_scheme=system), "/themed")
    await opened(page)
    await expect(page.get_by_test_id("panel")).to_have_css("background-color", box)


async def test_the_page_says_in_which_corner(site):
    site.has("/left", alignment="left", horizontal_padding=40)
    page = await site.page(await site.visitor(viewport={"width": 1000, "height": 700}), "/left")
    await opened(page)
    assert (await page.get_by_test_id("panel").bounding_box())["x"] == 40
    assert (await page.get_by_test_id("launcher").bounding_box())["x"] == 40


async def test_an_update_or_another_boot_moves_launcher_and_panel_together(site):
    page = await site.page(await site.visitor(viewport={"width": 1000, "height": 700}))
    await opened(page)
    launcher, panel = page.get_by_test_id("launcher"), page.get_by_test_id("panel")
    await page.evaluate("Intercom('update', {alignment: 'left', horizontal_padding: 60, z_index: 7})")
    assert (await launcher.bounding_box())["x"] == (await panel.bounding_box())["x"] == 60
    assert [await one.evaluate("one => getComputedStyle(one).zIndex") for one in (panel, launcher)] == [
        "7",
        "8",
    ]
    await page.evaluate("Intercom('shutdown')")
    await page.evaluate("Intercom('boot', {app_id: 'demo', vertical_padding: 100})")
    await opened(page)
    box = await launcher.bounding_box()
    assert (box["x"] + box["width"], box["y"] + box["height"]) == (980, 600)
