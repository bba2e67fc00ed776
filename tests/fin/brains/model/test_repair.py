"""A call that cannot be read gets one more chance, and the turn three requests in all."""

from __future__ import annotations

import pytest

from bridge.core.words.reading import Answer, Clarify, WantsTeam
from tests.fin.brains.model.world import world
from tests.model_server import Script, asks_for, fails, in_turn

ASKED = "my lamp is strange since yesterday evening"
BROKEN = Script(calls=[("hand_off", "{broken")])


async def test_a_broken_call_is_told_to_the_model_once_and_the_mended_one_counts() -> None:
    async with world() as w:
        w.server.answer = in_turn(BROKEN, asks_for("hand_off", {"reason": "customer_asks_for_people"}))
        assert isinstance(await w.reads(ASKED), WantsTeam)
        assert len(w.server.asked) == 2
        assert "not a JSON object" in w.server.last.prompt
        assert ("repaired", "the arguments of a call cannot be read") in w.notes


async def test_a_call_that_stays_broken_is_refused() -> None:
    async with world() as w:
        w.server.answer = BROKEN
        await w.reads(ASKED)
        assert len(w.server.asked) == 2
        assert w.refused


@pytest.mark.parametrize("first", [fails(500), Script(ending="cut", cut_after=0)], ids=["500", "cut"])
async def test_failures_and_repairs_together_cost_three_requests_at_most(first: Script) -> None:
    async with world() as w:
        w.server.answer = in_turn(first, BROKEN, fails(500), fails(500))
        reading = await w.reads("How long does delivery to my home take?")
        assert isinstance(reading, Answer | Clarify)
        assert len(w.server.asked) == 3


async def test_without_time_nobody_is_asked_again() -> None:
    async with world(deadline_s=0.6) as w:
        w.server.answer = Script(calls=[("hand_off", "{broken")], before_s=0.3)
        await w.reads(ASKED)
        assert len(w.server.asked) == 1


@pytest.mark.parametrize(
    ("first", "told", "why"),
    [
        (Script(pieces=[]), "You said nothing.", "it said nothing and asked for nothing"),
        (Script(pieces=[" \n"]), "You said nothing.", "it said nothing and asked for nothing"),
        (asks_for("no_such_tool"), "There is no such tool.", "it asked for what is not offered"),
    ],
    ids=["silence", "blanks", "another tool"],
)
async def test_what_is_of_no_use_at_all_is_told_to_the_model_once(first: Script, told: str, why: str) -> None:
    async with world() as w:
        w.server.answer = in_turn(first, asks_for("hand_off", {"reason": "customer_asks_for_people"}))
        assert isinstance(await w.reads(ASKED), WantsTeam)
        assert len(w.server.asked) == 2
        assert told in w.server.last.prompt
        assert ("repaired", why) in w.notes


async def test_what_stays_useless_is_left_to_the_embedded_brain() -> None:
    async with world() as w:
        w.server.answer = asks_for("no_such_tool")
        assert isinstance(await w.reads("How long does delivery to my home take?"), Answer | Clarify)
        assert len(w.server.asked) == 2
