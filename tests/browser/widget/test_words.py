"""The Messenger's own words: as many languages as Fin has, none that nobody says, each for its reader."""

import json
import re

import pytest
from playwright.async_api import expect

from bridge.channels.messenger.script import WIDGET
from bridge.core.conversation.translations import TRANSLATIONS
from tests.browser.widget.acts import opened, wrote


def texts(language):
    return json.loads((WIDGET / "words" / f"{language}.json").read_text())


def test_the_messenger_speaks_the_languages_that_fin_speaks():
    assert {path.stem for path in WIDGET.glob("words/*.json")} == {"en", *TRANSLATIONS}


def test_every_word_is_said_somewhere_and_every_word_said_is_there():
    scripts = "\n".join(path.read_text() for path in WIDGET.rglob("*.js"))
    composed = ("status.", "rate.")
    unsaid = [key for key in texts("en") if not key.startswith(composed) and f'"{key}"' not in scripts]
    unknown = set(re.findall(r'words\("([\w.]+)"', scripts)) - set(texts("en"))
    assert (unsaid, unknown) == ([], set())


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("locale", "language"),
    [("de-DE", "de"), ("fr-CA", "fr"), ("es-MX", "es"), ("it-IT", "it"), ("nl-BE", "nl"), ("pt-BR", "pt")],
)
async def test_it_speaks_the_browsers_language(site, locale, language):
    own = texts(language)
    page = await site.page(await site.visitor(locale=locale))
    await page.get_by_test_id("launcher").click()
    await expect(page.get_by_role("button", name=own["close"]).first).to_be_visible()
    await expect(page.get_by_test_id("panel")).to_have_attribute("lang", language)
    await expect(page.get_by_text(own["intro"].replace("{name}", "Fin"))).to_be_visible()
    await page.get_by_test_id("new-conversation").click()
    await expect(page.get_by_placeholder(own["write"])).to_be_visible()
    loaded = await page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert [name.rpartition("/")[2] for name in loaded if "/words/" in name] == [f"{language}.json"]
    assert site.problems == []


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="session")
async def test_a_page_that_changes_its_language_takes_the_messenger_along(site):
    page = await site.page(await site.visitor())
    await opened(page)
    await wrote(page, "Hello")
    await page.get_by_test_id("composer").fill("not sent yet")
    await page.evaluate("Intercom('update', {language_override: 'es'})")
    await expect(page.get_by_placeholder(texts("es")["write"])).to_have_value("not sent yet")
    await expect(page.get_by_test_id("part").filter(has_text="Hello")).to_have_count(1)
    await expect(page.get_by_test_id("panel")).to_have_count(1)
    await page.evaluate("Intercom('shutdown'); Intercom('boot', {app_id: 'demo', language_override: 'it'})")
    await page.get_by_test_id("launcher").click()
    await expect(page.get_by_test_id("new-conversation")).to_have_text(texts("it")["new"])
    assert site.problems == []
