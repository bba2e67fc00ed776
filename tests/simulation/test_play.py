"""A simulation finds each kind of wrong expectation, and says what was there instead."""

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


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ("outcome: escalated", "outcome is 'procedure_completed', not 'escalated'"),
        ("status: open", "status is 'solved', not 'open'"),
        ("owner: team", "owner is 'fin', not 'team'"),
        ("tags: [sent]", "the tag 'sent' is missing; there are ['fin-involved', 'fin-resolved'"),
        ("no_tags: [paid]", "the tag 'paid' is there"),
        ("calls: [pay_it]", "calls is ['read_it', 'pay_it'], not ['pay_it']"),
        (
            "path: [pay_it answered, read_it answered]",
            "the path lacks 'read_it answered' after 'step: pay_it",
        ),
        ("path: [nothing like it]", "the path lacks 'nothing like it' after 'its beginning'"),
        ("articles: [Opening hours]", "the article 'Opening hours' was not cited, but none"),
        ("notes: [He said no]", "no internal note says 'He said no'"),
        ("started: wait", "'wait' was not started, but ['pay']"),
        ("waits: customer", "waits is '', not 'customer'"),
        ("mails: 1", "mails is 0, not 1"),
    ],
)
async def test_a_wrong_expectation_is_found(expect: str, problem: str, tmp_path: Path) -> None:
    (found,) = (await played(f"{GOOD}\nexpect: {{{expect}}}", tmp_path)).problems
    assert found.startswith(problem)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("fin: Hello", "line 2: Fin did not say 'Hello'; it said ['Pay 5?']"),
        ("presses: Perhaps", "line 2: 'Perhaps' is not offered; there is ['Yes', 'No']"),
        ("teammate: {heavy: true}", "line 2: the teammate's input was refused: No procedure"),
        ("hook: {name: parcel, payload: {}}", "line 2: the hook was answered 'gone', not 'resumed'"),
    ],
)
async def test_a_line_that_cannot_be_is_named_with_its_place(line: str, problem: str, tmp_path: Path) -> None:
    (found,) = (await played(f"play: [{{customer: pay 1234}}, {{{line}}}]", tmp_path)).problems
    assert found.startswith(problem)


async def test_what_fin_says_is_looked_for_in_order_and_only_since_the_last_line(tmp_path: Path) -> None:
    text = "play: [{customer: pay}, {customer: '1234'}, {fin: Pay 5}, {fin: Which number}]"
    (found,) = (await played(text, tmp_path)).problems
    assert found == "line 4: Fin did not say 'Which number'; it said nothing"


async def test_a_connector_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (found,) = (await played(f"connectors: {{fly: {{}}}}\n{GOOD}", tmp_path)).problems
    assert found == "`connectors` names fly, and there is none"


async def test_mail_callback_teammate_and_code_come_in_the_scenarios_own_time(tmp_path: Path) -> None:
    text = """
now: 2020-02-01T12:00:00Z
play:
  - customer: I wait
  - code: wrong
  - fin: That is not the code
  - code: right
  - passes: 1d
  - hook: {name: parcel, payload: {here: 1}, reply: mismatch}
  - hook: {name: parcel, payload: {here: true}}
  - teammate: {heavy: true}
  - fin: "Heavy: yes"
expect: {outcome: procedure_completed, mails: 1, notes: [Is it heavy]}
"""
    assert (await played(text, tmp_path)).problems == ()


async def test_time_that_passes_ends_waits(tmp_path: Path) -> None:
    text = """
play: [{customer: I wait}, {code: right}, {passes: 3d}]
expect: {outcome: failed, owner: team, path: [waits for parcel, "procedure_escape: wait"]}
"""
    assert (await played(text, tmp_path)).problems == ()


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


async def test_an_agent_takes_over_in_the_middle(tmp_path: Path) -> None:
    text = """
play: [{customer: let me talk to a human}, {agent: Hello from Bo}, {fin: Hello from Bo}]
expect: {outcome: escalated, owner: team}
"""
    one = await played(text, tmp_path)
    assert one.problems == ()
    assert ("agent", "Hello from Bo") in one.log


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


async def test_a_trigger_that_may_not_be_is_a_problem(tmp_path: Path) -> None:
    text = "play:\n  - trigger: {procedure: pay, by: element_click}\n"
    assert "line 1: nothing was triggered: Procedure is not live" in (await played(text, tmp_path)).problems
