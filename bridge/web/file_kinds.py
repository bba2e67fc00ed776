"""What a stranger's file is by its bytes, and what it may be called."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence

from bridge.runtime.uploads import Upload

NAME_CHARS = 120
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_ENDINGS = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "text/plain": ("txt", "log", "csv", "md", "json"),
    "application/octet-stream": ("bin",),
}
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCUMENTS = {
    **dict.fromkeys(("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "pages", "numbers", "key"), _ZIP),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), _OLD_OFFICE),
    "rtf": b"{\\rtf",
    "gz": b"\x1f\x8b",
    "mp3": b"ID3",
    "wav": b"RIFF",
}
"""Endings that agents' files keep, and how such files begin."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|;%]')


def sniffed(data: bytes) -> str:
    """The type by content; what looks like nothing known is `application/octet-stream`."""
    for magic, content_type in _MAGIC:
        if data.startswith(magic):
            return content_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "text/plain" if _is_text(data) else "application/octet-stream"


def safe_name(claimed: str, content_type: str) -> str:
    """A file's name without path, control characters or an ending that lies about the content."""
    return _named(claimed, _ENDINGS.get(content_type, ("bin",)))


def upload_of(contact_id: str, claimed: str, data: bytes) -> Upload:
    """A customer's file as it is kept, under an id that nobody guesses."""
    content_type = sniffed(data)
    return Upload(
        id=f"upl_{secrets.token_hex(16)}",
        contact_id=contact_id,
        name=safe_name(claimed, content_type),
        content_type=content_type,
        size_bytes=len(data),
        data=data,
    )


def document_name(claimed: str, data: bytes) -> str:
    """A file's name as `safe_name` makes it; documents keep their ending when they begin as such do."""
    ending = claimed.rpartition(".")[2].lower()
    if ending in _DOCUMENTS and data.startswith(_DOCUMENTS[ending]):
        return _named(claimed, (ending,))
    return safe_name(claimed, sniffed(data))


def _named(claimed: str, endings: Sequence[str]) -> str:
    base = re.split(r"[\\/]", claimed)[-1]
    shown = "".join(c for c in unicodedata.normalize("NFC", base) if c.isprintable())
    clean = _FORBIDDEN.sub("_", shown).strip(" .") or "file"
    stem, dot, ending = clean.rpartition(".")
    if dot and ending.lower() in endings:
        return f"{stem[:NAME_CHARS]}.{ending}"
    return f"{clean[:NAME_CHARS]}.{endings[0]}"


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in set(text))
