"""`procedures new` and `procedures draft`: what is written and checked, and what is said without a model."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.cli.bridge_command import bridge
from tests.model_server import Script, running, says

GOOD = """\
title: Engrave a lamp
when_to_use:
  description: The customer wants a name engraved on a lamp.
  examples: [please engrave my lamp, can you put my name on the lamp]
attributes:
  number: {type: string, pattern: "^[0-9]{7}$", ask: What is the order number?}
steps:
  - collect: [number]
  - use: engrave
    with: {number: "{{ number }}"}
    as: job
  - say: "Noted: {{ job.id }}."
on_error:
  - handoff: {to: team}
"""
SCENARIOS = """\
scenarios:
  - name: a lamp is engraved
    play: [{customer: please engrave my lamp 1000234}, {fin: "Noted: J-1"}]
    expect: {outcome: procedure_completed, calls: [engrave]}
"""
CONNECTOR = """\
description: Orders an engraving.
method: POST
url: "https://shop.example/engravings/{{ number }}"
inputs: {number: {type: string, required: true}}
effect: idempotent
outputs: {id: id}
mock_response: {id: J-1}
"""


def answered(procedure: str, scenarios: str = SCENARIOS) -> str:
    return f"Here it is.\n```yaml\n{procedure}```\n\n```yaml\n{scenarios}```\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config" / "connectors").mkdir(parents=True)
    (tmp_path / "config" / "connectors" / "engrave.yaml").write_text(CONNECTOR)
    shared = tmp_path / "config" / "procedures" / "shared"
    shared.mkdir(parents=True)
    (shared / "greet.yaml").write_text(
        "title: Say hello\ninputs: {who: {type: string}}\nsteps: [{say: Hi}]\n"
    )
    return tmp_path / "config"


async def drafts(config: Path, *answers: str, arguments: tuple[str, ...] = ()):
    """The command's end, with a model that answers this, one after the other; and what it was asked."""
    left = list(answers)

    def answer(_request: dict) -> Script:
        return says(left.pop(0))

    async with running(answer) as server:
        env = {
            "BRIDGE_LLM__BASE_URL": server.url,
            "BRIDGE_LLM__API_KEY": "k",
            "BRIDGE_LLM__MODEL": "m",
        }
        words = arguments or ("Engrave lamps for who asks",)
        done = await asyncio.to_thread(bridge, "procedures", "draft", *words, config=config, **env)
        return done, server.asked


async def test_a_model_writes_a_draft_that_is_checked_and_simulated_but_not_live(config: Path) -> None:
    done, asked = await drafts(config, answered(GOOD))
    assert done.returncode == 0, done.stderr
    assert (config / "procedures" / "drafts" / "engrave_a_lamp.yaml").read_text() == GOOD
    assert not (config / "procedures" / "engrave_a_lamp.yaml").exists()
    (prompt,) = [one.prompt for one in asked]
    assert "Engrave lamps for who asks" in prompt
    assert "- engrave: Orders an engraving. (changes something) takes {number: string}, gives id" in prompt
    assert "- greet: Say hello; takes who; returns nothing" in prompt
    played = await asyncio.to_thread(bridge, "procedures", "simulate", "engrave_a_lamp", config=config)
    assert "1 scenarios, all as expected" in played.stdout


async def test_what_is_wrong_is_told_to_the_model_once_and_then_it_is_kept(config: Path) -> None:
    wrong = GOOD.replace("use: engrave", "use: engraver")
    done, asked = await drafts(config, answered(wrong), answered(GOOD, "scenarios: 5\n"))
    assert done.returncode == 0, done.stderr
    assert "engraver" in asked[1].prompt
    assert "has errors" in asked[1].prompt
    assert "its scenarios were left out" in done.stderr
    assert not list((config / "procedures" / "scenarios").glob("*"))


async def test_what_stays_wrong_is_shown_and_not_kept(config: Path) -> None:
    wrong = answered(GOOD.replace("use: engrave", "use: engraver"))
    done, asked = await drafts(config, wrong, wrong)
    assert (done.returncode, len(asked)) == (1, 2)
    assert "engraver" in done.stderr
    assert "Engrave a lamp" in done.stdout
    assert not (config / "procedures" / "drafts").exists()


async def test_a_draft_of_that_name_is_replaced_only_on_demand(config: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text("# Engraving\nWe engrave lamps.")
    there = config / "procedures" / "drafts" / "engraving.yaml"
    there.parent.mkdir()
    there.write_text("title: Somebody's own\n")
    again = (str(policy), "--id", "engraving")
    done, asked = await drafts(config, answered(GOOD), arguments=again)
    assert "We engrave lamps." in asked[0].prompt
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert there.read_text() == "title: Somebody's own\n"
    done, _ = await drafts(config, answered(GOOD), arguments=(*again, "--force"))
    assert done.returncode == 0, done.stderr
    assert there.read_text() == GOOD


async def test_a_model_that_fails_is_said_in_one_line(config: Path) -> None:
    async with running(Script(status=401)) as server:
        env = {"BRIDGE_LLM__BASE_URL": server.url, "BRIDGE_LLM__API_KEY": "k", "BRIDGE_LLM__MODEL": "m"}
        done = await asyncio.to_thread(bridge, "procedures", "draft", "Engrave", config=config, **env)
    assert done.returncode == 2
    assert done.stderr.startswith("bridge: the model did not answer")
    assert done.stderr.count("\n") == 1


def test_without_a_model_the_settings_are_named(config: Path) -> None:
    done = bridge("procedures", "draft", "Engrave lamps", config=config)
    assert done.returncode == 2
    for name in ("BRIDGE_LLM__BASE_URL", "BRIDGE_LLM__API_KEY", "BRIDGE_LLM__MODEL", "procedures new"):
        assert name in done.stderr


def test_use_cases_are_listed_and_one_that_is_not_there_is_named(config: Path) -> None:
    assert "refund_order" in bridge("procedures", "new", config=config).stdout
    done = bridge("procedures", "new", "other", "--from", "magic", config=config)
    assert done.returncode == 2
    assert "there is no such use case" in done.stderr


def test_a_use_case_comes_with_what_it_stands_on_and_plays(config: Path) -> None:
    done = bridge("procedures", "new", "engrave_refund", "--from", "refund", config=config)
    assert done.returncode == 0, done.stderr
    assert (config / "procedures" / "drafts" / "engrave_refund.yaml").is_file()
    played = bridge("procedures", "simulate", "engrave_refund", "--json", config=config).stdout.splitlines()
    passed = {one["name"]: one["passed"] for one in map(json.loads, played)}
    assert passed["a small order is paid back"]


def test_an_empty_draft_passes_check(config: Path) -> None:
    done = bridge("procedures", "new", "my_job", config=config)
    assert done.returncode == 0, done.stderr
    assert "title: My job" in (config / "procedures" / "drafts" / "my_job.yaml").read_text()
    assert "error" not in done.stdout


def test_a_name_that_leads_elsewhere_is_none(config: Path) -> None:
    done = bridge("procedures", "new", "../evil", config=config)
    assert done.returncode == 2
    assert "is no id" in done.stderr
