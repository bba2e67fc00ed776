"""Files of agents: fetched from the help desk when first asked for, given to the customer from our own host.

The address is signed, so that a picture shows without a session and an e-mail can name it; its parts alone
open nothing. Source: OWASP ASVS 5.0, 5.2 and 5.3.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeAlias
from weakref import WeakValueDictionary

import structlog
from aiohttp import web

from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.uploads import served
from bridge.core.words.entries import Part
from bridge.core.words.values import Attachment
from bridge.runtime import log
from bridge.runtime.uploads import Upload, keep_upload, upload
from bridge.web.errors import EdgeError, not_found
from bridge.web.file_kinds import document_name, sniffed
from connectors.failures import NotSent, Refused, Unsure

Fetch: TypeAlias = Callable[[str, int], Awaitable[bytes]]
"""(address at the help desk, most bytes) → the file; raises one of `connectors.failures`."""

FILE_BYTES = 50 * 1024 * 1024
"""Agents cannot send more. Source: developer.zendesk.com, Attachments; Conversations API, Request Size."""
LINES_READ = 10_000
AGAIN_S = 10.0

logger = structlog.get_logger(__name__)


def file_path(key: str, conversation_id: str, file_id: str) -> str:
    """Where the customer reads a file of an agent, on our host."""
    return f"/messenger/files/{conversation_id}/{file_id}/{_signature(key, conversation_id, file_id)}"


class AgentFiles:
    """Gives agents' files to customers.

    Args:
        parts: `fetch` gets them; without it there are none.
    """

    def __init__(self, parts: MessengerParts) -> None:
        self._parts = parts
        self._under_way: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def get(self, request: web.Request) -> web.StreamResponse:
        """`GET /messenger/files/{conversation}/{id}/{signature}`: images show, all else is a download.

        Raises:
            EdgeError: 404 unknown, unsigned or gone; 413 larger than agents can send; 503 not now.
        """
        conversation_id, file_id = request.match_info["conversation"], request.match_info["id"]
        given = request.match_info["signature"].encode(errors="replace")
        expected = [_signature(key, conversation_id, file_id).encode() for key in self._parts.keys]
        if not any(hmac.compare_digest(given, one) for one in expected):
            raise not_found("file")
        lock = self._under_way.setdefault(file_id, asyncio.Lock())
        async with lock:  # a picture that a page asks for twice is fetched once
            kept = await upload(self._parts.store, file_id) or await self._fetched(conversation_id, file_id)
        return served(kept)

    async def _fetched(self, conversation_id: str, file_id: str) -> Upload:
        conversation = await log.conversation(self._parts.store, conversation_id)
        file = await self._named(conversation_id, file_id)
        if conversation is None or file is None or file.lies_at is None or self._parts.fetch is None:
            raise not_found("file")
        data = await self._from_desk(self._parts.fetch, file.lies_at, conversation_id)
        content_type = sniffed(data)
        if content_type == "text/plain" and len(data) != file.size_bytes and _is_page(data):
            logger.warning("file_closed", conversation=conversation_id, file=file_id)  # a page to sign in
            raise not_found("file")
        found = Upload(
            id=file_id,
            contact_id=conversation.contact.id,
            name=document_name(file.name, data),
            content_type=content_type,
            size_bytes=len(data),
            data=data,
        )
        if len(data) <= self._parts.limits.upload_bytes:  # larger ones stay at the desk alone
            await keep_upload(self._parts.store, found)
        return found

    async def _named(self, conversation_id: str, file_id: str) -> Attachment | None:
        after = 0
        while lines := await log.lines(self._parts.store, conversation_id, after, LINES_READ):
            for line in lines:
                files = line.entry.attachments if isinstance(line.entry, Part) else ()
                if found := next((one for one in files if one.id == file_id), None):
                    return found
            after = lines[-1].seq
        return None

    async def _from_desk(self, fetch: Fetch, address: str, conversation_id: str) -> bytes:
        try:
            return await fetch(address, FILE_BYTES)
        except (NotSent, Unsure) as failure:
            logger.warning("file_not_fetched", conversation=conversation_id, reason=failure.reason)
            raise EdgeError(
                503, "unavailable", "The file cannot be had just now.", retry_after_s=AGAIN_S
            ) from None
        except Refused as refused:
            logger.warning("file_refused", conversation=conversation_id, reason=refused.reason)
            if refused.status == HTTPStatus.OK:
                raise EdgeError(413, "too_large", f"The file has more than {FILE_BYTES} bytes.") from None
            raise not_found("file") from None


def _is_page(data: bytes) -> bool:
    return data[:64].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _signature(key: str, conversation_id: str, file_id: str) -> str:
    said = f"file:{conversation_id}:{file_id}".encode(errors="replace")
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()
