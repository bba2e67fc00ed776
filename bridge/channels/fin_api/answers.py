"""What a caller hears at once about the conversation that he called for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bridge.actions.caller_shapes import milliseconds
from bridge.channels.fin_api.requests import (
    Request,
)
from bridge.core.conversation.state import Conversation
from bridge.core.words.values import Owner
from bridge.web.answers import json_answer


def answered(
    c: Conversation,
    wanted: Request,
    *,
    at: datetime,
    address: str,
    errors: Mapping[str, Any],
    procedure: str = "",
) -> web.Response:
    """How it stands, and where its events are read.

    Args:
        c: The conversation after the call.
        wanted: The call.
        at: The time, aware UTC.
        address: Of the stream of events.
        errors: What is wrong with attributes, as `errors_of` says it.
        procedure: Its id, where one was to be run.
    """
    shape: dict[str, Any] = {
        "conversation_id": wanted.conversation_id,
        "user_id": wanted.user.id,
        **({"procedure_id": procedure} if procedure else {}),
        "status": status_of(c),
        "created_at_ms": milliseconds(at),
        "sse_subscription_url": address,
    }
    if errors:
        shape["errors"] = dict(errors)
    return json_answer(shape)


def status_of(c: Conversation) -> str:
    """The conversation's status in the API's words."""
    told = c.caller.told if c.caller is not None else "thinking"
    if told == "complete" and c.owner is Owner.TEAM:
        return "escalated"
    return told


def errors_of(users: Mapping[str, str], conversation: Mapping[str, str]) -> dict[str, Any]:
    """What is wrong with attributes, as answers say it; empty when nothing is."""
    kinds = (("user", users), ("conversation", conversation))
    return {kind: {"attributes": wrong} for kind, wrong in kinds if wrong}
