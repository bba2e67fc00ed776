"""Bodies of requests to Sunshine Conversations, read and checked: metadata, authors, contents, pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from aiohttp import web
from yarl import URL

from connectors.sandbox import sc_problems
from connectors.sandbox.sc_chats import Chats
from connectors.sandbox.sc_records import ChatFile, ChatUser
from connectors.sandbox.sc_state import ChatState
from connectors.sandbox.web import STATE, Handler

LIVE = web.AppKey("live_chats", Chats)

JSON_BYTES = 100 * 1024
METADATA_BYTES = 4096
TEXT_LONGEST = 4096
PAGE = 25
PAGE_MOST = 100
CONTENTS = ("text", "carousel", "file", "form", "formResponse", "image", "list", "location", "template")
PROFILE = {"givenName": 128, "surname": 128, "email": 128, "avatarUrl": 2048, "locale": 64}
_BMP_LAST = 0xFFFF


def chats_of(request: web.Request) -> ChatState:
    """The app that the path names; the gate has let in no other."""
    return request.app[STATE].chats


def route(app: web.Application, method: str, path: str, handler: Handler) -> None:
    """Adds a path behind the app."""
    app.router.add_route(method, f"/sc/v2/apps/{{app}}{path}", handler)


async def json_of(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body; an empty body is an empty object.

    Raises:
        Problem: 400 when it is none, 413 when it is larger than 100 KB.
    """
    raw = await request.read()
    if len(raw) > JSON_BYTES:
        raise sc_problems.too_large()
    try:
        parsed = orjson.loads(raw) if raw.strip() else {}
    except orjson.JSONDecodeError as error:
        raise sc_problems.bad("Invalid JSON in request body") from error
    if not isinstance(parsed, dict):
        raise sc_problems.bad("The request body must be an object")
    return parsed


def metadata_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Flat, small, plain values.

    Raises:
        Problem: 400.
    """
    given = body.get("metadata")
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise sc_problems.bad("metadata must be an object")
    for key, value in given.items():
        if not isinstance(value, str | int | float | bool):
            raise sc_problems.bad(f"metadata.{key} must be a string, a number or a boolean")
    if len(orjson.dumps(given)) > METADATA_BYTES:
        raise sc_problems.bad("metadata must not be larger than 4KB")
    return given


def profile_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a profile, None among them: it clears.

    Raises:
        Problem: 400.
    """
    given = body.get("profile") or {}
    if not isinstance(given, dict):
        raise sc_problems.bad("profile must be an object")
    for key, value in given.items():
        longest = PROFILE.get(key)
        if longest is None:
            raise sc_problems.bad(f"profile.{key} is not allowed")
        if value is not None and not (isinstance(value, str) and 0 < len(value) <= longest):
            raise sc_problems.bad(f"profile.{key} must have 1 to {longest} characters")
    if given.get("email") is not None and "@" not in given["email"]:
        raise sc_problems.bad("profile.email must be a valid email")
    return given


def author_of(chats: ChatState, body: Mapping[str, Any]) -> tuple[dict[str, Any], ChatUser | None]:
    """The author as messages show it, and the user when it is one.

    Raises:
        Problem: 400 for a wrong one, 404 for a user who is nobody.
    """
    given = body.get("author")
    if not isinstance(given, dict) or given.get("type") not in {"user", "business"}:
        raise sc_problems.bad("author.type must be one of user, business")
    shown = {key: given[key] for key in ("type", "displayName", "avatarUrl") if given.get(key)}
    names = [given[key] for key in ("userId", "userExternalId") if given.get(key)]
    if given["type"] == "business":
        if names:
            raise sc_problems.bad("author.userId is only supported when author.type is user")
        if subtypes := given.get("subtypes"):
            if subtypes != ["AI"]:
                raise sc_problems.bad("author.subtypes must be one of AI")
            shown["subtypes"] = subtypes
        return shown, None
    if len(names) != 1:
        raise sc_problems.bad("One of author.userId or author.userExternalId is required, but not both")
    user = chats.user(str(names[0]))
    return {**shown, "userId": user.id}, user


