"""A simulation as a page: everything in it is somebody else's text."""

from datetime import UTC, datetime

from bridge.web.simulation_page import page

RESULT = {
    "file": "refund<b>",
    "name": "<script>alert(1)</script>",
    "problems": ["status is 'open', not \"solved\" <i>"],
    "log": [["user", "<img src=x>"], ["fin", "Done & gone"], ["step", "collect order_number"]],
    "outcome": "procedure_completed",
    "run_id": "run_1",
    "calls": ["get_order", "issue_refund"],
    "articles": ["Refund times"],
    "tags": [],
    "path": ["1"],
}


def test_the_page_says_who_said_what_from_which_articles_and_carries_no_markup_of_strangers() -> None:
    made = page("sim_1", datetime(2026, 5, 1, 12, tzinfo=UTC), [RESULT, {**RESULT, "problems": []}])
    assert "2 scenarios, 1 failed" in made
    assert "2026-05-01 12:00 UTC" in made
    assert "<b>Customer</b> &lt;img src=x&gt;" in made
    assert "<dt>articles</dt><dd>Refund times</dd>" in made
    assert "<dt>calls</dt><dd>get_order, issue_refund</dd>" in made
    assert "<script" not in made
    assert "<img" not in made
    assert made.count("<details") == 2
