"""The one shape of an error that leaves the house, and the exception that carries it.

Source: Intercom API, "Error objects": `error.list` with a request id.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from aiohttp import web

from bridge.web.answers import json_answer


class EdgeError(Exception):
    """The caller cannot be served; what it says goes to him word for word.

    Args:
        status: The HTTP status, 400 to 599.
        code: One word for machines, stable for ever.
        message: One sentence for people; never a secret, never what somebody else wrote.
        field: The path of the field that was wrong, e.g. `attachments.0`.
        retry_after_s: Seconds until it is worth trying again; becomes `Retry-After`, rounded up.
        headers: More response headers.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        field: str | None = None,
        retry_after_s: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.retry_after_s = retry_after_s
        self.headers = dict(headers or {})


def not_found(what: str) -> EdgeError:
    """The same answer for what does not exist and for what is somebody else's: no oracle."""
    return EdgeError(404, "not_found", f"There is no such {what}.")


def error_answer(error: EdgeError, request_id: str) -> web.Response:
    """The envelope as a response."""
    first: dict[str, str] = {"code": error.code, "message": error.message}
    if error.field is not None:
        first["field"] = error.field
    headers = dict(error.headers)
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after_s)))
    envelope = {"type": "error.list", "request_id": request_id, "errors": [first]}
    return json_answer(envelope, status=error.status, headers=headers)
