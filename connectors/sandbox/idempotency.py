"""`Idempotency-Key` on the creation of tickets: the same answer for two hours, nothing done twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.problems import Problem
from connectors.sandbox.web import STATE, Handler

LIFE_S = 7200.0
LONGEST = 255
OK_BELOW = 300


@dataclass(slots=True)
class Kept:
    """What a key stands for; `body` is None while its request is under way."""

    fingerprint: str
    at: float
    status: int = 0
    body: bytes | None = None
    location: str = ""


@web.middleware
async def idempotency(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only `POST /api/v2/tickets` takes a key; everywhere else the header means nothing."""
    key = request.headers.get("Idempotency-Key")
    if (
        key is None
        or request.method != "POST"
        or request.path not in {"/api/v2/tickets", "/api/v2/tickets.json"}
    ):
        return await handler(request)
    if not 0 < len(key) <= LONGEST:
        raise problems.bad("InvalidIdempotencyKey", f"Idempotency-Key must have 1 to {LONGEST} characters")
    state = request.app[STATE]
    fingerprint = hashlib.sha256(await request.read()).hexdigest()
    kept: Kept | None = state.idempotent.get(key)
    if kept is not None and kept.at + LIFE_S > state.now():
        if kept.fingerprint != fingerprint:
            raise problems.bad(
                "IdempotentRequestError", "Request parameters don't match the given idempotency key"
            )
        if kept.body is None:
            raise Problem(
                409,
                {
                    "error": "IdempotentRequestInProgress",
                    "description": "A request with this idempotency key is in progress",
                },
            )
        return web.Response(
            body=kept.body,
            status=kept.status,
            content_type="application/json",
            charset="utf-8",
            headers={"x-idempotency-lookup": "hit", "Location": kept.location},
        )
    kept = state.idempotent[key] = Kept(fingerprint, state.now())
    try:
        response = await handler(request)
    except BaseException:
        del state.idempotent[key]
        raise
    if response.status >= OK_BELOW or not isinstance(response, web.Response):
        del state.idempotent[key]
        return response
    kept.status, kept.location = response.status, response.headers.get("Location", "")
    kept.body = response.body if isinstance(response.body, bytes) else b""
    response.headers["x-idempotency-lookup"] = "miss"
    return response
