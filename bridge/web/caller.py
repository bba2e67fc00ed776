"""Who calls: the address as far as our own proxies vouch for it, and the bearer token."""

from __future__ import annotations

import ipaddress

from aiohttp import web

TOKEN_CHARS = 512


def client_address(request: web.Request, trusted_proxies: int) -> str:
    """The caller's address for limits, an IPv6 one as its /64 (one customer has a whole one).

    Args:
        request: With `X-Forwarded-For`, which anybody can write.
        trusted_proxies: How many proxies of ours stand in front; each appended the address that it saw, so
            the entry at that place counted from the right is true and all before it are hearsay.
    """
    peer = request.remote or ""
    if trusted_proxies <= 0:
        return _grouped(peer)
    forwarded = [
        entry.strip() for entry in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    ]
    seen = [entry for entry in forwarded if entry]
    return _grouped(seen[-min(trusted_proxies, len(seen))] if seen else peer)


def bearer(request: web.Request) -> str | None:
    """The token of `Authorization: Bearer …`; None when there is none or it cannot be one of ours."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > TOKEN_CHARS or not token.isascii():
        return None
    return token


def _grouped(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
