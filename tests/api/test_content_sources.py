"""Content import sources by API, in Intercom's shapes."""

import pytest

from tests.api.ai_content import ai_content

PATH = "/ai/content_import_sources"
NEW = {"sync_behavior": "api", "url": "https://help.example"}


@pytest.fixture
async def api(tmp_path):
    async with ai_content(tmp_path) as api:
        yield api


async def test_a_source_is_made_shown_changed_and_removed(api):
    status, made = await api.send("POST", PATH, NEW | {"audience_ids": 7, "unheard_of": True})
    assert status == 200
    at = made["created_at"]
    assert made == {
        "type": "content_import_source",
        "id": 1,
        "last_synced_at": at,
        "sync_behavior": "api",
        "status": "active",
        "url": "https://help.example",
        "created_at": at,
        "updated_at": at,
        "audience_ids": [7],
    }
    assert await api.send("GET", f"{PATH}/1") == (200, made)
    status, changed = await api.send("PUT", f"{PATH}/1", NEW | {"status": "deactivated"})
    assert (status, changed["status"], changed["audience_ids"]) == (200, "deactivated", [7])
    _, changed = await api.send("PUT", f"{PATH}/1", NEW | {"audience_ids": None})
    assert (changed["status"], changed["audience_ids"]) == ("deactivated", [])
    assert await api.send("DELETE", f"{PATH}/1") == (204, None)
    assert (await api.send("GET", f"{PATH}/1"))[0] == 404


async def test_sources_are_listed_page_by_page(api):
    for _ in range(3):
        await api.send("POST", PATH, NEW)
    _, body = await api.send("GET", PATH)
    assert (body["type"], body["total_count"], [one["id"] for one in body["data"]]) == ("list", 3, [1, 2, 3])
    assert body["pages"] == {"type": "pages", "page": 1, "per_page": 50, "total_pages": 1}
    _, body = await api.send("GET", f"{PATH}?per_page=2")
    assert body["pages"]["next"] == f"{api.base}{PATH}?page=2&per_page=2"
    _, body = await api.send("GET", f"{PATH}?page=2&per_page=2")
    assert ([one["id"] for one in body["data"]], "next" in body["pages"]) == ([3], False)


@pytest.mark.parametrize(
    ("method", "path", "body", "token", "status"),
    [
        ("GET", PATH, None, "none", 401),
        ("GET", PATH, None, "other", 403),
        ("POST", PATH, NEW, "other", 403),
        ("POST", PATH, {"url": "https://x.example"}, "writes", 400),
        ("POST", PATH, NEW | {"sync_behavior": "automatic"}, "writes", 400),
        ("POST", PATH, NEW | {"url": "javascript:alert(1)"}, "writes", 400),
        ("POST", PATH, NEW | {"status": "asleep"}, "writes", 400),
        ("POST", PATH, NEW | {"audience_ids": ["1"]}, "writes", 400),
        ("PUT", f"{PATH}/1", NEW | {"sync_behavior": "manual"}, "writes", 400),
        ("PUT", f"{PATH}/9", NEW, "writes", 404),
        ("GET", f"{PATH}/nine", None, "writes", 404),
        ("GET", f"{PATH}/99999999999999999999", None, "writes", 404),
        ("DELETE", f"{PATH}/9", None, "writes", 404),
        ("GET", f"{PATH}?page=0", None, "writes", 400),
        ("GET", f"{PATH}?per_page=151", None, "writes", 400),
    ],
)
async def test_what_is_not_allowed_not_there_or_does_not_fit_is_said(api, method, path, body, token, status):
    await api.send("POST", PATH, NEW)
    found, answer = await api.send(method, path, body, token=token)
    assert (found, answer["type"]) == (status, "error.list")
