"""The ways in which Zendesk says no, each with its status and its body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Problem(Exception):  # noqa: N818 - an answer, not a bug
    """Ends a request with an error body.

    Args:
        status: HTTP status.
        body: The JSON body.
        headers: Further headers.
    """

    def __init__(
        self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = dict(body)
        self.headers = dict(headers or {})


def not_found() -> Problem:
    """An unknown record."""
    return Problem(404, {"error": "RecordNotFound", "description": "Not found"})


def invalid_endpoint() -> Problem:
    """An unknown route."""
    return Problem(404, {"error": "InvalidEndpoint", "description": "Not found"})


def invalid(field: str, description: str, error: str = "InvalidValue") -> Problem:
    """A record that would break a rule.

    Args:
        field: Named in `details`.
        description: Zendesk's sentence.
        error: `BlankValue`, `DuplicateValue`, `InvalidValue` or `InvalidFormat`.
    """
    return Problem(
        422,
        {
            "error": "RecordInvalid",
            "description": "Record validation errors",
            "details": {field: [{"description": description, "error": error}]},
        },
    )


def closed() -> Problem:
    """A ticket that is closed for good."""
    return Problem(
        422,
        {
            "error": "RecordInvalid",
            "description": "Record validation errors",
            "details": {"status": [{"description": "Status: closed prevents ticket update"}]},
        },
    )


def missing(parameter: str) -> Problem:
    """A request without its main key."""
    return Problem(
        400, {"error": "ParameterMissing", "description": f"Required parameter missing: {parameter}"}
    )


def bad(error: str, description: str) -> Problem:
    """A request that cannot be understood."""
    return Problem(400, {"error": error, "description": description})


def unparsable() -> Problem:
    """A body that is not JSON."""
    return Problem(422, {"error": "Unprocessable Entity", "message": "Server could not parse JSON"})


def unauthenticated() -> Problem:
    """No credentials, or wrong ones."""
    return Problem(401, {"error": "Couldn't authenticate you"})


def invalid_token() -> Problem:
    """A Bearer token that is not, or no longer, good."""
    return Problem(
        401,
        {
            "error": "invalid_token",
            "error_description": (
                "The access token provided is expired, revoked, malformed or invalid for other reasons."
            ),
        },
    )


def forbidden(message: str) -> Problem:
    """A known caller who may not; here `error` is an object."""
    return Problem(403, {"error": {"title": "Forbidden", "message": message}})


def scopes_missing(*scopes: str) -> Problem:
    """A token that may not do this; here `error` is a word."""
    told = f"You are missing the following required scopes: {', '.join(scopes)}"
    return Problem(403, {"error": "Forbidden", "description": told})


def conflict() -> Problem:
    """A safe update that met somebody else's."""
    return Problem(
        409,
        {"error": "UpdateConflict", "description": "Safe Update prevented the update due to outdated data"},
    )


def too_many_values(most: int) -> Problem:
    """A bulk request over its size."""
    return Problem(
        400,
        {
            "error": "TooManyValues",
            "description": f"Only {most} entries can be processed in one request",
            "max_count": most,
        },
    )
