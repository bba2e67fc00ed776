"""The one HTTP session that zenpy speaks through: our time-outs, our failures, no retries behind our back."""

from __future__ import annotations

import contextvars
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.retry import Retry

from connectors.failures import NotSent, Refused, Unsure

TIMEOUT_S = (3.05, 15.0)
"""To connect, and between two bytes of the answer; Zendesk answers a slow save in a few seconds."""
RETRY_AFTER_S = 60.0
"""When a 429 names no time: Zendesk counts by the minute."""
ANSWER_BYTES = 16 * 1024 * 1024

headers_of_call: contextvars.ContextVar[Mapping[str, str]] = contextvars.ContextVar(
    "zendesk_headers", default=MappingProxyType({})
)
"""Headers of one request (Idempotency-Key): zenpy has no way to give them."""

_SCOPES = {
    "tickets": "tickets",
    "users": "users",
    "uploads": "tickets",
    "triggers": "triggers",
    "webhooks": "webhooks",
    "incremental": "tickets",
}


class Authorizer(Protocol):
    """Where the Authorization header comes from."""

    def header(self) -> str:
        """A value that is good now."""

    def renewed(self, refused: str) -> str | None:
        """Another value after `refused` met a 401; None when there is no other."""


class ZendeskAdapter(HTTPAdapter):
    """Sends to the real origin, and turns every answer that is not a 2xx into one of our failures.

    Args:
        origin: What zenpy believes it speaks to, `https://{subdomain}.zendesk.com`.
        base_url: Where it really goes; the sandbox, or the same.
        authorizer: Gives and renews the credentials.
    """

    def __init__(self, origin: str, base_url: str, authorizer: Authorizer) -> None:
        self._origin = origin
        self._base_url = base_url
        self._authorizer = authorizer
        # urllib3 would repeat a PUT: a ticket update with a comment is not idempotent.
        super().__init__(max_retries=Retry(total=0, redirect=0), pool_maxsize=8)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """One request, once; a 401 is no execution, so it is sent again with renewed credentials."""
        authorization = self._authorizer.header()
        response = self._send(request, authorization, *args, **kwargs)
        if response.status_code == requests.codes.unauthorized:
            renewed = self._authorizer.renewed(authorization)
            if renewed is not None:
                response = self._send(request, renewed, *args, **kwargs)
        _raise_for(request, response)
        # zenpy recognises answers by its own idea of the URL.
        response.request, response.url = request, str(request.url)
        return response

    def _send(
        self, request: requests.PreparedRequest, authorization: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        real = request.copy()
        real.url = self._base_url + str(request.url)[len(self._origin) :]
        real.headers.update({**headers_of_call.get(), "Authorization": authorization})
        try:
            response = super().send(real, *args, **kwargs)
            _ = response.content  # a cut while reading belongs to this call
        except requests.RequestException as error:
            raise failure_of(error) from error
        if len(response.content) > ANSWER_BYTES:
            raise Unsure("Zendesk's answer is larger than 16 MiB.")
        return response


def session(origin: str, base_url: str, authorizer: Authorizer) -> requests.Session:
    """A session for zenpy; `authorized` keeps zenpy from adding credentials of its own."""
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = 0
    made.mount(origin, ZendeskAdapter(origin, base_url, authorizer))
    made.headers["User-Agent"] = "messenger-bridge"
    made.authorized = True  # type: ignore[attr-defined]  # zenpy looks for it
    return made


def failure_of(error: requests.RequestException) -> NotSent | Unsure:
    """Whether a request that got no answer may have been carried out."""
    if isinstance(error, requests.ConnectTimeout):
        return NotSent("Zendesk could not be reached: connecting took too long.")
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(reason, NewConnectionError | ConnectTimeoutError | NameResolutionError):
        return NotSent("Zendesk could not be reached: no connection.")
    if isinstance(error, requests.Timeout):
        return Unsure("Zendesk did not answer in time; the request may have been carried out.")
    return Unsure("The connection to Zendesk was cut; the request may have been carried out.")


def _raise_for(request: requests.PreparedRequest, response: requests.Response) -> None:
    status = response.status_code
    if status < requests.codes.multiple_choices:
        return
    where = f"{request.method} {str(request.path_url).partition('?')[0]}"
    code, description = _said(response)
    if status == requests.codes.too_many_requests:
        wait = _seconds(response.headers.get("Retry-After")) or RETRY_AFTER_S
        raise NotSent(f"{where}: Zendesk's rate limit; it asks for {wait:g} s.", retry_after_s=wait)
    if status == requests.codes.service_unavailable:
        wait_or_none = _seconds(response.headers.get("Retry-After"))
        raise NotSent(f"{where}: Zendesk is not available (503).", retry_after_s=wait_or_none)
    if status >= requests.codes.internal_server_error:
        raise Unsure(f"{where}: Zendesk failed ({status}); the request may have been carried out.")
    if status == requests.codes.conflict:
        raise NotSent(f"{where}: Zendesk is busy with the same ticket (409).")
    if status == requests.codes.unauthorized:
        description = (
            "the credentials are not accepted: check BRIDGE_ZENDESK__OAUTH_CLIENT_ID and "
            "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET (or __EMAIL and __API_TOKEN)"
        )
    if status == requests.codes.forbidden:
        scope = _SCOPES.get(str(request.path_url).split("/")[3].split(".")[0].split("?")[0], "")
        verb = "read" if request.method == "GET" else "write"
        description = f"not allowed; the token probably lacks the scope {scope}:{verb}. {description}".strip()
    raise Refused(f"{where}: {status} {code} {description}".strip(), status=status, code=code)


def _said(response: requests.Response) -> tuple[str, str]:
    """Zendesk's word and sentence for an error, whatever its shape; never more than a line of it."""
    try:
        body = response.json()
    except ValueError:
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    error = body.get("error")
    if isinstance(error, dict):
        return str(error.get("title", ""))[:80], str(error.get("message", ""))[:200]
    details = body.get("details")
    fields = f" ({', '.join(map(str, details))})" if isinstance(details, dict) and details else ""
    return str(error or "")[:80], str(body.get("description", ""))[:200] + fields


def _seconds(value: str | None) -> float | None:
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None
