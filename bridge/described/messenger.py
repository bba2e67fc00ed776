"""The Messenger's routes, described: bodies by the models that check them, answers by their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from bridge.channels.messenger.boot import Boot
from bridge.channels.messenger.clicks import Happened
from bridge.channels.messenger.conversations import Rating, Read, TypingNow
from bridge.channels.messenger.messages import Message
from bridge.channels.messenger.sessions import Shutdown
from bridge.channels.messenger.triggers import Clicked
from bridge.core.conversation.state import Status
from bridge.core.words.values import Owner
from bridge.described.operation import Answer, Operation, Param, Text

SESSION = "session"


class Author(Answer):
    """Who speaks."""

    type: Literal["user", "fin", "agent", "system"]
    name: str
    avatar_url: str | None


class Source(Answer):
    """What an answer rests on."""

    content_type: str
    title: str
    url: str | None


class ReplyOption(Answer):
    """A button."""

    uuid: str
    text: str


class Attachment(Answer):
    """A file."""

    id: str
    name: str
    content_type: str
    size: int
    url: str | None


class Part(Answer):
    """One line of a conversation; `body` is safe HTML."""

    id: str
    seq: int
    conversation_id: str
    author: Author
    body: str
    created_at: datetime
    sources: list[Source]
    reply_options: list[ReplyOption]
    attachments: list[Attachment]
    client_id: str = Field(default="", description="only in parts of a customer")


class Rated(Answer):
    """How the customer found it."""

    rating: Literal["terrible", "bad", "ok", "good", "amazing"]
    remark: str


class Conversation(Answer):
    """A conversation in a list."""

    id: str
    status: Status
    owner: Owner
    language: str | None
    unread_count: int
    created_at: datetime
    updated_at: datetime
    rating: Rated | None
    last_part: Part | None


class WhoIsThere(Answer):
    """The contact that the session is of."""

    id: str
    role: Literal["user", "visitor"]
    verified: bool


class Booted(Answer):
    """A session and what there is to show."""

    session: str
    expires_at: datetime
    contact: WhoIsThere
    visitor_token: str = Field(default="", description="for visitors and for users without proof")
    workspace: dict[str, Any]
    conversations: list[Conversation]
    unread_count: int


class Conversations(Answer):
    """The newest of the contact, at most 50."""

    conversations: list[Conversation]


class Said(Answer):
    """What a message became."""

    conversation: Conversation
    part: Part


class Shown(Answer):
    """A conversation with its parts, at most 500 at a time."""

    conversation: Conversation
    parts: list[Part]


class Frames(Answer):
    """What happened since the cursor, as the socket would have said it, and where to go on."""

    frames: list[dict[str, Any]]
    cursor: str


_ONE = "/messenger/conversations/{id}"
_SCRIPT = Text(type="text/javascript")
_FILE = Text(type="application/octet-stream")

OPERATIONS: Mapping[str, Operation] = {
    "GET /messenger.js": Operation(says="the widget's loader", answers={200: _SCRIPT}),
    "GET /widget/{app_id}": Operation(
        says="the same, at the address of Intercom's snippets", answers={200: _SCRIPT}
    ),
    "GET /messenger/widget/{path}": Operation(
        says="a module of the widget; the path may have slashes", answers={200: _SCRIPT}
    ),
    "POST /messenger/boot": Operation(
        says="opens a session; keys that are not named are the contact's attributes",
        body=Boot,
        answers={200: Booted},
    ),
    "POST /messenger/shutdown": Operation(
        says="ends it", by=SESSION, body=Shutdown, body_required=False, answers={204: None}
    ),
    "GET /messenger/conversations": Operation(
        says="the newest 50 of the contact", by=SESSION, answers={200: Conversations}
    ),
    "POST /messenger/conversations": Operation(
        says="begins one; 200 when it stands already",
        by=SESSION,
        body=Message,
        answers={200: Said, 201: Said},
    ),
    f"GET {_ONE}": Operation(
        says="one with its parts",
        by=SESSION,
        params={
            "after": Param(says="seq of the last part that is held", schema={"type": "integer", "minimum": 0})
        },
        answers={200: Shown},
    ),
    f"POST {_ONE}/parts": Operation(
        says="writes; 200 when it stands already", by=SESSION, body=Message, answers={200: Said, 201: Said}
    ),
    f"POST {_ONE}/read": Operation(
        says="it was seen", by=SESSION, body=Read, body_required=False, answers={204: None}
    ),
    f"POST {_ONE}/typing": Operation(
        says="the customer types", by=SESSION, body=TypingNow, body_required=False, answers={204: None}
    ),
    f"POST {_ONE}/rating": Operation(says="how it was", by=SESSION, body=Rating, answers={204: None}),
    "GET /messenger/socket": Operation(
        says="a WebSocket; its first frame is a hello with the session and cursors", answers={101: None}
    ),
    "GET /messenger/updates": Operation(
        says="the same by long poll",
        by=SESSION,
        params={"cursor": Param(says="where the last answer ended")},
        answers={200: Frames},
    ),
    "POST /messenger/uploads": Operation(
        says="keeps a file for a message",
        by=SESSION,
        takes="multipart/form-data",
        body={
            "type": "object",
            "required": ["file"],
            "properties": {"file": {"type": "string", "format": "binary"}},
        },
        answers={201: Attachment},
    ),
    "GET /messenger/uploads/{id}/{signature}": Operation(says="the file", answers={200: _FILE}),
    "GET /messenger/files/{conversation}/{id}/{signature}": Operation(
        says="an agent's file", answers={200: _FILE}
    ),
    "POST /messenger/events": Operation(
        says="what the customer did on the page", by=SESSION, body=Happened, answers={204: None}
    ),
    "POST /messenger/procedures/{id}/trigger": Operation(
        says="a click on an element; Fin speaks first",
        by=SESSION,
        body=Clicked,
        answers={200: Said, 201: Said},
    ),
}
