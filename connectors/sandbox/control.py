"""The test controls under `/_sandbox/`: faults, held requests, journal, deliveries, time, reset."""

from __future__ import annotations

import re
from typing import Any

import orjson
from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.faults import KINDS, Fault
from connectors.sandbox.gate import FAULTS, JOURNAL, LIMITS
from connectors.sandbox.limits import USUAL
from connectors.sandbox.render import comment_json, ticket_json
from connectors.sandbox.sc_agent import CHAT_DELIVERIES
from connectors.sandbox.web import DELIVERIES, STATE, Handler, answer, body_of

HOOKS = {"before": "pause_before", "inside": "pause_inside", "after": "pause_after"}


def add_routes(app: web.Application) -> None:
    """`/_sandbox/…`."""
    routes: list[tuple[str, str, Handler]] = [
        ("GET", "/faults", list_faults),
        ("POST", "/faults", add_fault),
        ("DELETE", "/faults", clear_faults),
        ("POST", "/hooks", add_hook),
        ("GET", "/held", list_held),
        ("POST", "/resume", resume),
        ("GET", "/journal", journal),
        ("DELETE", "/journal", clear_journal),
        ("GET", "/tickets", tickets),
        ("GET", "/deliveries", deliveries),
        ("POST", "/deliveries", change_deliveries),
        ("POST", "/limits", change_limits),
        ("POST", "/tokens/revoke", revoke_tokens),
        ("POST", "/advance", advance),
        ("POST", "/reset", reset),
    ]
    for method, path, handler in routes:
        app.router.add_route(method, f"/_sandbox{path}", handler)


@web.middleware
async def same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No other site's page may press our buttons."""
    if request.path.startswith("/_sandbox") and request.method not in {"GET", "HEAD"}:
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.host:
            raise problems.forbidden("Only this host's own pages may do this.")
    return await handler(request)


async def list_faults(request: web.Request) -> web.Response:
    """`GET /_sandbox/faults`."""
    return answer({"faults": [one.json() for one in request.app[FAULTS].faults]})


async def add_fault(request: web.Request) -> web.Response:
    """`POST /_sandbox/faults`: `{match: {method, path_regex, body_regex}, kind, times, skip, seconds, …}`."""
    return _added(request, await body_of(request))


async def add_hook(request: web.Request) -> web.Response:
    """`POST /_sandbox/hooks`: `{match, at: "before"|"inside"|"after", times, skip}` holds them there."""
    asked = await body_of(request)
    at = str(asked.pop("at", ""))
    if at not in HOOKS:
        raise problems.bad("InvalidHook", f"at must be one of {', '.join(HOOKS)}, not {at!r}")
    return _added(request, {**asked, "kind": HOOKS[at]})


def _added(request: web.Request, asked: dict[str, Any]) -> web.Response:
    match = asked.pop("match", None) or {}
    try:
        fault = request.app[FAULTS].add(Fault(**{**match, **asked}))
    except (TypeError, ValueError) as error:
        raise problems.bad("InvalidFault", f"{error}; kinds are {', '.join(KINDS)}") from error
    return answer({"fault": fault.json()}, 201)


async def clear_faults(request: web.Request) -> web.Response:
    """`DELETE /_sandbox/faults`: no faults, and everything that is held goes on."""
    request.app[FAULTS].clear()
    return web.Response(status=204)


async def list_held(request: web.Request) -> web.Response:
    """`GET /_sandbox/held`."""
    return answer({"held": [one.json() for one in request.app[FAULTS].held.values()]})


async def resume(request: web.Request) -> web.Response:
    """`POST /_sandbox/resume`: `{id?, action?: "proceed" | "drop"}`."""
    asked = await body_of(request)
    action = asked.get("action", "proceed")
    if action not in {"proceed", "drop"}:
        raise problems.bad("InvalidAction", "action must be proceed or drop")
    return answer({"resumed": request.app[FAULTS].resume(asked.get("id"), action)})


