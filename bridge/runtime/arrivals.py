"""Deliveries that arrive at the same moment are stored by one statement: a burst costs a fifth."""

from __future__ import annotations

import asyncio
from functools import partial

from bridge.runtime import delivery_rows as rows
from bridge.runtime.delivery_rows import Delivery
from bridge.runtime.store import Store

AT_ONCE = 256
"""Rows in one unit."""


class Arrivals:
    """Collects what arrives until the loop comes round, and stores it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Delivery, asyncio.Future[bool]]] = []

    async def keep(self, arrived: Delivery) -> bool:
        """Stores it durably; False when it is there already.

        Raises:
            StoreBusy: It was not stored.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bool] = loop.create_future()
        self._waiting.append((arrived, future))
        if len(self._waiting) == 1:
            loop.call_soon(self._go)
        return await future

    def _go(self) -> None:
        waiting, self._waiting = self._waiting, []
        for start in range(0, len(waiting), AT_ONCE):
            self._store_all(waiting[start : start + AT_ONCE])

    def _store_all(self, waiting: list[tuple[Delivery, asyncio.Future[bool]]]) -> None:
        first = {arrived.id: arrived for arrived, _ in reversed(waiting)}
        stored = self._store.give(partial(rows.keep, tuple(first.values())), key="deliveries")

        def told(done: asyncio.Future[set[str]]) -> None:
            error = None if done.cancelled() else done.exception()
            there = set() if error is not None else done.result()
            for arrived, future in waiting:
                if future.done():  # its caller gave up
                    continue
                if error is not None:
                    future.set_exception(error)
                    continue
                future.set_result(arrived.id not in there)
                there.add(arrived.id)  # the same twice in one breath: the second is not new

        stored.add_done_callback(told)
