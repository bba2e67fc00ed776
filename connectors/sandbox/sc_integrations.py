"""Integrations of the app, their webhooks and keys; and the app's own settings."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from connectors.sandbox import sc_problems
from connectors.sandbox.sc_bodies import chats_of, json_of, page, route
from connectors.sandbox.sc_gate import CALLER
from connectors.sandbox.sc_json import app_json, hook_json, integration_json
from connectors.sandbox.sc_records import ChatHook, Integration
from connectors.sandbox.sc_state import ChatState
from connectors.sandbox.web import answer

HOOKS_MOST = 10
KEYS_MOST = 10
ONE = "/integrations/{integration}"


def add_routes(app: web.Application) -> None:
    """The app, `/integrations`, their `/webhooks` and `/keys`."""
    route(app, "GET", "", show_app)
    route(app, "PATCH", "", update_app)
    route(app, "GET", "/integrations", list_integrations)
    route(app, "POST", "/integrations", create)
    route(app, "GET", ONE, show)
    route(app, "PATCH", ONE, update)
    route(app, "DELETE", ONE, delete)
    route(app, "POST", f"{ONE}/keys", create_key)
    route(app, "GET", f"{ONE}/webhooks", list_hooks)
    route(app, "POST", f"{ONE}/webhooks", create_hook)
    route(app, "GET", ONE + "/webhooks/{webhook}", show_hook)
    route(app, "PATCH", ONE + "/webhooks/{webhook}", update_hook)
    route(app, "DELETE", ONE + "/webhooks/{webhook}", delete_hook)


async def show_app(request: web.Request) -> web.Response:
    """`GET` the app: `settings.multiConvoEnabled` is what a bridge looks at."""
    return answer({"app": app_json(chats_of(request))})


async def update_app(request: web.Request) -> web.Response:
    """`PATCH` the app: several conversations can be switched on, and never off again."""
    chats, body = chats_of(request), await json_of(request)
    settings = body.get("settings") or {}
    if "multiConvoEnabled" in settings:
        if chats.is_multi_conversation and not settings["multiConvoEnabled"]:
            raise sc_problems.bad("multiConvoEnabled cannot be disabled")
        chats.is_multi_conversation = bool(settings["multiConvoEnabled"])
    if body.get("displayName"):
        chats.name = str(body["displayName"])
    return answer({"app": app_json(chats)})


async def list_integrations(request: web.Request) -> web.Response:
    """`GET integrations?filter[types]=`."""
    types = request.query.get("filter[types]")
    wanted = set(types.split(",")) if types else None
    found = [one for one in chats_of(request).integrations.values() if wanted is None or one.type in wanted]
    return answer(page(request, "integrations", found, integration_json))


async def create(request: web.Request) -> web.Response:
    """`POST integrations`: custom ones, with exactly one webhook."""
    chats, body = chats_of(request), await json_of(request)
    if body.get("type") != "custom":
        raise sc_problems.bad("Invalid integration type")
    hooks = body.get("webhooks")
    if not isinstance(hooks, list) or len(hooks) != 1 or not isinstance(hooks[0], dict):
        raise sc_problems.bad("webhooks must have exactly 1 item")
    name = body.get("displayName")
    made = Integration(
        id=chats.next_id(),
        type="custom",
        name=str(name)[:100] if name else None,
        status=_status(body) or "active",
    )
    hook = _hook(chats, made, hooks[0])
    made.hooks[hook.id] = hook
    chats.integrations[made.id] = made
    return answer({"integration": integration_json(made)}, 201)


async def show(request: web.Request) -> web.Response:
    """`GET integrations/{id}`."""
    return answer({"integration": integration_json(_integration(request))})


async def update(request: web.Request) -> web.Response:
    """`PATCH integrations/{id}`: name and status."""
    found, body = _integration(request), await json_of(request)
    found.status = _status(body) or found.status
    if "displayName" in body:
        found.name = body["displayName"]
    return answer({"integration": integration_json(found)})


async def delete(request: web.Request) -> web.Response:
    """`DELETE integrations/{id}`, with its place in the switchboard."""
    chats, found = chats_of(request), _integration(request)
    if found.type != "custom":
        raise sc_problems.forbidden("An integration of Zendesk's own cannot be deleted")
    for place in [one for one in chats.places.values() if one.integration_id == found.id]:
        chats.remove_place(place.id)
    del chats.integrations[found.id]
    return answer({})


async def create_key(request: web.Request) -> web.Response:
    """`POST integrations/{id}/keys`: a key whose scope is this integration."""
    found, body = _integration(request), await json_of(request)
    if found.type != "custom" or len(found.keys) >= KEYS_MOST:
        raise sc_problems.bad(f"Only custom integrations have keys, and {KEYS_MOST} at most")
    key_id = f"int_{chats_of(request).next_id()}"
    found.keys[key_id] = secrets.token_urlsafe(48)
    shown = {"id": key_id, "displayName": body.get("displayName"), "secret": found.keys[key_id]}
    return answer({"key": shown}, 201)


async def list_hooks(request: web.Request) -> web.Response:
    """`GET integrations/{id}/webhooks`, `me` is the integration whose key it is."""
    return answer({"webhooks": [hook_json(one) for one in _integration(request).hooks.values()]})


async def create_hook(request: web.Request) -> web.Response:
    """`POST integrations/{id}/webhooks`."""
    found, body = _integration(request), await json_of(request)
    hook = _hook(chats_of(request), found, body)
    found.hooks[hook.id] = hook
    return answer({"webhook": hook_json(hook)}, 201)


async def show_hook(request: web.Request) -> web.Response:
    """`GET integrations/{id}/webhooks/{id}`."""
    return answer({"webhook": hook_json(_found_hook(request))})


async def update_hook(request: web.Request) -> web.Response:
    """`PATCH integrations/{id}/webhooks/{id}`; the secret stays."""
    hook, body = _found_hook(request), await json_of(request)
    wanted = {"target": hook.target, "triggers": hook.triggers, **body}
    hook.target, hook.triggers = _target(wanted), _triggers(wanted)
    hook.include_full_user = bool(body.get("includeFullUser", hook.include_full_user))
    hook.include_full_source = bool(body.get("includeFullSource", hook.include_full_source))
    return answer({"webhook": hook_json(hook)})


async def delete_hook(request: web.Request) -> web.Response:
    """`DELETE integrations/{id}/webhooks/{id}`."""
    del _integration(request).hooks[_found_hook(request).id]
    return answer({})


def _integration(request: web.Request) -> Integration:
    chats, name = chats_of(request), request.match_info["integration"]
    if name == "me":
        name = request[CALLER].integration_id or ""
    return chats.integration(name)


def _found_hook(request: web.Request) -> ChatHook:
    found = _integration(request).hooks.get(request.match_info["webhook"])
    if found is None:
        raise sc_problems.not_found()
    return found


def _hook(chats: ChatState, integration: Integration, body: Mapping[str, Any]) -> ChatHook:
    if sum(len(one.hooks) for one in chats.integrations.values()) >= HOOKS_MOST:
        raise sc_problems.bad(f"An app is limited to {HOOKS_MOST} webhooks")
    return ChatHook(
        id=chats.next_id(),
        integration_id=integration.id,
        secret=secrets.token_urlsafe(64),
        target=_target(body),
        triggers=_triggers(body),
        include_full_user=bool(body.get("includeFullUser")),
        include_full_source=bool(body.get("includeFullSource")),
    )


def _target(body: Mapping[str, Any]) -> str:
    target = body.get("target")
    if not isinstance(target, str) or not target.startswith(("http://", "https://")):
        raise sc_problems.bad("target must be a valid uri")
    return target


def _triggers(body: Mapping[str, Any]) -> list[str]:
    triggers = body.get("triggers")
    if not isinstance(triggers, list) or not triggers or not all(isinstance(one, str) for one in triggers):
        raise sc_problems.bad("triggers is required")
    return list(triggers)


def _status(body: Mapping[str, Any]) -> str | None:
    status = body.get("status")
    if status is not None and status not in {"active", "inactive"}:
        raise sc_problems.bad("status must be one of active, inactive")
    return status
