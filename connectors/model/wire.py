"""One model server's connections: a request goes out with what we say and nothing else, bytes come back."""

from __future__ import annotations

import logging
import ssl
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
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
_PATIENCE = {"timeout": {"connect": CONNECT_S}}
"""Beyond connecting, the caller's own deadline holds."""

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
        import httpx2

        path = path or ("/responses" if endpoint.api == "responses" else "/chat/completions")
        self._url = httpx2.URL(endpoint.base_url.rstrip("/") + path)
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
            "User-Agent": "messenger-bridge",
        }
        if endpoint.api_key:
            self._headers["Authorization"] = f"Bearer {endpoint.api_key}"
        self._client = _client()

    async def close(self) -> None:
        """Closes all connections."""
        await self._client.aclose()

    @asynccontextmanager
    async def post(self, body: dict[str, Json]) -> AsyncIterator[Answered]:
        """Sends one request, once; leaving the block gives the connection back, or cuts it.

        Raises:
            openai.APIStatusError: An answer that is no success.
            httpx2.HTTPError: No connection, or it broke.
            TooLarge: While the body is read.
        """
        import httpx2

        # Through the package's connections, past its builder of requests: that adds headers that nobody asked
        # for, some of them from the environment, and takes a third of a millisecond of every turn.
        request = httpx2.Request(
            "POST", self._url, headers=self._headers, content=orjson.dumps(body), extensions=_PATIENCE
        )
        response = await self._client.send(request, stream=True)
        try:
            if not response.is_success:
                raise await _refusal(response)
            if response.headers.get("content-encoding", "identity") != "identity":
                raise TooLarge("a packed answer that nobody asked for")
            yield Answered(
                content_type=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                chunks=_bounded(response),
            )
        finally:
            await response.aclose()


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


def _client() -> httpx2.AsyncClient:
    """The package's client on aiohttp, which takes half of the CPU that the usual transport takes."""
    import httpx2
    import openai

    for name in ("openai", "httpx2", "httpcore2"):  # below, they tell what customers write, and to whom
        log = logging.getLogger(name)
        log.setLevel(max(log.level, logging.WARNING))
    return openai.DefaultAioHttpClient(
        verify=_trusted(),
        follow_redirects=False,
        trust_env=False,
        limits=httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
    )


@cache
def _trusted() -> ssl.SSLContext:
    """The machine's trust store, read once: that takes 20 ms."""
    return ssl.create_default_context()


async def _bounded(response: httpx2.Response) -> AsyncIterator[bytes]:
    """The bytes as they come, no more than is allowed, whatever is made of them."""
    left = ANSWER_BYTES
    async for chunk in response.aiter_raw():
        left -= len(chunk)
        if left < 0:
            raise TooLarge(f"more than {ANSWER_BYTES} bytes")
        yield chunk


async def _refusal(response: httpx2.Response) -> openai.APIStatusError:
    """What the package would raise, with the error's own object as its body where there is one."""
    import openai

    said = b""
    async for chunk in response.aiter_raw():
        said += chunk
        if len(said) > ERROR_BYTES:
            break
    try:
        body = orjson.loads(said[:ERROR_BYTES])
    except orjson.JSONDecodeError:
        body = said[:ERROR_BYTES].decode(errors="replace")
    if isinstance(body, dict):
        body = body.get("error", body)
    return openai.APIStatusError(f"status {response.status_code}", response=response, body=body)
