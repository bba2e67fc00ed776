"""Sums a conversation up by a model over HTTP, or sorts it by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bridge.core.words.body import from_plain
from bridge.core.words.effects import Digest
from bridge.core.words.entries import Line, Part, Why
from bridge.core.words.looked import Digested
from bridge.core.words.values import Author
from bridge.fin.digest import Digester
from bridge.fin.look import Digests
from tests.fin.brains.model.world import world
from tests.model_server import Script

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
ORDER = Digest(
    conversation_id="cnv_1",
    turn=2,
    attributes={"topic": {"billing": "invoices", "delivery": "parcels"}, "mood": {"calm": "", "angry": ""}},
    summarise=True,
    language="de",
)


@dataclass(frozen=True)
class Attempt:
    """What the outbox hands to a performer."""

    effect: Digest


async def log(_id: str) -> Sequence[Line]:
    said = [("user", "my parcels are late"), ("fin", "I look."), ("agent", "Hi"), ("system", "note")]
    entries = [
        *(Part(at=NOW, author=Author(type=who, name="x"), body=from_plain(text)) for who, text in said),  # type: ignore[arg-type]  # one of the four
        Why(at=NOW, what="secret", detail="for operators"),
    ]
    return [Line(id=f"p{n}", seq=n, conversation_id="cnv_1", entry=one) for n, one in enumerate(entries, 1)]


async def digested(model: Digests | None) -> Digested:
    (event,) = await Digester(model, log, lambda: NOW)(Attempt(ORDER))  # type: ignore[arg-type]  # same shape
    assert isinstance(event, Digested)
    return event


async def test_one_call_brings_summary_and_attributes() -> None:
    async with world() as w:
        w.calls("record", {"topic": "delivery", "mood": "angry", "summary": "Pakete kommen spaet."})
        event = await digested(w.digester)
        assert event.chosen == {"topic": "delivery", "mood": "angry"}
        assert event.summary == "Pakete kommen spaet."
        assert len(w.server.asked) == 1
        prompt = w.server.last.prompt
        assert "customer: my parcels are late\nfin: I look.\nagent: Hi\n" in prompt
        assert "German" in prompt
        assert "for operators" not in prompt


async def test_what_the_model_says_wrongly_is_decided_by_the_words() -> None:
    async with world() as w:
        w.calls("record", {"topic": "everything", "mood": "calm", "summary": "Late."})
        event = await digested(w.digester)
        assert event.chosen == {"topic": "delivery", "mood": "calm"}
        assert "refused: topic was none of its options" in event.detail


async def test_a_model_that_fails_costs_no_hand_off() -> None:
    async with world(deadline_s=1.0) as w:
        w.server.answer = Script(ending="hang", cut_after=0)
        event = await digested(w.digester)
        assert (event.summary, event.chosen["topic"]) == ("", "delivery")
        assert event.detail.startswith("no summary by AI: ")


async def test_without_a_model_the_words_sort() -> None:
    event = await digested(None)
    assert (event.summary, event.chosen) == ("", {"topic": "delivery", "mood": None})
