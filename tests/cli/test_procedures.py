import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.bridge_command import ROOT, bridge
from tests.knowledge.semantic.tiny import write_model

GREETS = """\
when_to_use: {description: The customer says the magic word., examples: [abracadabra]}
steps:
  - say: Hocus pocus.
  - end: {follow_up: false}
"""


LOOKS = """
import asyncio
from bridge.catalog.shelf import Shelf
from bridge.cli.opened import opened
from bridge.runtime.clock import SystemClock
from bridge.settings import load

async def main():
    async with opened(load()) as store:
        await Shelf(load().config_dir, store, SystemClock()).look()

asyncio.run(main())
"""
"""What a running service does once a second."""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    (folder / "procedures" / "scenarios").mkdir(parents=True)
    (folder / "content").mkdir()
    (folder / "procedures" / "magic.yaml").write_text(GREETS)
    return folder


def test_check_names_file_line_mistake_and_mend(config: Path) -> None:
    broken = GREETS.replace("- say: Hocus pocus.", '- say: "{{ nobody_set_this }}"\n  - use: no_such_thing')
    (config / "procedures" / "magic.yaml").write_text(broken)
    done = bridge("procedures", "check", config=config)
    assert done.returncode == 2
    assert "error: procedures/magic.yaml:3: `nobody_set_this` is set nowhere." in done.stdout
    assert "procedures/magic.yaml:4:" in done.stdout
    rows = [
        json.loads(line)
        for line in bridge("procedures", "check", "--json", config=config).stdout.splitlines()
    ]
    assert {row["line"] for row in rows if row["severity"] == "error"} == {3, 4}


def test_what_is_sound_is_said_in_one_line(config: Path) -> None:
    done = bridge("procedures", "check", config=config)
    assert (done.returncode, done.stdout) == (
        0,
        "1 procedures live, 0 drafts, 0 workflows, 0 connectors; 0 errors\n",
    )


def test_a_failing_scenario_exits_1_and_shows_its_log(config: Path, tmp_path: Path) -> None:
    (config / "procedures" / "scenarios" / "magic.yaml").write_text(
        "scenarios:\n"
        "  - {name: nothing known, play: [{customer: what is the time}], expect: {owner: team}}\n"
        "  - {name: wrong hope, play: [{customer: hello}, {fin: Goodbye}]}\n"
    )
    done = bridge("procedures", "simulate", "--junit", "out.xml", config=config)
    assert done.returncode == 1
    assert "ok     magic: nothing known" in done.stdout
    assert "FAILED magic: wrong hope" in done.stdout
    assert "line 2: Fin did not say 'Goodbye'" in done.stdout
    suite = ET.parse(tmp_path / "out.xml").getroot()  # noqa: S314 - our own file
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    shared = bridge("procedures", "simulate", "--html", "out.html", "--share", config=config, PORT="8123")
    assert "2 scenarios, 1 failed" in (tmp_path / "out.html").read_text()
    assert re.search(r"Shared: http://127\.0\.0\.1:8123/simulations/sim_[0-9a-f]{32}\n", shared.stderr)
    lines = bridge("procedures", "simulate", "--json", config=config).stdout.splitlines()
    assert [json.loads(line)["passed"] for line in lines] == [True, False]


def test_a_scenario_file_that_is_not_there_is_named(config: Path) -> None:
    done = bridge("procedures", "simulate", "magic", config=config)
    assert done.returncode == 2
    assert "scenarios/magic.yaml: there is no such file" in done.stderr


