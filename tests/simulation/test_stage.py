"""Each kind of line does what it says, and one that cannot be is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.small import played


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


async def test_an_agent_takes_over_in_the_middle(tmp_path: Path) -> None:
    text = """
play: [{customer: let me talk to a human}, {agent: Hello from Bo}, {fin: Hello from Bo}]
expect: {outcome: escalated, owner: team}
"""
    one = await played(text, tmp_path)
    assert one.problems == ()
    assert ("agent", "Hello from Bo") in one.log


async def test_a_trigger_that_may_not_be_is_a_problem(tmp_path: Path) -> None:
    text = "play:\n  - trigger: {procedure: pay, by: element_click}\n"
    assert "line 1: nothing was triggered: Procedure is not live" in (await played(text, tmp_path)).problems
