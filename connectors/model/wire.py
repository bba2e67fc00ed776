"""One model server's connections: a request goes out with what we say and nothing else, bytes come back."""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson

from connectors.addresses import Guard
from connectors.model.words import Endpoint, Json

if TYPE_CHECKING:
    import httpx2
    import openai

CONNECT_S = 5.0
ANSWER_BYTES = 8 * 1024 * 1024
"""Of one answer with all its framing; the framing of a stream is fifty times its text."""
ERROR_BYTES = 64 * 1024
"""Of an answer that is no success; the rest is not read."""
CONNECTIONS = 200

_RAW = "X-Stainless-Raw-Response"
_OURS = frozenset(
    {"host", "connection", "content-length", "content-type", "accept", "authorization"}
    | {_RAW.lower()}  # how the package remembers that we read the bytes ourselves
)
"""The headers that leave; the package would add others: an organisation and any more of the environment."""
_LOCAL = ("localhost", "127.0.0.1", "::1")
_PORTS = {"https": 443, "http": 80}


class TooLarge(Exception):  # noqa: N818 - it is a state of the answer, not a mistake of ours
    """The answer is packed, or longer than `ANSWER_BYTES`; the message says which."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with a status of success; its body is still arriving."""

    content_type: str
    chunks: AsyncIterator[bytes]


class Wire:
    """Connections to one server, kept open between requests; none follows a redirect.

    Args:
        endpoint: Its address has been checked by `checked`.
        path: What is asked below the address; without one, the endpoint's dialect.
    """

    def __init__(self, endpoint: Endpoint, path: str = "") -> None:
        path = path or ("/responses" if endpoint.api == "responses" else "/chat/completions")
        self._url = endpoint.base_url.rstrip("/") + path
        self._client = _client(endpoint)

    async def close(self) -> None:
        """Closes all connections."""
        await self._client.close()

    @asynccontextmanager
    async def post(self, body: dict[str, Json]) -> AsyncIterator[Answered]:
        """Sends one request, once; leaving the block gives the connection back, or cuts it.

        Raises:
            openai.APIError: No connection, no answer, or one that is no success.
            TooLarge: While the body is read.
        """
        # As `with_streaming_response.create` does it, without rebuilding the body by its type hints, which
        # takes a millisecond of every turn, and without the slower way of writing JSON.
        response: Any = await self._client.post(
            self._url, cast_to=object, content=_written(body), options={"headers": {_RAW: "stream"}}
        )
        try:
            yield Answered(
                content_type=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                chunks=response.iter_bytes(),
            )
        finally:
            await response.close()


def _written(body: dict[str, Json]) -> bytes:
    try:
        return orjson.dumps(body)
    except TypeError:  # it takes no number of more than 64 bits, which an operator's own limits may hold
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


def checked(endpoint: Endpoint, allow_hosts: Collection[str]) -> str:
    """The host of the endpoint, with its port when that is unusual.

    Raises:
        ValueError: Nothing may be sent there; the message never holds the key.
    """
    address = endpoint.base_url
    try:
        url = urlsplit(address if address.isprintable() and " " not in address else "")
        host, port = url.hostname or "", url.port or _PORTS.get(url.scheme, 0)
    except ValueError:
        raise ValueError("the base URL of the model server cannot be read") from None
    if url.scheme not in _PORTS or not host:
        raise ValueError("the base URL of the model server is not https://host/path")
    if url.username is not None or url.password is not None or url.query or url.fragment:
        raise ValueError(f"the base URL of the model server {host} carries a user, a query or a fragment")
    if url.scheme == "http" and host not in _LOCAL and not Guard(allow_hosts).is_allowed(host, port):
        raise ValueError(
            f"the model server {host} would get the key readably: use https, or allow the host {host}:{port}"
        )
    if any(not "!" <= c <= "~" for c in endpoint.api_key):
        raise ValueError(f"the key for the model server {host} has characters that no header carries")
    if not endpoint.model:
        raise ValueError(f"the model server {host} needs the name of a model")
    written = f"[{host}]" if ":" in host else host
    return written if port == _PORTS[url.scheme] else f"{written}:{port}"


def _client(endpoint: Endpoint) -> openai.AsyncOpenAI:
    """The package's client on aiohttp, which takes half of the CPU that the usual transport takes."""
    import httpx2
    import openai

    for name in ("openai", "httpx2", "httpcore2"):  # below, they tell what customers write, and to whom
        log = logging.getLogger(name)
        log.setLevel(max(log.level, logging.WARNING))

    async def dress(request: httpx2.Request) -> None:
        for name in set(request.headers) - _OURS:
            del request.headers[name]
        if not endpoint.api_key:
            request.headers.pop("authorization", None)
        request.headers["user-agent"] = "messenger-bridge"
        request.headers["accept-encoding"] = "identity"

    async def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise TooLarge("a packed answer that nobody asked for")
        response.stream = _bounded(response.stream, is_success=response.is_success)

    return openai.AsyncOpenAI(
        api_key=endpoint.api_key or "none",
        admin_api_key="",  # empty, so that none is taken from the environment
        base_url=endpoint.base_url,
        max_retries=0,
        http_client=openai.DefaultAioHttpClient(
            verify=_trusted(),
            follow_redirects=False,
            trust_env=False,
            timeout=httpx2.Timeout(None, connect=CONNECT_S),
            limits=httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            event_hooks={"request": [dress], "response": [bound]},
        ),
    )


@cache
def _trusted() -> ssl.SSLContext:
    """The machine's trust store, read once: that takes 20 ms."""
    return ssl.create_default_context()


def _bounded(stream: Any, *, is_success: bool) -> httpx2.AsyncByteStream:
    import httpx2

    class Bounded(httpx2.AsyncByteStream):
        """Reads no more than is allowed, whatever is made of it."""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = ANSWER_BYTES if is_success else ERROR_BYTES
            async for chunk in stream:
                left -= len(chunk)
                if left < 0 and is_success:
                    raise TooLarge(f"more than {ANSWER_BYTES} bytes")
                yield chunk
                if left < 0:
                    return

        async def aclose(self) -> None:
            await stream.aclose()

    return Bounded()
