"""The whole service for a caller of Fin's API: a ticket at the hand-off, and agents' words back to him."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bridge.settings import Settings
from tests.connectors.outside import outside
from tests.edges.fin_api_server import SIGNING, TOKEN, Caller, words
from tests.handoff.world import world


def settings_of(url: str, **ticket: str) -> dict[str, Any]:
    made = Settings(
        api_tokens=[{"token": TOKEN, "name": "caller", "scopes": ["write_conversations"]}],
        events={"webhook_url": url, "signing_secret": SIGNING},
        ticket=ticket,
    )
    return {"api_tokens": made.api_tokens, "events": made.events, "ticket": made.ticket}


async def test_people_get_a_ticket_at_the_hand_off_and_their_words_come_back(tmp_path: Path) -> None:
    async with (
        outside() as listener,
        world(tmp_path, changes=settings_of(listener.url("/events"))) as w,
        aiohttp.ClientSession() as http,
    ):
        caller = Caller(w.settings.base_url, http, w.bridge, listener)
        history = [{"author": "agent", "body": "Fin takes over from here."}]
        await caller.start("How long does delivery take?", conversation_metadata={"history": history})
        await caller.told("fin_replied", "awaiting_user_reply")
        assert w.zendesk.tickets() == []
        await caller.post("/fin/escalate", {"conversation_id": "ext-1", "context": "He is upset."})
        await caller.told("escalated", "complete")
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])

        def notes() -> str:
            return "\n".join(one["plain_body"] for one in w.zendesk.comments(ticket()["id"]))

        await w.becomes("no reason", lambda: "He is upset." in notes())
        await w.becomes("no transcript", lambda: "Fin takes over from here." in notes())
        w.zendesk.agent_reply(ticket()["id"], "<p>Hello Ada</p>")
        events = await caller.told("agent_replied")
        message = events[-1]["message"]
        assert message["author"] == "agent"
        assert message["author_name"]
        assert "<p>Hello Ada</p>" in message["body"]
        assert message["attachments"] == []
        assert (await caller.reply("Hello Sam"))["status"] == "escalated"
        await w.becomes("never on the ticket", lambda: "Hello Sam" in notes())
        assert words(caller.events()).count("agent_replied") == 1


@pytest.mark.parametrize(("wish", "tickets"), [("first_message", 1), ("never", 0)])
async def test_when_a_ticket_is_made_is_the_operators_choice(tmp_path: Path, wish: str, tickets: int) -> None:
    async with (
        outside() as listener,
        world(tmp_path, changes=settings_of(listener.url("/events"), for_api=wish)) as w,
        aiohttp.ClientSession() as http,
    ):
        caller = Caller(w.settings.base_url, http, w.bridge, listener)
        await caller.start("How long does delivery take?")
        await caller.told("fin_replied", "awaiting_user_reply")
        if tickets:
            ticket = await w.ticket()
            await w.becomes("never solved", lambda: ticket()["status"] == "solved")
        await caller.reply("I want to talk to a human")
        await caller.told("escalated", "complete")
        assert len(w.zendesk.tickets()) == tickets
