"""The hand-off's mode as it is now: the operator's switch, the hours, and whether live chats are possible."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import structlog

from bridge.core.conversation.rules import Chosen
from bridge.core.procedures.hours import Hours
from bridge.core.words.values import Json
from bridge.runtime.verdict import Failure
from handoff.chats import LiveChats
from handoff.mode import SETTINGS, Setting, choose

SWITCH = "handoff.mode"
"""Under this name the operator's switch is kept; without it the setting counts."""
NOT_CONFIGURED = (
    "Sunshine Conversations is not configured; set BRIDGE_CONVERSATIONS__APP_ID, __KEY_ID and __SECRET."
)

PATIENCE_S = 5.0
"""With the account: the service starts without its answer, too."""

logger = structlog.get_logger(__name__)


class Choosing:
    """Chooses at each hand-off; what it needs to know is looked at beforehand, so that a turn never waits.

    Args:
        setting: `BRIDGE_HANDOFF__MODE`.
        hours: The live `hours.yaml`, asked anew at each hand-off.
        switch: What the operator switched at run time; None when he did not.
        chats: Live chats; None where there are no credentials.
        waiting: How many of our customers wait in live chats that nobody has taken.
    """

    def __init__(
        self,
        setting: Setting,
        *,
        hours: Callable[[], Hours],
        switch: Callable[[], Awaitable[Any | None]],
        chats: LiveChats | None,
        waiting: Callable[[], Awaitable[int]],
    ) -> None:
        self._configured = setting
        self._hours = hours
        self._switch = switch
        self._chats = chats
        self._waiting = waiting
        self.setting: Setting = setting
        self.obstacle = "" if chats is not None else NOT_CONFIGURED
        self.agents_online: int | None = None
        self.queue: int | None = None
        self._warned = ""

    def __call__(self, known: Mapping[str, Json], at: datetime) -> Chosen:
        """How people get this conversation. See `bridge.core.conversation.rules.Rules.mode`."""
        return choose(
            self.setting,
            self._hours(),
            known,
            at,
            obstacle=self.obstacle,
            agents_online=self.agents_online,
            queue=self.queue,
        )

    def switched(self, value: Any | None) -> None:
        """The operator's switch is so from now on; a word that is none leaves the setting."""
        self.setting = next((one for one in SETTINGS if one == value), self._configured)
        self._warn()

    async def look(self) -> None:
        """Reads the operator's switch, which another process may have set."""
        self.switched(await self._switch())

    async def look_at_account(self) -> None:
        """Asks the account whether it allows live chats, and who takes them.

        Without an answer to the first what was known stays; who is there is then unknown.
        """
        if self._chats is None:
            self._warn()
            return
        self.agents_online = None
        try:
            async with asyncio.timeout(PATIENCE_S):
                self.obstacle = await self._chats.obstacle()
                by_situation = self.setting == "situation"
                self.agents_online = await self._chats.agents_online() if by_situation else None
        except TimeoutError:
            logger.warning("live_chats_not_checked", reason=f"No answer within {PATIENCE_S:g} s.")
        except Failure as failure:  # a hand-off that meets the same becomes a ticket by itself
            logger.warning("live_chats_not_checked", reason=failure.reason)
        self._warn()

    async def look_at_queue(self) -> None:
        """Counts who waits, where a rule asks for it."""
        is_asked = self.setting == "situation" and any(
            "queue" in rule.condition.names for rule in self._hours().situations
        )
        self.queue = await self._waiting() if is_asked else None

    def _warn(self) -> None:
        told = self.obstacle if self.setting != "ticket" else ""
        if told and told != self._warned:
            logger.warning("no_live_chats", mode=self.setting, instead="ticket", mend=told)
        self._warned = told
