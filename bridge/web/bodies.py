"""A request's body, read within limits and checked against its model before anybody uses it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, TypeVar

import orjson
from aiohttp import ClientError, web
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bridge.web.errors import EdgeError

JSON_BYTES = 64 * 1024
"""The longest message is 5,000 characters (20 kB of UTF-8, more when escaped); the rest is room for names."""

NESTING = 100
"""How deep a body may go: far deeper than anybody's data, and well before a library in our way gives up."""

BODY_SECONDS = 20.0
"""A sender who drips his body slower than this holds a connection for nothing."""

UNREADABLE = (web.RequestPayloadError, web.PayloadAccessError, ClientError, ValueError)
"""What reading raises when a body breaks off, or is not chunked as its headers say."""

M = TypeVar("M", bound=BaseModel)


class Body(BaseModel):
    """A JSON body: strict types, unknown keys refused."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True, defer_build=True)


def clean_line(text: str) -> str:
    """One line of text; control characters and line ends become spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


Line = Annotated[str, AfterValidator(clean_line)]
"""A text of which `clean_line` makes one line (a name must not start a second one)."""


async def read_at_most(request: web.Request, limit_bytes: int) -> bytes:
    """The raw body.

    Raises:
        EdgeError: 413 beyond the limit, before more than that is held; 408 when it comes too slowly; 400 when
            it breaks off or is not what its headers say.
    """
    too_big = EdgeError(413, "too_large", f"The body may have {limit_bytes} bytes at most.")
    if (request.content_length or 0) > limit_bytes:
        raise too_big
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while chunk := await request.content.readany():
                body = body + chunk if body else chunk
                if len(body) > limit_bytes:
                    raise too_big
    except TimeoutError:
        raise EdgeError(408, "too_slow", "The body did not come in time.") from None
    except UNREADABLE:
        raise EdgeError(400, "bad_body", "The body broke off or is not chunked as it says.") from None
    return body


async def json_body(request: web.Request, model: type[M], *, limit_bytes: int = JSON_BYTES) -> M:
    """The body as `model`.

    Raises:
        EdgeError: 400 for another content type, broken JSON or a field that does not fit (which it names).
    """
    if request.content_type != "application/json":
        # also what keeps other sites' forms out: only application/json makes a browser ask first
        raise EdgeError(400, "bad_content_type", "Send Content-Type: application/json.")
    return parsed(await read_at_most(request, limit_bytes), model)


def parsed(raw: bytes | str, model: type[M]) -> M:
    """Bytes of JSON as `model`.

    Raises:
        EdgeError: 400, as `json_body`.
    """
    try:
        data: Any = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise EdgeError(400, "bad_json", "The body is not valid JSON.") from None
    if not isinstance(data, dict):
        raise EdgeError(400, "bad_json", "The body must be a JSON object.")
    if _is_deep(raw, data):
        raise EdgeError(400, "bad_json", "The body is nested too deeply.")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(_path(first, data))
        raise EdgeError(
            400, "parameter_invalid", first["msg"].removeprefix("Value error, "), field=field[:200] or None
        ) from None


def _is_deep(raw: bytes | str, data: Any) -> bool:
    opened = raw.count("[") + raw.count("{") if isinstance(raw, str) else raw.count(b"[") + raw.count(b"{")
    if opened <= NESTING:  # nearly always
        return False
    level = [data]
    for _ in range(NESTING):
        level = [one for held in level for one in _held(held) if isinstance(one, dict | list)]
    return bool(level)


def _held(container: Any) -> Iterable[Any]:
    return container.values() if isinstance(container, dict) else container


def _path(error: ErrorDetails, data: Any) -> Iterator[str]:
    """The steps that the sender knows: pydantic's also say which of several types it had tried."""
    for step in error["loc"]:
        is_there = (
            step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        )
        if is_there:
            data = data[step]
        elif error["type"] != "missing" or not isinstance(data, dict):
            return
        yield str(step)
