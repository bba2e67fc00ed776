"""Regular expressions that are compiled once mean what CEL's own mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.procedures.expressions import Expression, ExpressionError
from bridge.core.procedures.patterns import without_matches

PATTERNS = (
    r"(?i)\\b(lawyer|court|klage)\\b",
    r"^a+$",
    r"\\d{2,}",
    r"[äöü]",
    r"(?s)a.b",
    r"\\p{Lu}",
    "it\\'s",
    "",
)
TEXTS = st.text(st.sampled_from("abc LAWYERlawyer12äÄ\n'.klagecourt"), max_size=30)


@given(st.sampled_from(PATTERNS), TEXTS)
def test_a_condition_holds_as_it_does_for_cel_itself(pattern: str, text: str) -> None:
    known = {"message": text}
    ours = Expression(f"message.matches('{pattern}')")
    theirs = Expression(f"(message).matches('{pattern}')")  # in brackets it stays with CEL
    assert ours.holds(known) is theirs.holds(known)


@pytest.mark.parametrize(
    "source",
    [
        "(message).matches('a')",
        "order.note.matches('a')",
        "order. note.matches('a')",
        "words.all(one, one.matches('a'))",
        "note == \"message.matches('a')\"",
        "message.matches('(')",
        "message.matches(pattern)",
    ],
)
def test_what_is_not_a_plain_test_of_a_variable_stays_as_it_is(source: str) -> None:
    assert without_matches(source, frozenset({"one"})) == (source, ())


def test_several_tests_stand_among_other_conditions() -> None:
    one = Expression("message.matches('a') && (note.matches(\"b\") || size(message) > 3) && matches_0 == 1")
    assert one.names == {"message", "note", "matches_0"}
    assert one.holds({"message": "a", "note": "b", "matches_0": 1})
    assert one.holds({"message": "aaaa", "note": "", "matches_0": 1})
    assert not one.holds({"message": "a", "note": "", "matches_0": 1})
    assert not one.holds({"message": "x", "note": "b", "matches_0": 1})


def test_a_text_that_is_none_is_said_as_before() -> None:
    with pytest.raises(ExpressionError):
        Expression("message.matches('a')").holds({"message": None})
    assert Expression("message == null || message.matches('a')").holds({"message": None})


def test_an_expression_that_cannot_be_compiled_is_said_when_it_is_asked() -> None:
    with pytest.raises(ExpressionError):
        Expression("message.matches('(')").holds({"message": "a"})
