"""Calls to one Sunshine Conversations app: signed in, bounded, with every failure one of ours."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Self, TypeVar
from urllib.parse import quote

import orjson
from yarl import URL

from connectors.answers import MOVED, Response, Touch, retry_after_s
from connectors.failures import NotSent, Refused, Unsure
from connectors.http import HttpClient

T = TypeVar("T")

TIMEOUT_S = 15.0
"""For one call; a file may take four times as long."""
MOST = 8
"""Calls under way at once: the API names no numbers for its rate limit."""
JSON_BYTES = 100 * 1024
FILE_BYTES = 50 * 1024 * 1024
"""Source: Sunshine Conversations API v2, Request Size Limits."""
METADATA_BYTES = 4096
ANSWER_BYTES = 16 * 1024 * 1024
"""A page of a hundred long messages with their metadata stays far below."""

_CREDENTIALS = "BRIDGE_CONVERSATIONS__KEY_ID and BRIDGE_CONVERSATIONS__SECRET"
_HINTS = {
    401: f"the key is not accepted: check {_CREDENTIALS}",
    403: "not allowed: the key is probably an integration's; setting up needs a key of the app",
}


class ConversationCalls:
    """One app's key, and the calls that it makes; open it with `async with`. Nothing here retries or sleeps.

    Args:
        base_url: Up to `/sc`, e.g. `https://acme.zendesk.com/sc`.
        app_id: The app's id.
        key_id: Of an API key of the app.
        secret: Its secret; never shown.
        timeout_s: For one call, waiting for its turn included.
        most: Calls under way at once.
    """

    def __init__(
        self,
        *,
        base_url: str,
        app_id: str,
        key_id: str,
        secret: str,
        timeout_s: float = TIMEOUT_S,
        most: int = MOST,
    ) -> None:
        self._origin = URL(base_url).origin()
        self._base = f"{base_url.rstrip('/')}/v2/apps/{quote(app_id, safe='')}"
        self._login = login_of(key_id, secret)
        self._timeout_s = timeout_s
        self._turns = asyncio.Semaphore(most)
        # The operator named this host; files that people sent may lie anywhere public.
        self._http = HttpClient(allow_hosts=[f"{self._origin.host}:{self._origin.port}"])

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._http.__aexit__(*exc)

    async def get(
        self, what: str, path: str, query: Mapping[str, str] | None = None, *, told: Callable[[Any], T]
    ) -> T:
        """A read; see `call`."""
        return await self.call(what, "GET", path, query=query, touch="read", told=told)

    async def call(
        self,
        what: str,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        data: bytes | None = None,
        content_type: str = "application/json",
        query: Mapping[str, str] | None = None,
        touch: Touch,
        told: Callable[[Any], T],
    ) -> T:
        """One request to the app.

        Args:
            what: The call in words, for an operator: `post a message`.
            method: HTTP's word.
            path: Behind the app, its variable parts through `part`.
            json: The body, when it is JSON.
            data: The body, when it is bytes.
            content_type: Of the body.
            query: Parameters.
            touch: What repeating it would mean.
            told: Makes the result of the answer's JSON; what it cannot read is a failure like any other.

        Raises:
            NotSent: Nothing happened: no connection, no turn in time, 429, 503; or it only read.
            Refused: The other side said no, or the request is too large to be sent (status 0).
            Unsure: It may have been done.
        """
        body = data if json is None else _packed(what, json)
        response = await self._exchange(
            what,
            method,
            str(URL(f"{self._base}{path}", encoded=True).with_query(query or {})),
            headers={"Content-Type": content_type} if body is not None else {},
            body=body,
            touch=touch,
            timeout_s=self._timeout_s if data is None else 4 * self._timeout_s,
            size_bytes=ANSWER_BYTES,
        )
        try:
            return told(orjson.loads(response.body or b"{}"))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise _unanswered(what, touch, "its answer could not be read") from error

    async def fetch(self, what: str, url: str, *, size_bytes: int) -> Response:
        """A file by the URL that a message named; our key goes along to our own host only."""
        return await self._exchange(
            what,
            "GET",
            url,
            headers={},
            body=None,
            touch="read",
            timeout_s=4 * self._timeout_s,
            size_bytes=size_bytes,
        )

    async def _exchange(
        self,
        what: str,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        touch: Touch,
        timeout_s: float,
        size_bytes: int,
    ) -> Response:
        if _origin(url) == self._origin:
            headers = {**headers, "Authorization": self._login}
        async with self._turn(what, timeout_s):
            try:
                response = await self._http.exchange(
                    method,
                    url,
                    headers=headers,
                    body=body,
                    touch=touch,
                    timeout_s=timeout_s,
                    size_bytes=size_bytes,
                )
            except NotSent as error:
                raise NotSent(f"{_about(what)}: {error.reason}") from error
            except Unsure as error:
                raise _unanswered(what, touch, error.reason.rstrip(".")) from error
        _raise_for(what, response, touch)
        return response

    @asynccontextmanager
    async def _turn(self, what: str, timeout_s: float) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(timeout_s):
                await self._turns.acquire()
        except TimeoutError:
            raise NotSent(f"{_about(what)}: too many calls are under way.") from None
        try:
            yield
        finally:
            self._turns.release()


def login_of(key_id: str, secret: str) -> str:
    """The Authorization header of a key."""
    return f"Basic {base64.b64encode(f'{key_id}:{secret}'.encode()).decode()}"


def part(value: str) -> str:
    """A variable part of a path; an id of ours may hold anything."""
    return quote(value, safe="")


def check_metadata(what: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata that the API takes: flat, strings, numbers and booleans, 4 KB.

    Raises:
        Refused: It is not; nothing was sent.
    """
    for key, value in metadata.items():
        if not isinstance(value, str | int | float | bool):
            raise Refused(f"{_about(what)}: not sent: {key} in its metadata is no plain value.", status=0)
    if len(_packed(what, metadata)) > METADATA_BYTES:
        raise Refused(f"{_about(what)}: not sent: its metadata is larger than 4 KB.", status=0)
    return dict(metadata)


