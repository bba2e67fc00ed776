"""Attachments of a message: a link stays a link, a file is kept within limits and known by its content."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bridge.channels.fin_api.callers import invalid
from bridge.channels.fin_api.needs import FinApiParts
from bridge.channels.messenger.needs import FILE_TYPES
from bridge.channels.messenger.uploads import attachment_of
from bridge.core.words.body import Body, from_plain
from bridge.core.words.values import Attachment
from bridge.runtime.uploads import keep_upload
from bridge.web.errors import EdgeError
from bridge.web.file_kinds import sniffed, upload_of

URL_CHARS = 2_000


class Files:
    """What a request's attachments are, before and after they are kept."""

    def __init__(self, parts: FinApiParts) -> None:
        self._parts = parts

    @property
    def body_bytes(self) -> int:
        """How much room a body needs for files in base64."""
        return self._parts.upload_bytes * 4 // 3

    def read(self, given: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[tuple[str, bytes]]]:
        """Links, and files with their names.

        A link is never fetched by us: whoever reads the conversation follows it, or not.

        Raises:
            EdgeError: 400 for what is neither, 413 for files that are too large together, 415 for a kind that
                is not taken.
        """
        links: list[str] = []
        files: list[tuple[str, bytes]] = []
        for place, one in enumerate(given):
            path = f"attachments.{place}"
            kind = one.get("type") if isinstance(one, dict) else None
            if kind == "url":
                links.append(_link(one.get("url"), f"{path}.url"))
            elif kind == "file":
                files.append(_file(one, path))
            else:
                raise invalid(f"{path}.type must be one of url, file", f"{path}.type")
        most = self._parts.upload_bytes
        if sum(len(data) for _, data in files) > most:
            raise EdgeError(413, "too_large", f"The files of a message may have {most} bytes together.")
        for place, (_, data) in enumerate(files):
            if sniffed(data) not in FILE_TYPES:
                path = f"attachments.{place}"
                raise EdgeError(415, "type_not_allowed", "Files of this kind are not taken.", field=path)
        return links, files

    async def keep(self, contact_id: str, files: Sequence[tuple[str, bytes]]) -> tuple[Attachment, ...]:
        """The files, in our store; as a widget's are."""
        kept: list[Attachment] = []
        for name, data in files:
            upload = upload_of(contact_id, name, data)
            await keep_upload(self._parts.store, upload)
            kept.append(attachment_of(upload, self._parts.keys[0]))
        return tuple(kept)


def with_links(body: Body, links: Sequence[str]) -> Body:
    """The message with its links beneath."""
    if not links:
        return body
    more = from_plain("\n".join(links))
    return Body(html=body.html + more.html, text=f"{body.text}\n\n{more.text}")


def _link(url: Any, path: str) -> str:
    if not isinstance(url, str) or not url:
        raise invalid(f"{path} is required", path)
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_web = False
    if not is_web or len(url) > URL_CHARS or not url.isprintable() or any(c in " <>\"'" for c in url):
        raise invalid(f"{path} is not a valid URL", path)
    return url


def _file(one: Mapping[str, Any], path: str) -> tuple[str, bytes]:
    for name in ("name", "content_type", "data"):
        if not isinstance(one.get(name), str) or not one[name]:
            raise invalid(f"{path}.{name} is required", f"{path}.{name}")
    try:
        return one["name"], base64.b64decode(one["data"], validate=True)
    except (binascii.Error, ValueError):
        raise invalid(f"{path}.data is not valid base64", f"{path}.data") from None
