"""How near passages are to a question, or nothing at once when the model is out of reach."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from typing import TypeAlias

import numpy as np
import structlog

from bridge.knowledge.index import Index
from bridge.knowledge.meaning.filling import Embed
from bridge.knowledge.meaning.space import Floats, Space
from bridge.knowledge.meaning.texts import name_of
from connectors.failures import OutsideFailure

Ask: TypeAlias = Callable[[str], Floats | None]
"""A question's vector, of length 1; None when there is none now. Blocks."""

WAIT_S = 1.5
"""A model that takes longer for one question does not help anybody who waits for an answer."""
LONGEST = 500
"""Letters of a question: what is longer some models refuse, and then nobody's is compared for a while."""
REMEMBERED = 500
"""Questions: one turn may search twice, and people press the same buttons."""

log = structlog.get_logger(__name__)


class Nearness:
    """What `bridge.knowledge.search` asks; threads may share it.

    Args:
        space: The passages' vectors of now; None while there are none.
        ask: The model.
    """

    def __init__(self, space: Callable[[], Space | None], ask: Ask) -> None:
        self._space = space
        self._ask = ask
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, Floats] = OrderedDict()
        """By hash: a customer's words are not kept."""

    def __call__(self, index: Index, text: str) -> Mapping[int, float]:
        """Number of the passage → 0..1, for those that are near; nothing when nobody can say."""
        space = self._space()
        text = " ".join(text.split())[:LONGEST]
        if space is None or space.scale is None or not text:
            return {}
        name = name_of(text)
        with self._lock:
            vector = self._asked.get(name)
        if vector is None:
            vector = self._ask(text)
            if vector is None:
                return {}
            with self._lock:
                self._asked[name] = vector
                while len(self._asked) > REMEMBERED:
                    self._asked.popitem(last=False)
        return space.near(index, vector)


def here(embed: Callable[[Sequence[str]], Floats]) -> Ask:
    """A model of this process."""
    return lambda text: embed([text])[0]


def elsewhere(embed: Embed, loop: asyncio.AbstractEventLoop) -> Ask:
    """A model on a server, asked from a thread.

    Args:
        embed: Gives up by itself in time.
        loop: Where it runs.
    """

    def ask(text: str) -> Floats | None:
        if _is_inside(loop):
            return None  # whoever waits here would wait for himself
        future = asyncio.run_coroutine_threadsafe(_one(embed, text), loop)
        try:
            return future.result(WAIT_S)
        except OutsideFailure as failure:
            log.info("question_not_embedded", reason=str(failure))
        except (TimeoutError, CancelledError):
            future.cancel()
        return None

    return ask


def _is_inside(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False


async def _one(embed: Embed, text: str) -> Floats:
    row = (await embed([text]))[0]
    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-12), np.float32)
