"""Ids and secrets in the forms that Zendesk gives them."""

from __future__ import annotations

import base64
import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(epoch: float) -> str:
    """26 characters, sorting by time; webhooks and their invocations are named so."""
    number = (int(epoch * 1000) << 80) | secrets.randbits(80)
    return "".join(CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def token() -> str:
    """An unguessable name for a token, an upload or a job."""
    return secrets.token_hex(32)


def signing_secret() -> str:
    """Base64 by its look, but used as text, never decoded."""
    return base64.b64encode(secrets.token_bytes(36)).decode()
