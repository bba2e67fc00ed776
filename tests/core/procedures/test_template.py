"""Texts with holes are filled with what is known, and bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.procedures.expressions import ExpressionError
from bridge.core.procedures.template import FILLED_LONGEST, Template

KNOWN = {
    "order": {"number": "1234567", "total": 20.0, "open": True, "lines": ["a", "b"]},
    "day": "2026-11-21T10:00:00Z",
    "name": "Zoë",
}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("Refund {{ order.total | money }} for {{order.number}}?", "Refund 20.00 for 1234567?"),
        ("{{ order.total }}", "20"),
        ("{{ order.open }} {{ order.lines }}", "yes a, b"),
        ("{{ day | date }}", "2026-11-21"),
        ("{{ name | upper }} {{ name | lower }}", "ZOË zoë"),
        ("[{{ nothing }}]", "[]"),
        ('{{ order.open || false ? "x" : "y" }}', "x"),
        ("no holes }} here", "no holes }} here"),
    ],
)
def test_holes_are_filled(source: str, wanted: str) -> None:
    assert Template(source).text(KNOWN) == wanted


def test_one_hole_alone_keeps_the_type_of_its_value() -> None:
    assert Template("{{ order.total }}").value(KNOWN) == 20.0
    assert Template("{{ order.lines }}").value(KNOWN) == ["a", "b"]
    assert Template("{{ order.total | money }}").value(KNOWN) == "20.00"
    assert Template("= {{ order.total }}").value(KNOWN) == "= 20"


@pytest.mark.parametrize("source", ["{{ order.total", "{{ }}", "{{ 1 + }}"])
def test_a_broken_hole_is_said_at_once(source: str) -> None:
    with pytest.raises(ExpressionError):
        Template(source)


@given(st.text(max_size=200))
def test_what_a_value_holds_is_never_read_as_a_template(text: str) -> None:
    assert Template("{{ said }}").text({"said": "{{ name }}" + text}) == "{{ name }}" + text


def test_what_outside_systems_answer_is_bounded() -> None:
    assert len(Template("{{ said }}").text({"said": "x" * 100_000})) == FILLED_LONGEST