def _packed(what: str, json: Mapping[str, Any]) -> bytes:
    try:
        body = orjson.dumps(json)
    except TypeError as error:  # half a character that no UTF-8 can hold
        raise Refused(f"{_about(what)}: not sent: it holds what JSON cannot.", status=0) from error
    if len(body) > JSON_BYTES:
        raise Refused(f"{_about(what)}: not sent: it is larger than 100 KB.", status=0)
    return body


def _origin(url: str) -> URL | None:
    try:
        return URL(url).origin()
    except ValueError:
        return None


def _raise_for(what: str, response: Response, touch: Touch) -> None:
    """Raises the failure that an answer's status is; does nothing for a 2xx."""
    status = response.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    wait_s = retry_after_s(response.headers)
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        limited = "the rate limit" if status == HTTPStatus.TOO_MANY_REQUESTS else "not available"
        raise NotSent(f"{_about(what)}: {limited} ({status}).", retry_after_s=wait_s)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise _unanswered(what, touch, f"it failed ({status})")
    code, title = _said(response.body)
    hint = _HINTS.get(status, title)
    if status in MOVED:
        hint = "a redirect; check BRIDGE_CONVERSATIONS__BASE_URL"
    elif code == "app_not_found":
        hint = "check BRIDGE_CONVERSATIONS__APP_ID"
    said = " ".join(f"{_about(what)}: {status} {code} {hint}".split())
    raise Refused(f"{said}.", status=status, code=code)


def _unanswered(what: str, touch: Touch, why: str) -> NotSent | Unsure:
    """A request that was sent and has no usable answer: harmless if it only read."""
    if touch == "read":
        return NotSent(f"{_about(what)}: {why}; nothing was changed.")
    return Unsure(f"{_about(what)}: {why}; it may have been done.")


def _said(body: bytes) -> tuple[str, str]:
    """The first error's code and title, never more than a line of it."""
    try:
        first = orjson.loads(body)["errors"][0]
        return str(first["code"])[:80], " ".join(str(first.get("title") or "").split())[:200].rstrip(".")
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return "", ""


def _about(what: str) -> str:
    return f"Sunshine Conversations, {what}"
