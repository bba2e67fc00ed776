"""Data to a JSON response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web


def json_answer(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """`data` as JSON; times become RFC 3339 in UTC with a `Z`."""
    return web.Response(
        body=json_bytes(data), status=status, content_type="application/json", headers=headers
    )


def json_bytes(data: Any) -> bytes:
    """`data` as JSON bytes."""
    return orjson.dumps(data, option=orjson.OPT_UTC_Z)


def nothing() -> web.Response:
    """204."""
    return web.Response(status=204)
