"""Webhooks as records: made, changed, signed with a secret, tested, and what became of their messages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.clock import stamp
from connectors.sandbox.deliveries import TEST_SECRET
from connectors.sandbox.ids import signing_secret, ulid
from connectors.sandbox.records import Invocation, Webhook
from connectors.sandbox.render import webhook_json
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import ACTOR, DELIVERIES, STATE, answer, body_of, page, part_of, permitted, route

KEYS = (
    "id", "name", "description", "status", "endpoint", "http_method", "request_format", "subscriptions",
    "authentication", "custom_headers", "signing_secret",
)  # fmt: skip
NEEDED = ("name", "status", "endpoint", "http_method", "request_format")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ID = "{id:[0-9A-Z]{26}}"


def add_routes(app: web.Application) -> None:
    """`/webhooks`."""
    route(app, "GET", "/webhooks", list_webhooks)
    route(app, "POST", "/webhooks", create)
    route(app, "POST", "/webhooks/test", test)
    route(app, "GET", f"/webhooks/{ID}", show)
    route(app, "PUT", f"/webhooks/{ID}", update)
    route(app, "PATCH", f"/webhooks/{ID}", update)
    route(app, "DELETE", f"/webhooks/{ID}", delete)
    route(app, "GET", f"/webhooks/{ID}/signing_secret", show_secret)
    route(app, "POST", f"/webhooks/{ID}/signing_secret", rotate_secret)
    route(app, "GET", f"/webhooks/{ID}/invocations", invocations)
    route(app, "GET", f"/webhooks/{ID}/invocations/{{invocation_id:[0-9A-Z]{{26}}}}/attempts", attempts)


async def list_webhooks(request: web.Request) -> web.Response:
    """`GET /webhooks?filter[name_contains]=&filter[status]=`, always by cursor."""
    state, query = request.app[STATE], request.query
    wanted, status = query.get("filter[name_contains]", "").lower(), query.get("filter[status]")
    chosen = [
        one
        for one in state.webhooks.values()
        if wanted in str(one.fields["name"]).lower() and status in (None, one.fields["status"])
    ]
    return answer(page(request, "webhooks", chosen, webhook_json, by_cursor=True))


async def create(request: web.Request) -> web.Response:
    """`POST /webhooks`, also as a clone of `clone_webhook_id`; the signing secret is not in the answer."""
    state = request.app[STATE]
    if (source_id := request.query.get("clone_webhook_id")) is not None:
        source = state.webhook(source_id)
        fields = {**source.fields, "name": f"{source.fields['name']} (clone)"}
    else:
        fields = _checked(await part_of(request, "webhook", KEYS), partial=False)
    now = state.now()
    webhook = Webhook(
        id=ulid(now),
        secret=signing_secret(),
        created_at=now,
        updated_at=now,
        created_by=request[ACTOR].user.id,
        fields=fields,
    )
    state.webhooks[webhook.id] = webhook
    return answer({"webhook": webhook_json(webhook)}, 201)


async def show(request: web.Request) -> web.Response:
    """`GET /webhooks/{id}`."""
    return answer({"webhook": webhook_json(_found(request))})


async def update(request: web.Request) -> web.Response:
    """`PUT` replaces, `PATCH` changes what is named; both answer 204."""
    webhook = _found(request)
    given = _checked(await part_of(request, "webhook", KEYS), partial=request.method == "PATCH")
    webhook.fields = {**webhook.fields, **given}
    webhook.updated_at = request.app[STATE].now()
    return web.Response(status=204)


async def delete(request: web.Request) -> web.Response:
    """`DELETE /webhooks/{id}`; refused while a trigger calls it."""
    state, webhook = request.app[STATE], _found(request)
    for trigger in state.triggers.values():
        if any(webhook.id in str(action.get("value")) for action in trigger.actions):
            raise problems.bad(
                "WebhookInUse", f"The webhook is used by the trigger {trigger.title}; remove that first"
            )
    del state.webhooks[webhook.id]
    return web.Response(status=204)


async def show_secret(request: web.Request) -> web.Response:
    """`GET /webhooks/{id}/signing_secret`."""
    return answer({"signing_secret": {"secret": _found(request).secret, "algorithm": "SHA256"}})


async def rotate_secret(request: web.Request) -> web.Response:
    """`POST /webhooks/{id}/signing_secret`: a new one, at once."""
    webhook = _found(request)
    webhook.secret = signing_secret()
    return answer({"signing_secret": {"secret": webhook.secret, "algorithm": "SHA256"}}, 201)


async def test(request: web.Request) -> web.Response:
    """`POST /webhooks/test[?webhook_id=]`: one attempt, and what came back."""
    state = request.app[STATE]
    asked = (await body_of(request)).get("request")
    asked = asked if isinstance(asked, dict) else {}
    payload = asked.get("payload", "")
    body = (payload if isinstance(payload, str) else orjson.dumps(payload).decode()).encode()
    webhook_id = request.query.get("webhook_id")
    named = permitted(request, "request", {**asked, "name": "test"}, (*KEYS, "payload"))
    fields = {key: value for key, value in named.items() if key in KEYS}
    if webhook_id:
        saved = state.webhook(webhook_id)
        fields = {**saved.fields, **fields}
        secret = saved.secret
    else:
        fields = _checked(
            {"status": "active", "http_method": "POST", "request_format": "json", **fields}, partial=False
        )
        secret = TEST_SECRET
    now = state.now()
    unsaved = Webhook(
        id=webhook_id or ulid(now), secret=secret, created_at=now, updated_at=now, created_by=0, fields=fields
    )
    attempt = await request.app[DELIVERIES].attempt(unsaved, body, invocation_id=ulid(now))
    return answer({"response": attempt.response})


async def invocations(request: web.Request) -> web.Response:
    """`GET /webhooks/{id}/invocations`, newest first."""
    newest = list(reversed(_found(request).invocations))
    return answer(page(request, "invocations", newest, _invocation, by_cursor=True))


async def attempts(request: web.Request) -> web.Response:
    """`GET /webhooks/{id}/invocations/{invocation_id}/attempts`."""
    wanted = request.match_info["invocation_id"]
    for invocation in _found(request).invocations:
        if invocation.id == wanted:
            return answer(
                {
                    "attempts": [
                        {
                            "id": one.id,
                            "invocation_id": invocation.id,
                            "status": one.status,
                            "status_code": one.status_code,
                            "completed_at": stamp(one.completed_at),
                            "request": one.request,
                            "response": one.response,
                        }
                        for one in invocation.attempts
                    ]
                }
            )
    raise problems.not_found()


def _invocation(one: Invocation) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": one.id, "status": one.status}
    if one.status_code is not None:
        shown["status_code"] = one.status_code
    shown["latest_completed_at"] = stamp(one.latest_completed_at or one.created_at)
    return shown


def _found(request: web.Request) -> Webhook:
    state: SandboxState = request.app[STATE]
    return state.webhook(request.match_info["id"])


def _checked(given: dict[str, Any], *, partial: bool) -> dict[str, Any]:
    absent = [name for name in NEEDED if not given.get(name)]
    if absent and not partial:
        raise problems.invalid(absent[0], f"{absent[0]}: cannot be blank", "BlankValue")
    if "endpoint" in given and urlsplit(str(given["endpoint"])).scheme not in {"http", "https"}:
        raise problems.invalid("endpoint", "endpoint: is not a URL", "InvalidFormat")
    if "http_method" in given and given["http_method"] not in METHODS:
        raise problems.invalid("http_method", f"http_method: {given['http_method']} is not valid")
    if "status" in given and given["status"] not in {"active", "inactive"}:
        raise problems.invalid("status", f"status: {given['status']} is not valid")
    return {key: value for key, value in given.items() if key not in {"id", "signing_secret"}}
