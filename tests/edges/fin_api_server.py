"""The whole bridge with Fin's API, a caller of it, and the webhook that he listens at."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bridge.app import Bridge, built
from bridge.channels.fin_api.talking import conversation_of
from bridge.core.words.entries import Part
from bridge.runtime import log
from bridge.settings import Settings
from tests.connectors.outside import Outside, outside
from tests.handoff.world import KEYS, eventually, free_port

TOKEN = "a token of a caller, for tests"
SIGNING = "a signing secret, for tests"
QUESTION = "How long does delivery take?"
ADA = {"id": "user-42", "name": "Ada Lovelace", "email": "ada@example.com"}

ARTICLE = """---
title: Delivery times
url: https://shop.example/help/delivery
---
Delivery takes three working days. You can track a delivery with the number in the mail.
"""
PROCEDURE = """title: Cancel a booking
when_to_use:
  description: The customer wants to cancel a booking.
  examples: ["cancel my booking"]
attributes:
  booking: {type: string, ask: "Which booking is it?"}
steps:
  - collect: [booking]
  - say: "Booking {{ booking }} is cancelled."
  - end: {follow_up: false}
"""


def settings_of(folder: Path, *, listener: str = "", port: int = 0, **more: Any) -> Settings:
    config = folder / "config"
    (config / "content").mkdir(parents=True, exist_ok=True)
    (config / "procedures").mkdir(exist_ok=True)
    (config / "content" / "delivery.md").write_text(ARTICLE)
    (config / "procedures" / "cancel.yaml").write_text(PROCEDURE)
    for name, text in more.pop("procedures", {}).items():
        (config / "procedures" / f"{name}.yaml").write_text(text)
    return Settings(
        port=port or free_port(),
        database_url=f"sqlite:///{folder}/bridge.db",
        config_dir=config,
        api_tokens=[
            {"token": TOKEN, "name": "caller", "scopes": ["write_conversations"]},
            {"token": "reads only, for tests", "name": "reader", "scopes": ["read_conversations"]},
        ],
        events={
            "webhook_url": listener,
            "signing_secret": SIGNING if listener else "",
            "ask_rating": more.pop("ask_rating", False),
        },
        **more,
    )


@dataclass
class Caller:
    """Another system that speaks for its users."""

    base: str
    http: aiohttp.ClientSession
    bridge: Bridge | None = None
    listener: Outside | None = None
    version: str = "Preview"
    token: str = TOKEN
    count: int = 0
    last: dict[str, Any] = field(default_factory=dict)

    async def post(self, path: str, body: Any, expect: int = 200) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Intercom-Version": self.version}
        async with self.http.post(f"{self.base}{path}", json=body, headers=headers) as response:
            answer = await response.json()
            assert response.status == expect, answer
        self.last = answer
        return answer

    async def refused(self, path: str, body: Any, expect: int = 400) -> str:
        answer = await self.post(path, body, expect)
        assert answer["type"] == "error.list"
        assert answer["request_id"]
        return answer["errors"][0]["message"]

    def body(self, text: str, conversation: str = "ext-1", **more: Any) -> dict[str, Any]:
        self.count += 1
        at = f"2027-01-15T08:00:00.{self.count:03d}Z"
        message = {"author": "user", "body": text, "timestamp": at}
        return {"conversation_id": conversation, "message": message, "user": ADA, **more}

    async def start(self, text: str = QUESTION, **more: Any) -> dict[str, Any]:
        return await self.post("/fin/start", self.body(text, **more))

    async def reply(self, text: str, **more: Any) -> dict[str, Any]:
        return await self.post("/fin/reply", self.body(text, **more))

    async def parts(self, conversation: str = "ext-1") -> list[Part]:
        """What stands in the log."""
        assert self.bridge is not None
        lines = await log.lines(self.bridge.store, conversation_of(conversation))
        return [line.entry for line in lines if isinstance(line.entry, Part)]

    async def state(self, conversation: str = "ext-1") -> Any:
        assert self.bridge is not None
        return await log.conversation(self.bridge.store, conversation_of(conversation))

    def events(self, conversation: str = "ext-1") -> list[dict[str, Any]]:
        """What the listener was told, repetitions included; each is signed."""
        assert self.listener is not None
        found = []
        for _, _, raw, headers in list(self.listener.asked):
            made = hmac.new(SIGNING.encode(), raw, hashlib.sha256).hexdigest()
            assert headers["x-fin-agent-api-webhook-signature"] == f"sha256={made}"
            found.append({**json.loads(raw), "id": headers["x-fin-agent-api-event-id"]})
        return [one for one in found if one["conversation_id"] == conversation]

    async def told(self, *last: str, conversation: str = "ext-1") -> list[dict[str, Any]]:
        """Waits until the latest events are these: statuses, or `fin_replied`."""

        async def so() -> bool:
            return words(self.events(conversation))[-len(last) :] == list(last)

        try:
            await eventually(so, "")
        except AssertionError:
            raise AssertionError(f"never told {last}: {words(self.events(conversation))}") from None
        return self.events(conversation)


def words(events: list[dict[str, Any]]) -> list[str]:
    """Each event in one word."""
    return [
        one["status"] if one["event_name"] == "fin_status_updated" else one["event_name"] for one in events
    ]


@asynccontextmanager
async def calling(folder: Path, **options: Any) -> AsyncIterator[Caller]:
    """The bridge runs, all of it, and somebody calls."""
    async with outside() as listener:
        settings = settings_of(folder, listener=options.pop("url", listener.url("/events")), **options)
        async with running(settings) as bridge, aiohttp.ClientSession() as http:
            yield Caller(settings.base_url, http, bridge, listener)


@asynccontextmanager
async def running(settings: Settings, *, works: bool = True) -> AsyncIterator[Bridge]:
    async with built(settings, KEYS) as bridge:
        stop = asyncio.Event()
        runner = web.AppRunner(bridge.web, access_log=None, shutdown_timeout=2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", settings.port).start()
        async with asyncio.TaskGroup() as tasks:
            if works:
                tasks.create_task(bridge.outbox.run(stop))
            tasks.create_task(bridge.elsewhere.run(stop))
            bridge.ticker.start()
            bridge.tick_all.start()
            try:
                yield bridge
            finally:
                stop.set()
                await bridge.ticker.stop()
                await bridge.tick_all.stop()
                await runner.cleanup()
