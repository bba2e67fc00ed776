import pytest

from tests.api.waiting import waiting


@pytest.fixture
async def make_waiting(aiohttp_client, tmp_path):
    made = []

    async def make(text):
        one = await waiting(tmp_path, text)
        one.client = await aiohttp_client(one.app)
        made.append(one)
        return one

    yield make
    for one in made:
        await one.client.close()
        await one.store.close()
