"""The way of every request: noted, perhaps spoiled, known, counted, handled, answered in Zendesk's words."""

from __future__ import annotations

import logging
import socket
import struct

from aiohttp import web

from connectors.sandbox import problems, sc_problems
from connectors.sandbox.faults import Fault, Faults
from connectors.sandbox.journal import Entry, Journal
from connectors.sandbox.limits import Limits
from connectors.sandbox.oauth import caller
from connectors.sandbox.web import ACTOR, STATE, WARNINGS, Handler, answer

JOURNAL = web.AppKey("journal", Journal)
FAULTS = web.AppKey("faults", Faults)
LIMITS = web.AppKey("limits", Limits)

ENTRY = web.RequestKey("entry", Entry)
FAULT = web.RequestKey("fault", Fault)

OURS = ("/_sandbox", "/agent")
"""Paths that no Zendesk has."""

log = logging.getLogger(__name__)


@web.middleware
async def note(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost: the journal, and every error as JSON."""
    if request.path.startswith(OURS):
        return await errors_as_json(request, handler)
    entry = request.app[JOURNAL].add(
        at=request.app[STATE].now(),
        method=request.method,
        path=request.path,
        query=request.query,
        headers=request.headers,
        raw=await request.read(),
    )
    request[ENTRY], request[WARNINGS] = entry, []
    response = await errors_as_json(request, handler)
    entry.status = 0 if request.transport is None or request.transport.is_closing() else response.status
    return response


async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A handler's answer, or its failure in Zendesk's form."""
    try:
        return await handler(request)
    except problems.Problem as problem:
        return answer(problem.body, problem.status, problem.headers)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return answer(problems.invalid_endpoint().body, 404)
    except web.HTTPRequestEntityTooLarge:
        return answer({"error": "AttachmentTooLarge", "description": "The file is too large"}, 413)
    except web.HTTPException:
        raise
    except Exception:  # the sandbox's own mistake: said aloud, answered as Zendesk would
        log.exception("sandbox failed at %s %s", request.method, request.path)
        return answer({"status": 500, "error": "Internal Server Error"}, 500)


@web.middleware
async def spoil(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Faults before and after the request is carried out."""
    if request.path.startswith(OURS):
        return await handler(request)
    faults = request.app[FAULTS]
    fault = faults.take(request.method, request.path, await request.read())
    if fault is None:
        return await handler(request)
    retry = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
    match fault.kind:
        case "hang":
            await faults.wait(fault.seconds)
            return cut(request)
        case "slow":
            await faults.wait(fault.seconds)
        case "429":
            limited = {"error": "APIRateLimitExceeded", "description": "Too many requests"}
            body = sc_problems.too_many().body if request.path.startswith("/sc/") else limited
            return answer(body, 429, retry)
        case "503" | "500":
            if fault.commit:
                await errors_as_json(request, handler)
            page = "<html><body><h1>Service unavailable</h1></body></html>"
            return web.Response(text=page, content_type="text/html", status=int(fault.kind), headers=retry)
        case "garbage":
            if fault.commit:
                await errors_as_json(request, handler)
            return web.Response(text="<html>We'll be right back", content_type="text/html")
        case "reset_before":
            return cut(request)
        case "reset_after":
            await errors_as_json(request, handler)
            return cut(request)
        case "pause_before":
            if await faults.hold("before", request.method, request.path) == "drop":
                return cut(request)
        case "pause_inside":
            request[FAULT] = fault
        case "pause_after":
            response = await errors_as_json(request, handler)
            if await faults.hold("after", request.method, request.path) == "drop":
                return cut(request)
            return response
    return await handler(request)


@web.middleware
async def know(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Credentials and limits, and the headers that every API answer has."""
    if not request.path.startswith("/api/"):
        return await handler(request)
    request[ACTOR] = caller(request)
    headers = request.app[LIMITS].count(request.method, request.path, request[ACTOR].user.id)
    response = await errors_as_json(request, handler)
    response.headers.update(headers)
    response.headers["X-Zendesk-API-Version"] = "v2"
    if request[WARNINGS]:
        keys = ", ".join(f'"{one}"' for one in request[WARNINGS])
        # What callers named goes into a header: nothing but printable ASCII may get there.
        safe = "".join(one for one in keys if " " <= one <= "~")
        response.headers["X-Zendesk-API-Warn"] = (
            f"Removed restricted keys [{safe}] from parameters according to whitelist"
        )
    return response


@web.middleware
async def pause_inside(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Innermost: held with everything known, before anything is changed."""
    if FAULT in request and await request.app[FAULTS].hold("inside", request.method, request.path) == "drop":
        return cut(request)
    return await handler(request)


def cut(request: web.Request) -> web.Response:
    """Resets the connection; the answer never leaves."""
    if request.transport is not None:
        sock = request.transport.get_extra_info("socket")
        if sock is not None:
            # Linger for 0 seconds: the peer sees a reset, not an orderly end.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=500)
