from tests.connectors.sandbox.client import Api

ARTICLE = {"title": "Return an item", "body": "<p>Send it back.</p>"}


async def test_articles_are_published_listed_by_language_and_archived(api: Api) -> None:
    made = (await api.raw("POST", "/_sandbox/articles", json=ARTICLE)).json["article"]
    german = {**ARTICLE, "id": made["id"], "locale": "de", "title": "Rückgabe"}
    await api.raw("POST", "/_sandbox/articles", json=german)

    assert (await api("GET", "/help_center/locales")).json == {
        "locales": ["en-us", "de"],
        "default_locale": "en-us",
    }
    listed = (await api("GET", "/help_center/articles.json")).json
    assert [(one["title"], one["locale"]) for one in listed["articles"]] == [("Return an item", "en-us")]
    assert listed["articles"][0] == made
    assert made["html_url"] == f"{api.zd.base_url}/hc/en-us/articles/{made['id']}-Return-an-item"
    shown = (await api("GET", f"/help_center/de/articles/{made['id']}")).json["article"]
    assert (shown["title"], shown["draft"], shown["user_segment_id"]) == ("Rückgabe", False, None)

    assert (await api.raw("DELETE", f"/_sandbox/articles/{made['id']}")).status == 204
    assert (await api("GET", f"/help_center/de/articles/{made['id']}")).status == 404
    assert (await api("GET", "/help_center/de/articles")).json["articles"] == []


async def test_pages_of_articles_are_read_by_cursor(api: Api) -> None:
    for n in range(3):
        await api.raw("POST", "/_sandbox/articles", json={**ARTICLE, "title": str(n)})
    first = (await api("GET", "/help_center/articles?page[size]=2")).json
    assert first["meta"]["has_more"] is True
    rest = (
        await api("GET", f"/help_center/articles?page[size]=2&page[after]={first['meta']['after_cursor']}")
    ).json
    assert [one["title"] for one in first["articles"] + rest["articles"]] == ["0", "1", "2"]


async def test_a_token_without_the_scope_reads_nothing(api: Api) -> None:
    await api.login(scope="tickets:read")
    assert (await api("GET", "/help_center/articles")).status == 403
    await api.login(scope="hc:read")
    assert (await api("GET", "/help_center/articles")).status == 200
