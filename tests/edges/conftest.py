"""One Messenger per test, on a real server with a real SQLite file."""

import pytest

from tests.edges.messenger_server import running


@pytest.fixture
async def make_messenger(aiohttp_client, tmp_path):
    started = []

    async def make(**options):
        messenger = await running(tmp_path, **options)
        messenger.client = await aiohttp_client(messenger.app)
        started.append(messenger)
        return messenger

    yield make
    for messenger in started:
        await messenger.client.close()
        await messenger.store.close()


@pytest.fixture
async def messenger(make_messenger):
    return await make_messenger()
