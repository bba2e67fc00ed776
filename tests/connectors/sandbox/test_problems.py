"""Errors in Zendesk's several forms."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox import problems


@pytest.mark.parametrize(
    ("problem", "status", "error"),
    [
        (problems.not_found(), 404, "RecordNotFound"),
        (problems.invalid_endpoint(), 404, "InvalidEndpoint"),
        (problems.invalid("status", "Status: no"), 422, "RecordInvalid"),
        (problems.closed(), 422, "RecordInvalid"),
        (problems.missing("ticket"), 400, "ParameterMissing"),
        (problems.bad("InvalidRequest", "no"), 400, "InvalidRequest"),
        (problems.unparsable(), 422, "Unprocessable Entity"),
        (problems.unauthenticated(), 401, "Couldn't authenticate you"),
        (problems.invalid_token(), 401, "invalid_token"),
        (problems.forbidden("no"), 403, {"title": "Forbidden", "message": "no"}),
        (problems.conflict(), 409, "UpdateConflict"),
        (problems.too_many_values(100), 400, "TooManyValues"),
    ],
)
def test_a_problem_is_a_status_and_a_body(problem: problems.Problem, status: int, error: Any) -> None:
    assert (problem.status, problem.body["error"], problem.headers) == (status, error, {})


def test_a_broken_rule_names_its_field() -> None:
    body = problems.invalid("status", "Status: no", "BlankValue").body
    assert body["details"] == {"status": [{"description": "Status: no", "error": "BlankValue"}]}


def test_a_closed_ticket_says_so_in_the_words_that_clients_look_for() -> None:
    assert "closed prevents ticket update" in str(problems.closed())
