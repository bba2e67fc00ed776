"""Calls to one Zendesk account: in four threads, through zenpy or past it, with every failure one of ours."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from connectors.failures import NotSent, OutsideFailure
from connectors.zendesk.speaking import (
    LOOKUP,
    TIMEOUT_S,
    Authorizer,
    headers_of_call,
    headers_told,
    unanswered,
)

if TYPE_CHECKING:
    import requests

T = TypeVar("T")

THREADS = 4
"""zenpy costs CPU; more threads only hide latency, and Zendesk's limits are per minute."""
PAGE = 100


def _as_told(raw: Any) -> Any:
    return raw


class Caller:
    """One account's threads, sessions and zenpy clients; nothing here retries or sleeps.

    Args:
        base_url: Where requests go, e.g. `https://acme.zendesk.com`.
        subdomain: The account's name; any word for a sandbox.
        authorizer: The credentials.
    """

    def __init__(self, *, base_url: str, subdomain: str, authorizer: Authorizer) -> None:
        self._subdomain = subdomain or "sandbox"
        self._origin = f"https://{self._subdomain}.zendesk.com"
        self._base_url = base_url.rstrip("/")
        self._authorizer = authorizer
        self._local = threading.local()
        self._sessions: list[requests.Session] = []
        self._limits: dict[str, str] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="zendesk")
        logging.getLogger("zenpy").setLevel(logging.INFO)  # at DEBUG it logs bodies

    async def close(self) -> None:
        """Ends the threads, without waiting for one that hangs: nobody is left who would hear its answer."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for one in self._sessions:
            one.close()

    @property
    def credentials(self) -> Authorizer:
        """Who we are to Zendesk."""
        return self._authorizer

    @property
    def limits(self) -> Mapping[str, str]:
        """The rate limits as the last answers told them, by their headers' names in small letters."""
        return dict(self._limits)

    async def get(
        self, path: str, query: Mapping[str, Any] | None = None, *, told: Callable[[Any], T] = _as_told
    ) -> T:
        """A read that zenpy has no word for."""
        return await self.call("GET", path, query=query, told=told)

    async def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = None,
        data: bytes | None = None,
        content_type: str | None = None,
        told: Callable[[Any], T] = _as_told,
    ) -> T:
        """A call that zenpy has no word for, through the same session.

        Args:
            method: HTTP's word.
            path: From the root, `/api/v2/…`.
            query: Parameters.
            json: The body, when it is JSON.
            data: The body, when it is bytes.
            content_type: Of `data`.
            told: Makes the result of the answer's JSON (None for an empty answer); what it cannot read is a
                failure like any other.
        """

        def made(zenpy: Any) -> T:
            headers = {"Content-Type": content_type} if content_type else None
            answer = zenpy.users.session.request(
                method,
                self._origin + path,
                params=query,
                json=json,
                data=data,
                headers=headers,
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
            return told(answer.json() if answer.content else None)

        return await self.zenpy(made, method=method)

    async def listed(
        self,
        path: str,
        key: str,
        told: Callable[[Mapping[str, Any]], T],
        *,
        newest_first: bool,
        limit: int,
        is_enough: Callable[[Sequence[T]], bool] = lambda _: False,
        first_page: int = PAGE,
    ) -> list[T]:
        """Reads on until `limit`, the end, or a page that is enough. Source: cursor pagination.

        Args:
            path: Of the list.
            key: Its name in the answer.
            told: Makes one of the list.
            newest_first: The order.
            limit: So many at most.
            is_enough: Says of a page that what comes after it is not wanted.
            first_page: How many to ask for first, where few are expected.
        """
        sort = "-created_at" if newest_first else "created_at"
        query: dict[str, Any] = {"page[size]": min(limit, first_page), "sort": sort}
        found: list[T] = []
        while True:
            page, after = await self.get(
                path, query, told=lambda raw: ([told(one) for one in raw[key]], _after(raw))
            )
            found += page
            if after is None or not page or len(found) >= limit or is_enough(page):
                return found[:limit]
            query = {"page[size]": min(limit, PAGE), "sort": sort, "page[after]": after}

    async def zenpy(
        self,
        call: Callable[[Any], T],
        *,
        method: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """Runs `call` with a thread's own zenpy client; what it cannot read is a failure like any other.

        Args:
            call: Makes one request.
            method: HTTP's word for it, when it is not a write.
            headers: Of this request alone.
        """
        context = contextvars.copy_context()  # run_in_executor would not take it along
        heard: dict[str, str] = {}
        context.run(headers_told.set, heard)
        if headers:
            context.run(headers_of_call.set, headers)
        loop = asyncio.get_running_loop()
        try:
            work = loop.run_in_executor(self._threads, partial(context.run, self._called, call, method))
        except RuntimeError as error:  # the threads are shut down
            raise NotSent("The Zendesk client is closed.") from error
        try:
            return await work
        finally:
            heard.pop(LOOKUP, None)
            self._limits.update(heard)

    def _called(self, call: Callable[[Any], T], method: str) -> T:
        try:
            return call(self._client())
        except OutsideFailure:
            raise
        except Exception as error:  # zenpy's own, or ours: an answer that cannot be read
            raise unanswered(
                method, f"Zendesk's answer could not be read ({type(error).__name__})"
            ) from error

    def _client(self) -> Any:
        """One zenpy client a thread: it keeps state between calls. Built late: it costs 90 ms and 14 MiB."""
        client = getattr(self._local, "client", None)
        if client is None:
            from zenpy import Zenpy

            from connectors.zendesk.session import session

            spoken = session(self._origin, self._base_url, self._authorizer)
            client = Zenpy(
                subdomain=self._subdomain,
                session=spoken,
                timeout=TIMEOUT_S,
                disable_cache=True,  # a cached ticket is 30 s old
            )
            self._local.client = client
            self._sessions.append(spoken)
        return client


def _after(raw: Mapping[str, Any]) -> str | None:
    meta = raw.get("meta") or {}
    return (meta.get("after_cursor") or None) if meta.get("has_more") else None
