"""With a model most of three plays decide, and no more are played than that needs."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.simulation.majority import decided
from tests.cli.bridge_command import bridge
from tests.model_server import Script, running
from tests.simulation.test_report import GOOD

SCENARIO = "scenarios: [{name: opening hours, play: [{customer: When are you open?}, {fin: nine to five}]}]\n"
ARTICLE = "---\ntitle: Opening hours\nurl: https://shop.example/hours\n---\nWe are open from nine to five.\n"


@pytest.mark.parametrize(
    ("plays", "times", "is_good", "votes"),
    [
        ("gg", 3, True, "2 of 2 as expected"),
        ("bb", 3, False, "0 of 2 as expected"),
        ("gbg", 3, True, "2 of 3 as expected"),
        ("bgb", 3, False, "1 of 3 as expected"),
        ("b", 1, False, "0 of 1 as expected"),
        ("gbbgg", 5, True, "3 of 5 as expected"),
    ],
)
async def test_most_plays_decide(plays: str, times: int, is_good: bool, votes: str) -> None:
    left = list(plays)

    async def play() -> object:
        return GOOD if left.pop(0) == "g" else replace(GOOD, problems=("it said no",))

    played = await decided(play, times)  # type: ignore[arg-type] - a play that is scripted
    assert (not played.problems, played.votes, left) == (is_good, votes, [])


@pytest.mark.parametrize("times", [0, 2, -1])
async def test_an_even_number_of_plays_is_refused(times: int) -> None:
    with pytest.raises(ValueError, match="no majority"):
        await decided(lambda: pytest.fail("played"), times)


async def test_a_model_that_errs_once_in_three_passes_and_the_report_says_so(tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "procedures" / "scenarios").mkdir(parents=True)
    (config / "content").mkdir()
    (config / "content" / "hours.md").write_text(ARTICLE)
    (config / "procedures" / "scenarios" / "hours.yaml").write_text(SCENARIO)
    said = iter(["We never open. [1]", "From nine to five. [1]", "We open nine to five. [1]"])
    async with running(lambda _asked: Script(pieces=[next(said)])) as model:
        done = await asyncio.to_thread(
            bridge,
            *("procedures", "simulate", "--model", "--json"),
            config=config,
            BRIDGE_LLM__BASE_URL=model.url,
            BRIDGE_LLM__MODEL="small",
            BRIDGE_LLM__API_KEY="key",
        )
    assert done.returncode == 0, done.stdout + done.stderr
    [row] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["passed"], row["votes"]) == (True, "2 of 3 as expected")


def test_without_a_model_server_its_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    done = bridge("procedures", "simulate", "--model", config=tmp_path / "config")
    assert (done.returncode, done.stdout) == (2, "")
    assert "BRIDGE_LLM__BASE_URL" in done.stderr
