"""A ticket's conversation as one list: comments, and the messages of its live chat."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.clock import stamp
from connectors.sandbox.records import Comment
from connectors.sandbox.render import attachment_json, ticket_json
from connectors.sandbox.sc_records import ChatMessage
from connectors.sandbox.sc_workspace import AGENT
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import STATE, answer, page, path_id, route


def add_routes(app: web.Application) -> None:
    """`/tickets/{id}/conversation_log`, and the way from a conversation to its ticket."""
    route(app, "GET", r"/tickets/{id:\d+}/conversation_log", show)
    route(app, "GET", "/tickets/messaging/conversations/{conversation}/ticket", show_ticket)


async def show(request: web.Request) -> web.Response:
    """`GET /tickets/{id}/conversation_log`, always by cursor: comments and messages in the order of time."""
    state = request.app[STATE]
    ticket = state.ticket(path_id(request))
    said: list[Comment | ChatMessage] = [
        *ticket.comments,
        *(
            one
            for conversation in state.chats.conversations.values()
            for one in conversation.messages
            if one.ticket_id == ticket.id
        ),
    ]
    said.sort(key=_moment, reverse=request.query.get("sort", "").startswith("-"))
    return answer(page(request, "events", said, lambda one: _event(state, one), by_cursor=True))


async def show_ticket(request: web.Request) -> web.Response:
    """`GET /tickets/messaging/conversations/{id}/ticket`: the ticket of the session that is open."""
    state = request.app[STATE]
    conversation = state.chats.conversations.get(request.match_info["conversation"])
    if conversation is None or conversation.ticket_id is None:
        raise problems.not_found()
    return answer({"ticket": ticket_json(state, state.ticket(conversation.ticket_id))})


def _moment(one: Comment | ChatMessage) -> float:
    return one.received if isinstance(one, ChatMessage) else one.created_at


def _event(state: SandboxState, one: Comment | ChatMessage) -> dict[str, Any]:
    return _message(state, one) if isinstance(one, ChatMessage) else _comment(state, one)


def _message(state: SandboxState, message: ChatMessage) -> dict[str, Any]:
    author: dict[str, Any] = {"type": "bot", "display_name": message.author.get("displayName")}
    user = state.chats.users.get(message.author.get("userId", ""))
    if user is not None:
        author |= {
            "type": "user",
            "zen:sunco:user_id": user.id,
            "display_name": user.profile.get("givenName"),
        }
        if user.zendesk_id is not None:
            author["zen:support:user_id"] = str(user.zendesk_id)
    elif "agent" in message.author.get("subtypes", ()):
        author |= {"type": "agent", "zen:support:user_id": message.metadata[AGENT]}
    return {
        "id": message.id,
        "type": "Messaging::ConversationMessage",
        "reference": f"zen:sunco:conversation_message:{message.id}",
        "created_at": stamp(message.received),
        "author": author,
        "content": message.content,
        "metadata": {"custom": dict(message.metadata)},
        "attachments": [
            {"file_name": file.name, "content_type": file.content_type, "size": len(file.data),
             "content_url": message.content["mediaUrl"]}
            for file in message.files
        ],
    }  # fmt: skip


def _comment(state: SandboxState, comment: Comment) -> dict[str, Any]:
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
