"""The ways in which Sunshine Conversations says no: a list of errors, each with a code and a title."""

from __future__ import annotations

from connectors.sandbox.problems import Problem

RESOURCES = {
    "app": ("app_not_found", "App not found"),
    "user": ("user_not_found", "User not found"),
    "conversation": ("conversation_not_found", "Conversation not found"),
    "integration": ("integration_not_found", "Integration not found"),
    "switchboard": ("switchboard_not_found", "Switchboard not found"),
    "switchboardIntegration": ("switchboard_integration_not_found", "SwitchboardIntegration not found"),
}


def problem(status: int, code: str, title: str) -> Problem:
    """An answer with one error."""
    return Problem(status, {"errors": [{"code": code, "title": title}]})


def not_found(what: str = "") -> Problem:
    """An unknown record, or an unknown route."""
    code, title = RESOURCES.get(what, ("not_found", "Resource not found"))
    return problem(404, code, title)


def bad(title: str, code: str = "bad_request") -> Problem:
    """A request that breaks a rule."""
    return problem(400, code, title)


def unauthorized() -> Problem:
    """No key, or a wrong one."""
    return problem(401, "unauthorized", "Authorization is required")


def forbidden(title: str = "Forbidden") -> Problem:
    """A key that may not."""
    return problem(403, "forbidden", title)


def conflict() -> Problem:
    """A user who exists."""
    return problem(409, "conflict", "User already exists")


def too_large() -> Problem:
    """A body over its limit."""
    return problem(413, "payload_too_large", "Request entity too large")


def locked() -> Problem:
    """A conversation that is full."""
    return problem(423, "locked", "Message limit of 30000 per conversation reached.")


def too_many() -> Problem:
    """The rate limit, which names no time to wait."""
    return problem(429, "too_many_requests", "Too many requests")
