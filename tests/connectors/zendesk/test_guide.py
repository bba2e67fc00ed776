"""The help centre is read whole, whatever its size, and failures are ours."""

from datetime import UTC, datetime

import pytest

from connectors.failures import Refused, Unsure
from connectors.sandbox.app import Sandbox
from connectors.zendesk import guide
from connectors.zendesk.guide import PAGE, GuideArticle
from connectors.zendesk.support import Support
from tests.connectors.zendesk.scripted import Scripted, says


async def test_all_articles_of_a_language_are_read_page_by_page(zd: Sandbox, account: Support) -> None:
    made = [zd.state.guide.publish(str(n), "<p>x</p>", at=1.0) for n in range(PAGE + 3)]
    zd.state.guide.publish("Anders", "<p>y</p>", at=1.0, id_=made[0].id, locale="de", draft=True)
    zd.state.guide.publish("Staff", "<p>z</p>", at=1.0, segment=7)
    zd.state.guide.publish("Staff and partners", "<p>z</p>", at=1.0, segments=(7, 8))

    assert await guide.locales(account) == ("en-us", "de")
    english = [one async for one in guide.articles(account, "en-us")]
    german = [one async for one in guide.articles(account, "de")]

    assert [one.title for one in english] == [
        *(str(n) for n in range(PAGE + 3)),
        "Staff",
        "Staff and partners",
    ]
    assert [one.is_public for one in english] == [True] * (PAGE + 3) + [False, False]
    assert german == [
        GuideArticle(
            id=made[0].id,
            locale="de",
            title="Anders",
            html="<p>y</p>",
            url=f"{zd.base_url}/hc/de/articles/{made[0].id}-Anders",
            is_public=False,
            edited_at=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
        )
    ]


async def test_no_help_centre_and_a_strange_answer_are_failures_of_ours(
    zendesk: Scripted, support: Support
) -> None:
    zendesk.answer = says(404, "{}", content_type="application/json")
    with pytest.raises(Refused):
        await guide.locales(support)
    zendesk.answer = says(200, '{"articles": [{"id": 1}]}', content_type="application/json")
    with pytest.raises((Refused, Unsure, Exception)) as caught:
        [one async for one in guide.articles(support, "en-us")]
    assert caught.type.__module__ == "connectors.failures"
