"""From bytes to named values: what is taken, what is not, and what a failing expression gives."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.outputs import DEEPEST, Unreadable, is_deeper, picked, problems, read_json

ORDER = {
    "order": {"id": 7, "total": 19.99, "lines": [{"sku": "a", "n": 2}, {"sku": "b", "n": 1}], "note": None},
    "ok": True,
}


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b"\xef\xbb\xbf [1] \r\n", [1]),
        (b"null", None),
        (b"", None),
        (b" \n", None),
        (b'"text"', "text"),
        (b'{"a":1,"a":2}', {"a": 2}),
        ('"ü👋"'.encode(), "ü👋"),
        (b"123456789012345678901234567890", 1.2345678901234568e29),
    ],
)
def test_a_body_is_json_or_empty(body, value):
    assert read_json(body) == value


@pytest.mark.parametrize(
    ("body", "content_type", "told"),
    [
        (b"<html>secret", "text/html; charset=utf-8", r"not JSON but text/html \(12 bytes\)"),
        (b"secret", "application/json", r"not JSON \(6 bytes\)"),
        (b'{"a": secret', "", "not JSON"),
        (b"NaN", "", "not JSON"),
        (b"1e400", "", "not JSON"),
        (b'"\\ud800"', "", "not JSON"),
        (b"\xff\xfe", "", "not JSON"),
        (b"[" * 65 + b"]" * 65, "", "deeper than 64"),
        (b"[" * 100_000, "", "not JSON"),
        (b"[" * 1000 + b"]" * 1000, "", "deeper than 64"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "", "deeper than 64"),
    ],
)
def test_a_body_that_is_not_taken_is_described_without_a_word_of_it(body, content_type, told):
    with pytest.raises(Unreadable, match=told) as error:
        read_json(body, content_type)
    assert "secret" not in str(error.value)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_fail(body):
    with suppress(Unreadable):
        assert not is_deeper(read_json(body), DEEPEST)


def test_sixty_four_levels_are_not_too_deep():
    assert read_json(b"[" * DEEPEST + b"]" * DEEPEST) is not None


@pytest.mark.parametrize(
    ("value", "levels", "is_too_deep"),
    [
        (1, 0, False),
        ([], 0, True),
        ([], 1, False),
        ([[]], 1, True),
        ({"a": {"b": 1}}, 2, False),
        ([{}], 1, True),
    ],
)
def test_levels_are_counted(value, levels, is_too_deep):
    assert is_deeper(value, levels) is is_too_deep


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("order.id", 7),
        ("order.lines[].sku", ["a", "b"]),
        ("order.lines[?n > `1`].sku | [0]", "a"),
        ("order.note", None),
        ("order.missing.further", None),
        ("order.lines[9]", None),
        ("length(order.lines)", 2),
        ("{id: order.id, ok: ok}", {"id": 7, "ok": True}),
        ("@", ORDER),
    ],
)
def test_an_output_is_picked(expression, value):
    assert picked(ORDER, {"out": expression}) == ({"out": value}, ())


@pytest.mark.parametrize(
    ("document", "expression"),
    [
        ({}, "length(items)"),
        ({"a": 1}, "sort(a)"),
        ([{"n": 1}, {"n": "two"}], "[?n > `1`]"),
        ([{"n": 1}, {"n": "two"}], "max_by(@, &n)"),
        ([1e308, 1e308], "ceil(sum(@))"),
        ([1, 2], "[::0]"),
        ({}, "order..id"),
        ({}, "nothing(@)"),
        ({}, ""),
        ({}, "[" * 1000),
        ({}, "a" * 2001),
    ],
)
def test_an_expression_that_fails_gives_null_and_a_sentence_and_the_others_go_on(document, expression):
    values, failed = picked(document, {"bad": expression, "good": "type(@)"})
    assert values["bad"] is None
    assert values["good"] in {"object", "array"}
    assert len(failed) == 1
    assert failed[0].startswith("bad: ")
    assert "\n" not in failed[0]


def test_an_answer_without_a_body_gives_nulls():
    assert picked(None, {"a": "b.c"}) == ({"a": None}, ())


def test_expressions_are_compiled_when_they_are_written():
    found = problems({"good": "a.b", "bad": "a..b", "long": "x" * 2001, "empty": "", "deep": "(" * 1500})
    assert [sentence.split("'")[1] for sentence in found] == ["bad", "long", "empty", "deep"]
    assert "is not JMESPath" in found[0]
    assert problems({}) == []
