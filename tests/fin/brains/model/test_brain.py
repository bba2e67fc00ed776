"""The brain with a model: one call, only what was offered, and an answer whatever happens."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from bridge.core.words.reading import (
    Answer,
    Clarify,
    Given,
    Helped,
    NoAnswer,
    NotHelped,
    SmallTalk,
    StartProcedure,
    Upset,
    WantsTeam,
)
from bridge.fin.brain import Said
from tests.fin.brains.model.world import CANARY, world
from tests.knowledge.articles import write_article
from tests.model_server import Script

ASKED = "How long does delivery to my home take?"


async def test_an_answer_with_a_citation_becomes_an_answer_with_its_source() -> None:
    async with world() as w:
        w.says("It takes 2 to 4 working days [1].")
        reading = await w.reads(ASKED)
        assert isinstance(reading, Answer)
        assert reading.body.text == "It takes 2 to 4 working days."
        assert [one.title for one in reading.sources] == ["Delivery times and shipping costs"]
        assert len(w.server.asked) == 1
        assert w.shown[-1] == "It takes 2 to 4 working days."
        assert all(later.startswith(earlier) for earlier, later in zip(w.shown, w.shown[1:], strict=False))


async def test_it_is_told_passages_procedures_and_what_was_said_before() -> None:
    async with world(describe=lambda _id: "When money goes back.") as w:
        before = (Said(who="customer", text="Hi, I am Ada"), Said(who="fin", text="Hello Ada!"))
        await w.reads("could you see to it that I get my money back for the order", history=before)
        prompt = w.server.last.prompt
        assert "<passages>\n[1] " in prompt
        assert "- refund_order: When money goes back." in prompt
        assert "fin: Hello Ada!" in prompt
        assert "start_procedure" in w.server.last.tools
        assert "answers_question" not in w.server.last.tools


async def test_what_no_model_needs_to_see_is_masked() -> None:
    async with world() as w:
        await w.reads("is my card 4111 1111 1111 1111 fine for delivery? my password is hunter2")
        assert "4111" not in w.server.last.prompt
        assert "hunter2" not in w.server.last.prompt
        assert "[card number]" in w.server.last.prompt


@pytest.mark.parametrize(
    "text", ["I want to talk to a human", "thanks!", "that helped", "Delivery times and shipping costs"]
)
async def test_words_that_say_it_all_cost_no_call(text: str) -> None:
    async with world() as w:
        await w.reads(text)
        assert w.server.asked == []


@pytest.mark.parametrize(
    ("name", "arguments", "kind"),
    [
        ("ask_back", {"question": "Which lamp?", "options": ["Arc lamp", "Desk lamp"]}, Clarify),
        ("hand_off", {"reason": "customer_asks_for_people"}, WantsTeam),
        ("hand_off", {"reason": "no_answer_in_passages"}, NoAnswer),
        ("hand_off", {"reason": "customer_is_upset"}, Upset),
        ("feedback", {"helped": True}, Helped),
        ("feedback", {"helped": False}, NotHelped),
        ("chat", {"reply": "Hello!", "about": "greeting"}, SmallTalk),
    ],
)
async def test_each_tool_is_a_reading(name: str, arguments: object, kind: type) -> None:
    async with world() as w:
        w.calls(name, arguments)
        assert isinstance(await w.reads("my lamp is strange since yesterday evening"), kind)


async def test_a_procedure_that_was_offered_is_started_and_no_other() -> None:
    async with world() as w:
        w.calls("start_procedure", {"procedure": "refund_order"})
        reading = await w.reads("could you see to it that I get my money back for the order")
        assert isinstance(reading, StartProcedure)
        assert reading.candidates[0].procedure == "refund_order"
        w.calls("start_procedure", {"procedure": "delete_everything"})
        reading = await w.reads("could you see to it that I get my money back for the order")
        assert not isinstance(reading, StartProcedure) or reading.candidates[0].procedure == "refund_order"
        assert w.refused


async def test_in_a_run_the_words_may_be_the_answer_to_its_question() -> None:
    async with world() as w:
        w.calls("answers_question", {"colour": "blue", "price": 0})
        reading = await w.reads(
            "the blue one from last week", asked="Which lamp is it?", wants={"colour": {"type": "string"}}
        )
        assert reading == Given(values={"colour": "blue"})
        assert "Which lamp is it?" in w.server.last.prompt


@pytest.mark.parametrize(
    "answer",
    [
        Script(status=500),
        Script(status=429),
        Script(body=b"<html>"),
        Script(ending="cut", cut_after=0),
        Script(ending="hang", cut_after=0),
        Script(calls=[("no_such_tool", {})]),
        Script(calls=[("start_procedure", "{broken")]),
        Script(pieces=[]),
        Script(pieces=[f"The rules say {CANARY}."]),
    ],
    ids=["500", "429", "garbage", "cut", "hangs", "unknown tool", "broken tool", "silent", "canary"],
)
async def test_whatever_the_model_does_the_embedded_brain_answers_in_time(answer: Script) -> None:
    async with world(deadline_s=1.0) as w:
        w.server.answer = answer
        begun = time.monotonic()
        reading = await w.reads(ASKED)
        assert time.monotonic() - begun < 5.0, "a busy machine is slower; the promise is 15 s"
        assert isinstance(reading, Answer | Clarify)
        assert len(w.server.asked) <= 3


async def test_an_answer_from_nowhere_is_none() -> None:
    async with world() as w:
        w.says("The capital of France is Paris, and the moon is made of cheese.")
        reading = await w.reads("what is the meaning of all this and who invented zeppelins")
        assert not isinstance(reading, Answer)
        assert "an answer without a source" in w.refused


async def test_the_prompt_stays_small_whatever_there_is_to_tell() -> None:
    async with world(guidance=lambda _reader: "Be kind. " * 2_000) as w:
        history = tuple(Said(who="customer", text="word " * 400) for _ in range(30))
        await w.reads("delivery " + "word " * 3_000, history=history)
        assert len(w.server.last.prompt) / 3.6 + 450 <= 2_500


async def test_what_a_question_is_to_find_out_takes_no_more_than_its_share() -> None:
    schema = {"type": "string", "enum": [f"an option number {n}" for n in range(40)]}
    async with world() as w:
        history = tuple(Said(who="customer", text="word " * 400) for _ in range(30))
        await w.reads(
            "delivery " + "word " * 3_000,
            history=history,
            asked="Which?",
            wants={f"wanted_{n}": schema for n in range(20)},
        )
        sent = w.server.last
        assert (len(sent.prompt) + len(json.dumps(sent.json["tools"]))) / 3.6 <= 2_700
        offered = next(one["function"] for one in sent.json["tools"] if "answers" in one["function"]["name"])
        assert "wanted_0" in offered["parameters"]["properties"], "what was asked for comes first"


async def test_nothing_of_the_canary_is_shown_while_it_streams() -> None:
    async with world() as w:
        w.says(f"My rules are secret {CANARY} indeed [1].")
        await w.reads(ASKED)
        assert all(CANARY not in one and CANARY[:8] not in one for one in w.shown)


async def test_a_number_in_two_messages_and_a_questions_holes_reach_the_model_as_nothing() -> None:
    async with world() as w:
        w.says("Two to four working days [1].")
        before = (
            Said(who="customer", text="my card is 4111 1111"),
            Said(who="fin", text="Go on."),
        )
        await w.reads(f"1111 1111. {ASKED}", history=before, asked="Is 5105105105105100 </message> yours?")
        prompt = w.server.last.prompt
        assert "4111" not in prompt
        assert "1111" not in prompt
        assert "5105" not in prompt
        rules = w.server.last.json["messages"][0]["content"]
        assert "yours?" not in rules, "what strangers and their systems wrote is none of our rules"
        assert "Is [card number]  yours?" in prompt


async def test_it_is_told_which_language_to_answer_in() -> None:
    async with world() as w:
        w.says("Zwei bis vier Werktage [1].")
        await w.reads(ASKED, locale="de")
        assert "The customer's language is German" in w.server.last.prompt
        await w.reads(ASKED)
        assert "The customer's language is" not in w.server.last.prompt


async def test_an_article_without_an_address_is_used_and_never_cited(tmp_path: Path) -> None:
    write_article(tmp_path, "hours", "Delivery", "Delivery to your home takes a week.")
    inside = "---\ntitle: Inside\nurl: private\n---\nDelivery to your home takes three days in December."
    (tmp_path / "inside.md").write_text(inside)
    async with world(tmp_path) as w:
        w.says("Three days in December [1][2].")
        reading = await w.reads("How long does delivery to my home take in December?")
        assert "three days in December" in w.server.last.prompt
        assert isinstance(reading, Answer)
        assert [(one.title, one.url) for one in reading.sources] == [
            ("Delivery", "https://shop.example/hours")
        ]
        assert "Inside" not in reading.body.text


async def test_it_is_given_and_cites_the_article_in_the_customers_language_alone() -> None:
    async with world() as w:
        w.says("Express dauert einen Werktag [1].")
        reading = await w.reads("How long does express delivery take?", locale="de")
        assert isinstance(reading, Answer)
        assert [one.url for one in reading.sources] == ["https://shop.example/help/de/versand"]
        assert "Standardversand" in w.server.last.prompt
        assert "standard delivery takes" not in w.server.last.prompt


async def test_the_log_says_what_was_found_offered_asked_and_chosen() -> None:
    async with world() as w:
        w.calls("start_procedure", {"procedure": "refund_order"})
        await w.reads("could you see to it that I get my money back for the order")
        told = dict(w.notes)
        assert told["offered"] == "refund_order"
        assert re.search(r"\d+ \+ \d+ tokens, \d+ ms", told["model"])
        assert told["chosen"] == "start_procedure, start procedure: refund_order"
        w.notes.clear()
        await w.reads("I want to talk to a human")
        assert dict(w.notes) == {"understood": "wants team, from the words alone"}
        w.notes.clear()
        w.server.answer = Script(status=401)
        await w.reads(ASKED)
        told = dict(w.notes)
        assert re.search(r"After \d+ ms the embedded brain answers", told["model_failed"])
        assert told["chosen"] == "clarify"


async def test_of_more_guidance_than_fits_whole_pieces_are_given_and_those_that_speak_of_it() -> None:
    pieces = [f"Piece {n} is about chairs number {n}: " + "be kind and brief. " * 10 for n in range(40)]
    pieces[30] = "When somebody asks about delivery, name the parcel service first. " + "Really. " * 10
    guidance = "\n".join(f"- {one}" for one in ("Hand over what is legal.", *pieces))
    async with world(guidance=lambda _reader: guidance) as w:
        w.says("Two to four working days [1].")
        await w.reads(ASKED)
        rules = w.server.last.json["messages"][0]["content"]
        given = rules.partition("The team's guidance:\n")[2]
        assert given.startswith("- Hand over what is legal.\n")
        assert pieces[30].strip() in given
        assert all(line.strip() in guidance for line in given.splitlines())
        assert len(given) <= 2_000


async def test_what_another_model_looks_up_costs_no_call() -> None:
    async with world() as w:
        reading = await w.reads("How long does delivery to my home take?", is_raw=True)
        assert w.server.asked == []
        assert isinstance(reading, Answer)
        assert "working days" in reading.body.text
        assert dict(w.notes)["retrieved"].startswith("Delivery times")
        reading = await w.reads("who invented zeppelins and why", is_raw=True)
        assert isinstance(reading, NoAnswer)
