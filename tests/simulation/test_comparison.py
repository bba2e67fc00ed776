"""What came of a scenario is held beside each kind of expectation."""

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
