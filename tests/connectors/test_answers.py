"""Each status is one of our three words."""

from __future__ import annotations

import pytest

from connectors.answers import Response, raise_for, retry_after_s
from connectors.failures import NotSent, Refused, Unsure


def answered(status: int, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status=status, headers=named, body=b"secret", host="shop.example")


@pytest.mark.parametrize(
    ("status", "touch", "failure"),
    [
        (200, "unsafe", None),
        (201, "idempotent", None),
        (204, "read", None),
        (302, "read", Refused),
        (400, "unsafe", Refused),
        (401, "read", Refused),
        (404, "read", Refused),
        (409, "idempotent", Refused),
        (422, "unsafe", Refused),
        (429, "unsafe", NotSent),
        (500, "read", Refused),
        (500, "idempotent", Unsure),
        (500, "unsafe", Unsure),
        (501, "unsafe", Refused),
        (502, "read", NotSent),
        (502, "unsafe", Unsure),
        (503, "unsafe", NotSent),
        (504, "idempotent", Unsure),
        (599, "unsafe", Refused),
    ],
)
def test_a_status_is_success_or_one_of_three_failures(status, touch, failure):
    if failure is None:
        raise_for(answered(status), touch)
        return
    with pytest.raises(failure, match=f"shop.example answered {status}") as error:
        raise_for(answered(status), touch)
    assert "secret" not in str(error.value)


def test_the_wait_that_was_asked_for_is_told():
    with pytest.raises(NotSent) as error:
        raise_for(answered(503, retry_after="7"), "unsafe")
    assert error.value.retry_after_s == 7


def test_a_conflict_that_asks_to_wait_is_a_call_still_under_way():
    with pytest.raises(NotSent) as error:
        raise_for(answered(409, retry_after="1"), "idempotent")
    assert error.value.retry_after_s == 1


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("99999999", 3600),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("²", None),
        ("Fri, 20 Nov 2026 10:00:30 GMT", 30),
        ("Fri, 20 Nov 2026 09:00:30 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(told, seconds):
    assert retry_after_s({"retry-after": told, "date": "Fri, 20 Nov 2026 10:00:00 GMT"}) == seconds


def test_a_date_without_a_date_to_compare_says_nothing():
    assert retry_after_s({"retry-after": "Fri, 20 Nov 2026 10:00:30 GMT"}) is None
