"""What Zendesk's answers mean: which of our three failures, and what an operator is told."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from typing import Any

import requests
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, SSLError

from connectors.failures import NotSent, Refused, Unsure
from connectors.zendesk.speaking import RETRY_AFTER_S, seconds, unanswered

SCOPES = {
    "account": "read",
    "incremental": "tickets",
    "tickets": "tickets",
    "triggers": "triggers",
    "uploads": "tickets",
    "users": "users",
    "webhooks": "webhooks",
}
"""Endpoint to the resource that an OAuth scope names; `read` is a scope by itself.

Source: developer.zendesk.com, "OAuth tokens for grant types", "Setting the scope"."""

AUDITS = re.compile(r"/tickets/\d+/audits\b")
"""The only endpoint of tickets that `tickets:read` does not open.

Source: developer.zendesk.com, "Ticket Audits", "Required OAuth scope": the global `read`."""

TICKET = re.compile(r"/tickets/\d+(\.json|/tags(\.json)?)?$")
SPENT = re.compile(r"\bremaining=0\b")

ADMINS = frozenset({"incremental", "triggers", "webhooks"})
"""Endpoints that are an admin's, whatever the scopes."""


def failure_of(error: requests.RequestException, method: str) -> NotSent | Unsure:
    """Whether a request that got no answer may have been carried out."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    cause = reason.args[0] if isinstance(reason, SSLError) and reason.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return NotSent("Zendesk could not be reached: its certificate is not trusted.")
    if isinstance(error, requests.ConnectTimeout):
        return NotSent("Zendesk could not be reached: connecting took too long.")
    if isinstance(reason, NewConnectionError | ConnectTimeoutError | NameResolutionError):
        return NotSent("Zendesk could not be reached: no connection.")
    if isinstance(error, requests.Timeout):
        return unanswered(method, "Zendesk did not answer in time")
    return unanswered(method, "The connection to Zendesk was cut")


def raise_for(request: requests.PreparedRequest, response: requests.Response, credentials: str) -> None:
    """Raises one of our failures for every answer that is not a 2xx.

    Args:
        request: As zenpy made it.
        response: The answer, wholly read.
        credentials: The settings that a 401 speaks of.
    """
    status = response.status_code
    if requests.codes.ok <= status < requests.codes.multiple_choices:
        return
    method, path = str(request.method), str(request.path_url).partition("?")[0]
    where = f"{method} {path}"
    code, description = _said(response)
    wait_s = seconds(response.headers.get("Retry-After"))
    if status == requests.codes.too_many_requests:
        wait_s = RETRY_AFTER_S if wait_s is None else wait_s
        alone = _is_of_one_ticket(path, response.headers, wait_s)
        limit = "limit for one ticket" if alone else "rate limit"
        reason = f"{where}: Zendesk's {limit}; it asks for {wait_s:g} s."
        raise NotSent(reason, retry_after_s=wait_s, alone=alone)
    if status == requests.codes.service_unavailable and (wait_s is not None or method == "GET"):
        raise NotSent(f"{where}: Zendesk is not available (503).", retry_after_s=wait_s)
    if status >= requests.codes.internal_server_error:  # a 503 that names no time may be a gateway's
        raise unanswered(method, f"{where}: Zendesk failed ({status})")
    if status == requests.codes.conflict:  # somebody saves the same ticket, or the same key is under way
        raise NotSent(f"{where}: Zendesk is busy with the same thing (409).")
    if status < requests.codes.bad_request:
        description = "a redirect; check BRIDGE_ZENDESK__SUBDOMAIN and BRIDGE_ZENDESK__BASE_URL"
    if status == requests.codes.unauthorized:
        description = f"the credentials are not accepted: check {credentials}"
    if status == requests.codes.forbidden and "required scopes" not in description:  # else Zendesk names them
        description = f"{_missing(method, path)} {description}".strip()
    raise Refused(" ".join(f"{where}: {status} {code} {description}".split()), status=status, code=code)


def _is_of_one_ticket(path: str, headers: Mapping[str, str], wait_s: float) -> bool:
    """Whether a 429 is about this ticket alone: 30 updates in ten minutes; the other limits are per minute.

    Source: "Rate limits", "Update Ticket", and the headers `zendesk-ratelimit-…` of its answers.
    """
    if not TICKET.search(path) or headers.get("X-Rate-Limit-Remaining") == "0":
        return False
    spent = [
        name.lower()
        for name, value in headers.items()
        if name.lower().startswith("zendesk-ratelimit-") and SPENT.search(value)
    ]
    return all("per-ticket" in name for name in spent) if spent else wait_s > RETRY_AFTER_S


def _missing(method: str, path: str) -> str:
    """What a 403 at this endpoint probably means."""
    endpoint = path.removeprefix("/api/v2/").split("/")[0].split(".")[0]
    resource = "read" if AUDITS.search(path) else SCOPES.get(endpoint)
    if resource is None:
        return "not allowed."
    scope = resource if resource == "read" else f"{resource}:{'read' if method == 'GET' else 'write'}"
    admin = ", or its user is no admin" if endpoint in ADMINS else ""
    return f"not allowed; the token probably lacks the scope {scope}{admin}."


def _said(response: requests.Response) -> tuple[str, str]:
    """Zendesk's word and sentence for an error, whatever its shape; never more than a line of it."""
    try:
        body = response.json()
    except ValueError:
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    listed = body.get("errors")
    if isinstance(listed, list) and listed and isinstance(listed[0], dict):
        return _line(listed[0].get("code"), 80), _line(listed[0].get("title"), 200)
    error = body.get("error")
    if isinstance(error, dict):
        return _line(error.get("title"), 80), _line(error.get("message"), 200)
    details = body.get("details")
    fields = f" ({_line(', '.join(map(str, details)), 100)})" if isinstance(details, dict) and details else ""
    return _line(error, 80), _line(body.get("description"), 200) + fields


def _line(value: Any, most: int) -> str:
    return " ".join(str(value).split())[:most] if isinstance(value, str | int) else ""
