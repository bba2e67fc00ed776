"""Everything that was ever saved on a ticket, with who and how."""

from __future__ import annotations

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.records import Audit
from connectors.sandbox.render import audit_json
from connectors.sandbox.web import STATE, answer, page, path_id, route


def add_routes(app: web.Application) -> None:
    """`/tickets/{id}/audits`."""
    route(app, "GET", r"/tickets/{id:\d+}/audits", list_audits)
    route(app, "GET", r"/tickets/{id:\d+}/audits/{audit_id:\d+}", show)


async def list_audits(request: web.Request) -> web.Response:
    """`GET /tickets/{id}/audits`: by cursor or page, newest first on request, by kind of event."""
    state = request.app[STATE]
    ticket = state.ticket(path_id(request))
    kinds = set(request.query.getall("filter_events[]", []))
    audits: list[Audit] = [
        one for one in ticket.audits if not kinds or any(event["type"] in kinds for event in one.events)
    ]
    if request.query.get("sort_order") == "desc" or request.query.get("sort", "").startswith("-"):
        audits.reverse()
    return answer(page(request, "audits", audits, lambda one: audit_json(state, ticket, one)))


async def show(request: web.Request) -> web.Response:
    """`GET /tickets/{id}/audits/{audit_id}`."""
    state = request.app[STATE]
    ticket = state.ticket(path_id(request))
    wanted = path_id(request, "audit_id")
    for audit in ticket.audits:
        if audit.id == wanted:
            return answer({"audit": audit_json(state, ticket, audit)})
    raise problems.not_found()
