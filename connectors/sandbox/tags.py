"""Tags of a ticket: POST sets, PUT adds, DELETE removes."""

from __future__ import annotations

from aiohttp import web

from connectors.sandbox.change import tag_list
from connectors.sandbox.records import Ticket
from connectors.sandbox.saving import Wanted
from connectors.sandbox.web import ACTOR, SAVER, STATE, answer, body_of, path_id, route
from connectors.sandbox.wishes import check_safe


def add_routes(app: web.Application) -> None:
    """`/tickets/{id}/tags`."""
    route(app, "GET", r"/tickets/{id:\d+}/tags", show)
    route(app, "POST", r"/tickets/{id:\d+}/tags", replace)
    route(app, "PUT", r"/tickets/{id:\d+}/tags", add)
    route(app, "DELETE", r"/tickets/{id:\d+}/tags", remove)


async def show(request: web.Request) -> web.Response:
    """The tags."""
    return answer({"tags": request.app[STATE].ticket(path_id(request)).tags})


async def replace(request: web.Request) -> web.Response:
    """All tags at once; what is not named is gone."""
    ticket, tags = await _asked(request)
    return _saved(request, ticket, Wanted(fields={"tags": tags}), 201)


async def add(request: web.Request) -> web.Response:
    """Adds to what is there."""
    ticket, tags = await _asked(request)
    return _saved(request, ticket, Wanted(add_tags=tags), 200)


async def remove(request: web.Request) -> web.Response:
    """Takes away what is named."""
    ticket, tags = await _asked(request)
    return _saved(request, ticket, Wanted(remove_tags=tags), 200)


async def _asked(request: web.Request) -> tuple[Ticket, tuple[str, ...]]:
    """The ticket, and tags from the body or from `?tags=a,b`."""
    ticket = request.app[STATE].ticket(path_id(request))
    body = await body_of(request)
    check_safe(ticket, body)
    return ticket, (*tag_list(body.get("tags")), *tag_list(request.query.get("tags", "")))


def _saved(request: web.Request, ticket: Ticket, wanted: Wanted, status: int) -> web.Response:
    request.app[SAVER].update(request[ACTOR], ticket, wanted)
    return answer({"tags": ticket.tags}, status)
