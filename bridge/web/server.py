"""The server: aiohttp's, but what it refuses before anybody of ours sees it gets our error, and no echo."""

from __future__ import annotations

import secrets
from collections.abc import Coroutine
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from bridge.web.errors import EdgeError, error_answer
from bridge.web.middleware import HEADERS, SERVER_ERROR

BAD_REQUEST = 400


class Runner(web.AppRunner):
    """Runs an application."""

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Server(
            made.request_handler,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            loop=made._loop,  # noqa: SLF001 - as aiohttp made it
            **made._kwargs,  # noqa: SLF001 - the same
        )


class _Server(web.Server):
    def __call__(self) -> RequestHandler:
        # packed bodies are refused, and aiohttp would unpack up to 32 MB of one before anybody is asked
        return _Connection(self, loop=self._loop, auto_decompress=False, **self._kwargs)


class _Connection(RequestHandler):
    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Its own logs it, and would send back what was wrong with it, word for word."""
        super().handle_error(request, status, exc, message)
        return _refused(status)

    def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> Coroutine[Any, Any, tuple[web.StreamResponse, bool]]:
        """What is raised before our middleware is asked: an `Expect` that nobody knows, with its echo."""
        if isinstance(resp, web.HTTPException) and resp.status >= BAD_REQUEST:
            resp = _refused(resp.status)
        return super().finish_response(request, resp, start_time)


def _refused(status: int) -> web.Response:
    error = (
        EdgeError(status, "server_error", "Something went wrong on our side.")
        if status >= SERVER_ERROR
        else EdgeError(status, "bad_request", "This is no request that can be read.")
    )
    answer = error_answer(error, f"req_{secrets.token_hex(12)}")
    answer.headers.update(HEADERS)
    answer.force_close()
    return answer
