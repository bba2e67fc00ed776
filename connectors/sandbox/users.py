"""Users, groups and the account's settings."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.change import tag_list
from connectors.sandbox.records import User
from connectors.sandbox.render import group_json, user_json
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import ACTOR, STATE, answer, body_of, number, page, part_of, path_id, route

KEYS = (
    "id", "name", "email", "external_id", "role", "verified", "skip_verify_email", "user_fields", "locale",
    "locale_id", "phone", "tags", "alias", "details", "notes", "organization_id", "time_zone", "identities",
    "remote_photo_url", "signature", "suspended", "default_group_id",
)  # fmt: skip

ROLES = ("end-user", "agent", "admin")


def add_routes(app: web.Application) -> None:
    """`/users`, `/groups`, `/account/settings`."""
    route(app, "GET", "/users", list_users)
    route(app, "POST", "/users", create)
    route(app, "GET", "/users/me", me)
    route(app, "GET", "/users/search", search)
    route(app, "GET", "/users/show_many", show_many)
    route(app, "POST", "/users/create_or_update", create_or_update)
    route(app, "GET", r"/users/{id:\d+}", show)
    route(app, "PUT", r"/users/{id:\d+}", update)
    route(app, "GET", r"/users/{id:\d+}/tags", tags)
    route(app, "PUT", r"/users/{id:\d+}/tags", add_tags)
    route(app, "GET", "/groups", list_groups)
    route(app, "GET", r"/groups/{id:\d+}", show_group)
    route(app, "GET", "/account/settings", settings)


async def me(request: web.Request) -> web.Response:
    """`GET /users/me`: whose credentials these are."""
    return answer({"user": user_json(request.app[STATE], request[ACTOR].user)})


async def show(request: web.Request) -> web.Response:
    """`GET /users/{id}`."""
    state = request.app[STATE]
    return answer({"user": user_json(state, state.user(path_id(request)))})


async def show_many(request: web.Request) -> web.Response:
    """`GET /users/show_many?ids=` or `?external_ids=`."""
    state = request.app[STATE]
    found: list[User | None] = [
        state.users.get(number(one, "ids") or 0) for one in request.query.get("ids", "").split(",") if one
    ]
    found += [
        state.user_by_external_id(one) for one in request.query.get("external_ids", "").split(",") if one
    ]
    return answer(_listed(request, [one for one in found if one is not None]))


async def list_users(request: web.Request) -> web.Response:
    """`GET /users`, by `role` or `role[]`."""
    state = request.app[STATE]
    roles = {*request.query.getall("role[]", []), *request.query.getall("role", [])}
    return answer(_listed(request, [one for one in state.users.values() if not roles or one.role in roles]))


async def search(request: web.Request) -> web.Response:
    """`GET /users/search`: `external_id` exactly, or a word of `query` in name or address."""
    state = request.app[STATE]
    if external_id := request.query.get("external_id"):
        found = state.user_by_external_id(external_id)
        return answer(_listed(request, [found] if found else []))
    words = request.query.get("query", "").removeprefix("email:").strip('"').lower().split()
    if not words:
        raise problems.missing("query")
    hits = [
        one
        for one in state.users.values()
        if all(any(word in text.lower() for text in (one.name, *one.emails)) for word in words)
    ]
    return answer(_listed(request, hits))


async def create(request: web.Request) -> web.Response:
    """`POST /users`; an address or external id that is taken is refused."""
    state = request.app[STATE]
    given = await part_of(request, "user", KEYS)
    if (email := given.get("email")) and state.user_by_email(email):
        raise _taken("email", email)
    if (external_id := _text(given.get("external_id"))) and state.user_by_external_id(external_id):
        raise _taken("external_id", external_id)
    user = _created(state, given)
    return answer({"user": user_json(state, user)}, 201)


async def create_or_update(request: web.Request) -> web.Response:
    """`POST /users/create_or_update`: by external id or address; 201 when new, 200 when known."""
    state = request.app[STATE]
    given = await part_of(request, "user", KEYS)
    external_id, email = _text(given.get("external_id")), _text(given.get("email"))
    by_external_id = state.user_by_external_id(external_id) if external_id else None
    by_email = state.user_by_email(email) if email else None
    if by_external_id is not None and by_email is not None and by_external_id is not by_email:
        raise _taken("email", email)
    if (found := by_external_id or by_email) is None:
        return answer({"user": user_json(state, _created(state, given))}, 201)
    _apply(state, found, given)
    return answer({"user": user_json(state, found)})


async def update(request: web.Request) -> web.Response:
    """`PUT /users/{id}`."""
    state = request.app[STATE]
    user = state.user(path_id(request))
    given = await part_of(request, "user", KEYS)
    if (email := given.get("email")) and state.user_by_email(email) not in (None, user):
        raise _taken("email", email)
    if (external_id := _text(given.get("external_id"))) and state.user_by_external_id(external_id) not in (
        None,
        user,
    ):
        raise _taken("external_id", external_id)
    _apply(state, user, given)
    return answer({"user": user_json(state, user)})


async def tags(request: web.Request) -> web.Response:
    """`GET /users/{id}/tags`."""
    return answer({"tags": request.app[STATE].user(path_id(request)).details.get("tags", [])})


async def add_tags(request: web.Request) -> web.Response:
    """`PUT /users/{id}/tags`: adds to what is there."""
    user = request.app[STATE].user(path_id(request))
    added = tag_list((await body_of(request)).get("tags"))
    user.details["tags"] = sorted({*user.details.get("tags", ()), *added})
    return answer({"tags": user.details["tags"]})


async def list_groups(request: web.Request) -> web.Response:
    """`GET /groups`."""
    state = request.app[STATE]
    return answer(page(request, "groups", list(state.groups.values()), lambda one: group_json(state, one)))


async def show_group(request: web.Request) -> web.Response:
    """`GET /groups/{id}`."""
    state = request.app[STATE]
    group = state.groups.get(path_id(request))
    if group is None:
        raise problems.not_found()
    return answer({"group": group_json(state, group)})


async def settings(request: web.Request) -> web.Response:
    """`GET /account/settings`: the part that integrations read."""
    options = request.app[STATE].options
    return answer(
        {
            "settings": {
                "api": {
                    "accepted_api_agreement": True,
                    "api_token_access": str(options.api_token_access).lower(),
                },
                "tickets": {
                    "comments_public_by_default": True,
                    "is_first_comment_private_enabled": True,
                    "private_attachments": options.private_attachments,
                    "agent_collision": True,
                    "list_newest_comments_first": True,
                    "tagging": True,
                },
                "users": {"tagging": True, "agent_created_welcome_emails": False},
                "active_features": {"business_hours": False, "customer_satisfaction": False},
            }
        }
    )


def _listed(request: web.Request, users: list[User]) -> dict[str, Any]:
    state = request.app[STATE]
    return page(request, "users", users, lambda one: user_json(state, one))


def _created(state: SandboxState, given: dict[str, Any]) -> User:
    name = given.get("name")
    if not isinstance(name, str) or not name.strip():
        raise problems.invalid("name", "Name: is too short (minimum one character)", "BlankValue")
    role = given.get("role", "end-user")
    if role not in ROLES:
        raise problems.invalid("role", f"Role: {role} is not valid")
    user = state.add_user(name=name.strip(), role=role)
    _apply(state, user, given)
    return user


def _apply(state: SandboxState, user: User, given: dict[str, Any]) -> None:
    email = _text(given.get("email"))
    if email:
        local, at, domain = email.rpartition("@")
        if not (local and at and domain) or " " in email:
            raise problems.invalid("email", f"Email: {email} is not properly formatted", "InvalidFormat")
        if email.lower() not in (one.lower() for one in user.emails):
            # Zendesk keeps the primary address and adds a second one.
            user.emails.append(email)
    if isinstance(given.get("name"), str) and given["name"].strip():
        user.name = given["name"].strip()
    if "external_id" in given:
        user.external_id = _text(given["external_id"]) or None
    if given.get("role") in ROLES:
        user.role = given["role"]
    if "verified" in given:
        user.verified = bool(given["verified"])
    if isinstance(given.get("locale"), str):
        user.locale = given["locale"]
    if "phone" in given:
        user.phone = _text(given["phone"]) or None
    for key in ("alias", "details", "notes", "tags"):
        if key in given:
            user.details[key] = given[key]
    if isinstance(given.get("user_fields"), dict):
        user.details["user_fields"] = {**user.details.get("user_fields", {}), **given["user_fields"]}
    user.updated_at = state.now()


def _taken(field: str, value: str) -> problems.Problem:
    title = "Email" if field == "email" else "External"
    return problems.invalid(
        field, f"{title}: {value} is already being used by another user", "DuplicateValue"
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
