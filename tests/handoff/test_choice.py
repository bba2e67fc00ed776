"""The customer chooses who answers before anything else: Fin, or a person."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.handoff.test_live_chat import QUESTION, chat_of, texts
from tests.handoff.world import World, world


def live_choice(folder: Path) -> Path:
    """The shipped configuration with the example set live."""
    shutil.copytree("config", folder / "config")
    choose = folder / "config" / "workflows" / "choose.yaml"
    choose.write_text(choose.read_text().replace("status: draft\n", ""))
    return folder / "config"


async def asked(w: World) -> dict[str, Any]:
    """The buttons, by their words, after the first message."""
    await w.customer.boot("42", name="Ada Lovelace")
    await w.customer.say(QUESTION)
    part = await w.customer.hears("fin", "What would you like?")
    return {one["text"]: one["uuid"] for one in part["reply_options"]}


@pytest.mark.parametrize("mode", ["ticket", "live_chat"])
async def test_who_chooses_a_person_gets_one_and_fin_says_nothing_of_its_own(
    tmp_path: Path, mode: str
) -> None:
    async with world(tmp_path, config=live_choice(tmp_path), mode=mode, create_on="handoff") as w:
        options = await asked(w)
        await w.customer.say("Talk to a person", option=options["Talk to a person"])
        if mode == "live_chat":
            chat = await chat_of(w)
            assert QUESTION in str(chat()["messages"])
            assert texts(chat(), "user")
        else:
            ticket = await w.ticket()
            await w.becomes("not routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        assert not any("working day" in part["body"] for part in await w.customer.parts())


async def test_who_chooses_fin_gets_its_answer(tmp_path: Path) -> None:
    async with world(tmp_path, config=live_choice(tmp_path), mode="live_chat", create_on="handoff") as w:
        options = await asked(w)
        await w.customer.say("Ask Fin", option=options["Ask Fin"])
        assert (await w.customer.hears("fin", "working day"))["sources"]
        assert w.zendesk.chats() == []
