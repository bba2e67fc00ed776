"""Intercom's own Python client against our server: it is told another address, and nothing else."""

import pytest
from intercom import AsyncIntercom
from intercom.core.api_error import ApiError

from bridge.core.words.reading import Answer
from tests.api.ai_content import ai_content


@pytest.fixture
async def api(tmp_path):
    async with ai_content(tmp_path) as api:
        yield api


async def test_the_official_client_fills_fins_content(api):
    client = AsyncIntercom(token="writes", base_url=api.base, headers={"Intercom-Version": "Preview"})
    source = await client.ai_content.create_content_import_source(url="https://air.example")
    page = await client.ai_content.create_external_page(
        title="Zeppelins",
        html="<p>A zeppelin carries two suitcases.</p>",
        url="https://air.example/z",
        source_id=source.id,
        external_id="z",
        ai_agent_availability=True,
    )
    assert (page.id, page.locale, page.ai_agent_availability) == ("1", "en", True)
    answer = await api.asked("how many suitcases on a zeppelin?")
    assert isinstance(answer, Answer)
    assert answer.sources[0].url == "https://air.example/z"

    changed = await client.ai_content.update_external_page(
        page.id, title="Airships", html="<p>Three.</p>", url="https://air.example/z", source_id=source.id
    )
    assert (changed.title, changed.external_id) == ("Airships", "z")
    assert [one.id for one in (await client.ai_content.list_external_pages()).data] == ["1"]
    assert (await client.ai_content.get_external_page(page.id)).title == "Airships"
    assert (await client.ai_content.delete_external_page(page.id)).html == ""

    updated = await client.ai_content.update_content_import_source(
        str(source.id), sync_behavior="api", url="https://air.example/new", status="deactivated"
    )
    assert (updated.status, updated.url) == ("deactivated", "https://air.example/new")
    assert (await client.ai_content.list_content_import_sources()).total_count == 1
    assert (await client.ai_content.get_content_import_source(str(source.id))).id == source.id
    await client.ai_content.delete_content_import_source(str(source.id))
    with pytest.raises(ApiError) as caught:
        await client.ai_content.get_content_import_source(str(source.id))
    assert caught.value.status_code == 404
    assert caught.value.body["type"] == "error.list"


async def test_a_wrong_token_is_the_clients_own_error(api):
    client = AsyncIntercom(token="wrong", base_url=api.base)
    with pytest.raises(ApiError) as caught:
        await client.ai_content.list_external_pages()
    assert caught.value.status_code == 401
