"""External pages by API: what is sent is what Fin answers from a second later, in every process."""

import pytest

from bridge.core.words.reading import Answer, NoAnswer
from tests.api.ai_content import ai_content

PATH = "/ai/external_pages"
SOURCES = "/ai/content_import_sources"
PAGE = {
    "title": "Zeppelin flights",
    "html": "<h2>Luggage</h2><p>A zeppelin carries <b>two</b> suitcases.<script>alert(1)</script></p>",
    "locale": "en",
    "source_id": 1,
    "external_id": "z1",
    "url": "https://air.example/zeppelin",
    "ai_agent_availability": True,
}
ASKED = "how many suitcases can I take on the zeppelin?"


@pytest.fixture
async def api(tmp_path):
    async with ai_content(tmp_path) as api:
        await api.send("POST", SOURCES, {"sync_behavior": "api", "url": "https://air.example"})
        yield api


async def test_a_page_is_cited_a_second_after_it_was_sent_and_gone_a_second_after_it_was_removed(api):
    assert isinstance(await api.asked(ASKED), NoAnswer)
    status, made = await api.send("POST", PATH, PAGE)
    assert status == 200

    answer = await api.asked(ASKED)

    assert isinstance(answer, Answer)
    assert answer.body.text == "Luggage\n\nA zeppelin carries two suitcases."
    assert [(one.content_type, one.title, one.url) for one in answer.sources] == [
        ("external_content", "Zeppelin flights", "https://air.example/zeppelin")
    ]
    assert await api.send("DELETE", f"{PATH}/{made['id']}") == (200, made | {"html": ""})
    assert isinstance(await api.asked(ASKED), NoAnswer)


async def test_a_page_has_the_official_shape(api):
    _, made = await api.send("POST", PATH, PAGE)
    at = made["created_at"]
    assert made == {
        "type": "external_page",
        "id": "1",
        "title": "Zeppelin flights",
        "html": PAGE["html"],
        "url": "https://air.example/zeppelin",
        "ai_agent_availability": True,
        "ai_copilot_availability": False,
        "ai_sales_agent_availability": False,
        "fin_availability": True,
        "locale": "en",
        "source_id": 1,
        "external_id": "z1",
        "created_at": at,
        "updated_at": at,
        "last_ingested_at": at,
    }
    assert await api.send("GET", f"{PATH}/1") == (200, made)
    _, listed = await api.send("GET", PATH)
    assert (listed["data"], listed["total_count"]) == ([made], 1)


async def test_the_same_external_id_is_the_same_page_and_availability_stays(api):
    await api.send("POST", PATH, PAGE)
    again = {name: value for name, value in PAGE.items() if name != "ai_agent_availability"}
    _, made = await api.send("POST", PATH, again | {"html": "<p>Three suitcases on a zeppelin."})
    assert (made["id"], made["ai_agent_availability"]) == ("1", True)
    answer = await api.asked(ASKED)
    assert isinstance(answer, Answer)
    assert answer.body.text == "Three suitcases on a zeppelin."


@pytest.mark.parametrize(
    "hides",
    [
        ("PUT", f"{PATH}/1", PAGE | {"ai_agent_availability": False}),
        ("PUT", f"{PATH}/1", PAGE | {"html": "<script>zeppelin</script>"}),
        (
            "PUT",
            f"{SOURCES}/1",
            {"sync_behavior": "api", "url": "https://a.example", "status": "deactivated"},
        ),
        ("DELETE", f"{SOURCES}/1", None),
    ],
)
async def test_what_is_not_available_is_not_used(api, hides):
    await api.send("POST", PATH, PAGE)
    assert isinstance(await api.asked(ASKED), Answer)
    assert (await api.send(*hides))[0] in (200, 204)
    assert isinstance(await api.asked(ASKED), NoAnswer)


