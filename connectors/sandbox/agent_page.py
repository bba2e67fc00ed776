"""The agent's page: tickets, a reply box, tags; it acts as Ada Agent, or as Bo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from connectors.sandbox import markup, problems
from connectors.sandbox.change import CHATS, tag_list
from connectors.sandbox.clock import stamp
from connectors.sandbox.people import People
from connectors.sandbox.records import Comment, Ticket, User
from connectors.sandbox.render import attachment_json
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import STATE, answer, body_of, number, path_id

PEOPLE = web.AppKey("people", People)

STATIC = Path(__file__).parent / "static"
FILES = {"agent.css": "text/css", "agent.js": "text/javascript", "chat.js": "text/javascript"}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

SUBMITTED = ("open", "pending", "hold", "solved")


def add_routes(app: web.Application) -> None:
    """`/agent` and the JSON that its script reads and writes."""
    app.router.add_get("/agent", show_page)
    app.router.add_get(r"/agent/{name:agent\.(?:css|js)|chat\.js}", show_file)
    app.router.add_get("/_sandbox/agent/tickets", list_tickets)
    app.router.add_get(r"/_sandbox/agent/tickets/{id:\d+}", show_ticket)
    app.router.add_post(r"/_sandbox/agent/tickets/{id:\d+}", submit)
    app.router.add_post(r"/_sandbox/agent/tickets/{id:\d+}/merge", merge_into)


async def show_page(_request: web.Request) -> web.Response:
    """`GET /agent`."""
    return web.Response(
        body=(STATIC / "agent.html").read_bytes(), content_type="text/html", charset="utf-8", headers=HEADERS
    )


async def show_file(request: web.Request) -> web.Response:
    """`GET /agent/agent.css`, `/agent/agent.js`, `/agent/chat.js`."""
    name = request.match_info["name"]
    return web.Response(
        body=(STATIC / name).read_bytes(), content_type=FILES[name], charset="utf-8", headers=HEADERS
    )


async def list_tickets(request: web.Request) -> web.Response:
    """`GET /_sandbox/agent/tickets`: newest change first."""
    state = request.app[STATE]
    alive = [one for one in state.tickets.values() if not one.deleted]
    return answer(
        {"tickets": [_row(state, one) for one in sorted(alive, key=lambda one: one.sequence, reverse=True)]}
    )


async def show_ticket(request: web.Request) -> web.Response:
    """`GET /_sandbox/agent/tickets/{id}`: with requester and all comments."""
    state = request.app[STATE]
    return answer({"ticket": _full(state, state.ticket(path_id(request)))})


async def submit(request: web.Request) -> web.Response:
    """`POST /_sandbox/agent/tickets/{id}`: `{text|html, public, status, add_tags, remove_tags, take}`."""
    state = request.app[STATE]
    asked = await _asked(request)
    agent = agent_of(state, asked.get("agent", "ada"))
    status = asked.get("status")
    if status is not None and status not in SUBMITTED:
        raise problems.invalid("status", f"Status: submit as one of {', '.join(SUBMITTED)}")
    html = asked.get("html")
    fields: dict[str, Any] = {"assignee_id": agent.id} if asked.get("take") else {}
    request.app[PEOPLE].submit(
        path_id(request),
        agent=agent,
        html=str(html) if html is not None else None,
        text=str(asked.get("text") or ""),
        public=asked.get("public", True) is True,
        status=status,
        add_tags=tag_list(asked.get("add_tags")),
        remove_tags=tag_list(asked.get("remove_tags")),
        **fields,
    )
    return answer({"ticket": _full(state, state.ticket(path_id(request)))})


async def merge_into(request: web.Request) -> web.Response:
    """`POST /_sandbox/agent/tickets/{id}/merge`: `{into}`; answers with the ticket that is left."""
    state = request.app[STATE]
    asked = await _asked(request)
    winner = state.ticket(number(asked.get("into"), "into") or 0)
    agent = agent_of(state, asked.get("agent", "ada"))
    request.app[PEOPLE].merge(path_id(request), winner.id, agent=agent)
    return answer({"ticket": _full(state, winner)})


async def _asked(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        # A plain form of another site could send anything else.
        raise problems.bad("InvalidRequest", "Send application/json")
    return await body_of(request)


def agent_of(state: SandboxState, name: object) -> User:
    """Who works at the page.

    Raises:
        Problem: 400 for nobody.
    """
    try:
        return state.agent(str(name))
    except KeyError as error:
        raise problems.bad("InvalidAgent", f"Unknown agent {name}; there are ada and bo") from error


def _row(state: SandboxState, ticket: Ticket) -> dict[str, Any]:
    assignee = state.users.get(ticket.assignee_id or 0)
    return {
        "id": ticket.id,
        "sequence": ticket.sequence,
        "subject": ticket.subject or ticket.description[:80],
        "status": ticket.status,
        "tags": ticket.tags,
        "requester": state.users[ticket.requester_id].name,
        "assignee": assignee.name if assignee else None,
        "updated_at": stamp(ticket.updated_at),
        "is_chat": ticket.via["channel"] == CHATS,
    }


def _full(state: SandboxState, ticket: Ticket) -> dict[str, Any]:
    requester = state.users[ticket.requester_id]
    return {
        **_row(state, ticket),
        "external_id": ticket.external_id,
        "via": ticket.via["channel"],
        "followup_of": ticket.followup_of,
        "requester": {
            "name": requester.name,
            "external_id": requester.external_id,
            "email": requester.email,
            "verified": requester.verified,
        },
        "comments": [_comment(state, ticket, one) for one in ticket.comments],
    }


def _comment(state: SandboxState, ticket: Ticket, comment: Comment) -> dict[str, Any]:
    author = state.users[comment.author_id]
    return {
        "id": comment.id,
        "author": author.name,
        "is_staff": author.is_staff,
        "is_requester": author.id == ticket.requester_id,
        "public": comment.public,
        "via": comment.via["channel"],
        "created_at": stamp(comment.created_at),
        # Elements and text, not HTML: the page never parses what a stranger wrote.
        "content": markup.tree(comment.html_body),
        "attachments": [
            {"name": one["file_name"], "url": one["content_url"], "size": one["size"]}
            for one in (attachment_json(state, file) for file in comment.attachments)
        ],
    }
