import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.cli.bridge_command import bridge
from tests.knowledge.articles import write_article
from tests.model_server import Script, asks_for, running, says


@pytest.fixture
def config(tmp_path: Path) -> Path:
    write_article(
        tmp_path / "config" / "content", "return", "Return an item", "Send **it** back within 30 days."
    )
    return tmp_path / "config"


def test_fin_answers_in_the_terminal_and_says_why(config: Path) -> None:
    done = bridge("chat", config=config, given="how do I return an item?\n1\n")
    assert done.returncode == 0, done.stderr
    assert "Fin: " in done.stdout
    assert "[1] That helped" in done.stdout
    assert "outcome  resolution_confirmed" in done.stdout


def test_time_passes_when_it_is_told_to(config: Path) -> None:
    done = bridge("chat", "--json", config=config, given="something is broken\n/wait 4m\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert any(row.get("what") == "handed_off" for row in rows)
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))


def test_a_conversation_that_is_not_there_is_said_so(config: Path) -> None:
    done = bridge("chat", "--show", "last", config=config)
    assert done.returncode == 2
    assert "there is no such conversation" in done.stderr


def test_a_recorded_conversation_is_had_again_and_compared(config: Path, tmp_path: Path) -> None:
    tape = str(tmp_path / "tape.json")
    done = bridge("chat", "--record", tape, config=config, given="how do I return an item?\n1\n/wait 4m\n")
    assert done.returncode == 0, done.stderr
    again = bridge("chat", "--replay", tape, config=config)
    assert again.returncode == 0, again.stderr
    assert again.stdout == done.stdout
    write_article(config / "content", "return", "Return an item", "Keep **it**.")
    changed = bridge("chat", "--replay", tape, config=config)
    assert changed.returncode == 2
    assert "and is now" in changed.stderr


async def test_a_recording_with_a_model_is_had_again_where_none_is_configured(
    config: Path, tmp_path: Path
) -> None:
    tape = str(tmp_path / "tape.json")
    record = asks_for("record", {"summary": "He wants to return an item and asked for people."})

    def answer(request: dict[str, Any]) -> Script:
        tools = [one["function"]["name"] for one in request.get("tools", [])]
        return record if tools == ["record"] else says("Send it back within 30 days [1].")

    async with running(answer) as server:
        env = {
            "BRIDGE_LLM__BASE_URL": server.url,
            "BRIDGE_LLM__API_KEY": "sk-test",
            "BRIDGE_LLM__MODEL": "m-1",
            "BRIDGE_CONNECTORS__ALLOW_HOSTS": json.dumps([urlsplit(server.url).netloc]),
        }
        given = "how do I return an item?\nand how much time have I for it?\n2\n"
        done = await asyncio.to_thread(bridge, "chat", "--record", tape, config=config, given=given, **env)
        assert (done.returncode, len(server.asked)) == (0, 3), done.stderr
    again = await asyncio.to_thread(bridge, "chat", "--replay", tape, config=config)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == done.stdout


def test_a_recording_that_is_none_is_said_so(config: Path, tmp_path: Path) -> None:
    done = bridge("chat", "--replay", str(tmp_path / "no.json"), config=config)
    assert done.returncode == 2
    assert "no recording" in done.stderr
