"""Figures of live chats: how long an agent's word takes from the webhook to the customer's socket."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp

from bridge.chatting import place_of
from bridge.settings import Settings
from connectors.sandbox.app import Sandbox
from connectors.zendesk import conversation_provisioning
from connectors.zendesk.conversations import Conversations
from tests.bench.floor import SECRET
from tests.bench.machine import Row, boot, bridge, free_port

REPLIES = 100
WARM = 5
TARGET = "http://127.0.0.1:1/nowhere"
"""The bench rings the bell itself."""


async def chat_rows(folder: Path) -> list[Row]:
    """p50 and p99 in milliseconds, the reading by API included; the floor is that reading alone."""
    async with Sandbox(port=0) as zendesk:
        options, port, silent = zendesk.state.options, free_port(), socket.socket()
        app = {"app_id": options.sc_app_id, "key_id": options.sc_key_id, "secret": options.sc_secret}
        async with Conversations(base_url=f"{zendesk.base_url}/sc", **app) as client:
            name = place_of(Settings(port=port))
            await conversation_provisioning.setup(client, target_url=TARGET, name=name)
            zendesk.chat_deliveries.dropping = 10**9
            more = {f"BRIDGE_CONVERSATIONS__{key.upper()}": value for key, value in app.items()}
            more |= {
                "BRIDGE_CONVERSATIONS__WEBHOOK_SECRETS": json.dumps([SECRET]),
                "BRIDGE_HANDOFF__MODE": "live_chat",
                "BRIDGE_ZENDESK__RECONCILE_S": "3600",
            }
            with bridge(folder / "chat.db", port, silent, base_url=zendesk.base_url, **more):
                took, floor = await _replied(zendesk, client, port)
        silent.close()
    p50, p99 = median(took), quantiles(took, n=100)[98]
    floor50, floor99 = median(floor), quantiles(floor, n=100)[98]
    return [
        Row("live chat, webhook to socket p50", p50, floor50, "ms", "≤ 30 ms", p50 <= 30),
        Row("live chat, webhook to socket p99", p99, floor99, "ms", "≤ 100 ms", p99 <= 100),
    ]


async def _replied(zendesk: Sandbox, client: Conversations, port: int) -> tuple[list[float], list[float]]:
    base, took, floor = f"http://127.0.0.1:{port}", [], []
    async with aiohttp.ClientSession() as http:
        session = await boot(http, base)
        chat = await _with_agents(zendesk, http, base, session)
        async with http.ws_connect(f"{base}/messenger/socket") as ws:
            await ws.send_json({"type": "hello", "session": session, "cursors": {}})
            await ws.receive_json(timeout=5)
            for number in range(REPLIES):
                last = zendesk.chats()[0]["messages"][-1]["id"]
                zendesk.chat_reply(chat["ticket_id"], f"Reply {number}")
                begun = time.perf_counter()
                await client.messages(chat["id"], after=last)
                floor.append((time.perf_counter() - begun) * 1000)
                begun = time.perf_counter()
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(_ring(http, base, zendesk, chat, number))
                    while True:
                        frame = await ws.receive_json(timeout=10)
                        if frame["type"] == "part" and frame["part"]["author"]["type"] == "agent":
                            break
                took.append((time.perf_counter() - begun) * 1000)
    return took[WARM:], floor[WARM:]


async def _with_agents(
    zendesk: Sandbox, http: aiohttp.ClientSession, base: str, session: str
) -> dict[str, Any]:
    body = {"client_id": "bench-000000", "body": "I want to talk to a human"}
    headers = {"Authorization": f"Bearer {session}"}
    async with http.post(f"{base}/messenger/conversations", json=body, headers=headers) as answer:
        assert answer.status == 201
    async with asyncio.timeout(20):
        while True:
            for chat in zendesk.chats():
                if chat["ticket_id"] and zendesk.comments(chat["ticket_id"], public=False):
                    return chat
            await asyncio.sleep(0.05)


async def _ring(
    http: aiohttp.ClientSession, base: str, zendesk: Sandbox, chat: dict[str, Any], number: int
) -> None:
    conversation = {"id": chat["id"], "type": "personal", "metadata": chat["metadata"]}
    event = {
        "id": f"bench-{number}",
        "type": "conversation:message",
        "payload": {"conversation": conversation},
    }
    told = {"app": {"id": zendesk.state.options.sc_app_id}, "webhook": {"id": "w"}, "events": [event]}
    url = f"{base}/zendesk/conversations/webhooks"
    async with http.post(url, json=told, headers={"X-API-Key": SECRET}) as answer:
        assert answer.status == 200
