"""Files of customers: taken within limits, known by their content, given back only where they do no harm.

The address of a file is signed, so that an image can be shown without a session; the id alone opens nothing.
Source: OWASP ASVS 5.0, 5.2 and 5.3; RFC 6266 for the file's name.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.sessions import Sessions
from bridge.channels.messenger.shapes import attachment_json
from bridge.core.words.values import Attachment
from bridge.runtime.uploads import Upload, keep_upload, upload
from bridge.web.answers import json_answer
from bridge.web.bodies import UNREADABLE
from bridge.web.errors import EdgeError, not_found
from bridge.web.file_kinds import upload_of

ENVELOPE_BYTES = 4096
"""What multipart itself may add to the file's own bytes."""
UPLOAD_SECONDS = 120.0
AT_ONCE = 4
"""Files that are in memory at the same time; further ones wait."""
CHUNK = 64 * 1024

INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class Uploads:
    """Takes files and gives them back."""

    def __init__(self, parts: MessengerParts, sessions: Sessions) -> None:
        self._parts = parts
        self._sessions = sessions
        self._room = asyncio.Semaphore(AT_ONCE)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """`POST /messenger/uploads`, multipart with one `file`: 201 with its id and address."""
        session = await self._sessions.of(request)
        limits = self._parts.limits
        if (request.content_length or 0) > limits.upload_bytes + ENVELOPE_BYTES:
            raise _too_large(limits.upload_bytes)
        if (wait_s := limits.messages.take(session.contact.id)) > 0:
            raise EdgeError(429, "rate_limited", "Too many files; wait a moment.", retry_after_s=wait_s)
        if request.content_type != "multipart/form-data":
            raise EdgeError(400, "bad_content_type", "Send multipart/form-data with one part named file.")
        async with self._room:
            try:
                async with asyncio.timeout(UPLOAD_SECONDS):
                    claimed, data = await _file(request, limits.upload_bytes)
            except TimeoutError:
                raise EdgeError(408, "too_slow", "The file did not come in time.") from None
            return await self._keep(session.contact.id, claimed, data)

    async def _keep(self, contact_id: str, claimed: str, data: bytes) -> web.StreamResponse:
        kept = upload_of(contact_id, claimed, data)
        if kept.content_type not in self._parts.limits.upload_types:
            raise EdgeError(415, "type_not_allowed", "Files of this kind are not taken.", field="file")
        await keep_upload(self._parts.store, kept)
        return json_answer(attachment_json(self._attachment(kept)), status=201)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """`GET /messenger/uploads/{id}/{signature}`: the file; images show, all else is a download."""
        upload_id, given = request.match_info["id"], request.match_info["signature"].encode(errors="replace")
        expected = [_signature(key, upload_id).encode() for key in self._parts.keys]
        if not any(hmac.compare_digest(given, one) for one in expected):
            raise not_found("file")
        kept = await upload(self._parts.store, upload_id)
        if kept is None:
            raise not_found("file")
        return served(kept)

    async def named(self, contact_id: str, ids: Sequence[str]) -> tuple[Attachment, ...]:
        """The uploads that a message of this contact names.

        Raises:
            EdgeError: 404 for an unknown one and for somebody else's.
        """
        found = []
        for place, upload_id in enumerate(dict.fromkeys(ids)):
            kept = await upload(self._parts.store, upload_id)
            if kept is None or kept.contact_id != contact_id:
                error = not_found("upload")
                error.field = f"attachments.{place}"
                raise error
            found.append(self._attachment(kept))
        return tuple(found)

    def _attachment(self, kept: Upload) -> Attachment:
        return attachment_of(kept, self._parts.keys[0])


def attachment_of(kept: Upload, key: str) -> Attachment:
    """A kept file as a part shows it; `key` signs its address."""
    return Attachment(
        id=kept.id,
        name=kept.name,
        content_type=kept.content_type,
        size_bytes=kept.size_bytes,
        url=f"/messenger/uploads/{kept.id}/{_signature(key, kept.id)}",
    )


def served(kept: Upload) -> web.Response:
    """A file as an answer that runs nothing: images show, all else is a download."""
    charset = "; charset=utf-8" if kept.content_type == "text/plain" else ""
    return web.Response(
        body=kept.data,
        headers={
            "Content-Type": kept.content_type + charset,
            "Content-Disposition": _disposition(kept),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": "private, max-age=31536000, immutable",
        },
    )


async def _file(request: web.Request, limit_bytes: int) -> tuple[str, bytes]:
    try:
        multipart = await request.multipart()
        part = await multipart.next()
        if not isinstance(part, BodyPartReader) or part.name != "file" or _is_encoded(part):
            raise EdgeError(
                400, "parameter_invalid", "The one part must be the file, as it is.", field="file"
            )
        data = bytearray()
        while not part.at_eof():
            data += await part.read_chunk(CHUNK)
            if len(data) > limit_bytes:
                raise _too_large(limit_bytes)
        if await multipart.next() is not None:  # raises when the closing boundary is missing: it was cut off
            raise EdgeError(400, "parameter_invalid", "Send one file at a time.", field="file")
    except (*UNREADABLE, AssertionError, RuntimeError, LookupError):
        raise EdgeError(400, "bad_body", "This is not readable multipart.") from None
    if not data:
        raise EdgeError(400, "parameter_invalid", "The file is empty.", field="file")
    return part.filename or "file", bytes(data)


def _signature(key: str, upload_id: str) -> str:
    return hmac.new(key.encode(), f"upload:{upload_id}".encode(errors="replace"), hashlib.sha256).hexdigest()


def _is_encoded(part: BodyPartReader) -> bool:
    transfer = part.headers.get("Content-Transfer-Encoding", "binary").lower()
    return transfer not in ("binary", "8bit", "7bit") or "Content-Encoding" in part.headers


def _disposition(kept: Upload) -> str:
    kind = "inline" if kept.content_type in INLINE else "attachment"
    plain = unicodedata.normalize("NFKD", kept.name).encode("ascii", "ignore").decode() or "file"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(kept.name, safe='')}"


def _too_large(limit_bytes: int) -> EdgeError:
    return EdgeError(413, "too_large", f"A file may have {limit_bytes} bytes at most.", field="file")
