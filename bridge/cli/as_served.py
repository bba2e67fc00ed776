"""The content for a command, searched as the service does: by meaning, too, where that is configured."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bridge.cli.sent import library_now

if TYPE_CHECKING:
    from bridge.knowledge.library import Library
    from bridge.knowledge.search import Near

T = TypeVar("T")


def as_served(work: Callable[[Library, Near | None], T]) -> T:
    """What `work` makes of the content and of what is near in meaning; it runs in a thread.

    Raises:
        SettingsError: The search by meaning cannot be used as it is configured.
    """
    from bridge.settings import load

    settings = load()
    if not settings.llm.embeddings and not settings.semantic.content:
        return work(library_now(), None)
    return asyncio.run(_with_meaning(work))


async def _with_meaning(work: Callable[[Library, Near | None], T]) -> T:
    from bridge.meaning import near_as_served
    from bridge.runtime.clock import SystemClock
    from bridge.settings import load

    library = await asyncio.to_thread(library_now)
    async with near_as_served(load(), library, SystemClock()) as near:
        return await asyncio.to_thread(work, library, near)
