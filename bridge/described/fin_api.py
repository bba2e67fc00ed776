"""The routes of Fin's API, described in the API's own words.

Source: Intercom API, Preview, the routes beneath `/fin`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from bridge.channels.fin_api.callers import SCOPE
from bridge.channels.fin_api.requests import ATTACHMENTS, BODY_CHARS, HISTORY
from bridge.described.operation import Answer, Asked, Operation, Param, Text

Id = Annotated[str, Field(min_length=1, max_length=255)] | int


class FinMessage(Asked):
    """One message."""

    author: Literal["user", "agent", "fin"]
    body: Annotated[str, Field(min_length=1, max_length=BODY_CHARS)]
    timestamp: datetime | None = None


class FinUser(Asked):
    """For whom the caller speaks."""

    id: Id
    name: str | None = None
    email: str | None = None
    attributes: dict[str, Any] | None = None


class FinMetadata(Asked):
    """What is known about the matter."""

    history: Annotated[list[FinMessage], Field(max_length=HISTORY)] | None = None
    attributes: dict[str, Any] | None = None


class FinSettings(Asked):
    """How to answer."""

    follow_up_questions: bool | None = None
    email: bool | None = None


class FinTalk(Asked):
    """A user's message."""

    conversation_id: Id
    message: FinMessage
    user: FinUser
    conversation_metadata: FinMetadata | None = None
    attachments: Annotated[list[dict[str, Any]], Field(max_length=ATTACHMENTS)] | None = None
    settings: FinSettings | None = None


class FinRun(Asked):
    """What a procedure begins with."""

    conversation_id: Id
    user: FinUser
    message: FinMessage | None = None
    conversation_metadata: FinMetadata | None = None


class FinEscalate(Asked):
    """Which conversation people get."""

    conversation_id: Id
    context: str | None = None
    message: str | None = None


class FinRating(Asked):
    """The rating that was asked for."""

    conversation_id: str
    rating: Literal["terrible", "bad", "ok", "good", "amazing"]
    remark: Annotated[str, Field(max_length=2_000)] | None = None


class FinCapable(Asked):
    """For which user."""

    user: FinUser


class FinTold(Answer):
    """What Fin does now, and where to follow it."""

    conversation_id: str
    user_id: str
    procedure_id: str = Field(default="", description="of a procedure that was begun")
    status: str
    created_at_ms: str | int
    sse_subscription_url: str
    errors: dict[str, Any] = Field(default={}, description="attributes that were not taken, and why")


class FinEscalated(Answer):
    """People have it."""

    conversation_id: str
    status: Literal["escalated"]
    sse_subscription_url: str


class FinRated(Answer):
    """It was taken."""

    conversation_id: str
    rating: str
    status: Literal["rated"]


class FinRefused(Answer):
    """Why a rating was not taken, by field."""

    errors: dict[str, str]


class FinCapabilities(Answer):
    """What Fin can do for a user."""

    version: str
    capabilities: list[dict[str, str]]


VERSION = {"Intercom-Version": Param(says="Preview, Unstable, 2.14, 2.15 or 2.16", place="header")}


def _post(says: str, body: type[Asked], answers: Mapping[int, type[Answer]]) -> Operation:
    return Operation(says=says, by=SCOPE, body=body, params=VERSION, answers=answers)


OPERATIONS: Mapping[str, Operation] = {
    "POST /fin/start": _post("begins a conversation with a user's message", FinTalk, {200: FinTold}),
    "POST /fin/reply": _post("his next message", FinTalk, {200: FinTold}),
    "POST /fin/ask": _post("one question, one answer, complete", FinTalk, {200: FinTold}),
    "POST /fin/escalate": _post("people get a conversation", FinEscalate, {200: FinEscalated}),
    "POST /fin/csat": _post("the rating that was asked for", FinRating, {200: FinRated, 422: FinRefused}),
    "POST /fin/capabilities": _post("what Fin can do for a user", FinCapable, {200: FinCapabilities}),
    "POST /fin/procedures/{procedure_id}/run": _post(
        "begins a conversation with a procedure", FinRun, {200: FinTold}
    ),
    "GET /fin/events": Operation(
        says="Server-Sent Events of one conversation; the address comes with an answer",
        by="stream",
        params={
            "channels": Param(says="of the conversation", required=True),
            "rewind": Param(says="how far back, such as 2m"),
        },
        answers={200: Text(type="text/event-stream")},
    ),
}
