"""The way into Sunshine Conversations: a key, its app, its scope, the rate limit; errors in its own form."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from aiohttp import web
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from connectors.sandbox import sc_problems
from connectors.sandbox.gate import LIMITS
from connectors.sandbox.problems import Problem
from connectors.sandbox.sc_state import ChatState
from connectors.sandbox.web import STATE, Handler, answer

ROOT = "/sc/"
API = "/sc/v2/apps/"
FOR_ALL = ("users", "conversations", "attachments")
"""What a key of an integration may use, and the webhooks of its own integration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCaller:
    """Who calls: the app, or one integration."""

    integration_id: str | None = None


CALLER = web.RequestKey("chat_caller", ChatCaller)


@web.middleware
async def know_chats(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Lets in who has a key of the app that the path names; everything else on other paths is let by."""
    if not request.path.startswith(ROOT):
        return await handler(request)
    try:
        if request.path.startswith(API):
            request[CALLER] = _caller(request)
            request.app[LIMITS].count_chats()
        return await handler(request)
    except Problem as problem:
        return answer(problem.body, problem.status, problem.headers)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return answer(sc_problems.not_found().body, 404)
    except web.HTTPRequestEntityTooLarge:
        return answer(sc_problems.too_large().body, 413)


def is_signed_in(request: web.Request) -> bool:
    """Whether a request that needs no key brings a good one."""
    try:
        _caller_of(request.app[STATE].chats, request.headers)
    except Problem:
        return False
    return True


def _caller(request: web.Request) -> ChatCaller:
    chats = request.app[STATE].chats
    caller = _caller_of(chats, request.headers)
    app_id, _, rest = request.path.removeprefix(API).partition("/")
    if app_id != chats.app_id:
        raise sc_problems.not_found("app")
    if caller.integration_id is not None and not rest.startswith(FOR_ALL):
        parts = rest.split("/")
        is_own = len(parts) > 2 and parts[2] == "webhooks" and parts[1] in (caller.integration_id, "me")  # noqa: PLR2004 - integrations/{id}/webhooks
        if not is_own:
            raise sc_problems.forbidden()
    return caller


def _caller_of(chats: ChatState, headers: Mapping[str, str]) -> ChatCaller:
    kind, _, value = headers.get("Authorization", "").partition(" ")
    match kind.lower():
        case "basic":
            return _with_key(chats, value)
        case "bearer":
            return _with_jwt(chats, value)
        case _:
            raise sc_problems.unauthorized()


def _with_key(chats: ChatState, encoded: str) -> ChatCaller:
    try:
        key_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise sc_problems.unauthorized() from error
    known, caller = _key(chats, key_id)
    if not hmac.compare_digest(known.encode(), secret.encode()):
        raise sc_problems.unauthorized()
    return caller


def _with_jwt(chats: ChatState, token: str) -> ChatCaller:
    """Signed with a key's secret by HS256, the key's id in `kid`."""
    try:
        head, payload, _ = token.split(".")
        key_id = str(orjson.loads(_opened(head))["kid"])
        scope = orjson.loads(_opened(payload)).get("scope")
        known, caller = _key(chats, key_id)
        wanted = "integration" if caller.integration_id is not None else "app"
        jwt.decode(token, OctKey.import_key(known), algorithms=["HS256"])
    except (ValueError, KeyError, AttributeError, JoseError) as error:
        raise sc_problems.unauthorized() from error
    if scope != wanted:
        raise sc_problems.forbidden()
    return caller


def _key(chats: ChatState, key_id: str) -> tuple[str, ChatCaller]:
    """A key's secret, and whom it stands for."""
    if key_id in chats.keys:
        return chats.keys[key_id], ChatCaller()
    for integration in chats.integrations.values():
        if key_id in integration.keys:
            return integration.keys[key_id], ChatCaller(integration_id=integration.id)
    raise sc_problems.unauthorized()


def _opened(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
