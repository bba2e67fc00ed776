"""Merging end users: one inherits addresses and tickets, the other is no more."""

from __future__ import annotations

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.records import User
from connectors.sandbox.render import user_json
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import STATE, answer, number, part_of, path_id, route


def add_routes(app: web.Application) -> None:
    """`/users/{id}/merge`."""
    route(app, "PUT", r"/users/{id:\d+}/merge", merge_into)


async def merge_into(request: web.Request) -> web.Response:
    """`PUT /users/{id}/merge`: `{"user": {"id": …}}` or `{"user": {"email": …}}` names the one that stays."""
    state = request.app[STATE]
    given = await part_of(request, "user", ("id", "email"))
    email = given.get("email")
    stays = (
        state.user_by_email(email)
        if isinstance(email, str)
        else state.users.get(number(given.get("id"), "id") or 0)
    )
    if stays is None:
        raise problems.not_found()
    merge(state, state.user(path_id(request)), stays)
    return answer({"user": user_json(state, stays)})


def merge(state: SandboxState, goes: User, stays: User) -> None:
    """Merges `goes` into `stays`; the audits of the tickets say nothing of it.

    Source: Support API, "Merge End Users", and help centre, "Merging a user's duplicate account": tickets
    and addresses move, the merged user's profile and external id are lost.

    Raises:
        Problem: 422 unless they are two end users who are there.
    """
    if goes is stays or goes.is_staff or stays.is_staff or not (goes.active and stays.active):
        raise problems.invalid("base", "Merge: names no two end users")
    stays.emails += [one for one in goes.emails if one not in stays.emails]
    goes.emails, goes.external_id, goes.active = [], None, False
    for ticket in state.tickets.values():
        ticket.requester_id = stays.id if ticket.requester_id == goes.id else ticket.requester_id
        ticket.submitter_id = stays.id if ticket.submitter_id == goes.id else ticket.submitter_id
        for comment in ticket.comments:
            comment.author_id = stays.id if comment.author_id == goes.id else comment.author_id
