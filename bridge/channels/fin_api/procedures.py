"""`/fin/capabilities` and `/fin/procedures/{procedure_id}/run`: what Fin can do for a user, and have it done.

Source: Intercom API, Preview, "Discover Fin's capabilities" and "Run a Fin procedure": their texts.
"""

from __future__ import annotations

from typing import Any

import structlog
from aiohttp import web

from bridge.channels.fin_api.answers import answered, errors_of
from bridge.channels.fin_api.attributes import checked
from bridge.channels.fin_api.callers import LEGACY, allowed, invalid
from bridge.channels.fin_api.needs import FinApiParts
from bridge.channels.fin_api.requests import Request, object_in, request_in, user_in
from bridge.channels.fin_api.stream_tokens import StreamTokens
from bridge.channels.fin_api.talking import EXISTS, conversation_of, speaks_for, user_known
from bridge.core.procedures.definition import Definition
from bridge.core.words.caller_events import ProcedureRequested
from bridge.core.words.ids import derived
from bridge.core.words.values import Caller, Channel, Json
from bridge.runtime import log
from bridge.runtime.turn import Turned
from bridge.web.answers import json_answer

SHOWN = 100
_ALWAYS = (
    ("reply", "Reply to an in-progress Fin conversation.", "/fin/reply"),
    ("ask", "Ask Fin a single, self-contained question.", "/fin/ask"),
    ("escalate", "Hand a conversation to the team.", "/fin/escalate"),
)
_REFUSED = {
    "not_live": "Procedure is not live",
    "exists": EXISTS,
    "audience": "No Fin profile is configured to handle this conversation. "
    "Configure a Fin profile and retry.",
}

logger = structlog.get_logger(__name__)


class Procedures:
    """The two routes."""

    def __init__(self, parts: FinApiParts, tokens: StreamTokens) -> None:
        self._parts = parts
        self._tokens = tokens

    async def capabilities(self, request: web.Request) -> web.StreamResponse:
        """`POST /fin/capabilities`: live procedures that are for the user, and what is always there."""
        version = allowed(request, self._parts)
        user = user_in(await object_in(request), "orchestration")
        attributes, _ = checked(user.attributes, "User", self._parts.user_attributes)
        contact = await user_known(self._parts, user, attributes, None)
        from bridge.core.conversation.triggers import is_offered  # and with it most of what decides

        rules, now = self._parts.turns.rules(), self._parts.clock.now()
        found = [
            {
                "type": "procedure",
                "id": one.id,
                "name": one.title,
                "description": one.head.when_to_use.description if one.head.when_to_use else one.title,
                "endpoint": f"/fin/procedures/{one.id}/run",
                "method": "POST",
            }
            for one in rules.catalog.procedures.values()
            if _is_for_api(one) and is_offered(rules, one, contact, Channel.API, now)
        ]
        always = [
            {"type": kind, "description": text, "endpoint": path, "method": "POST"}
            for kind, text, path in _ALWAYS
        ]
        return json_answer({"version": version, "capabilities": [*found, *always]})

    async def run(self, request: web.Request) -> web.StreamResponse:
        """`POST /fin/procedures/{procedure_id}/run`: it begins at once; the same request twice is one run."""
        version = allowed(request, self._parts)
        id_ = request.match_info["procedure_id"]
        wanted = request_in(await object_in(request), "orchestration", needs_message=False)
        definition = self._wanted(id_)
        into = conversation_of(wanted.conversation_id)
        event_id = derived("evt", into, "run", id_)
        before = await log.conversation(self._parts.store, into)
        if before is not None:
            is_again = await log.seen(self._parts.store, [event_id])
            if not is_again or not speaks_for(before, wanted.user.id):
                raise invalid(EXISTS, "conversation_id")
        users, wrong_users = checked(wanted.user.attributes, "User", self._parts.user_attributes)
        ours, wrong_ours = checked(wanted.attributes, "Conversation", self._parts.conversation_attributes)
        values, misfits = _values(definition, ours)
        event = ProcedureRequested(
            conversation_id=into,
            at=self._parts.clock.now(),
            contact=await user_known(self._parts, wanted.user, users, None),
            channel=Channel.API,
            caller=Caller(
                conversation=wanted.conversation_id,
                user=wanted.user.id,
                is_legacy=version in LEGACY,
                is_email=wanted.is_email,
                attributes=ours,
            ),
            procedure=id_,
            values=values,
            body=wanted.message.body if wanted.message else None,
            said_by="user" if wanted.message and wanted.message.author == "user" else "fin",
        )
        turned = await self._parts.turns.turn(event_id, [event], lasting=True)
        if turned.refused is not None:
            raise invalid(_REFUSED[turned.reply or "not_live"])
        logger.info("fin_called", way="run", procedure=id_, conversation=into, again=turned.again)
        return self._answer(turned, wanted, id_, errors_of(wrong_users, {**wrong_ours, **misfits}))

    def _wanted(self, id_: str) -> Definition:
        if id_ not in self._parts.written():
            raise invalid("Procedure not found")
        live = self._parts.turns.rules().catalog.procedures.get(id_)
        if live is None:
            raise invalid("Procedure is not live")
        if not _is_for_api(live):
            raise invalid("Procedure does not have an API trigger")
        return live

    def _answer(
        self, turned: Turned, wanted: Request, procedure: str, errors: dict[str, Any]
    ) -> web.StreamResponse:
        c = turned.conversation
        return answered(
            c,
            wanted,
            at=self._parts.clock.now(),
            address=self._tokens.address(c, after=0, rewinds=True),
            errors=errors,
            procedure=procedure,
        )


def _is_for_api(definition: Definition) -> bool:
    """Whether a procedure can be begun by this API: its channels name `api`, or none."""
    channels = definition.head.audience.channels
    return not channels or Channel.API in channels


def _values(definition: Definition, given: dict[str, Json]) -> tuple[dict[str, Json], dict[str, str]]:
    """What fills the procedure's own attributes, and which of it does not fit; it is asked for then."""
    values: dict[str, Json] = {}
    wrong: dict[str, str] = {}
    for name, value in given.items():
        attribute = definition.head.attributes.get(name)
        if attribute is None:
            continue
        if attribute.accepts(value):
            values[name] = value
        else:
            said = f"'{str(value)[:SHOWN]}' is not a valid value for attribute '{name}'"
            wrong[name] = f"{said} of type '{attribute.type}'"
    return values, wrong
