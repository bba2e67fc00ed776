"""Whom we trust in TLS: what the machine trusts, read once, by whoever is first to need it."""

from __future__ import annotations

import asyncio
import ssl
from functools import cache


async def trusted() -> ssl.SSLContext:
    """What verifies servers, for HTTP/1.1; the certificates are read in a thread."""
    return await asyncio.to_thread(_made)


@cache
def _made() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(("http/1.1",))
    return context
