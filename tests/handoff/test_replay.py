"""A conversation of the service is had again from its database, with what the model said then."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import typer
from aiohttp import FormData

from bridge.cli.replay import replayed
from bridge.fin.brains.model.takes import SAID
from bridge.runtime import log
from tests.handoff.test_model_path import QUESTION, frames_until_fin, settings_of
from tests.handoff.world import eventually, world
from tests.model_server import Script, fails, running, says

CARD = "4111 1111 1111 1111"


def answers(request: dict[str, Any]) -> Script:
    offered = {one["function"]["name"] for one in request["tools"]}
    if "record" in offered:
        return Script(calls=[("record", {"summary": "The lamp is dark."})])
    if "still dark" in str(request["messages"]):
        return Script(calls=[("hand_off", {"reason": "no_answer_in_passages"})])
    return says("Yes, the warranty covers it [1].")


def at_the_service(monkeypatch: pytest.MonkeyPatch, folder: Path, config: Path, llm: Any) -> None:
    """The settings of the service that had the conversation, for a command."""
    monkeypatch.chdir(folder)
    for name, value in {
        "DATABASE_URL": f"sqlite:///{folder}/bridge.db",
        "BRIDGE_CONFIG_DIR": str(config),
        "BRIDGE_LLM__BASE_URL": llm.base_url,
        "BRIDGE_LLM__API_KEY": "sk-test",
        "BRIDGE_LLM__MODEL": "m-1",
    }.items():
        monkeypatch.setenv(name, value)


async def test_a_kept_conversation_replays_to_the_same_effects_without_its_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config"
    shutil.copytree(Path(__file__).parents[2] / "config" / "content", config / "content")
    async with running(answers) as server:
        llm = settings_of(server)
        async with world(tmp_path, llm=llm, config=config) as w:
            await w.customer.boot("42", name="Ada Lovelace")
            await frames_until_fin(w, QUESTION)
            await w.customer.say(f"but mine is still dark after a year, my card is {CARD}")
            ticket = await w.ticket()
            await w.becomes("never open", lambda: ticket()["status"] == "open")
            await w.becomes("no summary", lambda: _has_summary(w, ticket()["id"]))
            lines = await log.lines(w.bridge.store, w.customer.conversation, parts_only=False)
            said = [one.entry.detail for one in lines if one.entry.kind == "why" and one.entry.what == SAID]
            assert len(said) == 3
            assert not any(CARD in one for one in said)
            kept = await w.conversation()
        asked = len(server.asked)
        at_the_service(monkeypatch, tmp_path, config, llm)
        await replayed(kept.id, as_json=False)
        told = capsys.readouterr()
        assert "the warranty covers it" in told.out
        assert "3 replies of the model" in told.err
        assert len(server.asked) == asked, "the model is not asked again"

        (config / "guidance.yaml").write_text("- {kind: style, text: Be brief.}\n")
        await replayed("last", as_json=False)
        assert "2 questions to it would be put in other words now" in capsys.readouterr().err

        for article in (config / "content").glob("*.md"):
            article.write_text("---\ntitle: Other\nurl: https://shop.example/o\n---\nNothing of use.\n")
        with pytest.raises(typer.Exit) as stopped:
            await replayed(kept.id, as_json=False)
        assert stopped.value.exit_code == 2
        assert "and is now" in capsys.readouterr().err


def _has_summary(w: Any, ticket_id: int) -> bool:
    return any("Summary by AI" in one["html_body"] for one in w.zendesk.comments(ticket_id))


def trouble(request: dict[str, Any]) -> Script:
    """A model that breaks its first call, fails, and sees a picture."""
    text = str(request["messages"])
    if "not a JSON object" in text:
        return says("Yes, the warranty covers it [1].")
    if "look at this" in text:
        return says("It shows a lamp that the warranty covers [1].")
    if "how long" in text:
        return fails(500)
    return Script(calls=[("hand_off", "{broken")])


async def test_failures_repairs_pictures_and_numbers_replay_to_the_same_effects_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config"
    shutil.copytree(Path(__file__).parents[2] / "config" / "content", config / "content")
    async with running(trouble) as server:
        llm = settings_of(server)
        async with world(tmp_path, llm=llm, config=config) as w:
            await w.customer.boot("42", name="Ada Lovelace")
            await frames_until_fin(w, QUESTION)
            form = FormData()
            form.add_field("file", b"\x89PNG\r\n\x1a\n a lamp in pieces", filename="lamp.png")
            url = f"{w.customer.base}/messenger/uploads"
            async with w.customer.http.post(url, data=form, headers=w.customer.headers) as answer:
                upload = (await answer.json())["id"]
            await w.customer.say("please look at this broken lamp of mine", attachments=[upload])
            await w.customer.hears("fin", "It shows a lamp")
            await w.customer.say("and how long is the delivery to my home taking?")
            await w.customer.say("2")
            await eventually(lambda: _is_quiet(w), "never over")
            kept = await w.conversation()
        at_the_service(monkeypatch, tmp_path, config, llm)
        await replayed(kept.id, as_json=False)
        told = capsys.readouterr()
        assert "It shows a lamp" in told.out


async def _is_quiet(w: Any) -> bool:
    c = await w.conversation()
    return c.turn == 4 and not c.thinking and not c.unwritten
