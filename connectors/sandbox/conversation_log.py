"""A ticket's conversation as one list of comments, in the form that live chats share."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from connectors.sandbox.clock import stamp
from connectors.sandbox.records import Comment
from connectors.sandbox.render import attachment_json
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import STATE, answer, page, path_id, route


def add_routes(app: web.Application) -> None:
    """`/tickets/{id}/conversation_log`."""
    route(app, "GET", r"/tickets/{id:\d+}/conversation_log", show)


async def show(request: web.Request) -> web.Response:
    """`GET /tickets/{id}/conversation_log`, always by cursor; messages of live chats are not in it."""
    state = request.app[STATE]
    comments = state.ticket(path_id(request)).comments
    return answer(page(request, "events", comments, lambda one: _event(state, one), by_cursor=True))


def _event(state: SandboxState, comment: Comment) -> dict[str, Any]:
    author = state.users[comment.author_id]
    return {
        "id": str(comment.id),
        "type": "Comment",
        "reference": f"zen:ticket_event:{comment.id}",
        "created_at": stamp(comment.created_at),
        "author": {
            "type": "agent" if author.is_staff else "user",
            "display_name": author.name,
            "zen:support:user_id": str(author.id),
        },
        "content": {"type": "html", "body": comment.html_body},
        "metadata": {"public": comment.public, **comment.metadata},
        "attachments": [attachment_json(state, file) for file in comment.attachments],
    }
