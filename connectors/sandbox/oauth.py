"""Who calls: OAuth client credentials, legacy API tokens, and what each may do."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from typing import Any

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.change import Actor, actor_of
from connectors.sandbox.ids import token
from connectors.sandbox.problems import Problem
from connectors.sandbox.records import Token, User
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import STATE, answer, body_of

EXPIRES_DEFAULT_S = 1800
EXPIRES_LEAST_S = 300
EXPIRES_MOST_S = 172_800

RESOURCES = {
    "uploads": "tickets",
    "attachments": "tickets",
    "incremental": "tickets",
    "job_statuses": "tickets",
    "help_center": "hc",
}
"""Paths whose scope has another name."""

AUDITS = re.compile(r"/tickets/\d+/audits\b")
"""No narrow scope opens them. Source: developer.zendesk.com, "Ticket Audits", "Required OAuth scope"."""

ADMIN_ONLY = {"incremental", "webhooks", "triggers"}


def add_routes(app: web.Application) -> None:
    """The token endpoint; it lies at the root of the host."""
    app.router.add_post("/oauth/tokens", create_token)


async def create_token(request: web.Request) -> web.Response:
    """`POST /oauth/tokens` with grant `client_credentials`. The token acts as the client's owner, Fin."""
    state = request.app[STATE]
    asked: dict[str, Any] = (
        dict(await request.post())
        if request.content_type == "application/x-www-form-urlencoded"
        else await body_of(request)
    )
    if asked.get("grant_type") != "client_credentials":
        raise Problem(400, {"error": "unsupported_grant_type", "error_description": "Unsupported grant type"})
    if not _same(asked.get("client_id"), state.options.oauth_client_id) or not _same(
        asked.get("client_secret"), state.options.oauth_client_secret
    ):
        raise Problem(401, {"error": "invalid_client", "error_description": "Client authentication failed"})
    expires_in = asked.get("expires_in", EXPIRES_DEFAULT_S)
    if isinstance(expires_in, str) and expires_in.isdecimal():
        expires_in = int(expires_in)
    if not isinstance(expires_in, int) or not EXPIRES_LEAST_S <= expires_in <= EXPIRES_MOST_S:
        raise Problem(
            400,
            {
                "error": "invalid_request",
                "error_description": f"expires_in must be from {EXPIRES_LEAST_S} to {EXPIRES_MOST_S} seconds",
            },
        )
    scope = asked.get("scope", "read write")
    # A list is taken, but the token then has no scope: 403 everywhere.
    scopes = frozenset(scope.split()) if isinstance(scope, str) else frozenset()
    made = Token(value=token(), scopes=scopes, user_id=state.fin.id, expires_at=state.now() + expires_in)
    state.tokens[made.value] = made
    shown = " ".join(sorted(made.scopes))
    return answer(
        {"access_token": made.value, "token_type": "bearer", "scope": shown, "expires_in": expires_in}, 201
    )


def caller(request: web.Request) -> Actor:
    """The actor of an API request, allowed to do what it asks.

    Raises:
        Problem: 401 without good credentials, 403 without the scope or the role.
    """
    state = request.app[STATE]
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    match kind.lower():
        case "bearer":
            found = state.tokens.get(value.strip())
            if found is None or found.revoked or found.expires_at <= state.now():
                raise problems.invalid_token()
            _check_scope(request, found.scopes)
            user = state.user(found.user_id)
        case "basic":
            user = _by_api_token(state, value)
        case _:
            raise problems.unauthenticated()
    if user.role != "admin" and _segment(request) in ADMIN_ONLY:
        raise problems.forbidden("You do not have access to this page. An admin's credentials are needed.")
    return actor_of(user, "api", request.headers.get("User-Agent", ""))


def _by_api_token(state: SandboxState, value: str) -> User:
    try:
        login, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise problems.unauthenticated() from error
    email, slash, kind = login.rpartition("/")
    user = state.user_by_email(email) if slash and kind == "token" else None
    if not state.options.api_token_access or user is None or not user.is_staff:
        raise problems.unauthenticated()
    if not _same(secret, state.options.api_token):
        raise problems.unauthenticated()
    return user


def _check_scope(request: web.Request, scopes: frozenset[str]) -> None:
    verb = "read" if request.method in {"GET", "HEAD"} else "write"
    segment = _segment(request)
    narrow = set() if AUDITS.search(request.path) else {f"{RESOURCES.get(segment, segment)}:{verb}"}
    if not scopes & {verb, *narrow}:
        raise problems.scopes_missing(verb, *narrow)


def _segment(request: web.Request) -> str:
    match = re.match(r"/api/v2/([a-z_]+)", request.path)
    return match[1] if match else ""


def _same(given: object, wanted: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), wanted.encode())