async def test_a_new_page_is_for_nobody_until_that_is_said(api):
    _, made = await api.send("POST", PATH, {n: v for n, v in PAGE.items() if n != "ai_agent_availability"})
    assert made["ai_agent_availability"] is False
    assert isinstance(await api.asked(ASKED), NoAnswer)
    await api.send("PUT", f"{PATH}/1", PAGE | {"ai_agent_availability": None, "fin_availability": True})
    assert isinstance(await api.asked(ASKED), Answer)


async def test_a_page_without_an_address_is_used_and_not_cited(api):
    await api.send("POST", PATH, PAGE | {"url": None})
    answer = await api.asked(ASKED)
    assert isinstance(answer, Answer)
    assert answer.sources == ()


async def test_a_page_moves_to_another_source_unless_its_name_is_taken_there(api):
    await api.send("POST", SOURCES, {"sync_behavior": "api", "url": "https://b.example"})
    await api.send("POST", PATH, PAGE)
    await api.send("POST", PATH, PAGE | {"source_id": 2})
    assert (await api.send("PUT", f"{PATH}/1", PAGE | {"source_id": 2}))[0] == 409
    status, made = await api.send("PUT", f"{PATH}/1", PAGE | {"source_id": 2, "external_id": "z2"})
    assert (status, made["source_id"], made["external_id"]) == (200, 2, "z2")


@pytest.mark.parametrize(
    ("method", "path", "body", "token", "status"),
    [
        ("GET", PATH, None, "none", 401),
        ("POST", PATH, PAGE, "other", 403),
        ("POST", PATH, PAGE | {"source_id": 9}, "writes", 404),
        ("POST", PATH, PAGE | {"title": " "}, "writes", 400),
        ("POST", PATH, PAGE | {"external_id": ""}, "writes", 400),
        ("POST", PATH, PAGE | {"url": "javascript:alert(1)"}, "writes", 400),
        ("POST", PATH, PAGE | {"locale": "no language"}, "writes", 400),
        ("POST", PATH, PAGE | {"html": "<div>" * 10_000}, "writes", 400),
        ("POST", PATH, PAGE | {"html": "x" * 1_000_001}, "writes", 400),
        ("PUT", f"{PATH}/9", PAGE, "writes", 404),
        ("GET", f"{PATH}/9", None, "writes", 404),
        ("GET", f"{PATH}/nine", None, "writes", 404),
        ("DELETE", f"{PATH}/9", None, "writes", 404),
    ],
)
async def test_what_is_not_allowed_not_there_or_does_not_fit_is_said(api, method, path, body, token, status):
    found, answer = await api.send(method, path, body, token=token)
    assert (found, answer["type"]) == (status, "error.list")


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")  # of the test's own client
async def test_a_page_that_is_too_large_is_refused_before_it_is_read(api):
    status, answer = await api.send("POST", PATH, PAGE | {"html": "x" * 3_000_001})
    assert (status, answer["type"]) == (413, "error.list")


async def test_a_page_for_an_audience_is_for_nobody_else(api):
    changed = {"sync_behavior": "api", "url": "https://air.example", "audience_ids": [7]}
    await api.send("PUT", f"{SOURCES}/1", changed)
    await api.send("POST", PATH, PAGE)
    assert isinstance(await api.asked(ASKED), NoAnswer)
    await api.send("PUT", f"{SOURCES}/1", changed | {"audience_ids": []})
    assert isinstance(await api.asked(ASKED), NoAnswer)
    applied = {"audience_ids": [], "apply_audience_to_existing_content": True}
    await api.send("PUT", f"{SOURCES}/1", changed | applied)
    assert isinstance(await api.asked(ASKED), Answer)


async def test_a_page_that_was_sent_leads_customers_to_its_own_site_and_to_no_other(api):
    html = (
        '<p>A zeppelin carries two suitcases. <a href="https://evil.example/pay">Pay here</a>, at '
        'https://evil.example/x or <a href="https://air.example/ok">with us</a>.</p>'
    )
    await api.send("POST", PATH, PAGE | {"html": html})
    answer = await api.asked(ASKED)
    assert isinstance(answer, Answer)
    assert "evil" not in answer.body.html
    assert "Pay here" in answer.body.text
    assert 'href="https://air.example/ok"' in answer.body.html
