"""Messages of a conversation: posted without any key against a second one, listed backwards, deleted."""

from __future__ import annotations

from aiohttp import web

from connectors.sandbox import sc_problems
from connectors.sandbox.sc_bodies import (
    LIVE,
    author_of,
    chats_of,
    content_of,
    json_of,
    metadata_of,
    page,
    route,
)
from connectors.sandbox.sc_json import message_json
from connectors.sandbox.web import answer

PAGE = 100


def add_routes(app: web.Application) -> None:
    """`/conversations/{id}/messages`."""
    route(app, "POST", "/conversations/{conversation}/messages", post)
    route(app, "GET", "/conversations/{conversation}/messages", list_messages)
    route(app, "DELETE", "/conversations/{conversation}/messages", delete_all)
    route(app, "DELETE", "/conversations/{conversation}/messages/{message}", delete)


async def post(request: web.Request) -> web.Response:
    """`POST messages`; the author must be the conversation's own user, or the business."""
    chats, body = chats_of(request), await json_of(request)
    conversation = chats.conversation(request.match_info["conversation"])
    author, user = author_of(chats, body)
    if user is not None and user.id != conversation.user_id:
        raise sc_problems.bad("The author is not a participant of the conversation")
    content, files = content_of(chats, body, conversation.id)
    message = request.app[LIVE].say(
        conversation, author=author, content=content, metadata=metadata_of(body), files=files
    )
    return answer({"messages": [message_json(message)]}, 201)


async def list_messages(request: web.Request) -> web.Response:
    """`GET messages`: a hundred a page, the last page first, each page oldest first."""
    found = chats_of(request).conversation(request.match_info["conversation"]).messages
    return answer(page(request, "messages", found, message_json, size=PAGE, backwards=True))


async def delete_all(request: web.Request) -> web.Response:
    """`DELETE messages`."""
    chats_of(request).conversation(request.match_info["conversation"]).messages.clear()
    return answer({})


async def delete(request: web.Request) -> web.Response:
    """`DELETE messages/{id}`."""
    found = chats_of(request).conversation(request.match_info["conversation"])
    for one in found.messages:
        if one.id == request.match_info["message"]:
            found.messages.remove(one)
            return answer({})
    raise sc_problems.not_found()
