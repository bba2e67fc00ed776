"""Triggers as records: made, listed, changed, removed; and what they may be made of."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.conditions import CHANGE_OPERATORS, OPERATORS
from connectors.sandbox.records import STATUSES, Trigger
from connectors.sandbox.render import trigger_json
from connectors.sandbox.state import SandboxState
from connectors.sandbox.triggers import ACTIONS
from connectors.sandbox.web import STATE, answer, page, part_of, path_id, route

KEYS = (
    "id", "title", "raw_title", "active", "conditions", "all", "any", "actions", "description", "position",
    "category_id",
)  # fmt: skip


def add_routes(app: web.Application) -> None:
    """`/triggers`."""
    route(app, "GET", "/triggers", list_triggers)
    route(app, "GET", "/triggers/active", list_active)
    route(app, "GET", "/triggers/search", list_triggers)
    route(app, "GET", "/triggers/definitions", definitions)
    route(app, "POST", "/triggers", create)
    route(app, "GET", r"/triggers/{id:\d+}", show)
    route(app, "PUT", r"/triggers/{id:\d+}", update)
    route(app, "DELETE", r"/triggers/{id:\d+}", delete)


async def list_triggers(request: web.Request) -> web.Response:
    """`GET /triggers`, also `/triggers/search?query=`: by position, `active=true` only the active ones."""
    state = request.app[STATE]
    active, query = request.query.get("active"), request.query.get("query", "").lower()
    chosen = [
        one
        for one in sorted(state.triggers.values(), key=lambda one: (one.position, one.id))
        if (active is None or str(one.active).lower() == active) and query in one.title.lower()
    ]
    return answer(page(request, "triggers", chosen, lambda one: trigger_json(state, one)))


async def list_active(request: web.Request) -> web.Response:
    """`GET /triggers/active`."""
    state = request.app[STATE]
    chosen = [one for one in state.triggers.values() if one.active]
    return answer(page(request, "triggers", chosen, lambda one: trigger_json(state, one)))


async def create(request: web.Request) -> web.Response:
    """`POST /triggers`."""
    state = request.app[STATE]
    given = await part_of(request, "trigger", KEYS)
    if not isinstance(given.get("title"), str) or not given["title"].strip():
        raise problems.invalid("title", "Title: cannot be blank", "BlankValue")
    if not given.get("actions"):
        raise problems.invalid("actions", "Actions: cannot be blank", "BlankValue")
    checked = _checked(state, given)
    now = state.now()
    trigger = Trigger(
        id=state.next_id("trigger"),
        title=given["title"],
        created_at=now,
        updated_at=now,
        position=max((one.position for one in state.triggers.values()), default=0) + 1,
    )
    _apply(trigger, checked)
    state.triggers[trigger.id] = trigger
    return answer({"trigger": trigger_json(state, trigger)}, 201)


async def show(request: web.Request) -> web.Response:
    """`GET /triggers/{id}`."""
    return answer({"trigger": trigger_json(request.app[STATE], _found(request))})


async def update(request: web.Request) -> web.Response:
    """`PUT /triggers/{id}`: conditions and actions are replaced as a whole."""
    state = request.app[STATE]
    trigger = _found(request)
    _apply(trigger, _checked(state, await part_of(request, "trigger", KEYS)))
    trigger.updated_at = state.now()
    return answer({"trigger": trigger_json(state, trigger)})


async def delete(request: web.Request) -> web.Response:
    """`DELETE /triggers/{id}`."""
    del request.app[STATE].triggers[_found(request).id]
    return web.Response(status=204)


async def definitions(_request: web.Request) -> web.Response:
    """`GET /triggers/definitions`: what conditions and actions this account knows."""
    titles = {"value": "Changed to", "value_previous": "Changed from"}
    conditions = [
        {
            "title": name.replace("_", " ").title(),
            "subject": name,
            "type": "list",
            "group": "ticket",
            "nullable": name.endswith("_id"),
            "repeatable": False,
            "operators": [
                {
                    "value": one,
                    "title": titles.get(one, one.replace("_", " ").capitalize()),
                    "terminal": one in {"changed", "not_changed"},
                }
                for one in operators
            ],
            "values": _values(name),
        }
        for name, operators in OPERATORS.items()
    ]
    actions = [
        {
            "title": name.replace("_", " ").title(),
            "subject": name,
            "type": "list",
            "group": "ticket",
            "nullable": name.endswith("_id"),
            "repeatable": name.startswith("notification"),
            "values": _values(name),
        }
        for name in ACTIONS
    ]
    return answer(
        {"definitions": {"conditions_all": conditions, "conditions_any": conditions, "actions": actions}}
    )


VALUES: dict[str, tuple[str, ...]] = {
    "status": STATUSES,
    "update_type": ("Create", "Change"),
    "comment_is_public": ("true", "false", "not_relevant", "requester_can_see_comment"),
    "role": ("agent", "end_user"),
    "requester_role": ("4", "0", "2"),
    "priority": ("low", "normal", "high", "urgent"),
    "type": ("question", "incident", "problem", "task"),
    "current_via_id": ("0", "4", "5", "8", "29"),
    "via_id": ("0", "4", "5", "8", "29"),
}


def _values(name: str) -> list[dict[str, Any]]:
    return [
        {"value": one, "title": one.replace("_", " ").capitalize(), "enabled": True}
        for one in VALUES.get(name, ())
    ]


def _found(request: web.Request) -> Trigger:
    trigger = request.app[STATE].triggers.get(path_id(request))
    if trigger is None:
        raise problems.not_found()
    return trigger


def _checked(state: SandboxState, given: dict[str, Any]) -> dict[str, Any]:
    """The request with `all` and `any` where they belong.

    Raises:
        Problem: 422 for a condition or an action that Zendesk would not know.
    """
    checked = dict(given)
    if "conditions" in given or "all" in given or "any" in given:
        conditions = given.get("conditions") or {}
        for kind in ("all", "any"):
            rows = conditions.get(kind) or given.get(kind) or []
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise problems.invalid("base", f"Conditions: {kind} is not a list of conditions")
            for row in rows:
                if row.get("operator") not in OPERATORS.get(row.get("field"), ()):
                    wrong = f"{row.get('field')} {row.get('operator')}"
                    raise problems.invalid("base", f"Condition: {wrong} is not valid")
                needs_status = row["field"] == "status" and row["operator"] not in CHANGE_OPERATORS
                if needs_status and row.get("value") not in STATUSES:
                    raise problems.invalid("base", f"Condition: status {row.get('value')} is not valid")
            checked[kind] = [{"value": None, **row} for row in rows]
    for action in given.get("actions") or []:
        if not isinstance(action, dict) or action.get("field") not in ACTIONS:
            raise problems.invalid("base", f"Action: {action} is not valid")
        value = action.get("value")
        wrong_id = action["field"] in {"assignee_id", "group_id"} and not (
            value in (None, "", "current_user") or str(value).isdecimal()
        )
        if wrong_id or (action["field"] == "status" and value not in STATUSES):
            raise problems.invalid("base", f"Action: {action['field']} {value} is not valid")
        if action["field"] == "notification_webhook":
            webhook_id = value[0] if isinstance(value, list) and value else value
            if webhook_id not in state.webhooks:
                raise problems.invalid("base", f"Action: webhook {webhook_id} does not exist")
    return checked


def _apply(trigger: Trigger, given: dict[str, Any]) -> None:
    if isinstance(given.get("title"), str):
        trigger.title = given["title"]
    if "active" in given:
        trigger.active = given["active"] in (True, "true")
    if isinstance(given.get("position"), int):
        trigger.position = given["position"]
    if "description" in given:
        trigger.description = given["description"]
    if "category_id" in given:
        trigger.category_id = given["category_id"]
    if "all" in given or "any" in given:
        trigger.conditions_all, trigger.conditions_any = given.get("all", []), given.get("any", [])
    if given.get("actions"):
        trigger.actions = given["actions"]
