"""An agent types: who looks sees it, rarely enough, and nothing of it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa

from bridge.chatting import CHAT_SECRETS
from bridge.runtime import tables as t
from bridge.runtime.vault import Vault
from tests.handoff.chat_events import about
from tests.handoff.test_live_chat import PERSON, chat_of
from tests.handoff.world import KEYS, World, eventually, world


async def typed(w: World, number: int, *, active: bool, author: str = "business") -> None:
    [key] = json.loads(await Vault(w.bridge.store, KEYS).get(CHAT_SECRETS) or "[]")
    [chat] = w.zendesk.chats()
    body = about(
        "conversation:typing",
        chat["id"],
        app_id=w.settings.conversations.app_id,
        event_id=f"e-typing-{number}",
        metadata={},
    )
    payload: dict[str, Any] = body["events"][0]["payload"]
    payload["conversation"]["metadata"] = chat["metadata"]
    payload["activity"] |= {
        "type": "typing:start" if active else "typing:stop",
        "author": {"type": author},
    }
    url = f"{w.settings.base_url}/zendesk/conversations/webhooks"
    async with w.customer.http.post(url, json=body, headers={"X-API-Key": key}) as answer:
        assert answer.status == 200, await answer.text()


async def listening(w: World) -> aiohttp.ClientWebSocketResponse:
    """A socket that hears all that happens from now on."""
    ws = await w.customer.http.ws_connect(f"{w.settings.base_url}/messenger/socket")
    await ws.send_json({"type": "hello", "session": w.customer.session, "cursors": {}})
    while (await ws.receive_json(timeout=15))["type"] != "ready":
        pass
    return ws


async def test_an_agents_typing_is_shown_and_not_kept(tmp_path: Path) -> None:
    kept = sa.select(sa.func.count()).where(t.deliveries.c.key.like("e-typing%"))
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        await chat_of(w)

        async def is_open() -> bool:
            c = await w.conversation()
            return c.chat is not None and c.chat.state == "open"

        await eventually(is_open, "the chat never opened")
        ws = await listening(w)
        await typed(w, 1, active=True, author="user")  # his own, in another channel
        for number in range(2, 12):
            await typed(w, number, active=True)
        await typed(w, 12, active=False)
        frames: list[dict[str, Any]] = []
        while not frames or frames[-1].get("active") is not False:
            frames.append(await ws.receive_json(timeout=15))
        hints = [one for one in frames if one["type"] == "typing"]
        assert [(one["author"], one["active"]) for one in hints] == [("agent", True), ("agent", False)]
        assert await w.bridge.store.read(lambda conn: conn.execute(kept).scalar()) == 0
        await ws.close()


async def test_nobody_types_in_a_chat_that_is_over(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        w.zendesk.end_session(chat()["ticket_id"])
        await w.customer.hears("fin", "is over")
        ws = await listening(w)
        await typed(w, 1, active=True)
        await w.customer.say("How long does delivery take?")
        frames: list[dict[str, Any]] = []
        while not (frames and frames[-1].get("part", {}).get("author", {}).get("type") == "fin"):
            frames.append(await ws.receive_json(timeout=15))
            if "working day" not in str(frames[-1]):
                frames[-1].pop("part", None)
        assert not any(one["type"] == "typing" for one in frames)
        await ws.close()
