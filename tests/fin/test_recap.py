"""Tells what people did by a model over HTTP, and nothing where that fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bridge.core.words.body import from_plain
from bridge.core.words.effects import Recap
from bridge.core.words.entries import Line, Part, Why
from bridge.core.words.looked import Recapped
from bridge.core.words.values import Author
from bridge.fin.recap import Recapper, Tells
from tests.fin.brains.model.world import world
from tests.model_server import Script

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
SAID = (
    ("agent", "Cy", "An older chat: I sent 99 €."),
    ("user", "Ada", "My lamp is broken, my card is 4111 1111 1111 1111"),
    ("agent", "Bo", "Hi! I have refunded 40 € for the lamp."),
    ("system", "x", "a system's line"),
    ("agent", "Bo", "It takes three days."),
)
ORDER = Recap(conversation_id="cnv_1", key=7, since=1, language="en")


@dataclass(frozen=True)
class Attempt:
    """What the outbox hands to a performer."""

    effect: Recap


async def log(_id: str) -> Sequence[Line]:
    entries = [
        *(
            Part(at=NOW, author=Author(type=who, name=name), body=from_plain(text))
            for who, name, text in SAID
        ),  # type: ignore[arg-type]  # one of the four
        Why(at=NOW, what="note", detail="a private note for operators"),
    ]
    return [Line(id=f"p{n}", seq=n, conversation_id="cnv_1", entry=one) for n, one in enumerate(entries, 1)]


async def recapped(model: Tells | None, order: Recap = ORDER) -> Recapped:
    (event,) = await Recapper(model, log, lambda: NOW)(Attempt(order))  # type: ignore[arg-type]  # same shape
    assert isinstance(event, Recapped)
    assert (event.conversation_id, event.key) == ("cnv_1", 7)
    return event


async def test_one_call_tells_what_the_agent_wrote() -> None:
    async with world() as w:
        w.calls("tell", {"text": "Bo refunded 40 € for the lamp, which takes three days."})
        event = await recapped(w.teller)
        assert event.text == "Bo refunded 40 € for the lamp, which takes three days."
        assert len(w.server.asked) == 1
        prompt = w.server.last.prompt
        assert "agent Bo: Hi! I have refunded 40 €" in prompt
        for hidden in ("private note", "system's line", "4111"):
            assert hidden not in prompt


async def test_what_was_said_in_an_older_chat_is_not_told_as_news() -> None:
    async with world() as w:
        w.calls("tell", {"text": "Bo refunded 99 € for the lamp."})
        assert (await recapped(w.teller)).text == ""


async def test_a_model_that_fails_or_is_late_costs_nothing_but_its_words() -> None:
    async with world(deadline_s=1.0) as w:
        for answer in (
            Script(ending="hang", cut_after=0),
            Script(status=500),
            Script(calls=[("tell", "{no")]),
        ):
            w.server.asked.clear()
            w.server.answer = answer
            event = await recapped(w.teller)
            assert event.text == ""
            assert event.detail.startswith("no model tells what people did: ")
            assert len(w.server.asked) == 1


@pytest.mark.parametrize("since", [5, 99])
async def test_who_wrote_nothing_is_not_asked_about(since: int) -> None:
    async with world() as w:
        order = Recap(conversation_id="cnv_1", key=7, since=since)
        assert (await recapped(w.teller, order)).text == ""
        assert w.server.asked == []


async def test_without_a_model_nothing_is_told() -> None:
    assert (await recapped(None)).text == ""
