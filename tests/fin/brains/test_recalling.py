"""Who asks what people said or did is told so; who asks anything else is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.core.words.reading import Answer
from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.fin.brains.recalling import asks_for_recap
from bridge.knowledge.library import Library
from tests.fin.brains.model.world import world

ROOT = Path(__file__).parents[3]
RECAP = "The last thing that Anna Agent wrote: “I have refunded 40 €.” Your request counts as solved."
PEOPLE = ("Anna Agent",)
ASKS = (
    "What did Anna say?",
    "what did the agent do?",
    "What has been done so far",
    "what was decided?",
    "did she say when the money arrives?",
    "Please summarize the chat",
    "Was hat Anna gesagt?",
    "was wurde gemacht?",
    "Was hat er denn gesagt?",
    "Fassen Sie den Chat bitte zusammen",
    "Qu'a dit Anna ?",
    "Qu'est-ce qu'elle a fait ?",
    "¿Qué dijo Anna?",
    "¿Qué me ha dicho el agente?",
    "Cosa ha detto Anna Agent?",
    "O que disse a Anna?",
    "Wat heeft Anna gezegd?",
    "wat zei Anna?",
)
ASKS_SOMETHING_ELSE = (
    "What did you say?",
    "How long does delivery take?",
    "what did my order do",
    "I want to talk to a human",
    "did the parcel arrive?",
    "Hat die Lampe eine Garantie?",
    "Was kostet das?",
    "Was hat das Paket gekostet?",
    "Qu'a fait ma commande ?",
    "¿Qué hizo mi pedido?",
    "cosa ha fatto il mio ordine",
    "o que fazer",
    "Anna",
    "what did Anna say? " * 20,
)


@pytest.mark.parametrize("text", ASKS)
def test_it_asks_for_that(text: str) -> None:
    assert asks_for_recap(text, PEOPLE)


@pytest.mark.parametrize("text", ASKS_SOMETHING_ELSE)
def test_it_asks_for_something_else(text: str) -> None:
    assert not asks_for_recap(text, PEOPLE)


def read(text: str, recap: str = RECAP, asked: str = "") -> object:
    brain = EmbeddedBrain(Library(ROOT / "config" / "content"))
    return brain.read_now(Question(text=text, recap=recap, people=PEOPLE, asked=asked))


def test_the_embedded_brain_tells_it_word_for_word() -> None:
    reading = read("What did Anna say?")
    assert isinstance(reading, Answer)
    assert (reading.body.text, reading.sources) == (RECAP, ())


def test_where_nothing_is_known_or_a_procedure_asks_it_is_a_question_like_others() -> None:
    for reading in (read("What did Anna say?", recap=""), read("What did Anna say?", asked="Which order?")):
        assert not (isinstance(reading, Answer) and reading.body.text == RECAP)


async def test_with_a_model_it_costs_no_call() -> None:
    async with world() as w:
        reading = await w.reads("What did Anna say?", recap=RECAP, people=PEOPLE)
        assert isinstance(reading, Answer)
        assert reading.body.text == RECAP
        assert w.server.asked == []


async def test_a_model_may_understand_it_in_other_words() -> None:
    async with world() as w:
        w.calls("recall", {"text": "you get 900 €"})
        reading = await w.reads("remind me of the outcome of all that", recap=RECAP, people=PEOPLE)
        assert isinstance(reading, Answer)
        assert reading.body.text == RECAP
        assert "recall" in w.server.last.tools
        await w.reads("remind me of the outcome of all that")
        assert "recall" not in w.server.last.tools
        assert w.refused
