"""Users of Sunshine Conversations: made, read by either id, changed, deleted, kept in step with Support."""

from __future__ import annotations

from aiohttp import web

from connectors.sandbox import sc_problems
from connectors.sandbox.sc_bodies import chats_of, json_of, metadata_of, profile_of, route
from connectors.sandbox.sc_json import user_json
from connectors.sandbox.sc_records import ChatUser
from connectors.sandbox.web import STATE, answer

EXTERNAL_ID_LONGEST = 1024


def add_routes(app: web.Application) -> None:
    """`/users`."""
    route(app, "POST", "/users", create)
    route(app, "GET", "/users", search)
    route(app, "GET", "/users/{user}", show)
    route(app, "PATCH", "/users/{user}", update)
    route(app, "DELETE", "/users/{user}", delete)
    route(app, "POST", "/users/{user}/sync", sync)


async def create(request: web.Request) -> web.Response:
    """`POST users`: an external id is nobody else's."""
    chats, body = chats_of(request), await json_of(request)
    external_id = body.get("externalId")
    if external_id is not None:
        if not isinstance(external_id, str) or not 1 <= len(external_id) <= EXTERNAL_ID_LONGEST:
            raise sc_problems.bad(f"externalId must have 1 to {EXTERNAL_ID_LONGEST} characters")
        if chats.user_by_external_id(external_id) is not None:
            raise sc_problems.conflict()
    user = ChatUser(
        id=chats.next_id(),
        created_at=chats.now(),
        external_id=external_id,
        profile={key: one for key, one in profile_of(body).items() if one is not None},
        metadata=metadata_of(body),
    )
    chats.users[user.id] = user
    return answer({"user": user_json(user)}, 201)


async def search(request: web.Request) -> web.Response:
    """`GET users?filter[identities.email]=`: an e-mail in a profile is no identity, so nobody is found."""
    if "filter[identities.email]" not in request.query:
        raise sc_problems.bad("filter[identities.email] is required")
    return answer({"users": [], "meta": {"hasMore": False}, "links": {}})


async def show(request: web.Request) -> web.Response:
    """`GET users/{userIdOrExternalId}`."""
    return answer({"user": user_json(chats_of(request).user(request.match_info["user"]))})


async def update(request: web.Request) -> web.Response:
    """`PATCH users/{userIdOrExternalId}`: what is given is changed, null clears."""
    user, body = chats_of(request).user(request.match_info["user"]), await json_of(request)
    changed = {**user.profile, **profile_of(body)}
    metadata = {**user.metadata, **metadata_of(body)}
    user.profile = {key: one for key, one in changed.items() if one is not None}
    user.metadata = metadata
    return answer({"user": user_json(user)})


async def delete(request: web.Request) -> web.Response:
    """`DELETE users/{userIdOrExternalId}`, with all conversations."""
    chats = chats_of(request)
    user = chats.user(request.match_info["user"])
    for one in chats.conversations_of(user):
        del chats.conversations[one.id]
    del chats.users[user.id]
    return answer({})


async def sync(request: web.Request) -> web.Response:
    """`POST users/{zendeskId}/sync`: name and external id as Support has them."""
    chats, state = chats_of(request), request.app[STATE]
    zendesk_id = request.match_info["user"]
    for user in chats.users.values():
        if str(user.zendesk_id) == zendesk_id:
            there = state.user(user.zendesk_id)
            given, _, surname = there.name.partition(" ")
            user.profile = {**user.profile, "givenName": given, **({"surname": surname} if surname else {})}
            user.external_id = there.external_id or user.external_id
            return answer({"user": user_json(user)})
    raise sc_problems.not_found("user")
