"""Conditions are compiled when a file is loaded, decided in code, and cannot stop the service."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bridge.core.procedures.expressions import LONGEST, Expression, ExpressionError
from bridge.core.words.values import Json

KNOWN = {
    "order": {"total": 49.5, "refundable": True, "lines": [{"n": 1}, {"n": 3}], "shipped": None},
    "answer": "Yes",
    "count": 3,
    "now": datetime(2026, 11, 21, 12, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("order.refundable && order.total <= 100.0", True),
        ('answer == "Yes"', True),
        ("order.lines.all(line, line.n > 0)", True),
        ("order.lines.map(line, line.n)", [1, 3]),
        ("has(order.discount)", False),
        ("order.shipped == null", True),
        ("missing == null", True),
        ("count + 1", 4),
        ("size(answer)", 3),
        ('now > timestamp("2026-11-20T00:00:00Z")', True),
        ('count > 2 ? "many" : "few"', "many"),
    ],
)
def test_an_expression_comes_to_what_it_says(source: str, wanted: Json) -> None:
    assert Expression(source).value(KNOWN) == wanted


@pytest.mark.parametrize(
    "source",
    ["", "order.", "1 +", "x" * (LONGEST + 1), "a.all(x, x.all(y, y.all(z, z > 0)))", "import os", "((((("],
)
def test_what_is_no_expression_is_said_when_it_is_compiled(source: str) -> None:
    with pytest.raises(ExpressionError):
        Expression(source)


@pytest.mark.parametrize("source", ["order.missing > 1", 'answer + 1 == "x"', "count / 0 > 1", "order.total"])
def test_a_condition_that_cannot_be_decided_is_an_error_and_never_a_guess(source: str) -> None:
    with pytest.raises(ExpressionError):
        Expression(source).holds(KNOWN)


@pytest.mark.parametrize(
    "source",
    [
        "duration(message) > duration('1s')",
        "contact[message] == 1",
        "contact[message].name == 1",
        "contact.name.matches(message)",
        "int(message) > 5",
        "{'a': 1}[message] == 1",
    ],
)
def test_what_is_wrong_is_said_without_the_customers_words(source: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Expression(source).holds({"message": 'my "card\'s" number: (4111', "contact": {"name": "Ada 4111"}})
    assert source in str(caught.value)
    assert "4111" not in str(caught.value)


def test_it_names_what_it_reads_and_not_what_it_binds_itself() -> None:
    assert Expression("order.lines.exists(line, line.n > count)").names == {"order", "count"}


def test_comprehensions_in_texts_do_not_count_as_depth() -> None:
    assert Expression('".all(x, .all(y, .all(z,"').value({}) == ".all(x, .all(y, .all(z,"