def test_a_version_that_was_live_is_listed_and_brought_back(config: Path) -> None:
    env = os.environ | {"BRIDGE_CONFIG_DIR": str(config), "PYTHONPATH": str(ROOT)}
    for text in (GREETS, GREETS.replace("Hocus", "Locus")):
        (config / "procedures" / "magic.yaml").write_text(text)
        subprocess.run([sys.executable, "-c", LOOKS], env=env, cwd=config.parent, check=True, timeout=60)
    listed = bridge("procedures", "history", "magic", "--json", config=config)
    versions = [json.loads(line)["version"] for line in listed.stdout.splitlines()]
    assert len(versions) == 2
    restored = bridge("procedures", "restore", "magic", versions[1], config=config)
    assert restored.returncode == 0, restored.stderr
    assert (config / "procedures" / "magic.yaml").read_text() == GREETS
    unknown = bridge("procedures", "restore", "magic", "0" * 16, config=config)
    assert unknown.returncode == 2


def test_the_shipped_definitions_are_sound(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    done = bridge("procedures", "check", config=tmp_path / "config")
    assert done.returncode == 0, done.stdout


def test_match_says_which_procedure_each_message_would_start(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    asked = ["I'd like a refund for my order", "what a nice day"]
    done = bridge("procedures", "match", *asked, config=tmp_path / "config")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["procedure"] for row in rows] == ["refund_order", None]
    assert set(rows[0]) == {"text", "procedure", "score", "runner_up"}


def test_triggers_that_say_the_same_are_told(config: Path) -> None:
    for name in ("one", "two"):
        text = GREETS.replace("abracadabra", "please send me a copy of my invoice")
        (config / "procedures" / f"{name}.yaml").write_text(text)
    done = bridge("procedures", "check", config=config)
    assert done.returncode == 0
    assert "warning: procedures/two.yaml:1: " in done.stdout


def test_match_asks_the_configured_embedding_model_and_another_one_stops_every_command(
    config: Path, tmp_path: Path
) -> None:
    pinned = write_model(tmp_path / "model")
    model = {"BRIDGE_SEMANTIC__PATH": str(tmp_path / "model"), "BRIDGE_SEMANTIC__SHA256": pinned}
    done = bridge("procedures", "match", "abracadabra", "where is my order?", config=config, **model)
    assert [json.loads(line)["procedure"] for line in done.stdout.splitlines()] == ["magic", None], (
        done.stderr
    )
    other = model | {"BRIDGE_SEMANTIC__SHA256": "0" * 64}
    (config / "procedures" / "scenarios" / "magic.yaml").write_text(
        "scenarios: [{name: magic, play: [{customer: abracadabra}, {fin: Hocus pocus}]}]\n"
    )
    for command in (["procedures", "match", "abracadabra"], ["procedures", "simulate"], ["serve"]):
        done = bridge(*command, config=config, **other)
        assert done.returncode == 2, done.stderr
        assert f"model.safetensors: its SHA-256 is {pinned}, not {'0' * 64}" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_workflow_is_simulated_as_a_draft_and_deployed_when_it_shall_be_live(config: Path) -> None:
    live = config / "workflows" / "messenger.yaml"
    live.parent.mkdir()
    live.write_text("on: handoff\nsteps: [{tag: [plain]}, {handoff: {to: team}}]\n")
    draft = config / "workflows" / "drafts" / "messenger.yaml"
    draft.parent.mkdir()
    draft.write_text("on: handoff\nsteps: [{tag: [fancy]}, {handoff: {to: team}}]\n")
    (config / "procedures" / "scenarios" / "way_out.yaml").write_text(
        "scenarios: [{name: to people, play: [{customer: a human please}],"
        " expect: {owner: team, tags: [fancy], no_tags: [plain]}}]\n"
    )
    played = bridge("procedures", "simulate", "way_out", config=config)
    assert played.returncode == 0, played.stdout
    lines = bridge("procedures", "list", "--json", config=config).stdout.splitlines()
    shown = [one["status"] for one in map(json.loads, lines) if one["id"] == "messenger"]
    assert shown == ["draft", "live"]
    assert "plain" in live.read_text(), "no customer meets the draft"
    done = bridge("procedures", "deploy", "messenger", "--workflow", config=config)
    assert done.returncode == 0, done.stderr
    assert "fancy" in live.read_text()
    assert not draft.exists()
