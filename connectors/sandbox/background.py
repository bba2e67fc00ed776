"""Requests of the sandbox leave in the background while it is open; tests may hold, drop and double them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Mapping
from typing import Any, Generic, TypeVar

import aiohttp

from connectors.sandbox.state import SandboxState

Waiting = TypeVar("Waiting")
Sent = TypeVar("Sent")


class Background(Generic[Waiting, Sent]):
    """What both kinds of deliveries share.

    Attributes:
        is_holding: What comes now waits to be released.
        dropping: How many of the next are lost without an attempt.
        copies: How often each is sent; 2 is a duplicate of everything.
        held: What waits.
        sent: All, in the order of their creation.
    """

    def __init__(self, state: SandboxState) -> None:
        self._state = state
        self._group: asyncio.TaskGroup | None = None
        self._client: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.sent: list[Sent] = []
        self.reset()

    def reset(self) -> None:
        """Ordinary deliveries again, nothing held, nothing logged."""
        self.is_holding = False
        self.dropping = 0
        self.copies = 1
        self.held: list[Waiting] = []
        self.sent.clear()

    def meddle(self, asked: Mapping[str, Any]) -> None:
        """`{hold?, drop?, copies?}`, as a test asks for it."""
        if "hold" in asked:
            self.is_holding = bool(asked["hold"])
        if "drop" in asked:
            self.dropping = int(asked["drop"])
        if "copies" in asked:
            self.copies = max(int(asked["copies"]), 1)

    def open(self, group: asyncio.TaskGroup, client: aiohttp.ClientSession) -> None:
        """From now on things are sent."""
        self._group, self._client = group, client

    def close(self) -> None:
        """What is under way is given up."""
        self._group = None
        for task in self._tasks:
            task.cancel()

    async def settled(self, timeout_s: float = 10.0) -> None:
        """Waits until nothing is under way; what is held does not count.

        Raises:
            TimeoutError: After `timeout_s`.
        """
        async with asyncio.timeout(timeout_s):
            while self._tasks:
                await asyncio.wait(set(self._tasks))

    def _let_go(self, *, copies: int, shuffle: bool, seed: int | None) -> list[Waiting]:
        """What was held, `copies` times each; holding ends."""
        self.is_holding = False
        batch = [one for one in self.held for _ in range(copies)]
        self.held = []
        if shuffle:
            random.Random(seed).shuffle(batch)  # noqa: S311 - an order for tests, not a secret
        return batch

    def _begin(self, group: asyncio.TaskGroup, work: Coroutine[Any, Any, None], name: str) -> None:
        task = group.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
