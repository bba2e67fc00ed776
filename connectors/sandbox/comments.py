"""What was said on a ticket."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from connectors.sandbox.clock import stamp
from connectors.sandbox.render import comment_json, user_json
from connectors.sandbox.web import STATE, answer, page, path_id, route


def add_routes(app: web.Application) -> None:
    """`/tickets/{id}/comments`."""
    route(app, "GET", r"/tickets/{id:\d+}/comments", list_comments)
    route(app, "GET", r"/tickets/{id:\d+}/comments/count", count)


async def list_comments(request: web.Request) -> web.Response:
    """`GET /tickets/{id}/comments`: by cursor or page, `sort=-created_at`, `include=users`."""
    state = request.app[STATE]
    comments = list(state.ticket(path_id(request)).comments)
    if request.query.get("sort") == "-created_at" or request.query.get("sort_order") == "desc":
        comments.reverse()
    body: dict[str, Any] = page(request, "comments", comments, lambda one: comment_json(state, one))
    if "users" in request.query.get("include", "").split(","):
        authors = dict.fromkeys(one["author_id"] for one in body["comments"])
        body["users"] = [user_json(state, state.users[one]) for one in authors]
    return answer(body)


async def count(request: web.Request) -> web.Response:
    """`GET /tickets/{id}/comments/count`."""
    state = request.app[STATE]
    comments = state.ticket(path_id(request)).comments
    return answer({"count": {"value": len(comments), "refreshed_at": stamp(state.now())}})
