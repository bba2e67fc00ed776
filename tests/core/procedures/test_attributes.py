"""A customer's words become an attribute's value only when they hold exactly one."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bridge.core.procedures.attributes import Attribute
from bridge.core.words.values import Json

ORDER = Attribute(type="string", pattern="^#?[0-9]{6,11}$")
SIZE = Attribute(type="list", options=("Small", "Large", "Extra large"))


@pytest.mark.parametrize(
    ("attribute", "said", "wanted"),
    [
        (ORDER, "1234567", "1234567"),
        (ORDER, "it's order #1234567, thanks.", "#1234567"),
        (ORDER, "12", None),
        (ORDER, "1234567 or 7654321", None),
        (Attribute(), " anything at all ", "anything at all"),
        (Attribute(), "  ", None),
        (Attribute(type="integer"), "I have 3 of them", 3),
        (Attribute(type="integer"), "3.5", None),
        (Attribute(type="integer"), "3 or 4", None),
        (Attribute(type="integer"), "about 12,000 km", 12000),
        (Attribute(type="integer"), "12.000", 12000),
        (Attribute(type="decimal"), "1.000.000", 1000000.0),
        (Attribute(type="decimal"), "0,125", 0.125),
        (Attribute(type="decimal"), "1.234,50 €", 1234.5),
        (Attribute(type="decimal"), "1,234.50", 1234.5),
        (Attribute(type="boolean"), "Yes please", True),
        (Attribute(type="boolean"), "no thanks", False),
        (Attribute(type="boolean"), "perhaps", None),
        (Attribute(type="date"), "on 2026-02-28", "2026-02-28"),
        (Attribute(type="date"), "28.2.2026", "2026-02-28"),
        (Attribute(type="date"), "2026-02-30", None),
        (Attribute(type="email"), "mail me at ada@example.com.", "ada@example.com"),
        (Attribute(type="email"), "ada at example", None),
        (SIZE, "large", "Large"),
        (SIZE, "a small one", "Small"),
        (SIZE, "medium", None),
    ],
)
def test_words_become_a_value_or_nothing(attribute: Attribute, said: str, wanted: Json) -> None:
    found = attribute.found_in(said)
    assert found == wanted
    assert found is None or attribute.accepts(found)


def test_words_that_nobody_asked_for_are_taken_only_beyond_doubt() -> None:
    assert ORDER.found_in("please refund order 1234567", strict=True) == "1234567"
    assert Attribute().found_in("please refund", strict=True) is None
    assert Attribute(type="integer").found_in("I have 3 questions", strict=True) is None
    assert Attribute(type="boolean").found_in("yes, refund it", strict=True) is None


@pytest.mark.parametrize(
    "wrong", [{"type": "list"}, {"pattern": "["}, {"type": "integer", "pattern": "x"}, {"colour": "red"}]
)
def test_an_attribute_that_makes_no_sense_is_refused(wrong: dict[str, Json]) -> None:
    with pytest.raises(ValidationError):
        Attribute(**wrong)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ja", "Yes"), ("yep, sure", "Yes"), ("ok please", "Yes"), ("nein", "No"), ("no", "No"),
        ("please", None), ("please wait", None), ("not sure", None), ("yes but not now", None), ("", None),
    ],
)  # fmt: skip
def test_yes_and_no_buttons_take_other_words_for_them_and_nothing_else(said: str, meant: str | None) -> None:
    assert Attribute(type="list", options=("Yes", "No")).found_in(said) == meant
