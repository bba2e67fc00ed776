"""Pictures go with the question, and are left out where no server takes them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from bridge.core.words.reading import Answer, Clarify
from bridge.core.words.values import Cost
from connectors.llm import Image
from tests.fin.brains.model.world import world
from tests.model_server import Script, fails, says

PICTURE = Image(b"\x89PNG\r\n\x1a\n and so on", "image/png")
ASKED = "How long does delivery to my home take?"


def blind(request: dict[str, Any]) -> Script:
    if "image_url" in json.dumps(request):
        return fails(400, message="this model cannot read images")
    return says("Standard delivery takes 2 to 4 working days [1].")


async def test_a_picture_is_part_of_what_the_model_reads() -> None:
    async with world() as w:
        w.says("It takes 2 to 4 working days [1].")
        await w.reads(ASKED, images=(PICTURE,))
        sent = json.dumps(w.server.last.json)
        assert base64.b64encode(PICTURE.data).decode() in sent
        assert ("pictures", "1 with the question") in w.notes
        assert len(w.server.asked) == 1


async def test_a_model_that_cannot_see_is_asked_once_more_without() -> None:
    async with world() as w:
        w.server.answer = blind
        reading = await w.reads(ASKED, images=(PICTURE,))
        assert isinstance(reading, Answer)
        assert len(w.server.asked) == 2
        assert any(what == "pictures_left_out" for what, _ in w.notes)


async def test_pictures_cost_no_more_than_three_requests_either() -> None:
    async with world() as w:
        w.server.answer = fails(500)
        assert isinstance(await w.reads(ASKED, images=(PICTURE,)), Answer | Clarify)
        assert len(w.server.asked) <= 3
        w.server.asked.clear()
        w.server.answer = fails(400)
        assert isinstance(await w.reads(ASKED, images=(PICTURE,)), Answer | Clarify)
        assert len(w.server.asked) <= 3


@pytest.mark.parametrize("spent", [Cost(calls=3), Cost(calls=1, ms=4_800)], ids=["requests", "time"])
async def test_a_turn_that_has_spent_all_asks_nobody(spent: Cost) -> None:
    async with world() as w:
        w.says("Two to four working days [1].")
        reading = await w.reads(ASKED, spent=spent)
        assert w.server.asked == []
        assert isinstance(reading, Answer | Clarify)
        assert "spent before" in dict(w.notes)["model_failed"]


async def test_what_is_left_of_a_turn_is_all_that_is_spent() -> None:
    async with world() as w:
        w.server.answer = fails(500)
        await w.reads(ASKED, spent=Cost(calls=2))
        assert len(w.server.asked) == 1
