"""Zendesk's webhook signatures: base64(HMAC-SHA256(secret, timestamp + raw body)).

Source: developer.zendesk.com, "Verifying webhook authenticity".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, TypeAlias

SIGNATURE = "X-Zendesk-Webhook-Signature"
TIMESTAMP = "X-Zendesk-Webhook-Signature-Timestamp"

Verified: TypeAlias = Literal["ok", "stale", "bad"]


def verify(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], *, now: float, window_s: float = 300.0
) -> Verified:
    """Whether `body`, as it came over the wire, was signed with one of `secrets`, and lately.

    Args:
        headers: Case-insensitive, as aiohttp gives them.
        body: The raw bytes.
        secrets: All that are valid during a rotation.
        now: Seconds since the epoch.
        window_s: How far the signed time may be from now, either way, in seconds.
    """
    stamp = headers.get(TIMESTAMP, "")
    given = headers.get(SIGNATURE, "").encode("utf-8", "replace")
    good = False
    for secret in secrets:  # all of them, so that time does not tell which one fits
        good |= hmac.compare_digest(given, sign(stamp, body, secret).encode())
    if not good:
        return "bad"
    try:
        signed_at = datetime.fromisoformat(stamp)
    except ValueError:
        return "bad"
    if signed_at.tzinfo is None:  # RFC 3339 names the zone; ours would be a guess
        return "bad"
    return "ok" if abs(now - signed_at.timestamp()) <= window_s else "stale"


def sign(timestamp: str, body: bytes, secret: str) -> str:
    """The signature; the secret's text itself is the key, it is not decoded."""
    message = timestamp.encode("utf-8", "replace") + body
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()
