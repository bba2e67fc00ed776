"""Who calls, how often he may, and which version of the API he speaks."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable

from aiohttp import web

from bridge.channels.fin_api.needs import FinApiParts
from bridge.web.errors import EdgeError

SCOPE = "write_conversations"
VERSIONS = frozenset({"Preview", "Unstable", "2.14", "2.15", "2.16"})
"""Source: Intercom API, `Intercom-Version`; who says none gets Preview's."""
LEGACY = frozenset({"2.14", "2.15"})
"""They know no `replying`, and no `awaiting_user_reply` that is an event of its own."""
CALLS_PER_MINUTE = 10_000
CALLS_AT_ONCE = CALLS_PER_MINUTE // 6
"""Source: Intercom, "Rate limiting", for one app: counted in ten seconds, told in `X-RateLimit-…`."""

_CALLER = web.RequestKey("fin_api_caller", str)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def versioned(request: web.Request) -> str:
    """The version.

    Raises:
        EdgeError: 400 for one that does not exist.
    """
    version = request.headers.get("Intercom-Version", "Preview")
    if version not in VERSIONS:
        raise EdgeError(400, "intercom_version_invalid", "The requested version could not be found")
    return version


def allowed(request: web.Request, parts: FinApiParts) -> str:
    """The version that a caller speaks who may call.

    Raises:
        EdgeError: 401 and 403 for who may not, 400 for a version that does not exist, 429 for too many calls.
    """
    try:
        name = parts.tokens.allow(request, SCOPE)
    except EdgeError as error:
        if error.status == 401:  # noqa: PLR2004 - the one whose words Intercom fixes
            error.message = "Access Token Invalid"
        raise
    request[_CALLER] = name
    version = versioned(request)
    if (wait_s := parts.calls.take(name)) > 0:
        message = f"Exceeded rate limit of {CALLS_AT_ONCE} in 10_seconds"
        raise EdgeError(429, "rate_limit_exceeded", message, retry_after_s=wait_s)
    return version


def with_limits(handler: Handler, parts: FinApiParts) -> Handler:
    """The handler, whose answers and refusals say how much its caller has left."""

    async def limited(request: web.Request) -> web.StreamResponse:
        try:
            response = await handler(request)
        except EdgeError as error:
            error.headers |= _limits(request, parts)
            raise
        response.headers.update(_limits(request, parts))
        return response

    return limited


def _limits(request: web.Request, parts: FinApiParts) -> dict[str, str]:
    name = request.get(_CALLER)
    if name is None:  # nobody that we know
        return {}
    left = parts.calls.left(name)
    if left.most == 0:  # no limit
        return {}
    return {
        "X-RateLimit-Limit": str(left.most),
        "X-RateLimit-Remaining": str(left.now),
        "X-RateLimit-Reset": str(math.ceil(parts.clock.epoch() + left.full_s)),
    }


def invalid(message: str, field: str | None = None) -> EdgeError:
    """400, as everything that does not fit is answered here."""
    return EdgeError(400, "parameter_invalid", message, field=field)
