"""The live-chat pane of the agent's page as JSON, and what tests of other processes ask about chats."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from connectors.sandbox import markup, problems
from connectors.sandbox.agent_page import agent_of
from connectors.sandbox.clock import fine_stamp
from connectors.sandbox.records import Ticket
from connectors.sandbox.sc_deliveries import ChatDeliveries
from connectors.sandbox.sc_json import conversation_json, message_json
from connectors.sandbox.sc_records import ChatMessage, Conversation
from connectors.sandbox.sc_workspace import Workspace
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import STATE, answer, body_of, path_id

WORKSPACE = web.AppKey("workspace", Workspace)
CHAT_DELIVERIES = web.AppKey("chat_deliveries", ChatDeliveries)


def add_routes(app: web.Application) -> None:
    """`/_sandbox/agent/tickets/{id}/chat`, `/_sandbox/chats`."""
    app.router.add_get(r"/_sandbox/agent/tickets/{id:\d+}/chat", show)
    app.router.add_post(r"/_sandbox/agent/tickets/{id:\d+}/chat", act)
    app.router.add_post(r"/_sandbox/agent/tickets/{id:\d+}/chat/file", send_file)
    app.router.add_get("/_sandbox/chats", list_chats)
    app.router.add_get("/_sandbox/chats/deliveries", list_deliveries)
    app.router.add_post("/_sandbox/chats/deliveries", change_deliveries)


async def show(request: web.Request) -> web.Response:
    """`GET /_sandbox/agent/tickets/{id}/chat`: null for a ticket that never was a chat."""
    return answer({"chat": _chat(request)})


async def act(request: web.Request) -> web.Response:
    """`POST /_sandbox/agent/tickets/{id}/chat`: `{agent, do, text, html}`."""
    state, workspace, ticket_id = request.app[STATE], request.app[WORKSPACE], path_id(request)
    if request.content_type != "application/json":
        # A plain form of another site could send anything else.
        raise problems.bad("InvalidRequest", "Send application/json")
    asked = await body_of(request)
    agent, text = agent_of(state, asked.get("agent", "ada")), str(asked.get("text") or "")
    match asked.get("do"):
        case "accept":
            workspace.accept(ticket_id, agent=agent)
        case "reply":
            html = asked.get("html")
            workspace.reply(ticket_id, agent=agent, text=text, html=str(html) if html is not None else None)
        case "type":
            workspace.type(ticket_id, agent=agent)
        case "end":
            workspace.end_session(ticket_id, agent=agent)
        case "email":
            workspace.transfer_to_email(ticket_id, agent=agent, text=text)
        case "solve":
            workspace.solve(ticket_id, agent=agent)
        case _:
            raise problems.bad("InvalidAction", "do must be accept, reply, type, end, email or solve")
    return answer({"chat": _chat(request)})


async def send_file(request: web.Request) -> web.Response:
    """`POST /_sandbox/agent/tickets/{id}/chat/file?name=&agent=` with the raw bytes."""
    if request.headers.get("X-Sandbox") is None:
        # A plain form of another site cannot set a header of its own.
        raise problems.bad("InvalidRequest", "Send the header X-Sandbox")
    agent = agent_of(request.app[STATE], request.query.get("agent", "ada"))
    file = (request.query.get("name") or "file", request.content_type, await request.read())
    request.app[WORKSPACE].reply(path_id(request), agent=agent, file=file)
    return answer({"chat": _chat(request)})


async def list_chats(request: web.Request) -> web.Response:
    """`GET /_sandbox/chats`: every conversation with its messages; for crash tests."""
    chats = request.app[STATE].chats
    return answer(
        {
            "chats": [
                {
                    **conversation_json(chats, one),
                    "ticket_id": one.ticket_id,
                    "messages": [
                        {**message_json(line), "ticket_id": line.ticket_id} for line in one.messages
                    ],
                }
                for one in chats.conversations.values()
            ]
        }
    )


async def list_deliveries(request: web.Request) -> web.Response:
    """`GET /_sandbox/chats/deliveries`: every request to a webhook, in order."""
    ours = request.app[CHAT_DELIVERIES]
    sent = [
        {"webhook_id": one.hook.id, "status": one.status, "statuses": one.statuses, "events": one.events}
        for one in ours.sent
    ]
    return answer({"deliveries": sent, "held": len(ours.held)})


async def change_deliveries(request: web.Request) -> web.Response:
    """`POST /_sandbox/chats/deliveries`: `{hold?, drop?, copies?, release?: {copies?, shuffle?, …}}`."""
    asked, ours = await body_of(request), request.app[CHAT_DELIVERIES]
    ours.meddle(asked)
    released = 0
    if "release" in asked:
        how = asked["release"] if isinstance(asked["release"], dict) else {}
        released = ours.release(
            copies=int(how.get("copies", 1)),
            shuffle=bool(how.get("shuffle")),
            seed=how.get("seed"),
            together=max(int(how.get("together", 1)), 1),
        )
    return answer({"released": released, "held": len(ours.held)})


def _chat(request: web.Request) -> dict[str, Any] | None:
    state = request.app[STATE]
    ticket = state.ticket(path_id(request))
    conversation = state.chats.conversation_of_ticket(ticket.id)
    if conversation is None:
        return None
    chats = state.chats
    active = chats.places.get(conversation.active or "")
    is_typing = conversation.typing_until > state.now()
    return {
        "conversation_id": conversation.id,
        "state": _state(state, ticket, conversation),
        "control": active.name if active else None,
        "typing": (conversation.typing_name or "The business") if is_typing else None,
        "agent_types": request.app[WORKSPACE].typing(conversation),
        "messages": [_message(state, one) for one in conversation.messages if one.ticket_id == ticket.id],
    }


def _state(state: SandboxState, ticket: Ticket, conversation: Conversation) -> str:
    if conversation.ticket_id != ticket.id:
        return "ended"
    if conversation.active != state.chats.workspace.id:
        return "elsewhere"
    return "open" if ticket.assignee_id is not None else "waiting"


def _message(state: SandboxState, message: ChatMessage) -> dict[str, Any]:
    author, content = message.author, message.content
    user = state.chats.users.get(author.get("userId", ""))
    name = author.get("displayName")
    if user is not None:
        support = state.users.get(user.zendesk_id or 0)
        name = support.name if support else user.profile.get("givenName", "Customer")
    kind = "user" if author["type"] == "user" else "agent" if author.get("subtypes") == ["agent"] else "bot"
    html = content.get("htmlText")
    return {
        "id": message.id,
        "kind": "system" if message.activity else kind,
        "author": name or "Zendesk",
        "at": fine_stamp(message.received),
        # Elements and text, not HTML: the page never parses what a stranger wrote.
        "content": markup.tree(str(html)) if html else [str(content.get("text") or "")],
        "file": {"url": content["mediaUrl"], "name": content.get("altText")}
        if content.get("mediaUrl")
        else None,
    }
