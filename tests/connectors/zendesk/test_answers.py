"""Zendesk's errors come in many shapes; an operator gets one line, with the scope or setting to mend."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from connectors.failures import NotSent, Refused
from connectors.zendesk.answers import raise_for, seconds


def _refused(status: int, body: Any, *, method: str = "PUT", path: str = "/api/v2/tickets/7.json") -> Refused:
    request = requests.Request(method, f"https://a.example{path}").prepare()
    response = requests.Response()
    response.status_code = status
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(Refused) as caught:
        raise_for(request, response, "THE_SETTINGS")
    return caught.value


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        ({"error": "RecordNotFound", "description": "Not found"}, "RecordNotFound", "Not found"),
        (
            {
                "error": "RecordInvalid",
                "description": "Record validation errors",
                "details": {"status": [{"description": "closed prevents ticket update"}]},
            },
            "RecordInvalid",
            "Record validation errors (status)",
        ),
        (
            {"error": {"title": "Forbidden", "message": "You do not\nhave access"}},
            "Forbidden",
            "not have access",
        ),
        ({"errors": [{"code": "BadThing", "title": "It is bad", "status": 422}]}, "BadThing", "It is bad"),
        ({"description": "only this"}, "", "only this"),
        ({"error": None, "description": ["a list"]}, "", "PUT /api/v2/tickets/7.json: 422"),
        ({"error": "x" * 5000, "description": "y" * 5000}, "x" * 80, "y" * 200),
        ([1, 2], "", "422"),
        (b"<html><body>Sorry</body></html>", "", "422"),
        (b"", "", "422"),
        (b"\xff\xfe", "", "422"),
    ],
)
def test_every_shape_of_an_error_is_read(body: Any, code: str, told: str) -> None:
    refused = _refused(422, body)
    assert (refused.status, refused.code) == (422, code)
    assert told in refused.reason
    assert "\n" not in refused.reason
    assert len(refused.reason) < 400


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("PUT", "/api/v2/tickets/7.json", "tickets:write."),
        ("POST", "/api/v2/uploads.json?filename=a", "tickets:write."),
        ("GET", "/api/v2/users/me.json", "users:read."),
        ("POST", "/api/v2/triggers.json", "triggers:write, or its user is no admin."),
        ("GET", "/api/v2/webhooks/01H/signing_secret", "webhooks:read, or its user is no admin."),
        ("GET", "/api/v2/incremental/tickets/cursor.json?cursor=a", "tickets:read, or its user is no admin."),
        ("GET", "/api/v2/account/settings.json", "the scope read."),
        ("GET", "/api/v2/tickets/7/audits.json?page[size]=20", "the scope read."),
    ],
)
def test_a_403_names_the_scope_of_its_endpoint(method: str, path: str, scope: str) -> None:
    body = {"error": {"title": "Forbidden", "message": "no"}}
    refused = _refused(403, body, method=method, path=path)
    assert scope in refused.reason
    assert "?" not in refused.reason, "a query may hold what is nobody's business"


def test_a_403_that_names_the_scopes_itself_is_not_contradicted() -> None:
    told = "You are missing the following required scopes: read"
    refused = _refused(403, {"error": "Forbidden", "description": told}, path="/api/v2/tickets/7.json")
    assert told in refused.reason
    assert "tickets:" not in refused.reason


def test_a_401_names_the_settings() -> None:
    assert "check THE_SETTINGS" in _refused(401, {"error": "Couldn't authenticate you"}).reason


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("-3", 0.0),
        ("0.5", 0.5),
        ("", None),
        (None, None),
        ("inf", None),
        ("nan", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
def test_retry_after_is_read_or_left(header: str | None, wait_s: float | None) -> None:
    assert seconds(header) == wait_s


def test_a_429_without_a_time_waits_a_minute_even_as_plain_text() -> None:
    request = requests.Request("PUT", "https://a.example/api/v2/users/1.json").prepare()
    response = requests.Response()
    response.status_code = 429
    response._content = b"Number of allowed user updates exceeded"
    with pytest.raises(NotSent) as caught:
        raise_for(request, response, "")
    assert caught.value.retry_after_s == 60.0
