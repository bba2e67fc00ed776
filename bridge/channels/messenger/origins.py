"""Which sites may talk to the Messenger from a browser (CORS), without any cookie.

The session travels in a header that no other site knows, so any origin may ask unless the operator names
those that may; never with credentials.
Source: Fetch Standard, "CORS protocol"; OWASP ASVS 5.0, 3.4.2 and 4.4.2.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bridge.web.answers import nothing
from bridge.web.errors import EdgeError

PREFIXES = ("/messenger", "/widget/")
PREFLIGHT_S = 86400

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Origins:
    """The operator's list of sites.

    Args:
        allowed: `https://host[:port]`, lower-case; empty means any.
        own: Our own address; always allowed.
    """

    def __init__(self, allowed: frozenset[str], own: str) -> None:
        self._any = not allowed
        self._allowed = {_origin(url) for url in allowed} | {_origin(own)}

    def allows(self, request: web.Request) -> bool:
        """Whether this request may come from where it says; without an Origin it is no other site's page."""
        origin = request.headers.get("Origin")
        return self._any or origin is None or origin.lower() in self._allowed

    def check(self, request: web.Request) -> None:
        """Refuses a site that is not on the list before anything is read.

        Raises:
            EdgeError: 403.
        """
        if not self.allows(request):
            raise EdgeError(403, "origin_not_allowed", "This site may not use this Messenger.")

    def guarded(self, handler: Handler) -> Handler:
        """`handler` behind `check`."""

        async def check_first(request: web.Request) -> web.StreamResponse:
            self.check(request)
            return await handler(request)

        return check_first

    async def preflight(self, request: web.Request) -> web.StreamResponse:
        """OPTIONS: what a browser asks before it sends JSON from another site."""
        self.check(request)
        answer = nothing()
        answer.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = "authorization, content-type"
        answer.headers["Access-Control-Max-Age"] = str(PREFLIGHT_S)
        return answer

    async def mark(self, request: web.Request, response: web.StreamResponse) -> None:
        """on_response_prepare: says to the browser that the asking site may read the answer, errors too."""
        if not request.path.startswith(PREFIXES):
            return
        response.headers.add("Vary", "Origin")
        origin = request.headers.get("Origin")
        if origin is not None and self.allows(request):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After, X-Request-Id"


def _origin(url: str) -> str:
    split = urlsplit(url.strip().lower())
    port = split.port
    usual = {"http": 80, "https": 443}.get(split.scheme)
    host = f"[{split.hostname}]" if ":" in (split.hostname or "") else split.hostname
    return f"{split.scheme}://{host}" if port in (None, usual) else f"{split.scheme}://{host}:{port}"
