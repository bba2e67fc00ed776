"""Conversations: made for one user, listed by user, read, changed, deleted; and activities in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from connectors.sandbox import sc_problems
from connectors.sandbox.sc_bodies import LIVE, author_of, chats_of, json_of, metadata_of, page, route
from connectors.sandbox.sc_json import conversation_json
from connectors.sandbox.sc_records import ChatUser
from connectors.sandbox.sc_state import ChatState
from connectors.sandbox.web import answer

FIELDS = {"displayName": 100, "description": 100, "iconUrl": 2048}
ACTIVITIES = ("conversation:read", "typing:start", "typing:stop")
TYPING_S = 10.0


def add_routes(app: web.Application) -> None:
    """`/conversations`."""
    route(app, "POST", "/conversations", create)
    route(app, "GET", "/conversations", list_of_user)
    route(app, "GET", "/conversations/{conversation}", show)
    route(app, "PATCH", "/conversations/{conversation}", update)
    route(app, "DELETE", "/conversations/{conversation}", delete)
    route(app, "POST", "/conversations/{conversation}/activity", act)


async def create(request: web.Request) -> web.Response:
    """`POST conversations`: personal ones only; their one participant must be there already."""
    chats, body = chats_of(request), await json_of(request)
    if body.get("type") not in {"personal", "sdkGroup"}:
        raise sc_problems.bad("type must be one of personal, sdkGroup")
    if body["type"] == "sdkGroup":
        raise sc_problems.bad("The sandbox has no group conversations")
    participants = body.get("participants")
    if not isinstance(participants, list) or len(participants) != 1 or not isinstance(participants[0], dict):
        raise sc_problems.bad("participants must have exactly 1 item")
    user = _user(chats, participants[0])
    made = request.app[LIVE].begin(user, fields=_fields(body), metadata=metadata_of(body))
    return answer({"conversation": conversation_json(chats, made)}, 201)


async def list_of_user(request: web.Request) -> web.Response:
    """`GET conversations?filter[userId]=` or `filter[userExternalId]=`, oldest first."""
    chats, query = chats_of(request), request.query
    asked = {
        key: query[f"filter[{key}]"] for key in ("userId", "userExternalId") if query.get(f"filter[{key}]")
    }
    found = chats.conversations_of(_user(chats, asked))
    return answer(page(request, "conversations", found, lambda one: conversation_json(chats, one)))


async def show(request: web.Request) -> web.Response:
    """`GET conversations/{id}`."""
    chats = chats_of(request)
    found = chats.conversation(request.match_info["conversation"])
    return answer({"conversation": conversation_json(chats, found)})


async def update(request: web.Request) -> web.Response:
    """`PATCH conversations/{id}`; metadata is replaced."""
    chats, body = chats_of(request), await json_of(request)
    found = chats.conversation(request.match_info["conversation"])
    fields, metadata = _fields(body), metadata_of(body)
    found.fields |= fields
    if "metadata" in body:
        found.metadata = metadata
    return answer({"conversation": conversation_json(chats, found)})


async def delete(request: web.Request) -> web.Response:
    """`DELETE conversations/{id}`; a user's first one stays."""
    found = chats_of(request).conversation(request.match_info["conversation"])
    if found.is_default:
        raise sc_problems.bad(f"Conversation {found.id} cannot be deleted because it is the default.")
    request.app[LIVE].end(found)
    return answer({})


async def act(request: web.Request) -> web.Response:
    """`POST conversations/{id}/activity`: a user can only have read."""
    chats, body = chats_of(request), await json_of(request)
    found = chats.conversation(request.match_info["conversation"])
    author, user = author_of(chats, body)
    kind = body.get("type")
    if kind not in ACTIVITIES:
        raise sc_problems.bad(f"type must be one of {', '.join(ACTIVITIES)}")
    if user is not None:
        if kind != "conversation:read":
            raise sc_problems.bad("Only conversation:read is supported when author.type is user")
        request.app[LIVE].read(found, user)
    elif kind == "conversation:read":
        found.read_at = chats.now()
    else:
        found.typing_until = chats.now() + TYPING_S if kind == "typing:start" else 0.0
        found.typing_name = str(author.get("displayName") or "")
        found.version += 1
    return answer({})


def _user(chats: ChatState, named: Mapping[str, Any]) -> ChatUser:
    names = [named[key] for key in ("userId", "userExternalId") if named.get(key)]
    if len(names) != 1:
        raise sc_problems.bad("One of userId or userExternalId is required, but not both")
    return chats.user(str(names[0]))


def _fields(body: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: body[key] for key in FIELDS if body.get(key) is not None}
    for key, value in found.items():
        if not isinstance(value, str) or not 1 <= len(value) <= FIELDS[key]:
            raise sc_problems.bad(f"{key} must have 1 to {FIELDS[key]} characters")
    return found
