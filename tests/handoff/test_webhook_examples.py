"""Ten shuffled copies of each official example of a webhook have one effect: that of what really happened."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bridge.chatting import CHAT_SECRETS
from bridge.runtime import tables as t
from bridge.runtime.vault import Vault
from tests.handoff.chat_events import ABOUT_A_CONVERSATION, ABOUT_USERS, about, about_users
from tests.handoff.test_live_chat import PERSON, QUESTION, chat_of, linked, said_by
from tests.handoff.world import KEYS, World, eventually, world

COPIES = 10
RINGING = [
    kind for kind in ABOUT_A_CONVERSATION if kind not in {"conversation:remove", "conversation:typing"}
]


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    """A live chat of which nothing is heard but what a test sends: no webhook arrives, no poll asks."""
    async with world(tmp_path, mode="live_chat", create_on="handoff", reconcile_s=3600) as made:
        await made.customer.boot("42", name="Ada Lovelace")
        await made.customer.say(PERSON)
        chat = await chat_of(made)
        await linked(made, chat()["ticket_id"])
        await made.zendesk.settled()
        made.zendesk.chat_deliveries.dropping = 10_000
        yield made


async def rung(w: World, requests: Sequence[dict[str, Any]], seed: int = 7) -> None:
    """Ten copies of each, shuffled, some with several events in one request."""
    [key] = json.loads(await Vault(w.bridge.store, KEYS).get(CHAT_SECRETS) or "[]")
    url = f"{w.settings.base_url}/zendesk/conversations/webhooks"
    bodies = list(requests) * COPIES
    dice = random.Random(seed)
    dice.shuffle(bodies)
    while bodies:
        taken = [bodies.pop() for _ in range(min(len(bodies), dice.randint(1, 3)))]
        body = {**taken[0], "events": [event for one in taken for event in one["events"]]}
        async with w.customer.http.post(url, json=body, headers={"X-API-Key": key}) as answer:
            assert answer.status == 200, await answer.text()


def made(w: World, kind: str, chat: dict[str, Any]) -> dict[str, Any]:
    return about(
        kind,
        chat["id"],
        app_id=w.settings.conversations.app_id,
        event_id=f"e-{kind}",
        metadata=chat["metadata"],
    )


async def all_understood(w: World) -> None:
    received = sa.select(sa.func.count()).where(t.deliveries.c.state == "received")

    async def is_quiet() -> bool:
        return not await w.bridge.store.read(lambda conn: conn.execute(received).scalar())

    await eventually(is_quiet, "deliveries are left")
    assert await w.bridge.deliveries.parked() == []


async def test_each_type_brings_an_agents_word_once(w: World) -> None:
    [chat] = w.zendesk.chats()
    ticket_id = chat["ticket_id"]
    for number, kind in enumerate(RINGING, 1):
        w.zendesk.chat_reply(ticket_id, f"Word {number}: {kind}.")
        await rung(w, [made(w, kind, chat)], seed=number)
        await w.customer.hears("agent", f"Word {number}: {kind}.")
    await all_understood(w)
    assert len(await said_by(w, "agent")) == len(RINGING)
    assert (await w.conversation()).is_chatting


async def test_all_types_together_bring_what_happened_once_and_in_order(w: World) -> None:
    [chat] = w.zendesk.chats()
    ticket_id = chat["ticket_id"]
    words = [f"Word {number}." for number in range(5)]
    for word in words:
        w.zendesk.chat_reply(ticket_id, word)
    w.zendesk.end_session(ticket_id)
    users = [
        about_users(kind, app_id=w.settings.conversations.app_id, event_id=f"e-{kind}")
        for kind in ABOUT_USERS
    ]
    await rung(w, [*(made(w, kind, chat) for kind in RINGING), *users])
    await w.customer.hears("fin", "is over")
    await all_understood(w)
    heard = await said_by(w, "agent")
    assert [word in one for word, one in zip(words, heard, strict=True)] == [True] * len(words)
    assert len([one for one in await said_by(w, "fin") if "is over" in one]) == 1


async def test_users_that_change_or_type_elsewhere_have_no_effect(w: World) -> None:
    before = await w.customer.parts()
    app_id = w.settings.conversations.app_id
    [chat] = w.zendesk.chats()
    users = [about_users(kind, app_id=app_id, event_id=f"e-{kind}") for kind in ABOUT_USERS]
    await rung(w, [*users, made(w, "conversation:typing", chat)])
    await all_understood(w)
    assert await w.customer.parts() == before


async def test_a_conversation_that_was_removed_ends_once(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = (await chat_of(w))()
        w.zendesk.live.end(w.zendesk.state.chats.conversations[chat["id"]])
        await rung(w, [made(w, "conversation:remove", chat)])
        await w.customer.hears("fin", "is over")
        await w.customer.say(QUESTION)
        assert (await w.customer.hears("fin", "working day"))["sources"]
        await all_understood(w)
        assert len([one for one in await said_by(w, "fin") if "is over" in one]) == 1
