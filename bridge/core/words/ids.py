"""Ids that say what they are, derived so that the same event makes the same ids for ever."""

from __future__ import annotations

import base64
import hashlib
from typing import Literal, TypeAlias

Prefix: TypeAlias = Literal[
    "con", "cnv", "evt", "prt", "eff", "dlv", "upl", "ses", "vis", "req", "own", "run"
]


def derived(prefix: Prefix, *parts: str | int) -> str:
    """An id that depends on `parts` alone: `prefix_` and 24 letters or digits.

    The parts are joined by a character that no id holds, so that ("ab", "c") and ("a", "bc") differ.
    """
    text = "\x1f".join(str(part) for part in parts)
    digest = hashlib.blake2b(text.encode(), digest_size=15, person=b"bridge-ids").digest()
    return f"{prefix}_{base64.b32encode(digest).decode().lower()}"


def derived_uuid(*parts: str | int) -> str:
    """The same in the form of a UUID (version 8, RFC 9562), as reply options want it."""
    text = "\x1f".join(str(part) for part in parts)
    raw = bytearray(hashlib.blake2b(text.encode(), digest_size=16, person=b"bridge-uuid").digest())
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"
