"""What simulations came to, as text, as JSON lines and as JUnit's XML."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

from bridge.simulation.comparison import Played
from bridge.simulation.report import as_json, as_junit, lines

GOOD = Played(
    name="it works",
    run_id="run_1",
    problems=(),
    log=(
        ("user", "pay\nme"),
        ("step", "calls pay_it"),
        ("fin", "Paid."),
        ("system", "Hello"),
        ("agent", "Hi"),
    ),
    calls=("pay_it",),
    articles=("Opening hours",),
    outcome="procedure_completed",
    tags=("paid",),
    path=("calls pay_it",),
)
BAD = replace(GOOD, name="it does not", problems=("owner is 'fin', not 'team'", "calls is []"))
BOTH = [("pay", GOOD), ("pay", BAD)]


def test_a_good_scenario_is_one_line() -> None:
    assert list(lines(BOTH[:1], is_verbose=False)) == ["ok     pay: it works", "1 scenarios, all as expected"]


def test_a_failed_one_shows_its_problems_and_its_log() -> None:
    assert list(lines(BOTH, is_verbose=False)) == [
        "ok     pay: it works",
        "FAILED pay: it does not",
        "         owner is 'fin', not 'team'",
        "         calls is []",
        "         customer: pay me",
        "           · step calls pay_it",
        "         Fin: Paid.",
        "         Messenger: Hello",
        "         agent: Hi",
        "2 scenarios, 1 failed",
    ]


def test_the_log_of_a_good_one_is_shown_when_it_is_asked_for() -> None:
    assert "         customer: pay me" in list(lines(BOTH[:1], is_verbose=True))


def test_json_has_one_line_for_each_scenario_with_all_that_is_known() -> None:
    good, bad = (json.loads(line) for line in as_json(BOTH))
    assert (good["file"], good["passed"], good["run_id"]) == ("pay", True, "run_1")
    assert (good["calls"], good["articles"], good["path"]) == (
        ["pay_it"],
        ["Opening hours"],
        ["calls pay_it"],
    )
    assert (bad["passed"], bad["problems"]) == (False, ["owner is 'fin', not 'team'", "calls is []"])


def test_junit_counts_failures_and_keeps_the_log() -> None:
    suite = ET.fromstring(as_junit(BOTH))  # noqa: S314 - our own text
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    good, bad = suite.findall("testcase")
    assert (good.get("classname"), good.get("name"), good.find("failure")) == ("pay", "it works", None)
    failure = bad.find("failure")
    assert failure is not None
    assert failure.get("message") == "owner is 'fin', not 'team'"
    assert (bad.findtext("system-out") or "").startswith("user: pay")


def test_junit_bears_what_xml_cannot_carry() -> None:
    odd = replace(GOOD, log=(("user", "a\x00b\x1bc\ud83d & <d>"),), problems=("e\x07f",))
    suite = ET.fromstring(as_junit([("pay", odd)]).encode())  # noqa: S314 - our own text
    assert suite.findtext("testcase/system-out") == "user: abc & <d>"
    assert suite.findtext("testcase/failure") == "ef"
