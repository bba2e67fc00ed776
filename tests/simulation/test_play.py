"""A scenario is played as the service would answer, with what it says of the world around."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.small import played

GOOD = """
play:
  - customer: pay 1234
  - fin: Pay 5?
  - presses: "Yes"
  - fin: Paid.
"""


async def test_a_scenario_as_it_should_be_has_no_problems(tmp_path: Path) -> None:
    text = """
play:
  - customer: pay
  - fin: Which number?
  - customer: it is 1234
  - fin: pay 5?
  - presses: "Yes"
  - fin: Paid
expect:
  outcome: procedure_completed
  status: solved
  owner: fin
  started: pay
  calls: [read_it, pay_it]
  tags: [paid, fin-resolved]
  no_tags: [broken]
  path: ["procedure_started: pay", collected number, read_it answered, pay_it answered]
  mails: 0
  waits: ""
"""
    one = await played(text, tmp_path)
    assert one.problems == ()
    assert one.run_id.startswith("run_")
    assert one.calls == ("read_it", "pay_it")
    assert ("user", "it is 1234") in one.log
    assert ("fin", "Paid.") in one.log


async def test_a_connector_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (found,) = (await played(f"connectors: {{fly: {{}}}}\n{GOOD}", tmp_path)).problems
    assert found == "`connectors` names fly, and there is none"


async def test_an_answer_names_its_article(tmp_path: Path) -> None:
    text = """
play: [{customer: what are your hours}, {fin: Nine to five}]
expect: {outcome: resolution_assumed, articles: [Opening hours], calls: []}
"""
    one = await played(text, tmp_path)
    assert (one.problems, one.articles, one.run_id) == ((), ("Opening hours",), "")


@pytest.mark.parametrize(
    ("reply", "expect"),
    [
        ("{fails: refused}", "{outcome: procedure_handoff, calls: [read_it], tags: [broken]}"),
        ("{fails: not_sent}", "{outcome: procedure_handoff, calls: [read_it], tags: [broken]}"),
        ("[{fails: not_sent, times: 2}, {}]", "{outcome: procedure_completed, calls: [read_it, pay_it]}"),
        ("[{fails: unsure_done}, {}]", "{outcome: procedure_completed, calls: [read_it, pay_it]}"),
        ("{fails: unsure_done, times: 9}", "{outcome: failed, calls: [read_it, pay_it], no_tags: [broken]}"),
        ("{fails: unsure, times: 9}", "{outcome: failed, calls: [read_it], no_tags: [broken]}"),
    ],
)
async def test_a_connector_fails_as_the_scenario_says(reply: str, expect: str, tmp_path: Path) -> None:
    text = f"""
connectors: {{pay_it: {reply}}}
play: [{{customer: pay 1234}}, {{presses: "Yes"}}, {{passes: 2m}}]
expect: {expect}
"""
    assert (await played(text, tmp_path)).problems == ()


async def test_answers_of_a_connector_come_in_order_and_the_last_one_stays(tmp_path: Path) -> None:
    text = """
connectors: {read_it: [{answer: {order: {total: 7}}}, {answer: {order: {total: 8}}}]}
play:
  - customer: pay 1234
  - fin: Pay 7?
  - customer: no, 1235
  - fin: Pay 8?
  - customer: no, 1236
  - fin: Pay 8?
"""
    assert (await played(text, tmp_path)).problems == ()


async def test_a_slow_connector_takes_its_time(tmp_path: Path) -> None:
    text = """
connectors: {read_it: {takes: 20s}}
play: [{customer: pay 1234}, {fin: Pay 5}]
"""
    assert (await played(text, tmp_path)).problems == ()


@pytest.mark.parametrize(("verified", "says"), [("true", "For you alone"), ("false", "team")])
async def test_content_for_some_is_an_answer_to_them(verified: str, says: str, tmp_path: Path) -> None:
    text = f"""
contact: {{verified: {verified}}}
play:
  - customer: tell me the secret
  - fin: {says}
"""
    assert (await played(text, tmp_path)).problems == ()


@pytest.mark.parametrize(
    ("handoff", "expected"),
    [
        ("{}", "handoff_mode: ticket"),
        ("{mode: live_chat}", "handoff_mode: live_chat"),
        ("{mode: situation, agents_online: 1}", "handoff_mode: ticket: It is outside the office hours"),
    ],
)
async def test_a_play_hands_over_as_its_operator_would(tmp_path: Path, handoff: str, expected: str) -> None:
    text = f"""
handoff: {handoff}
play:
  - customer: a human please
  - fin: passing you
  - agent: Bo is here
  - customer: thank you
expect:
  owner: team
  path: ["{expected}"]
"""
    one = await played(text, tmp_path)
    assert one.problems == ()
    assert ("agent", "Bo is here") in one.log
