"""Files that agents sent, fetched from where Zendesk keeps them; credentials go to our own account only."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Self

from yarl import URL

from connectors.answers import Response, raise_for
from connectors.failures import Refused
from connectors.http import HttpClient
from connectors.zendesk.speaking import Authorizer

DOMAINS = ("zendesk.com", "zdusercontent.com", "zdassets.com", "smooch.io")
"""Where Zendesk keeps files: the account itself, where it redirects to, and media of conversations."""
FILES = "attachments/"
"""Beneath it files lie, at the account and at the app; credentials open nothing else."""
FILE_S = 60.0
AT_ONCE = 2
"""Files that are in memory at the same time; further ones wait."""


class ZendeskFiles:
    """Fetches files by the addresses that Zendesk's APIs named; open it with `async with`.

    Args:
        account: The Support API's origin; its credentials open private attachments.
        authorizer: Those credentials.
        chats: Up to `/sc`; empty where there are no live chats.
        chats_login: The Authorization header of its key.
    """

    def __init__(
        self, *, account: str, authorizer: Authorizer, chats: str = "", chats_login: str = ""
    ) -> None:
        self._account = URL(account).origin()
        self._authorizer = authorizer
        self._chats = URL(chats.rstrip("/") + "/") if chats else None
        self._chats_login = chats_login
        own = {f"{one.host}:{one.port}" for one in (self._account, self._chats) if one is not None}
        self._http = HttpClient(allow_hosts=own, only=DOMAINS)
        self._room = asyncio.Semaphore(AT_ONCE)

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._http.__aexit__(*exc)

    async def fetch(self, url: str, size_bytes: int) -> bytes:
        """The file.

        Args:
            url: As an API named it. What lies elsewhere than at Zendesk is refused, redirects included.
            size_bytes: A larger one is refused.

        Raises:
            NotSent, Unsure: Not now.
            Refused: It is gone, too large, or not where we go.
        """
        async with self._room:
            login = await self._login(url)
            response = await self._get(url, login, size_bytes)
            if response.status == HTTPStatus.UNAUTHORIZED and (renewed := await self._renewed(login)):
                response = await self._get(url, renewed, size_bytes)
        raise_for(response, "read")
        return response.body

    async def _get(self, url: str, login: str, size_bytes: int) -> Response:
        headers = {"Authorization": login} if login else {}
        return await self._http.exchange(
            "GET", url, headers=headers, touch="read", timeout_s=FILE_S, size_bytes=size_bytes
        )

    async def _login(self, url: str) -> str:
        """For files of our own account and app; a redirect to another host leaves it behind."""
        try:
            target = URL(url)
            origin = target.origin()
        except ValueError as error:
            raise Refused("The file has no address that can be read.", status=0) from error
        chats = self._chats
        if chats is not None and origin == chats.origin() and target.path.startswith(f"{chats.path}{FILES}"):
            return self._chats_login
        if origin != self._account or not target.path.startswith(f"/{FILES}"):
            return ""  # a message could name any page of the account
        return await asyncio.to_thread(self._authorizer.header)  # it may ask for a new token

    async def _renewed(self, login: str) -> str | None:
        if login in ("", self._chats_login):
            return None
        return await asyncio.to_thread(self._authorizer.renewed, login)
