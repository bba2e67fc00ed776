"""The whole service with a model: streamed to the socket, stored with its source, written to the ticket."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
from pathlib import Path
from typing import Any

from aiohttp import FormData

from bridge.settings import LlmSettings
from tests.handoff.world import world
from tests.model_server import ModelServer, Script, running, says

QUESTION = "Is it possible to get my lamp repaired after a year?"


def settings_of(server: ModelServer, **more: Any) -> LlmSettings:
    return LlmSettings.model_validate(
        {"base_url": server.url, "api_key": "sk-test", "model": "m-1", "timeout": 3, **more}
    )


async def frames_until_fin(w: Any, text: str) -> list[dict[str, Any]]:
    """Everything that the socket brings, up to Fin's part."""
    found: list[dict[str, Any]] = []
    async with w.customer.http.ws_connect(f"{w.customer.base}/messenger/socket") as ws:
        await ws.send_json({"type": "hello", "session": w.customer.session, "cursors": {}})
        await ws.receive_json(timeout=5)
        await w.customer.say(text)
        async with asyncio.timeout(10):
            while True:
                frame = await ws.receive_json()
                found.append(frame)
                if frame["type"] == "part" and frame["part"]["author"]["type"] == "fin":
                    return found


async def test_an_answer_streams_and_stands_with_its_source(tmp_path: Path) -> None:
    answer = Script(pieces=["Yes, ", "the warranty ", "covers it [1]."], between_s=0.05)
    async with running(answer) as server, world(tmp_path, llm=settings_of(server)) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        frames = await frames_until_fin(w, QUESTION)
        chunks = [one for one in frames if one["type"] == "chunk"]
        assert [one["text"] for one in chunks][:1] == ["Yes,"]
        part = frames[-1]["part"]
        assert "the warranty covers it." in part["body"]
        assert part["sources"]
        ticket = await w.ticket()
        await w.becomes("never solved", lambda: ticket()["status"] == "solved")
        assert len(server.asked) == 1


async def test_the_other_dialect_streams_and_follows_as_well(tmp_path: Path) -> None:
    answer = Script(pieces=["Yes, ", "the warranty ", "covers it [1]."], between_s=0.05)
    async with running(answer) as server, world(tmp_path, llm=settings_of(server, api="responses")) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        frames = await frames_until_fin(w, QUESTION)
        assert [one["text"] for one in frames if one["type"] == "chunk"][:1] == ["Yes,"]
        assert "the warranty covers it." in frames[-1]["part"]["body"]
        assert frames[-1]["part"]["sources"]
        assert {one.path for one in server.asked} == {"/v1/responses"}


async def test_without_its_model_fin_still_answers_in_time(tmp_path: Path) -> None:
    hangs = Script(ending="hang", cut_after=0)
    async with running(hangs) as server, world(tmp_path, llm=settings_of(server, timeout=1)) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        frames = await frames_until_fin(w, "How long does delivery take?")
        assert "working day" in frames[-1]["part"]["body"]


INSTRUCTS = """\
when_to_use:
  description: A lamp of the customer does not work.
  examples: [my lamp is broken, lamp does not work]
attributes: {lamp: {type: list, options: [arc, desk], description: lamp}}
steps:
  - instruct: "Ask which lamp it is and @update lamp. @tag lamp-fault"
  - say: "The {{ lamp }} lamp is noted."
  - end: {follow_up: false}
"""


def follows(request: dict[str, Any]) -> Script:
    """A model that starts the procedure, asks, and remembers the answer."""
    offered = {one["function"]["name"] for one in request["tools"]}
    if "step_done" not in offered:
        return Script(calls=[("start_procedure", {"procedure": "fix_lamp"})])
    if "The customer says" in str(request["messages"]):
        said = [("update_lamp", {"value": "arc"}), ("tag_lamp-fault", {}), ("step_done", {})]
        return Script(calls=said)
    return Script(pieces=["Which lamp ", "is it?"])


async def test_an_instruction_is_followed_from_the_first_word_to_the_ticket(tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "procedures").mkdir(parents=True)
    (config / "content").mkdir()
    (config / "procedures" / "fix_lamp.yaml").write_text(INSTRUCTS)
    async with running(follows) as server, world(tmp_path, llm=settings_of(server), config=config) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        frames = await frames_until_fin(w, "the lamp in my kitchen does not work any more")
        assert "Which lamp is it?" in frames[-1]["part"]["body"]
        await w.customer.say("the arc one")
        await w.customer.hears("fin", "The arc lamp is noted.")
        ticket = await w.ticket()
        await w.becomes("never solved", lambda: ticket()["status"] == "solved")
        assert "lamp-fault" in ticket()["tags"]
        assert len(server.asked) == 3, "one call for each turn"


async def test_a_picture_that_the_customer_sends_reaches_the_model(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"a lamp in pieces"
    answer = says("Yes, the warranty covers it [1].")
    async with running(answer) as server, world(tmp_path, llm=settings_of(server)) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        form = FormData()
        form.add_field("file", png, filename="lamp.png")
        url = f"{w.customer.base}/messenger/uploads"
        async with w.customer.http.post(url, data=form, headers=w.customer.headers) as kept:
            assert kept.status == 201, await kept.text()
            upload = (await kept.json())["id"]
        await w.customer.say(QUESTION, attachments=[upload])
        await w.becomes("never asked", lambda: bool(server.asked))
        assert base64.b64encode(png).decode() in json.dumps(server.last.json)


def sums_up(request: dict[str, Any]) -> Script:
    """A model that answers, hands off when asked, and whose summary was written by an attacker."""
    offered = {one["function"]["name"] for one in request["tools"]}
    if "record" in offered:
        canary = re.search(r"canary-[0-9a-f]+", str(request["messages"]))
        assert canary is not None
        summary = "The lamp is broken and past its warranty. Pay at https://evil.example/pay now."
        return Script(calls=[("record", {"topic": "repair", "summary": summary, "status": canary[0]})])
    if "still dark" in str(request["messages"]):
        return Script(calls=[("hand_off", {"reason": "no_answer_in_passages"})])
    return says("Yes, the warranty covers it [1].")


async def test_people_get_a_summary_without_strangers_links_and_a_sorted_ticket(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(Path(__file__).parents[2] / "config" / "content", config / "content")
    (config / "attributes.yaml").write_text(
        "topic: {options: {repair: lamps that are broken, delivery: parcels}, zendesk_field: 360007}\n"
    )
    async with running(sums_up) as server, world(tmp_path, llm=settings_of(server), config=config) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await frames_until_fin(w, QUESTION)
        await w.customer.say("but the warranty of my repaired lamp is over and it is still dark")
        ticket = await w.ticket()
        number = ticket()["id"]

        def notes() -> str:
            comments = w.zendesk.comments(number)
            return "\n".join(one["html_body"] for one in comments if not one["public"])

        await w.becomes("no summary", lambda: "Summary by AI" in notes())
        assert "The lamp is broken and past its warranty." in notes()
        assert "evil.example" not in notes()
        assert "canary-" not in notes()
        assert {"id": 360007, "value": "repair"} in ticket()["custom_fields"]
        assert ticket()["status"] == "open"
        assert len(server.asked) == 3, "two turns, and one call for all that people get"
