"""A guarded HTTP client: public addresses only, checked where they are used; bounded in time and size."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self, TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from connectors.addresses import Guard
from connectors.answers import MOVED, Response, Touch, raise_for, unusable
from connectors.failures import NotSent, Refused, Unsure
from connectors.tls import trusted

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""(host, port) → its addresses; raises OSError when there are none."""

TIMEOUT_S = 15.0
SIZE_BYTES = 1024 * 1024
"""Of an answer, unpacked."""
REDIRECTS = 3

_CHUNK_BYTES = 64 * 1024
_CARRIED = frozenset({"accept", "accept-language"})
"""Headers that go along to another host; any other may be a credential."""
_OURS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect"}
)
"""Headers that frame the request: a caller who sets them could smuggle a second one."""


@dataclass(slots=True)
class _Progress:
    """How far a request came: before its first byte left, nothing can have happened."""

    is_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    method: str
    headers: Mapping[str, str]
    body: bytes | None
    touch: Touch
    size_bytes: int
    progress: _Progress = field(default_factory=_Progress)


async def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, from the machine's resolver."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class HttpClient:
    """Sends one request at a time per call, exactly once; open it with `async with`.

    No proxies and no netrc of the environment, no cookies, no connection that is used twice: a connection
    that the other side has just closed would leave us unsure of every call.

    Args:
        allow_hosts: `host` or `host:port`: may be private and plain http.
        only: When given, only these domains and the allowed hosts are reachable, redirects included.
        resolve: Asked once for each connection; only what it answers, and only if all of it is allowed, is
            connected to.
    """

    def __init__(
        self,
        *,
        allow_hosts: Collection[str] = (),
        only: Collection[str] = (),
        resolve: Resolve = resolved,
    ) -> None:
        self._guard = Guard(allow_hosts, only)
        self._resolver = _CheckedResolver(self._guard, resolve)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(_note_sent)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=self._resolver, use_dns_cache=False, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"User-Agent": "messenger-bridge", "Accept-Encoding": "gzip, deflate"},
            middlewares=(_once,),
            trace_configs=[trace],
        )
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        touch: Touch = "unsafe",
        timeout_s: float = TIMEOUT_S,
        size_bytes: int = SIZE_BYTES,
    ) -> Response:
        """`exchange`, and every answer that is not a 2xx is a failure.

        Raises:
            NotSent, Refused, Unsure: See `exchange` and `raise_for`.
        """
        response = await self.exchange(
            method,
            url,
            headers=headers,
            body=body,
            touch=touch,
            timeout_s=timeout_s,
            size_bytes=size_bytes,
        )
        raise_for(response, touch)
        return response

    async def exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        touch: Touch = "unsafe",
        timeout_s: float = TIMEOUT_S,
        size_bytes: int = SIZE_BYTES,
    ) -> Response:
        """Sends it and reads the answer, whatever its status; up to three redirects of a GET are followed.

        Args:
            method: GET, POST, …
            url: https, or http to an allowed host.
            headers: Not those that frame a request.
            body: As it is sent.
            touch: What repeating it would mean.
            timeout_s: For all of it, name resolution and redirects included.
            size_bytes: Of the answer, unpacked.

        Raises:
            NotSent: No connection came about.
            Refused: We do not go there, or the answer to a harmless request is too large.
            Unsure: Time was up, or the connection was cut, after the request had left.
        """
        wanted = _Request(
            method=method, headers=_checked(headers or {}), body=body, touch=touch, size_bytes=size_bytes
        )
        target = self._guard.url(url)
        try:
            async with asyncio.timeout(timeout_s):
                return await self._followed(target, wanted)
        except TimeoutError:
            host = target.raw_host
            if wanted.progress.is_sent:
                raise Unsure(f"{host} did not answer within {timeout_s:g} s.") from None
            raise NotSent(f"{host} could not be reached within {timeout_s:g} s.") from None

    async def _followed(self, url: URL, wanted: _Request) -> Response:
        headers = wanted.headers
        for _hop in range(REDIRECTS + 1):
            response = await self._one(url, headers, wanted)
            place = response.headers.get("location")
            if response.status not in MOVED or wanted.method != "GET" or place is None:
                return response
            following = self._guard.url(_joined(url, place))
            if following.origin() != url.origin():
                headers = {name: value for name, value in headers.items() if name.lower() in _CARRIED}
            url = following
        raise Refused(f"{url.raw_host} redirects more than {REDIRECTS} times.", status=0, code="redirect")

    async def _one(self, url: URL, headers: Mapping[str, str], wanted: _Request) -> Response:
        if self._session is None:
            raise RuntimeError("open the client with `async with`")
        async with self._session.request(
            wanted.method,
            url,
            headers=headers,
            data=wanted.body,
            allow_redirects=False,
            trace_request_ctx=wanted.progress,
            ssl=await trusted() if url.scheme == "https" else True,
        ) as response:
            return Response(
                status=response.status,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=await _read(response, wanted),
                host=str(url.raw_host),
            )


class _CheckedResolver(AbstractResolver):
    """Hands aiohttp checked addresses only: what was checked is what is connected to."""

    def __init__(self, guard: Guard, resolve: Resolve) -> None:
        self._guard = guard
        self._resolve = resolve

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - the signature is aiohttp's
    ) -> list[ResolveResult]:
        addresses = await self._resolve(host, port)
        if not addresses:
            raise OSError(f"{host} has no address")
        self._guard.check(host, port, addresses)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Holds nothing."""


async def _note_sent(_session: aiohttp.ClientSession, context: Any, _params: object) -> None:
    context.trace_request_ctx.is_sent = True


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Turns failures into our words before aiohttp sees them: it would send GET, PUT and DELETE again."""
    host = request.url.raw_host
    try:
        return await handler(request)
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError) as error:
        raise NotSent(f"{host} could not be reached: its certificate is not trusted.") from error
    except aiohttp.ClientConnectorDNSError as error:
        raise NotSent(f"{host} could not be reached: the name has no address.") from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSent(f"{host} could not be reached: no connection.") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unsure(f"{host} did not answer as HTTP, or cut the connection.") from error


async def _read(response: aiohttp.ClientResponse, wanted: _Request) -> bytes:
    found = bytearray()
    host = response.url.raw_host
    try:
        async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
            found += chunk
            if len(found) > wanted.size_bytes:
                break
    except (aiohttp.ClientError, OSError) as error:
        raise Unsure(f"{host} cut its answer, or packed it wrongly.") from error
    if len(found) > wanted.size_bytes and response.status < HTTPStatus.BAD_REQUEST:
        raise unusable(
            f"{host}: the answer is larger than {wanted.size_bytes} bytes", response.status, wanted.touch
        )
    return bytes(found[: wanted.size_bytes])


def _joined(url: URL, place: str) -> str:
    try:
        return str(url.join(URL(place)).with_fragment(None))
    except ValueError as error:
        raise Refused(f"{url.raw_host} redirects to no URL.", status=0, code="redirect") from error


def _checked(headers: Mapping[str, str]) -> Mapping[str, str]:
    for name, value in headers.items():
        is_token = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
        if not is_token or name.lower() in _OURS or any(not c.isprintable() for c in value):
            raise Refused(
                f"Not sent: the header {name[:60]!r} has a name or value that may not be sent.",
                status=0,
                code="header",
            )
    return dict(headers)