def content_of(
    chats: ChatState, body: Mapping[str, Any], conversation_id: str
) -> tuple[dict[str, Any], tuple[ChatFile, ...]]:
    """The content as it is kept, and the uploaded files that it names.

    Raises:
        Problem: 400.
    """
    given = body.get("content")
    if not isinstance(given, dict) or given.get("type") not in CONTENTS:
        raise sc_problems.bad(f"content.type must be one of {', '.join(CONTENTS)}")
    for key in ("text", "htmlText", "markdownText"):
        text = given.get(key)
        if text is not None and not isinstance(text, str):
            raise sc_problems.bad(f"content.{key} must be a string")
        if given["type"] == "text" and text is not None and units(text) > TEXT_LONGEST:
            raise sc_problems.bad(f"content.{key} must not be longer than {TEXT_LONGEST} characters")
    if given["type"] == "text":
        if not any(
            str(given.get(key) or "").strip() for key in ("text", "htmlText", "markdownText", "actions")
        ):
            raise sc_problems.bad("content.text is required")
        return dict(given), ()
    if given["type"] not in {"file", "image"}:
        return dict(given), ()
    url = given.get("mediaUrl")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise sc_problems.bad("content.mediaUrl must be a valid uri")
    file = next((one for one in chats.files.values() if f"/attachments/v2/{one.id}/" in url), None)
    if file is not None and file.conversation_id not in (None, conversation_id):
        raise sc_problems.bad("content.mediaUrl belongs to another conversation")
    shown = {**given, "altText": given.get("altText") or url.rsplit("/", 1)[-1][:128]}
    if file is not None:
        shown |= {"mediaType": file.content_type, "mediaSize": len(file.data), "attachmentId": file.id}
    return shown, (file,) if file is not None else ()


def units(text: str) -> int:
    """UTF-16 units, as JavaScript counts characters."""
    return len(text) + sum(ord(one) > _BMP_LAST for one in text)


def page(
    request: web.Request,
    name: str,
    items: Sequence[Any],
    render: Callable[[Any], dict[str, Any]],
    *,
    size: int | None = None,
    backwards: bool = False,
) -> dict[str, Any]:
    """One page of a list by cursor.

    Args:
        request: Holds `page[after]` or `page[before]`, and `page[size]`.
        name: The list's key in the answer.
        items: All of it, oldest first.
        render: A record as JSON.
        size: Fixed, whatever is asked for.
        backwards: Without a cursor the last page is shown.

    Raises:
        Problem: 400 for both cursors, an unknown one, or a wrong size.
    """
    query = request.query
    after, before = query.get("page[after]"), query.get("page[before]")
    if after and before:
        raise sc_problems.bad("Invalid page query parameters")
    size = size if size is not None else _size(query.get("page[size]"))
    start, end = 0, len(items)
    if after:
        start = _found(items, after) + 1
    elif before:
        end = _found(items, before)
    is_back = bool(before) or (backwards and not after)
    if is_back:
        start = max(end - size, 0)
    else:
        end = min(start + size, len(items))
    shown = items[start:end]
    has_more = start > 0 if is_back else end < len(items)
    meta: dict[str, Any] = {"hasMore": has_more}
    links: dict[str, str] = {}
    if shown and end < len(items):
        meta["afterCursor"] = shown[-1].id
        links["next"] = _link(request, "page[after]", shown[-1].id)
    if shown and start > 0:
        meta["beforeCursor"] = shown[0].id
        links["prev"] = _link(request, "page[before]", shown[0].id)
    return {name: [render(one) for one in shown], "meta": meta, "links": links}


def _size(text: str | None) -> int:
    if text is None:
        return PAGE
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= PAGE_MOST):  # noqa: PLR2004 - digits of a hundred
        raise sc_problems.bad("Invalid page query parameters")
    return int(text)


def _found(items: Sequence[Any], record_id: str) -> int:
    for place, one in enumerate(items):
        if one.id == record_id:
            return place
    raise sc_problems.bad("Invalid page query parameters")


def _link(request: web.Request, key: str, value: str) -> str:
    query = {name: one for name, one in request.query.items() if name not in {"page[after]", "page[before]"}}
    return str(URL(request.app[STATE].origin).join(request.rel_url).with_query({**query, key: value}))
