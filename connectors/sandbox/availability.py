"""Which agents take which kind of work now.

Source: developer.zendesk.com, Agent Availability API; its form is JSON:API.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from connectors.sandbox.records import User
from connectors.sandbox.web import STATE, answer, route

CHANNELS = ("support", "messaging", "talk")


def add_routes(app: web.Application) -> None:
    """`/agent_availabilities`."""
    route(app, "GET", "/agent_availabilities", list_availabilities)


async def list_availabilities(request: web.Request) -> web.Response:
    """`GET /agent_availabilities`: all agents, or with `filter[channel_status]=messaging:online` some."""
    state = request.app[STATE]
    wanted = request.query.get("filter[channel_status]", "")
    _, _, status = wanted.partition(":")
    agents = [one for one in state.users.values() if one.role == "agent"]
    shown = [one for one in agents if not status or _status(one, state.away) == status]
    return answer({"data": [_json(one, state.away) for one in shown], "meta": {"has_more": False}})


def _status(agent: User, away: set[int]) -> str:
    return "offline" if agent.id in away else "online"


def _json(agent: User, away: set[int]) -> dict[str, Any]:
    return {
        "id": str(agent.id),
        "type": "agent_availabilities",
        "attributes": {"agent_id": agent.id, "agent_status": {"name": _status(agent, away).title()}},
        "relationships": {
            "channels": {
                "data": [{"id": f"{agent.id}:{name}", "type": "channels"} for name in CHANNELS],
            }
        },
    }
