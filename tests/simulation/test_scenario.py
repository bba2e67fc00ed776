"""Scenario files: what is wrong in them is said with its line, and files are found by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.core.words.values import Channel
from bridge.simulation.folder import scenarios_in
from bridge.simulation.scenario import Scenario, read_scenarios

WHOLE = """\
scenarios:
  - name: one
    contact: {name: Ben, external_id: "43", email: null, verified: false, plan: trial}
    channel: ios
    now: 2026-03-01T10:00:00+01:00
    connectors:
      one: {answer: {a: 1}}
      many: [{fails: not_sent, times: 2}, {takes: 3s}]
    play:
      - customer: hello
      - passes: 10m
    expect: {owner: team}
"""


def test_a_file_becomes_scenarios(tmp_path: Path) -> None:
    (one,) = _good(tmp_path, WHOLE)
    contact = one.contact.contact()
    assert (contact.name, contact.external_id, contact.email, contact.verified) == ("Ben", "43", None, False)
    assert contact.attributes == {"plan": "trial"}
    assert one.channel is Channel.IOS
    assert one.now.isoformat() == "2026-03-01T10:00:00+01:00"
    assert one.play[1].passes is not None
    assert one.play[1].passes.total_seconds() == 600


def test_little_is_needed(tmp_path: Path) -> None:
    (one,) = _good(tmp_path, "scenarios: [{name: one, play: [{customer: hello}]}]")
    assert one.contact.contact().verified
    assert one.channel is Channel.WEB
    assert one.expect.calls is None


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("scenarios: {", 2, "no YAML"),
        ("scenarios: []", 1, "`scenarios`: Tuple should have at least 1 item"),
        ("scenarios:\n  - name: one\n    play: []", 3, "`scenarios.0.play`: Tuple should have at least 1"),
        ("scenarios:\n  - play:\n      - customer: x", 2, "`scenarios.0.name`: Field required"),
        (
            "scenarios:\n  - name: one\n    play:\n      - {customer: x, fin: y}",
            4,
            "a line is one of agent, code, customer, fin, hook, passes, presses, teammate, trigger.",
        ),
        (
            "scenarios:\n  - name: one\n    play: [{customer: x}]\n    expect: {mood: good}",
            4,
            "`scenarios.0.expect.mood`: Extra inputs are not permitted.",
        ),
        (
            "scenarios:\n  - name: one\n    now: 2026-01-05T09:00:00\n    play: [{customer: x}]",
            2,
            "`now` needs a time zone",
        ),
        (
            "scenarios:\n  - name: one\n    play:\n      - passes: soon",
            4,
            "a duration is a number and a unit",
        ),
        (
            "scenarios:\n  - name: one\n    connectors: {a: {fails: badly}}\n    play: [{customer: x}]",
            3,
            "Input should be 'refused', 'not_sent', 'unsure' or 'unsure_done'",
        ),
    ],
)
def test_a_mistake_is_said_with_its_line(text: str, line: int, what: str, tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(text)
    scenarios, problems = read_scenarios(file)
    assert scenarios == ()
    assert problems[0].file == "one.yaml"
    assert any(what in one.what and one.line == line for one in problems), [str(one) for one in problems]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    _, (problem,) = read_scenarios(file)
    assert problem.what.startswith("It cannot be read")


def test_files_are_found_in_order_or_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "procedures" / "scenarios"
    folder.mkdir(parents=True)
    for name in ("b", "a"):
        (folder / f"{name}.yaml").write_text(f"scenarios: [{{name: of {name}, play: [{{customer: x}}]}}]")
    (folder / "c.yaml").write_text("scenarios: 7")
    found, problems = scenarios_in(tmp_path)
    assert [(stem, one.name) for stem, one in found] == [("a", "of a"), ("b", "of b")]
    assert [one.file for one in problems] == ["c.yaml"]
    found, problems = scenarios_in(tmp_path, ["b"])
    assert ([stem for stem, _ in found], problems) == (["b"], [])
    with pytest.raises(LookupError, match=r"d\.yaml: there is no such file; there is a, b, c"):
        scenarios_in(tmp_path, ["d"])


def _good(folder: Path, text: str) -> tuple[Scenario, ...]:
    file = folder / "one.yaml"
    file.write_text(text)
    scenarios, problems = read_scenarios(file)
    assert problems == ()
    return scenarios
