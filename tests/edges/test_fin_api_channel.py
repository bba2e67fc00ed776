"""Fin's API is a channel like any other: the inherited cases."""

from __future__ import annotations

import pytest

from bridge.channels.fin_api.talking import conversation_of
from bridge.core.words.entries import Part
from bridge.core.words.values import Channel
from bridge.runtime import log, schema
from bridge.runtime.store import Store
from tests.edges.channel_cases import ChannelCases, Door
from tests.edges.fin_api_alone import Alone
from tests.edges.fin_api_server import TOKEN
from tests.edges.fin_api_stream import Reader


class User:
    """A user whom another system speaks for; the API has no route that reads, so he looks into the log."""

    def __init__(self, door: FinApiDoor, id_: str) -> None:
        self._door = door
        self._id = id_
        self._stream = ""

    async def write(self, text: str, *, key: str, to: str = "") -> str:
        external_id = self._door.names.get(to, f"{self._id}-{key}")
        message = {"author": "user", "body": text, "timestamp": f"2027-01-15T08:00:0{key[-1]}Z"}
        path = "/fin/reply" if to else "/fin/start"
        status, answer = await self.call(path, external_id, message)
        assert status == 200, answer
        self._stream = answer["sse_subscription_url"]
        self._door.names[conversation_of(external_id)] = external_id
        return conversation_of(external_id)

    async def call(self, path: str, external_id: str, message: object) -> tuple[int, dict]:
        body = {"conversation_id": external_id, "message": message, "user": {"id": self._id}}
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with self._door.client.post(path, json=body, headers=headers) as response:
            return response.status, await response.json()

    async def heard(self, conversation_id: str) -> list[tuple[str, str]]:
        lines = await log.lines(self._door.store, conversation_id)
        return [
            (line.entry.author.type, line.entry.body.html) for line in lines if isinstance(line.entry, Part)
        ]

    async def hears(self, text: str) -> str:
        async with self._door.client.get(self._stream) as response:
            reader = Reader(response)
            while (event := await reader.next()) is not None:
                if text in event.get("message", {}).get("body", ""):
                    return event["message"]["author"]
        raise AssertionError(f"never heard {text}")


class FinApiDoor:
    known_as = Channel.API

    def __init__(self, alone: Alone, client) -> None:
        self.channel, self.app = alone.channel, alone.app
        self.store, self.turns, self.clock = alone.store, alone.turns, alone.clock
        self.client = client
        self.names: dict[str, str] = {}
        self._count = 0

    async def customer(self) -> User:
        self._count += 1
        return User(self, f"user-{self._count}")

    async def is_refused(self, customer: User, conversation_id: str) -> bool:
        external_id = self.names.get(conversation_id, conversation_id)
        status, answer = await customer.call("/fin/reply", external_id, {"author": "user", "body": "hi"})
        said = answer["errors"][0]["message"]
        return status == 400 and said == "Conversation not found for the given conversation_id"


class TestFinApi(ChannelCases):
    @pytest.fixture
    async def door(self, aiohttp_client, tmp_path) -> Door:
        store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
        await schema.ensure(store)
        alone = Alone(store)
        yield FinApiDoor(alone, await aiohttp_client(alone.app))
        await store.close()
