"""What the Messenger is handed when it is built: everything it uses, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bridge.runtime.clock import Clock
from bridge.runtime.limits import RateLimit
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.switches import Switches
from bridge.runtime.turn import Turns

Platform: TypeAlias = Literal["web", "ios", "android"]

FILE_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityNeeds:
    """How users prove who they are.

    Args:
        secrets: Per platform, newest first; a platform without any verifies nobody.
        enforce: The setting; the run-time switch `identity.enforce` wins over it.
        session_hours: How long a session lives.
    """

    secrets: Mapping[Platform, tuple[str, ...]] = field(default_factory=dict)
    enforce: bool = False
    session_hours: float = 24 * 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What strangers may send and hold.

    Args:
        boots: Per address.
        messages: Per contact; uploads count too.
        upload_bytes: Of one file; 0 takes none.
        upload_types: By content, not by name.
        connections: Sockets and held polls of one contact.
        trusted_proxies: Proxies of ours in front.
    """

    boots: RateLimit
    messages: RateLimit
    upload_bytes: int = 10_000_000
    upload_types: frozenset[str] = FILE_TYPES
    connections: int = 10
    trusted_proxies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerParts:
    """All that the Messenger needs.

    Args:
        app_id: Of the one workspace that is served here.
        brand: What the widget shows, as JSON: name, greeting, team_intro, colours, privacy_text …
        allowed_origins: Sites (`https://host[:port]`) that may embed the Messenger; empty: any site.
        base_url: Our own address; its origin is always allowed.
        keys: Newest first; addresses of files are signed with them.
        fetch: (address at the help desk, most bytes) → a file that an agent sent; None without a desk.
        hello_s: How long a socket may stay silent before it says who it is.
        poll_s: How long a poll is held.
    """

    store: Store
    turns: Turns
    live: Live
    clock: Clock
    switches: Switches
    identity: IdentityNeeds
    limits: Limits
    app_id: str
    base_url: str
    keys: tuple[str, ...]
    brand: Mapping[str, Any] = field(default_factory=dict)
    allowed_origins: frozenset[str] = frozenset()
    fetch: Callable[[str, int], Awaitable[bytes]] | None = None
    hello_s: float = 10.0
    poll_s: float = 25.0