async def journal(request: web.Request) -> web.Response:
    """`GET /_sandbox/journal?after=&method=&path=`: requests in order."""
    query = request.query
    after = query.get("after", "0")
    try:
        found = request.app[JOURNAL].find(
            query.get("method"), query.get("path", ""), after=int(after) if after.isdecimal() else 0
        )
    except re.error as error:
        raise problems.bad("InvalidPath", f"path is not a regular expression: {error}") from error
    return answer({"journal": [one.json() for one in found]})


async def clear_journal(request: web.Request) -> web.Response:
    """`DELETE /_sandbox/journal`."""
    request.app[JOURNAL].clear()
    return web.Response(status=204)


async def tickets(request: web.Request) -> web.Response:
    """`GET /_sandbox/tickets`: every ticket with its comments, without credentials; for crash tests."""
    state = request.app[STATE]
    return answer(
        {
            "tickets": [
                {**ticket_json(state, one), "comments": [comment_json(state, line) for line in one.comments]}
                for one in state.tickets.values()
            ]
        }
    )


async def deliveries(request: web.Request) -> web.Response:
    """`GET /_sandbox/deliveries`: every invocation of every webhook, in order."""
    sent = request.app[DELIVERIES].sent
    return answer(
        {
            "deliveries": [
                {
                    "id": one.id,
                    "webhook_id": one.webhook_id,
                    "status": one.status,
                    "status_code": one.status_code,
                    "attempts": len(one.attempts),
                    "body": _parsed(one.body),
                }
                for one in sent
            ],
            "held": len(request.app[DELIVERIES].held),
        }
    )


async def change_deliveries(request: web.Request) -> web.Response:
    """`POST /_sandbox/deliveries`: `{hold?, drop?, copies?, release?: {copies?, shuffle?, seed?}}`."""
    asked = await body_of(request)
    ours = request.app[DELIVERIES]
    ours.meddle(asked)
    released = 0
    if "release" in asked:
        how = asked["release"] if isinstance(asked["release"], dict) else {}
        released = ours.release(
            copies=int(how.get("copies", 1)), shuffle=bool(how.get("shuffle")), seed=how.get("seed")
        )
    return answer({"released": released, "held": len(ours.held)})


async def change_limits(request: web.Request) -> web.Response:
    """`POST /_sandbox/limits`: `{account_per_minute?, chats_per_minute?, limits?: {name: [n, s]}, …}`."""
    asked = await body_of(request)
    limits = request.app[LIMITS]
    limits.clear()
    if "account_per_minute" in asked:
        limits.account_per_minute = asked["account_per_minute"]
    if "chats_per_minute" in asked:
        limits.chats_per_minute = asked["chats_per_minute"]
    if asked.get("usual"):
        limits.limits = dict(USUAL)
    if isinstance(asked.get("limits"), dict):
        limits.limits = {name: (int(one[0]), float(one[1])) for name, one in asked["limits"].items()}
    return answer({"account_per_minute": limits.account_per_minute, "limits": limits.limits})


async def revoke_tokens(request: web.Request) -> web.Response:
    """`POST /_sandbox/tokens/revoke`: all OAuth tokens are dead at once."""
    tokens = request.app[STATE].tokens.values()
    for token in tokens:
        token.revoked = True
    return answer({"revoked": len(tokens)})


async def advance(request: web.Request) -> web.Response:
    """`POST /_sandbox/advance`: `{seconds}` moves this Zendesk's clock forward."""
    state = request.app[STATE]
    seconds = (await body_of(request)).get("seconds")
    if not isinstance(seconds, int | float):
        raise problems.missing("seconds")
    state.advance(float(seconds))
    return answer({"now": state.now()})


async def reset(request: web.Request) -> web.Response:
    """`POST /_sandbox/reset`: the seed again; no faults, an empty journal."""
    request.app[FAULTS].clear()
    request.app[JOURNAL].clear()
    request.app[LIMITS].clear()
    request.app[DELIVERIES].reset()
    request.app[CHAT_DELIVERIES].reset()
    request.app[STATE].reset()
    return web.Response(status=204)


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return body.decode("utf-8", "replace")
