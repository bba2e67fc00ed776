"""The Messenger is a channel like any other: the inherited cases."""

from __future__ import annotations

import pytest

from bridge.core.words.values import Channel
from tests.edges.channel_cases import ChannelCases, Door
from tests.edges.messenger_server import Customer, frames_until


class Widget:
    """A customer with a browser."""

    def __init__(self, customer: Customer) -> None:
        self.customer = customer

    async def write(self, text: str, *, key: str, to: str = "") -> str:
        path = f"/messenger/conversations/{to}/parts" if to else "/messenger/conversations"
        answer = await self.customer.call("POST", path, json={"client_id": key, "body": text})
        return answer["conversation"]["id"]

    async def heard(self, conversation_id: str) -> list[tuple[str, str]]:
        shown = await self.customer.show(conversation_id)
        return [(part["author"]["type"], part["body"]) for part in shown["parts"]]

    async def hears(self, text: str) -> str:
        ws = await self.customer.socket()
        shown = await self.customer.call("GET", "/messenger/conversations")
        await ws.send_json(
            {"type": "cursors", "cursors": {one["id"]: 0 for one in shown["conversations"]}}
        )  # what came before the socket comes too
        frames = await frames_until(ws, lambda one: one["type"] == "part" and text in one["part"]["body"])
        await ws.close()
        return frames[-1]["part"]["author"]["type"]


class MessengerDoor:
    known_as = Channel.WEB

    def __init__(self, running) -> None:
        self._running = running
        self.channel, self.app = running.messenger, running.app
        self.store, self.turns, self.clock = running.store, running.turns, running.clock

    async def customer(self) -> Widget:
        made = self._running.customer()
        await made.boot()
        return Widget(made)

    async def is_refused(self, customer: Widget, conversation_id: str) -> bool:
        path = f"/messenger/conversations/{conversation_id}"
        message = {"client_id": "message-0009", "body": "hi"}
        shown = await customer.customer.call("GET", path, 404)
        written = await customer.customer.call("POST", f"{path}/parts", 404, json=message)
        return {answer["errors"][0]["code"] for answer in (shown, written)} == {"not_found"}


class TestMessenger(ChannelCases):
    @pytest.fixture
    async def door(self, messenger) -> Door:
        return MessengerDoor(messenger)
