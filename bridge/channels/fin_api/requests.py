"""The bodies of Fin's API, read and checked in the API's own words. What it does not know is ignored.

Source: Intercom API, Preview: `fin_agent_message`, `fin_agent_user`, `fin_agent_conversation_metadata`,
`fin_agent_attachment`, `fin_agent_settings`, and the examples of each route's 400.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import orjson
from aiohttp import web

from bridge.channels.fin_api.attributes import MOST as MOST_ATTRIBUTES
from bridge.channels.fin_api.callers import invalid
from bridge.channels.messenger.identity import normalised_email
from bridge.core.words.body import Body, from_html, from_plain, is_blank
from bridge.web.bodies import read_at_most
from bridge.web.errors import EdgeError

Wording: TypeAlias = Literal["conversation", "orchestration"]
"""The routes of the conversational model and those beside it name what is missing differently."""

JSON_BYTES = 256 * 1024
ID_CHARS = 255
NAME_CHARS = 255
BODY_CHARS = 10_000
HISTORY = 10
ATTACHMENTS = 10

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_MISSING: Mapping[Wording, tuple[str, str]] = {
    "conversation": ("conversation_id is required", "user.id is required"),
    "orchestration": ("External Conversation ID is required", "User ID is required"),
}
_AUTHORS = ("user", "agent", "fin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message.

    Args:
        said: As it came, to tell it from another.
        at: When it was written, as the caller says; None when he does not.
    """

    author: Literal["user", "agent", "fin"]
    body: Body
    said: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """For whom he speaks."""

    id: str
    name: str | None = None
    email: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A body that is sound; attachments and attributes are looked at where they are used."""

    conversation_id: str
    user: User
    message: Message | None = None
    history: tuple[Message, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])
    attachments: tuple[Mapping[str, Any], ...] = ()
    asks_back: bool = True
    is_email: bool = False


async def object_in(request: web.Request, limit_bytes: int = JSON_BYTES) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        EdgeError: 400 for another content type or broken JSON, 413 beyond the limit.
    """
    if request.content_type != "application/json":
        raise EdgeError(400, "bad_content_type", "Send Content-Type: application/json.")
    try:
        data = orjson.loads(await read_at_most(request, limit_bytes))
    except orjson.JSONDecodeError:
        raise EdgeError(400, "bad_json", "The body is not valid JSON.") from None
    if not isinstance(data, dict):
        raise EdgeError(400, "bad_json", "The body must be a JSON object.")
    return data


def request_in(data: Mapping[str, Any], wording: Wording, *, needs_message: bool = True) -> Request:
    """What a body asks for.

    Raises:
        EdgeError: 400, `parameter_invalid`.
    """
    metadata = _object(data, "conversation_metadata")
    settings = _object(data, "settings")
    said = _object(data, "message")
    conversation_id = conversation_id_in(data, wording)
    if needs_message and not said:
        raise invalid("message is required", "message")
    history = _list(metadata, "history", "conversation_metadata.history")
    if len(history) > HISTORY:
        raise invalid(
            f"Conversation history cannot contain more than {HISTORY} items", "conversation_metadata.history"
        )
    attachments = _list(data, "attachments", "attachments")
    if len(attachments) > ATTACHMENTS:
        raise invalid(f"Cannot include more than {ATTACHMENTS} attachments.", "attachments")
    return Request(
        conversation_id=conversation_id,
        user=user_in(data, wording),
        message=_message(said, "message") if said else None,
        history=tuple(
            _message(one, f"conversation_metadata.history.{place}") for place, one in enumerate(history)
        ),
        attributes=attributes_in(metadata, "conversation_metadata.attributes"),
        attachments=tuple(attachments),
        asks_back=_flag(settings, "follow_up_questions", default=True),
        is_email=_flag(settings, "email", default=False),
    )


def conversation_id_in(data: Mapping[str, Any], wording: Wording) -> str:
    """The caller's id of the conversation."""
    found = _id(data.get("conversation_id"))
    if not found:
        raise invalid(_MISSING[wording][0], "conversation_id")
    return _short(found, ID_CHARS, "conversation_id")


def user_in(data: Mapping[str, Any], wording: Wording) -> User:
    """For whom he speaks."""
    user = _object(data, "user")
    if not user and wording == "conversation":
        raise invalid("user is required", "user")
    user_id = _id(user.get("id"))
    if not user_id:
        raise invalid(_MISSING[wording][1], "user.id")
    name, email = user.get("name"), user.get("email")
    if name is not None and not isinstance(name, str):
        raise invalid("user.name must be a string", "user.name")
    if email is not None and (not isinstance(email, str) or normalised_email(email) is None):
        raise invalid("user.email is not a valid email address", "user.email")
    shown = " ".join("".join(c if c.isprintable() else " " for c in name or "").split())
    return User(
        id=_short(user_id, ID_CHARS, "user.id"),
        name=_short(shown, NAME_CHARS, "user.name") or None,
        email=normalised_email(email) if email else None,
        attributes=attributes_in(user, "user.attributes"),
    )


def attributes_in(data: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Custom attributes, not yet looked at one by one."""
    found = data.get("attributes")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise invalid(f"{path} must be an object", path)
    if len(found) > MOST_ATTRIBUTES:
        raise invalid(f"Cannot update more than {MOST_ATTRIBUTES} attributes at once.", path)
    return found


def text_in(data: Mapping[str, Any], name: str, most: int) -> str:
    """A text that may be missing."""
    found = data.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise invalid(f"{name} must be a string", name)
    return _short(found, most, name)


def _message(data: Any, path: str) -> Message:
    if not isinstance(data, dict):
        raise invalid(f"{path} must be an object", path)
    author, body = data.get("author"), data.get("body")
    if author is None:
        raise invalid(f"{path}.author is required", f"{path}.author")
    if author not in _AUTHORS:
        raise invalid(f"{path}.author must be one of {', '.join(_AUTHORS)}", f"{path}.author")
    said = _short(body, BODY_CHARS, f"{path}.body") if isinstance(body, str) else ""
    made = from_html(said) if _MARKUP.search(said) else from_plain(said)
    if is_blank(made.text):  # a script alone, for one
        raise invalid(f"{path}.body is required", f"{path}.body")
    return Message(
        author=author,
        body=made,
        said=said,
        at=_time(data.get("timestamp") or data.get("timestamp_ms"), f"{path}.timestamp"),
    )


def _time(value: Any, path: str) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        raise invalid(f"{path} is not a valid ISO 8601 date-time", path) from None


def _object(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise invalid(f"{name} must be an object", name)
    return found


def _list(data: Mapping[str, Any], name: str, path: str) -> list[Any]:
    found = data.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise invalid(f"{path} must be an array", path)
    return found


def _flag(data: Mapping[str, Any], name: str, *, default: bool) -> bool:
    found = data.get(name)
    if found is None:
        return default
    if not isinstance(found, bool):
        raise invalid(f"settings.{name} must be a boolean", f"settings.{name}")
    return found


def _id(value: Any) -> str:
    """An id; numbers are the same as their digits, as the API's clients send either."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return text if isinstance(text, str) and text.strip() and text.isprintable() else ""


def _short(text: str, most: int, path: str) -> str:
    if len(text) > most:
        raise invalid(f"{path} cannot be longer than {most} characters", path)
    return text
