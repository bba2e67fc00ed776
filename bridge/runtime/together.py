"""Questions that are asked in the same moment are put to the store as one: a burst costs a fraction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeAlias, TypeVar

from bridge.runtime.store import StoreBusy

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
_Waiting: TypeAlias = list[tuple[Asked, asyncio.Future[Answer]]]

AT_ONCE = 256
"""Questions in one unit."""
UNDER_WAY = 3
"""Units that are being answered; what is asked meanwhile gathers, so that the busier, the larger they are."""


class Together(Generic[Asked, Answer]):
    """Collects questions until the loop comes round, and longer while enough of them are being answered.

    Args:
        ask: Begins to answer many; the answers come in the order of the questions.
    """

    def __init__(self, ask: Callable[[Sequence[Asked]], asyncio.Future[Sequence[Answer]]]) -> None:
        self._ask = ask
        self._waiting: _Waiting[Asked, Answer] = []
        self._under_way = 0

    async def __call__(self, asked: Asked) -> Answer:
        """The answer.

        Raises:
            StoreBusy: Not now; all who asked at that moment get it.
            Exception: Whatever answering this one raised.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((asked, future))
        if len(self._waiting) == 1 and self._under_way < UNDER_WAY:
            loop.call_soon(self._go)
        return await future

    def _go(self) -> None:
        while self._waiting and self._under_way < UNDER_WAY:
            now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            self._put(now)

    def _put(self, now: _Waiting[Asked, Answer]) -> None:
        self._under_way += 1
        self._ask([asked for asked, _ in now]).add_done_callback(partial(self._answered, now))

    def _answered(self, now: _Waiting[Asked, Answer], done: asyncio.Future[Sequence[Answer]]) -> None:
        self._under_way -= 1
        error = asyncio.CancelledError() if done.cancelled() else done.exception()
        if error is None:
            for (_, future), answer in zip(now, done.result(), strict=True):
                if not future.done():  # else its caller gave up
                    future.set_result(answer)
        elif len(now) > 1 and isinstance(error, Exception) and not isinstance(error, StoreBusy):
            for one in now:  # one question's trouble is not the others'
                self._put([one])
        else:
            for _, future in now:
                if not future.done():
                    future.set_exception(error)
        self._go()
