"""What a call is given has its type exactly, whoever gives it: a model may give anything."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.core.procedures.attributes import Attribute
from bridge.core.procedures.connector import Connector, Input

NO: list[tuple[str, Any]] = [
    *(("decimal", one) for one in ("nan", "Infinity", "-inf", "1e400", "1_000", "0x10", "", "five", True)),
    *(("decimal", one) for one in (float("nan"), float("inf"), 10**400, [1], {"a": 1})),
    *(("integer", one) for one in ("nan", "Infinity", "1e400", "5.5", "1_000", True, float("inf"), [1])),
    *(("boolean", one) for one in ("true", 1, "yes")),
    *(("string", one) for one in (["x"], {"a": 1}, True)),
    *(("list", one) for one in ("x", {"a": 1})),
    *(("object", one) for one in ([1], "x")),
]


def given(type_: Any, value: Any) -> Any:
    return Connector(url="https://x.example/x", inputs={"a": Input(type=type_)}).given({"a": value}).get("a")


@pytest.mark.parametrize(
    ("type_", "value", "made"),
    [
        ("decimal", "12.50", 12.5),
        ("decimal", " 5 ", 5.0),
        ("decimal", 7, 7.0),
        ("decimal", "1e2", 100.0),
        ("integer", "42", 42),
        ("integer", 42.0, 42),
        ("integer", "9007199254740993", 9007199254740993),
        ("integer", 10**30 + 1, 10**30 + 1),
        ("string", 5, "5"),
        ("list", (1, 2), [1, 2]),
    ],
)
def test_what_fits_is_taken_with_all_its_digits(type_: str, value: Any, made: Any) -> None:
    assert given(type_, value) == made


@pytest.mark.parametrize(("type_", "value"), NO, ids=[str(place) for place in range(len(NO))])
def test_what_does_not_fit_is_refused(type_: str, value: Any) -> None:
    if value == "":
        assert given(type_, value) is None, "nothing was given"
        return
    with pytest.raises(ValueError, match="not a"):
        given(type_, value)


def test_an_attribute_is_no_endless_number() -> None:
    assert not Attribute(type="decimal").accepts(float("inf"))
    assert not Attribute(type="decimal").accepts(float("nan"))
    assert Attribute(type="decimal").accepts(59)
