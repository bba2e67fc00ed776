"""Tickets: create, read, update, delete, merge, and many at once."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.change import tag_list
from connectors.sandbox.clock import stamp
from connectors.sandbox.ids import token
from connectors.sandbox.merging import Words, merge
from connectors.sandbox.records import Ticket
from connectors.sandbox.render import audit_json, group_json, ticket_json, user_json
from connectors.sandbox.saving import Wanted
from connectors.sandbox.web import (
    ACTOR,
    SAVER,
    STATE,
    answer,
    body_of,
    number,
    page,
    part_of,
    path_id,
    permitted,
    route,
)
from connectors.sandbox.wishes import BULK_KEYS, KEYS, check_safe, requester_of, wanted_of

MANY_MOST = 100


def add_routes(app: web.Application) -> None:
    """`/tickets` and `/job_statuses`."""
    route(app, "GET", "/tickets", list_tickets)
    route(app, "POST", "/tickets", create)
    route(app, "GET", "/tickets/show_many", show_many)
    route(app, "PUT", "/tickets/update_many", update_many)
    route(app, "GET", r"/tickets/{id:\d+}", show)
    route(app, "PUT", r"/tickets/{id:\d+}", update)
    route(app, "DELETE", r"/tickets/{id:\d+}", delete)
    route(app, "POST", r"/tickets/{id:\d+}/merge", merge_into)
    route(app, "GET", r"/users/{id:\d+}/tickets/requested", requested)
    route(app, "GET", r"/job_statuses/{id:[0-9a-f]+}", show_job)


async def create(request: web.Request) -> web.Response:
    """`POST /tickets`; its Idempotency-Key is looked at before."""
    state = request.app[STATE]
    given = await part_of(request, "ticket", KEYS)
    wanted = wanted_of(request, given, None)
    if wanted.comment is None or wanted.comment.is_blank:
        raise problems.invalid("base", "Description: cannot be blank", "BlankValue")
    requester_id = requester_of(request, given)
    ticket, audit = request.app[SAVER].create(
        request[ACTOR],
        wanted,
        requester_id=requester_id,
        submitter_id=number(given.get("submitter_id"), "submitter_id") or wanted.comment.author_id,
        followup_of=number(given.get("via_followup_source_id"), "via_followup_source_id"),
    )
    body = {"ticket": ticket_json(state, ticket), "audit": audit_json(state, ticket, audit)}
    return answer(body, 201, {"Location": f"{state.origin}/api/v2/tickets/{ticket.id}.json"})


async def show(request: web.Request) -> web.Response:
    """`GET /tickets/{id}`, with `include=users,groups`."""
    state = request.app[STATE]
    ticket = state.ticket(path_id(request))
    return answer({"ticket": ticket_json(state, ticket), **_sideloads(request, [ticket])})


async def list_tickets(request: web.Request) -> web.Response:
    """`GET /tickets`, all or those with an `external_id`."""
    state = request.app[STATE]
    tickets = [one for one in state.tickets.values() if not one.deleted]
    if "external_id" in request.query:
        tickets = [one for one in tickets if one.external_id == request.query["external_id"]]
    if request.query.get("sort_order") == "desc" or request.query.get("sort", "").startswith("-"):
        tickets.reverse()
    return answer(
        page(request, "tickets", tickets, lambda one: ticket_json(state, one)) | _sideloads(request, tickets)
    )


async def requested(request: web.Request) -> web.Response:
    """`GET /users/{id}/tickets/requested`."""
    state = request.app[STATE]
    user = state.user(path_id(request))
    tickets = [one for one in state.tickets.values() if one.requester_id == user.id and not one.deleted]
    return answer(page(request, "tickets", tickets, lambda one: ticket_json(state, one)))


async def show_many(request: web.Request) -> web.Response:
    """`GET /tickets/show_many?ids=`."""
    state = request.app[STATE]
    found = [state.tickets.get(one) for one in _ids(request)]
    tickets = [one for one in found if one is not None and not one.deleted]
    return answer(page(request, "tickets", tickets, lambda one: ticket_json(state, one)))


async def update(request: web.Request) -> web.Response:
    """`PUT /tickets/{id}`: fields and at most one comment, in one audit."""
    state = request.app[STATE]
    ticket = state.ticket(path_id(request))
    given = await part_of(request, "ticket", KEYS)
    check_safe(ticket, given)
    audit = request.app[SAVER].update(request[ACTOR], ticket, wanted_of(request, given, ticket))
    return answer({"ticket": ticket_json(state, ticket), "audit": audit_json(state, ticket, audit)})


async def delete(request: web.Request) -> web.Response:
    """`DELETE /tickets/{id}`: gone for readers, still in the incremental export."""
    state = request.app[STATE]
    ticket = state.ticket(path_id(request))
    ticket.deleted, ticket.updated_at = True, state.now()
    ticket.sequence = state.next_id("sequence")
    return web.Response(status=204)


async def update_many(request: web.Request) -> web.Response:
    """`PUT /tickets/update_many`: the only place that knows `additional_tags` and `remove_tags`."""
    body = await body_of(request)
    jobs: list[tuple[int | None, Any]]
    if isinstance(body.get("tickets"), list):
        jobs = [(number(one.get("id"), "id"), one) for one in body["tickets"] if isinstance(one, dict)]
    elif isinstance(body.get("ticket"), dict):
        jobs = [(one, body["ticket"]) for one in _ids(request)]
    else:
        raise problems.missing("ticket")
    if len(jobs) > MANY_MOST:
        raise problems.too_many_values(MANY_MOST)
    results = [
        _one_of_many(request, place, ticket_id, given) for place, (ticket_id, given) in enumerate(jobs)
    ]
    return _queued(request, "Bulk Update Ticket", results)


async def merge_into(request: web.Request) -> web.Response:
    """`POST /tickets/{id}/merge`: `{ids, source_comment?, target_comment?, …_is_public?}`."""
    state, body = request.app[STATE], await body_of(request)
    winner = state.ticket(path_id(request))
    if not isinstance(body.get("ids"), list):
        raise problems.missing("ids")
    losers = [state.ticket(number(one, "ids") or 0) for one in body["ids"]]
    words = Words(
        on_losers=_text(body.get("source_comment")),
        on_winner=_text(body.get("target_comment")),
        losers_public=body.get("source_comment_is_public") is True,
        winner_public=body.get("target_comment_is_public") is True,
    )
    merge(request.app[SAVER], request[ACTOR], losers, winner, words)
    results = [
        {"index": place, "id": one.id, "action": "merge", "status": "Merged", "success": True}
        for place, one in enumerate(losers)
    ]
    return _queued(request, "Ticket Merge", results)


def _queued(request: web.Request, kind: str, results: list[dict[str, Any]]) -> web.Response:
    """A job that is told as queued and is done when it is looked at."""
    state = request.app[STATE]
    job_id = token()[:32]
    job = {
        "id": job_id,
        "job_type": kind,
        "url": f"{state.origin}/api/v2/job_statuses/{job_id}.json",
        "total": len(results),
        "progress": len(results),
        "status": "completed",
        "message": f"Completed at {stamp(state.now())}",
        "results": results,
    }
    state.jobs[job_id] = job
    queued = {"status": "queued", "progress": None, "message": None, "results": None}
    return answer({"job_status": {**job, **queued}})


def _text(given: object) -> str | None:
    return given if isinstance(given, str) and given.strip() else None


async def show_job(request: web.Request) -> web.Response:
    """`GET /job_statuses/{id}`."""
    job = request.app[STATE].jobs.get(request.match_info["id"])
    if job is None:
        raise problems.not_found()
    return answer({"job_status": job})


def _one_of_many(request: web.Request, place: int, ticket_id: int | None, given: Any) -> dict[str, Any]:
    state = request.app[STATE]
    try:
        ticket = state.ticket(ticket_id or 0)
        known = permitted(request, "ticket", given, BULK_KEYS)
        check_safe(ticket, known)
        plain = wanted_of(request, known, ticket)
        wanted = Wanted(
            fields=plain.fields,
            comment=plain.comment,
            custom=plain.custom,
            add_tags=tuple(tag_list(known.get("additional_tags"))),
            remove_tags=tuple(tag_list(known.get("remove_tags"))),
        )
        request.app[SAVER].update(request[ACTOR], ticket, wanted)
    except problems.Problem as problem:
        error = {"error": problem.body.get("error"), "details": problem.body.get("description")}
        return {"index": place, "id": ticket_id, "action": "update", "success": False, **error}
    return {"index": place, "id": ticket.id, "action": "update", "status": "Updated", "success": True}


def _ids(request: web.Request) -> list[int]:
    ids = [number(one.strip(), "ids") for one in request.query.get("ids", "").split(",") if one.strip()]
    if len(ids) > MANY_MOST:
        raise problems.too_many_values(MANY_MOST)
    return [one for one in ids if one is not None]


def _sideloads(request: web.Request, tickets: list[Ticket]) -> dict[str, Any]:
    state = request.app[STATE]
    wanted = set(request.query.get("include", "").split(","))
    loaded: dict[str, Any] = {}
    if "users" in wanted:
        ids = {
            one
            for ticket in tickets
            for one in (ticket.requester_id, ticket.submitter_id, ticket.assignee_id)
        }
        loaded["users"] = [user_json(state, state.users[one]) for one in ids if one in state.users]
    if "groups" in wanted:
        ids = {ticket.group_id for ticket in tickets}
        loaded["groups"] = [group_json(state, state.groups[one]) for one in ids if one in state.groups]
    return loaded
