"""Which conditions code can decide, and how; the others are left to people."""

from __future__ import annotations

import pytest

from bridge.catalog.fin_task.condition import decided
from bridge.catalog.fin_task.names import Names
from bridge.core.procedures.expressions import Expression

OPTIONS = {"size": ("Small", "Extra large")}


def names() -> Names:
    return Names(known={"order", "amount", "size", "eligible", "order_status"}, results={"order"})


def expression(words: str) -> str | None:
    found = decided(words, names(), OPTIONS)
    return None if found is None else found.expression


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("order.status is shipped", "order.status == 'shipped'"),
        ('the order.status equals "on its way"', "order.status == 'on its way'"),
        ("order.status isn't shipped", "order.status != 'shipped'"),
        ("{{order.status}} = 'shipped'", "order.status == 'shipped'"),
        ("@order.status is not equal to open", "order.status != 'open'"),
        ("Order status is open", "order_status == 'open'"),
        ("order.total is greater than 1,000.50", "order.total > 1000.5"),
        ("order.total exceeds $100", "order.total > 100.0"),
        ("order.total ≤ 100", "order.total <= 100.0"),
        ("order.total is above 10 and below 20", "order.total > 10.0 && order.total < 20.0"),
        ("order.status is open or paid", "order.status == 'open' || order.status == 'paid'"),
        ("order.status is either open or paid", "order.status in ['open'] || order.status == 'paid'"),
        ("order.status is one of open, paid", "order.status in ['open', 'paid']"),
        ("order.status is not one of ('open', 'paid')", "!(order.status in ['open', 'paid'])"),
        ("order.refundable is true", "order.refundable == true"),
        ("order.refundable", "order.refundable == true"),
        ("not order.refundable", "order.refundable == false"),
        ("eligible", "eligible == true"),
        ("amount is at least 5", "amount >= 5.0"),
        ("amount is more than order.total", "amount > order.total"),
        ("size is extra large", "size == 'Extra large'"),
        ("order is missing", "order == null"),
        ("order.note is not empty", "order.note != null"),
        ("order.tags contains vip", "(order.tags != null && order.tags.contains('vip'))"),
        ('order.note does not include "vip"', "(order.note == null || !order.note.contains('vip'))"),
        ('inputs["data_connector"]["order"].status == "x"', "order.status == 'x'"),
        ('order.status.lower() != "done"', "!order.status.matches('(?i)^done$')"),
        ("user.plan is pro", "contact.plan == 'pro'"),
        ("order.items.size() > 2 && eligible", None),
        ("size(order.items) > 2 && eligible", "size(order.items) > 2 && eligible"),
        ('order.name is "O\'Neil"', "order.name == 'O\\'Neil'"),
    ],
)
def test_comparisons_become_expressions(words: str, wanted: str | None) -> None:
    found = expression(words)
    if wanted is None:
        assert found is None or Expression(found)
    else:
        assert found == wanted
        Expression(found)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "the customer is angry",
        "order is refundable",
        "the order was placed less than 30 days ago",
        "order.date is older than 30 days",
        "order.status is in transit",
        "the policy allows it",
        "amount is more than usual",
        "order.total > and",
        "order.total is 5 and the customer is happy",
        "x" * 600,
        "the customer's name is not on the list of people",
        "{{ is 5",
    ],
)
def test_what_takes_a_person_is_left_to_people(words: str) -> None:
    assert expression(words) is None


def test_only_what_is_decided_is_noted_as_read() -> None:
    seen = names()
    assert decided("points_left is 5 and the customer is happy", seen, {}) is None
    assert seen.used == {}
    assert decided("points_left is 5 and order.total is over 9", seen, {}) is not None
    assert set(seen.used) == {"points_left", "order"}
    assert seen.fields["order"] == {("total",): 10.0}
