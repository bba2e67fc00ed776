"""Which addresses an outgoing call may reach: public ones, and private ones that an operator lists."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from yarl import URL

from connectors.failures import Refused

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

URL_LONGEST = 8_000

_SPECIAL = {
    ipaddress.ip_address("168.63.129.16"): "the metadata service of a cloud",  # Azure's; looks public
    ipaddress.ip_address("169.254.169.254"): "the metadata service of a cloud",
    ipaddress.ip_address("fd00:ec2::254"): "the metadata service of a cloud",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""How a network that has only IPv6 writes public IPv4 addresses (RFC 6052)."""
_V4 = 0xFFFFFFFF
_DEFAULT_PORTS = {"https": 443, "http": 80}


class Guard:
    """Says no to addresses that only our own machine or network can reach.

    Args:
        allow_hosts: `host` or `host:port`: reachable although the address is private, and by plain http.
        only: When given, no other host is reachable than those and the ones of these domains.
    """

    def __init__(self, allow_hosts: Collection[str] = (), only: Collection[str] = ()) -> None:
        self._allowed = frozenset(name.strip().lower().rstrip(".") for name in allow_hosts)
        self._only = tuple(f".{name.lower()}" for name in only)

    def is_allowed(self, host: str, port: int) -> bool:
        """Whether an operator listed this host."""
        name = host.lower().rstrip(".")
        written = f"[{name}]" if ":" in name else name
        return not self._allowed.isdisjoint((name, written, f"{written}:{port}"))

    def url(self, text: str) -> URL:
        """The URL that may be asked; a literal address in it has been checked, a name has not.

        Raises:
            Refused: It is none, or not one that we go to. `status` is 0: nothing was sent.
        """
        if len(text) > URL_LONGEST or any(not c.isprintable() or c in " \\" for c in text):
            raise _no("the URL has characters that no URL has, or is too long")
        try:
            if any(unquote(piece) in (".", "..") for piece in urlsplit(text).path.split("/")):
                raise _no("the path of the URL climbs with . or ..")
            url = URL(text)
            host, port = url.raw_host, url.port
        except ValueError as error:
            raise _no("the URL cannot be read") from error
        if url.scheme not in _DEFAULT_PORTS or not host or port is None:
            raise _no("the URL is not https://host/…")
        if url.raw_user is not None or url.raw_password is not None:
            raise _no("the URL carries a user or password; use a header")
        if url.scheme != "https" and not self.is_allowed(host, port):
            raise _no(f"{host}: only https is used; plain http is for hosts that an operator allows")
        if self._only and not (self.is_allowed(host, port) or _is_in(host, self._only)):
            raise _no(f"{host} is none of the hosts that are asked here", code="address")
        literal = _literal(host)
        if literal is not None:
            self.check(host, port, [literal])
        return url

    def check(self, host: str, port: int, addresses: Collection[str]) -> None:
        """One address that is not public is enough to refuse all: the choice would be chance.

        Raises:
            Refused: With the first such address.
        """
        if self.is_allowed(host, port):
            return
        for text in addresses:
            if why := forbidden(text):
                shown = "" if text == host else f" ({text})"
                raise _no(
                    f"{host}{shown} is {why}; if that is meant, list {host}:{port} among the allowed hosts",
                    code="address",
                )


def forbidden(text: str) -> str:
    """Why `text` is no address of the public internet; empty when it is one.

    Source: IANA special-purpose address registries; RFC 6890.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "no address"
    for one in _meant(address):
        if one in _SPECIAL:
            return _SPECIAL[one]
        if one.is_loopback:
            return "this machine's own address"
        if one.is_multicast:
            return "a multicast address"
        if one.is_link_local:
            return "a link-local address"
        if one.is_reserved or one.is_unspecified or not one.is_global:
            return "a private or reserved address"
        if isinstance(one, ipaddress.IPv6Address) and one.is_site_local:
            return "a private or reserved address"
    return ""


def _is_in(host: str, domains: tuple[str, ...]) -> bool:
    return f".{host.lower().rstrip('.')}".endswith(domains)


def _meant(address: Address) -> list[Address]:
    """The address, and the IPv4 addresses that an IPv6 one wraps; of NAT64 only what is wrapped."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & _V4)]
    found = [address, address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return [one for one in found if one is not None]


def _literal(host: str) -> str | None:
    """The address that a host is written as, None for a name.

    Raises:
        Refused: `2130706433`, `0x7f.1`, `127.1`: resolvers read them as addresses, and each in its own way.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2].lower()
        if ":" in host or last.isdigit() or last.startswith("0x"):
            raise _no(f"{host} is an address in an unusual spelling", code="address") from None
        return None


def _no(reason: str, *, code: str = "url") -> Refused:
    return Refused(f"Not sent: {reason}.", status=0, code=code)
