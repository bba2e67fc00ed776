"""The outermost layer of every request: its id, its errors, its security headers, its place in the metrics.

It costs a few microseconds: no log line is written for a request that went well, unless at debug.
"""

from __future__ import annotations

import secrets
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram

from bridge.runtime.store import StoreBusy
from bridge.web.errors import EdgeError, error_answer

REQUEST_ID = web.RequestKey("request_id", str)

BUSY_RETRY_S = 5
SERVER_ERROR = 500

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Cache-Control": "no-store",
    "Server": "messenger-bridge",  # aiohttp would tell its version, and Python's
}
"""For answers that are data; a page or a file that needs others sets its own."""

PLAIN = {"Accept-Encoding": "identity"}
"""For who sent a packed body. Source: RFC 7694, section 3."""

_CODES = {
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The body is too large."),
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Middleware = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]

log = structlog.get_logger(__name__)


class HttpMetrics:
    """Requests by route, method and status, and how long they took.

    Args:
        registry: Where they are counted; one registry has them once.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "bridge_http_requests_total",
            "Requests answered.",
            ["route", "method", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "bridge_http_request_seconds",
            "Time to answer; sockets and held polls are left out.",
            ["route"],
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
            registry=registry,
        )
        self._counters: dict[tuple[str, str, int], Counter] = {}  # labels() costs more than the rest of us
        self._clocks: dict[str, Histogram] = {}

    def count(self, route: str, method: str, status: int, seconds: float | None) -> None:
        """Counts one answer; `seconds` None leaves its time out."""
        counter = self._counters.get((route, method, status))
        if counter is None:
            counter = self._requests.labels(route, method, str(status))
            self._counters[route, method, status] = counter
        counter.inc()
        if seconds is not None:
            clock = self._clocks.get(route)
            if clock is None:
                clock = self._clocks[route] = self._seconds.labels(route)
            clock.observe(seconds)


def edge(metrics: HttpMetrics, *, untimed: frozenset[str] = frozenset()) -> Middleware:
    """The middleware; it stands first in the application's list.

    Args:
        metrics: Where requests are counted.
        untimed: Routes (as they were registered) that hold the caller on purpose.
    """

    @web.middleware
    async def outermost(request: web.Request, handler: Handler) -> web.StreamResponse:
        started = time.perf_counter()
        request_id = request[REQUEST_ID] = f"req_{secrets.token_hex(12)}"
        try:
            _check_plain(request)
            response = await handler(request)
        except EdgeError as error:
            response = error_answer(error, request_id)
            if request.content.exception() is not None:  # nobody can tell where the next request begins
                response.force_close()
        except web.HTTPException as error:
            if error.status < 400:  # noqa: PLR2004 - a redirect is an answer, not an error
                raise
            response = _translated(error, request_id)
        except StoreBusy:
            response = error_answer(
                EdgeError(503, "busy", "Not stored; send it again.", retry_after_s=BUSY_RETRY_S), request_id
            )
            log.warning("store_busy", request=request_id, route=_route(request))
        except ConnectionError:  # the caller hung up while we wrote; there is nobody to answer
            raise
        except Exception as error:  # noqa: BLE001 - the last resort of an edge: it answers and names the place
            response = error_answer(
                EdgeError(SERVER_ERROR, "server_error", "Something went wrong on our side."), request_id
            )
            log.error(  # noqa: TRY400 - the message of a stranger's exception may hold his words or a secret
                "request_failed", request=request_id, route=_route(request), **_place(error)
            )
        if not response.prepared:
            headers = response.headers
            headers["X-Request-Id"] = request_id
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        route = _route(request)
        seconds = None if route in untimed else time.perf_counter() - started
        metrics.count(route, _method(request), response.status, seconds)
        return response

    return outermost


def _check_plain(request: web.Request) -> None:
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise EdgeError(415, "encoding_not_taken", "Send the body as it is, not packed.", headers=PLAIN)


def _translated(error: web.HTTPException, request_id: str) -> web.StreamResponse:
    code, message = _CODES.get(error.status, ("bad_request", "This request cannot be answered."))
    kept = {name: value for name, value in error.headers.items() if name == "Allow"}
    return error_answer(EdgeError(error.status, code, message, headers=kept), request_id)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"


_HOUSE = f"{Path(__file__).parents[2]}/"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _method(request: web.Request) -> str:
    return request.method if request.method in _METHODS else "other"  # a label that strangers cannot grow


def _place(error: BaseException) -> dict[str, str]:
    """What and where it was, without the exception's message."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(f"{_HOUSE}bridge/")] or frames
    where = " < ".join(f"{frame.filename.removeprefix(_HOUSE)}:{frame.lineno}" for frame in ours[:-7:-1])
    causes = [type(error).__qualname__]
    while (error_before := error.__cause__ or error.__context__) is not None and len(causes) < 4:  # noqa: PLR2004 - enough
        causes.append(type(error_before).__qualname__)
        error = error_before
    return {"error": " < ".join(causes), "at": where}
