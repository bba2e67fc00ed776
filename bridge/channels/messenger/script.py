"""The widget's files: the loader under two addresses, its modules under their own."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bridge.channels.messenger.needs import MessengerParts
from bridge.web.errors import not_found

WIDGET = Path(__file__).parent / "widget"
LOADER = "messenger.js"
MAX_AGE_S = 300
NAME_CHARS = 100
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
_GZIPPED = frozenset({".js", ".css", ".json", ".svg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    mtime_ns: int
    plain: bytes
    packed: bytes | None
    etag: str
    content_type: str


class Script:
    """Serves the widget.

    Args:
        folder: Where its files lie; only what lies there and has a known ending is served.
    """

    def __init__(self, parts: MessengerParts, folder: Path = WIDGET) -> None:
        self._app_id = parts.app_id
        self._folder = folder.resolve()
        self._files: dict[str, _File] = {}

    async def loader(self, request: web.Request) -> web.StreamResponse:
        """`GET /messenger.js`."""
        return self._serve(request, LOADER)

    async def loader_of(self, request: web.Request) -> web.StreamResponse:
        """`GET /widget/{app_id}`: the address that Intercom's own snippets build."""
        if request.match_info["app_id"] != self._app_id:
            raise not_found("workspace")
        return self._serve(request, LOADER)

    async def module(self, request: web.Request) -> web.StreamResponse:
        """`GET /messenger/widget/{path}`."""
        return self._serve(request, request.match_info["path"])

    def _serve(self, request: web.Request, name: str) -> web.StreamResponse:
        file = self._file(name)
        if file is None:
            raise not_found("file")
        headers = {
            "ETag": file.etag,
            "Cache-Control": f"public, max-age={MAX_AGE_S}",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Accept-Encoding",
        }
        if file.etag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = file.content_type
        if file.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=file.packed, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=file.plain, headers=headers)

    def _file(self, name: str) -> _File | None:
        if len(name) > NAME_CHARS or "\x00" in name:  # what no file system takes
            return None
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or path.suffix not in TYPES or not path.is_file():
            return None
        mtime_ns = path.stat().st_mtime_ns
        known = self._files.get(name)
        if known is not None and known.mtime_ns == mtime_ns:
            return known
        plain = path.read_bytes()
        self._files[name] = made = _File(
            mtime_ns=mtime_ns,
            plain=plain,
            packed=gzip.compress(plain, 9, mtime=0) if path.suffix in _GZIPPED else None,
            etag=f'"{hashlib.sha256(plain).hexdigest()[:24]}"',
            content_type=TYPES[path.suffix],
        )
        return made
