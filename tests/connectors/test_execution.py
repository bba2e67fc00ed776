"""What operators read later holds no secret, however the other side wrote it."""

from __future__ import annotations

import base64
import html
import json
import re
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.execution import EXCERPT_LONGEST, HIDDEN, excerpt, masked

SECRET = 'k/3y+ö>>>??? "<&\\='


@pytest.mark.parametrize(
    "spelling",
    [
        SECRET,
        quote(SECRET),
        quote(SECRET, safe=""),
        re.sub("%..", lambda code: code[0].lower(), quote(SECRET, safe="")),
        quote_plus(SECRET),
        html.escape(SECRET),
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        json.dumps(SECRET)[1:-1].replace("/", "\\/"),
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(SECRET.encode()).decode().rstrip("="),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
    ],
)
def test_a_secret_is_hidden_in_every_spelling(spelling):
    assert masked(f"before {spelling} after {spelling}", [SECRET]) == f"before {HIDDEN} after {HIDDEN}"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Authorization: Bearer abcdefgh.ijk", "abcdefgh"),
        ("authorization=Basic dXNlcjpwYXNz", "dXNl"),
        ('{"Authorization": "Bearer abcdefgh"}', "abcdefgh"),
        ('{"access_token": "abc", "x": 1}', "abc"),
        ('{"refreshToken":"a\\"bc"}', "bc"),
        ("{'api_key': 'abc'}", "abc"),
        ("?api-key=abc&x=1", "abc"),
        ("password : abc", "abc"),
        ("client_secret=abc", "abc"),
        ('{"token": "cut off at the e', "cut"),
        ("the bearer abcdefgh said", "abcdefgh"),
    ],
)
def test_what_is_named_like_a_secret_is_hidden_too(text, gone):
    assert gone not in masked(text, [])


@pytest.mark.parametrize("text", ["nothing of it", '{"total": 12, "note": "ok"}', "", "Basic needs", "token"])
def test_everything_else_stays(text):
    assert masked(text, ["", "s3cret"]) == text


def test_a_longer_secret_is_hidden_before_its_beginning_is():
    assert masked("abcdef abc", ["abc", "abcdef"]) == f"{HIDDEN} {HIDDEN}"


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "token",
        "token ",
        "token:",
        "secret-",
        "authorization=",
        "Bearer ",
        "'",
        '"\\',
        "token='",
        'key="\\',
    ],
)
def test_no_answer_keeps_the_search_busy(text):
    body = (text * 8000)[:8000]
    began = time.perf_counter()
    masked(body, ["s3cret"])
    assert time.perf_counter() - began < 1


def test_an_excerpt_is_the_beginning():
    assert excerpt(b"hello", []) == "hello"
    assert len(excerpt(b"x" * 1_000_000, [])) == EXCERPT_LONGEST
    assert excerpt("ü".encode()[:1] + b"ok", []) == "\ufffdok"


@given(st.integers(0, 9000), st.integers(100, 3000))
def test_no_part_of_a_secret_survives_where_the_body_is_cut(before, length):
    """Hidden secrets make the text shorter, so that its end comes into view."""
    secret = "".join(chr(0x4E00 + n) for n in range(length))
    body = ("x" * before + secret * 12).encode()
    assert set(excerpt(body, [secret])) <= {"x", *HIDDEN}


@given(st.text(min_size=4, alphabet=st.characters(codec="utf-8")), st.text(), st.text())
def test_a_secret_is_never_in_what_was_masked(secret, before, after):
    assert secret not in masked(before + secret + after, [secret]) or secret in HIDDEN * 9
