"""What a customer writes through: the routes it adds, and what it is able to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a channel can show; Fin adapts to it.

    Args:
        buttons: Reply options are pressed, not typed.
        html: Formatted text and links.
        streaming: A text can grow while it is written.
        attachments: Files go both ways.
        body_chars: The longest message that a customer can send.
    """

    buttons: bool
    html: bool
    streaming: bool
    attachments: bool
    body_chars: int


class Channel(Protocol):
    """One way to write to us.

    What is decided reaches its customers through `bridge.runtime.live`: a channel follows, it is not called.
    """

    name: str
    able: Abilities
    untimed: frozenset[str]
    """Routes that hold the caller on purpose; their time says nothing."""

    def add_routes(self, app: web.Application) -> None:
        """Adds its routes and, where it holds connections, what ends them at shutdown."""
        ...

    async def tidy(self) -> None:
        """Housekeeping; the application's clock calls it every 30 s."""
        ...
