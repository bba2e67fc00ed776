"""What the handlers share: the application's parts, bodies, pages, answers."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson
from aiohttp import web
from yarl import URL

from connectors.sandbox import problems
from connectors.sandbox.change import Actor
from connectors.sandbox.deliveries import Deliveries
from connectors.sandbox.saving import Saver
from connectors.sandbox.state import SandboxState

STATE = web.AppKey("state", SandboxState)
SAVER = web.AppKey("saver", Saver)
DELIVERIES = web.AppKey("deliveries", Deliveries)

ACTOR = web.RequestKey("actor", Actor)
WARNINGS = web.RequestKey("warnings", list)

PAGE_MOST = 100
ID_LARGEST = 2**63
DIGITS_MOST = 20

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def route(app: web.Application, method: str, path: str, handler: Handler) -> None:
    """Adds `/api/v2` + path, with and without `.json`."""
    app.router.add_route(method, f"/api/v2{path}", handler)
    app.router.add_route(method, f"/api/v2{path}.json", handler)


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """A JSON answer."""
    return web.Response(
        body=orjson.dumps(body),
        status=status,
        headers=headers,
        content_type="application/json",
        charset="utf-8",
    )


async def body_of(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body; an empty body is an empty object.

    Raises:
        Problem: 422 when it is not JSON, 400 when it is no object.
    """
    raw = await request.read()
    if not raw.strip():
        return {}
    try:
        parsed = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise problems.unparsable() from error
    if not isinstance(parsed, dict):
        raise problems.bad("InvalidRequest", "The body must be a JSON object")
    return parsed


async def part_of(request: web.Request, key: str, known: Iterable[str]) -> dict[str, Any]:
    """The object under `key`; keys that Zendesk would not permit are dropped, and named in a header.

    Raises:
        Problem: 400 when there is none.
    """
    part = (await body_of(request)).get(key)
    if not isinstance(part, dict):
        raise problems.missing(key)
    return permitted(request, key, part, known)


def permitted(
    request: web.Request, key: str, part: Mapping[str, Any], known: Iterable[str]
) -> dict[str, Any]:
    """The known keys of `part`; the others are warned about."""
    allowed = set(known)
    request[WARNINGS].extend(f"{key}.{name}" for name in part if name not in allowed)
    return {name: value for name, value in part.items() if name in allowed}


def number(value: Any, field: str) -> int | None:
    """An id from JSON or a query, where Zendesk takes strings too.

    Raises:
        Problem: 422 when it is no id.
    """
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _is_whole(value) and int(value) < ID_LARGEST:
        return int(value)
    raise problems.invalid(field, f"{field}: {value!r} is not a number", "InvalidFormat")


def path_id(request: web.Request, name: str = "id") -> int:
    """The numeric id in the path.

    Raises:
        Problem: 404 for a number that no id has.
    """
    text = request.match_info[name]
    if not _is_whole(text):
        raise problems.not_found()
    return int(text)


def page(
    request: web.Request,
    name: str,
    items: Sequence[Any],
    render: Callable[[Any], Any],
    *,
    by_cursor: bool = False,
) -> dict[str, Any]:
    """One page of a list: by cursor when `page[size]` or a cursor is given, else by number.

    Args:
        request: Holds `page[size]`, `page[after]`, `page[before]`, or `page`, `per_page`.
        name: The list's key in the answer.
        items: All of it, in order.
        render: A record as JSON.
        by_cursor: The endpoint knows no numbers.
    """
    query = request.query
    if by_cursor or any(key.startswith("page[") for key in query):
        return _cursor_page(request, name, items, render)
    size = min(max(_whole(query.get("per_page"), PAGE_MOST), 1), PAGE_MOST)
    place = max(_whole(query.get("page"), 1), 1)
    start = (place - 1) * size
    return {
        name: [render(one) for one in items[start : start + size]],
        "next_page": _link(request, {"page": str(place + 1)}) if len(items) > start + size else None,
        "previous_page": _link(request, {"page": str(place - 1)}) if place > 1 else None,
        "count": len(items),
    }


def _cursor_page(
    request: web.Request, name: str, items: Sequence[Any], render: Callable[[Any], Any]
) -> dict[str, Any]:
    query = request.query
    size = min(max(_whole(query.get("page[size]"), PAGE_MOST), 1), PAGE_MOST)
    start = 0
    if after := query.get("page[after]"):
        start = _place(items, after) + 1
    elif before := query.get("page[before]"):
        start = max(_place(items, before) - size, 0)
    shown = items[start : start + size]
    has_more = len(items) > start + size
    after_cursor = cursor(shown[-1].id) if shown else None
    before_cursor = cursor(shown[0].id) if shown else None
    return {
        name: [render(one) for one in shown],
        "meta": {"has_more": has_more, "after_cursor": after_cursor, "before_cursor": before_cursor},
        "links": {
            "next": _link(request, {"page[after]": after_cursor}) if has_more and after_cursor else None,
            "prev": _link(request, {"page[before]": before_cursor}) if start > 0 and before_cursor else None,
        },
    }


def cursor(record_id: object) -> str:
    """An opaque place in a list."""
    return base64.urlsafe_b64encode(f'{{"o":"id","v":"{record_id}"}}'.encode()).decode().rstrip("=")


def opened(text: str) -> str:
    """What a cursor stands for.

    Raises:
        Problem: 400.
    """
    try:
        return str(orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))["v"])
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise problems.bad("InvalidPaginationParameter", "page[after] is not valid") from error


def _place(items: Sequence[Any], text: str) -> int:
    wanted = opened(text)
    for place, one in enumerate(items):
        if str(one.id) == wanted:
            return place
    raise problems.bad("InvalidPaginationParameter", "page[after] is not valid")


def _link(request: web.Request, changed: Mapping[str, str]) -> str:
    query = {key: value for key, value in request.query.items() if key not in {"page[after]", "page[before]"}}
    return str(URL(request.app[STATE].origin).join(request.rel_url).with_query({**query, **changed}))


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and _is_whole(text) else otherwise


def _is_whole(text: str) -> bool:
    """Digits, and not so many that Python refuses to read them."""
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS_MOST
