"""Exports of what changed: tickets by cursor, their events by time."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.clock import stamp
from connectors.sandbox.records import Audit, Ticket
from connectors.sandbox.render import audit_json, ticket_json
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import STATE, answer, route

PAGE = 1000


def add_routes(app: web.Application) -> None:
    """`/incremental`."""
    route(app, "GET", "/incremental/tickets/cursor", tickets_by_cursor)
    route(app, "GET", "/incremental/ticket_events", ticket_events)


async def tickets_by_cursor(request: web.Request) -> web.Response:
    """`GET /incremental/tickets/cursor`: `start_time` first, then `cursor` until `end_of_stream`.

    Deleted tickets are in it; a ticket comes again after each change.
    """
    state, query = request.app[STATE], request.query
    if cursor := query.get("cursor"):
        after = _opened(cursor)
    else:
        start = _start_time(request, state)
        after = max((one.sequence for one in state.tickets.values() if one.updated_at < start), default=0)
    newest = state.now() - state.options.incremental_lag_s
    size = _size(query.get("per_page"))
    due = sorted(
        (one for one in state.tickets.values() if one.sequence > after and one.updated_at <= newest),
        key=lambda one: one.sequence,
    )
    shown = due[:size]
    after_cursor = _cursor(shown[-1]) if shown else query.get("cursor")
    return answer(
        {
            "tickets": [ticket_json(state, one) for one in shown],
            "after_cursor": after_cursor,
            "after_url": f"{state.origin}/api/v2/incremental/tickets/cursor.json?cursor={after_cursor}"
            if after_cursor
            else None,
            "before_cursor": None,
            "before_url": None,
            "end_of_stream": len(due) <= size,
        }
    )


async def ticket_events(request: web.Request) -> web.Response:
    """`GET /incremental/ticket_events?start_time=`: audits, comments with `include=comment_events`."""
    state = request.app[STATE]
    start = _start_time(request, state)
    newest = state.now() - state.options.incremental_lag_s
    due = sorted(
        (
            (audit, ticket)
            for ticket in state.tickets.values()
            for audit in ticket.audits
            if int(audit.created_at) >= start and audit.created_at <= newest
        ),
        key=lambda one: one[0].id,
    )
    shown = due[:PAGE]
    end_time = int(shown[-1][0].created_at) if shown else None
    with_comments = "comment_events" in request.query.get("include", "").split(",")
    next_page = f"{state.origin}/api/v2/incremental/ticket_events.json?start_time={end_time}"
    return answer(
        {
            "ticket_events": [
                _event(state, audit, ticket, with_comments=with_comments) for audit, ticket in shown
            ],
            "next_page": next_page if shown else None,
            "count": len(shown),
            "end_of_stream": len(due) <= PAGE,
            "end_time": end_time,
        }
    )


def _event(state: SandboxState, audit: Audit, ticket: Ticket, *, with_comments: bool) -> dict[str, Any]:
    children: list[dict[str, Any]] = []
    for event in audit_json(state, ticket, audit)["events"]:
        if event["type"] == "Comment":
            if with_comments:
                children.append({**event, "event_type": "Comment"})
        elif event["type"] in {"Create", "Change"}:
            child = {"id": event["id"], "event_type": event["type"], event["field_name"]: event["value"],
                     "via": event["via"]["channel"]}  # fmt: skip
            if "previous_value" in event:
                child["previous_value"] = event["previous_value"]
            children.append(child)
    return {
        "id": audit.id,
        "ticket_id": ticket.id,
        "timestamp": int(audit.created_at),
        "created_at": stamp(audit.created_at),
        "updater_id": audit.author_id,
        "via": audit.via["channel"],
        "system": audit.metadata["system"],
        "metadata": audit.metadata,
        "event_type": "Audit",
        "child_events": children,
    }


def _start_time(request: web.Request, state: SandboxState) -> float:
    text = request.query.get("start_time", "")
    if not text.isascii() or not text.isdecimal():
        raise problems.missing("start_time")
    if float(text) > state.now() - state.options.incremental_lag_s:
        raise problems.bad("InvalidValue", "Too recent start_time. Use a start_time older than 60 seconds")
    return float(text)


def _cursor(ticket: Ticket) -> str:
    return base64.urlsafe_b64encode(f"{ticket.updated_at:.1f}||{ticket.sequence}|".encode()).decode()


def _opened(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor).decode().split("|")[2])
    except (binascii.Error, UnicodeDecodeError, ValueError, IndexError) as error:
        raise problems.bad("InvalidCursor", "The cursor is not valid") from error


def _size(text: str | None) -> int:
    return min(max(int(text), 1), PAGE) if text is not None and text.isascii() and text.isdecimal() else PAGE
