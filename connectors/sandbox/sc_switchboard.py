"""The switchboard: who has a place in it, and control that is passed, offered, accepted, released."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from connectors.sandbox import sc_problems
from connectors.sandbox.sc_bodies import LIVE, chats_of, json_of, metadata_of, route
from connectors.sandbox.sc_gate import CALLER
from connectors.sandbox.sc_json import place_json, switchboard_json
from connectors.sandbox.sc_records import Conversation, Place
from connectors.sandbox.sc_state import ChatState
from connectors.sandbox.web import answer

PLACES_MOST = 10
NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
PLACES = "/switchboards/{switchboard}/switchboardIntegrations"


def add_routes(app: web.Application) -> None:
    """`/switchboards`, and the four actions of a conversation."""
    for action, handler in (
        ("passControl", pass_control),
        ("offerControl", offer_control),
        ("acceptControl", accept_control),
        ("releaseControl", release_control),
    ):
        route(app, "POST", f"/conversations/{{conversation}}/{action}", handler)
    route(app, "GET", "/switchboards", list_switchboards)
    route(app, "POST", "/switchboards", create)
    route(app, "PATCH", "/switchboards/{switchboard}", update)
    route(app, "GET", PLACES, list_places)
    route(app, "POST", PLACES, create_place)
    route(app, "PATCH", PLACES + "/{place}", update_place)
    route(app, "DELETE", PLACES + "/{place}", delete_place)


async def pass_control(request: web.Request) -> web.Response:
    """`POST passControl`."""
    conversation, body = await _asked(request)
    request.app[LIVE].pass_control(conversation, _target(body), metadata_of(body))
    return answer({})


async def offer_control(request: web.Request) -> web.Response:
    """`POST offerControl`."""
    conversation, body = await _asked(request)
    request.app[LIVE].offer_control(conversation, _target(body), metadata_of(body))
    return answer({})


async def accept_control(request: web.Request) -> web.Response:
    """`POST acceptControl`; with an integration's key only by who is pending."""
    conversation, body = await _asked(request)
    _check_own(request, conversation.pending)
    request.app[LIVE].accept_control(conversation, metadata_of(body))
    return answer({})


async def release_control(request: web.Request) -> web.Response:
    """`POST releaseControl`; with an integration's key only by who has it."""
    conversation, body = await _asked(request)
    _check_own(request, conversation.active)
    request.app[LIVE].release_control(conversation, metadata_of(body))
    return answer({})


async def list_switchboards(request: web.Request) -> web.Response:
    """`GET switchboards`: there is one."""
    return answer({"switchboards": [switchboard_json(chats_of(request))]})


async def create(_request: web.Request) -> web.Response:
    """`POST switchboards`: an app has one already."""
    raise sc_problems.bad("Only one switchboard can be created per app")


async def update(request: web.Request) -> web.Response:
    """`PATCH switchboards/{id}`: on or off, and the default."""
    chats, body = _board(request), await json_of(request)
    if "defaultSwitchboardIntegrationId" in body:
        chats.default_id = _place(chats, str(body["defaultSwitchboardIntegrationId"])).id
    if "enabled" in body:
        chats.is_enabled = bool(body["enabled"])
    return answer({"switchboard": switchboard_json(chats)})


async def list_places(request: web.Request) -> web.Response:
    """`GET switchboardIntegrations`."""
    return answer({"switchboardIntegrations": [place_json(one) for one in _board(request).places.values()]})


async def create_place(request: web.Request) -> web.Response:
    """`POST switchboardIntegrations`."""
    chats, body = _board(request), await json_of(request)
    if len(chats.places) >= PLACES_MOST:
        raise sc_problems.bad(
            f"Switchboard has reached the max number of switchboard integrations ({PLACES_MOST})",
            "too_many_switchboard_integrations",
        )
    integration = chats.integration(str(body.get("integrationId") or ""))
    place = Place(
        id=chats.next_id(),
        name=_name(chats, body),
        integration_id=integration.id,
        integration_type=integration.type,
        deliver_standby=bool(body.get("deliverStandbyEvents", True)),
        next_id=_next(chats, body),
        history_count=body.get("messageHistoryCount"),
    )
    chats.places[place.id] = place
    return answer({"switchboardIntegration": place_json(place)}, 201)


async def update_place(request: web.Request) -> web.Response:
    """`PATCH switchboardIntegrations/{id}`."""
    chats, body = _board(request), await json_of(request)
    place = _place(chats, request.match_info["place"])
    if "name" in body and body["name"] != place.name:
        place.name = _name(chats, body)
    if "deliverStandbyEvents" in body:
        place.deliver_standby = bool(body["deliverStandbyEvents"])
    if "nextSwitchboardIntegrationId" in body:
        place.next_id = _next(chats, body)
    if "messageHistoryCount" in body:
        place.history_count = body["messageHistoryCount"]
    return answer({"switchboardIntegration": place_json(place)})


async def delete_place(request: web.Request) -> web.Response:
    """`DELETE switchboardIntegrations/{id}`: conversations that it controlled are the default's, silently."""
    chats = _board(request)
    place = _place(chats, request.match_info["place"])
    if place.id == chats.default_id:
        raise sc_problems.bad("Enabled switchboard must have an associated default switchboardIntegration")
    chats.remove_place(place.id)
    return answer({})


async def _asked(request: web.Request) -> tuple[Conversation, dict[str, Any]]:
    chats = chats_of(request)
    conversation = chats.conversation(request.match_info["conversation"])
    if not chats.is_enabled:
        raise sc_problems.bad("The switchboard is disabled", "switchboard_invalid_action")
    return conversation, await json_of(request)


def _target(body: Mapping[str, Any]) -> str:
    wanted = body.get("switchboardIntegration")
    if not isinstance(wanted, str) or not wanted:
        raise sc_problems.bad("switchboardIntegration is required")
    return wanted


def _check_own(request: web.Request, place_id: str | None) -> None:
    own = request[CALLER].integration_id
    if own is None:
        return
    place = chats_of(request).places.get(place_id or "")
    if place is None or place.integration_id != own:
        raise sc_problems.forbidden()


def _board(request: web.Request) -> ChatState:
    chats = chats_of(request)
    if request.match_info["switchboard"] != chats.switchboard_id:
        raise sc_problems.not_found("switchboard")
    return chats


def _place(chats: ChatState, place_id: str) -> Place:
    found = chats.places.get(place_id)
    if found is None:
        raise sc_problems.not_found("switchboardIntegration")
    return found


def _next(chats: ChatState, body: Mapping[str, Any]) -> str | None:
    wanted = body.get("nextSwitchboardIntegrationId")
    return None if wanted is None else _place(chats, str(wanted)).id


def _name(chats: ChatState, body: Mapping[str, Any]) -> str:
    name = body.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise sc_problems.bad("name must consist of alphanumeric characters, - and _")
    if any(one.name == name for one in chats.places.values()):
        raise sc_problems.bad(f"name {name} is already in use")
    return name
