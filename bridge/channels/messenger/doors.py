"""Whom the Messenger lets in now: the operator's switches, for boots and for sessions that stood before."""

from __future__ import annotations

from typing import Literal, TypeAlias

from bridge.core.words.values import Contact
from bridge.runtime.switches import Switches

People: TypeAlias = Literal["users", "visitors"]

ENFORCE = "identity.enforce"
"""The run-time switch; in force within 10 s on every instance."""
CONNECTED: dict[People, str] = {"users": "messenger.users", "visitors": "messenger.visitors"}
"""Run-time switches: for whom the Messenger is there; for both, unless somebody switched it off."""


class Doors:
    """Looks at the switches.

    Args:
        switches: As they are on this instance, a few seconds old at most.
        enforce: The setting; the switch wins over it.
    """

    def __init__(self, switches: Switches, *, enforce: bool) -> None:
        self._switches = switches
        self._enforce = enforce

    async def enforced(self) -> bool:
        """Whether users must prove who they are."""
        return bool(await self._switches.get(ENFORCE, self._enforce))

    async def are_open_to(self, who: People) -> bool:
        """Whether the Messenger is there for these people."""
        return bool(await self._switches.get(CONNECTED[who], True))

    async def welcome(self, contact: Contact) -> bool:
        """Whether a session that he opened before may go on; if not, he boots again and hears why."""
        if contact.role == "visitor":
            return await self.are_open_to("visitors")
        return await self.are_open_to("users") and (contact.verified or not await self.enforced())
