"""Keeps the vectors of the content as it is now: from the database, and what nobody has embedded, anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

import numpy as np
import structlog

from bridge.knowledge.index import Index
from bridge.knowledge.meaning.space import Floats, Space
from bridge.knowledge.meaning.texts import LONGEST, Wanted, wanted_of
from bridge.runtime import vectors
from bridge.runtime.store import Store, StoreBusy
from connectors.failures import OutsideFailure, Refused
from connectors.model.embeddings import MOST_TEXTS

Embed: TypeAlias = Callable[[Sequence[str]], Awaitable[Floats]]
"""Turns texts into rows; raises OutsideFailure."""

BATCH_CHARACTERS = 60_000
"""Of one request; servers take some hundred thousand tokens at most, small ones less."""
SHORTEST = 250
"""A model that refuses longer texts gets half as much of each, down to this."""
TOO_LONG = frozenset({400, 413, 422})
ROUND_BATCHES = 20
"""So many requests in one go; then the passages that they were for are found."""
LOOK_AGAIN_S = 10.0
"""How often the database is asked for what others may have embedded meanwhile."""
KEPT_DAYS = 30
"""For so long the vector of a text that is no content any more waits for its return."""

log = structlog.get_logger(__name__)


class Filling:
    """The space of now; one task at a time may call `look` and `make`, threads may read `space`.

    Args:
        current: The index of now; blocks.
        store: Where vectors are kept.
        model: The model's name, which its vectors are kept under.
        embed: The model.
        now: The time, aware UTC.
        monotonic: Seconds that never go back.
        batch_texts: At most so many texts at once.
    """

    def __init__(
        self,
        current: Callable[[], Index],
        store: Store,
        model: str,
        embed: Embed,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        batch_texts: int = MOST_TEXTS,
    ) -> None:
        self.space: Space | None = None
        self._current, self._store, self._model, self._embed = current, store, model, embed
        self._now, self._monotonic = now, monotonic
        self._batch_texts = batch_texts
        self._longest = LONGEST
        self._lock = asyncio.Lock()
        self._index: Index | None = None
        self._wanted: Wanted | None = None
        self._had: dict[str, Floats] = {}
        self._looked_at = 0.0
        self._forgot_at: datetime | None = None

    async def look(self) -> None:
        """Takes over what the content is now, and what vectors there are; for every process."""
        async with self._lock:
            await self._look()

    async def make(self) -> None:
        """Embeds what has no vector yet, some batches of it; for the processes that work.

        A server that fails, or a database that is busy, is tried again the next time.
        """
        async with self._lock:
            await self._look()
            try:
                for batch in self._batches():
                    if not await self._made(batch):
                        break
                await self._forget()
            except StoreBusy as busy:
                log.warning("content_not_embedded", reason=str(busy))
            await self._take_over()

    async def _look(self) -> None:
        index = await asyncio.to_thread(self._current)
        is_new = index is not self._index
        if not is_new and (not self._missing() or self._monotonic() - self._looked_at < LOOK_AGAIN_S):
            return
        if is_new:
            self._wanted = await asyncio.to_thread(wanted_of, index, self._wanted)
            self._index = index
        self._looked_at = self._monotonic()
        found: Mapping[str, bytes] = {}
        try:
            found = await vectors.read(self._store, self._model, self._missing())
        except StoreBusy as busy:
            log.warning("vectors_not_read", reason=str(busy))
        self._had |= {name: np.frombuffer(one, np.float16).astype(np.float32) for name, one in found.items()}
        if is_new or found:
            await self._take_over()

    async def _take_over(self) -> None:
        wanted = self._wanted
        if wanted is None or (self.space is not None and self.space.is_of(wanted, self._had)):
            return
        space = await asyncio.to_thread(Space, wanted, self._had)
        self._had = space.vectors()  # what is no content any more goes, and all others share one array
        self.space = space
        log.info("content_embedded", texts=len(wanted.texts), vectors=len(self._had), scale=space.scale)

    def _missing(self) -> list[str]:
        return [name for name in self._wanted.texts if name not in self._had] if self._wanted else []

    def _batches(self) -> Iterator[dict[str, str]]:
        batch: dict[str, str] = {}
        made = characters = 0
        for name in self._missing():
            text = self._wanted.texts[name] if self._wanted else ""
            if batch and (len(batch) == self._batch_texts or characters + len(text) > BATCH_CHARACTERS):
                yield batch
                made += 1
                if made == ROUND_BATCHES:
                    return
                batch, characters = {}, 0
            batch[name] = text
            characters += len(text)
        if batch:
            yield batch

    async def _made(self, batch: Mapping[str, str]) -> bool:
        """Whether it makes sense to go on."""
        ours = await vectors.claim(self._store, self._model, list(batch), self._now())
        names = [name for name in batch if name in ours]
        if not names:
            return True
        try:
            rows = await self._embed([batch[name][: self._longest] for name in names])
        except OutsideFailure as failure:
            if isinstance(failure, Refused) and failure.status in TOO_LONG:
                self._longest = max(SHORTEST, self._longest // 2)
            log.warning("content_not_embedded", reason=str(failure), longest=self._longest)
            await vectors.give_up(self._store, self._model, names)
            return False
        new = dict(zip(names, _unit(rows), strict=True))
        kept = {name: one.astype(np.float16).tobytes() for name, one in new.items()}
        await vectors.keep(self._store, self._model, kept, self._now())
        self._had |= new
        return True

    async def _forget(self) -> None:
        now = self._now()
        if self._missing() or (self._forgot_at is not None and now - self._forgot_at < timedelta(days=1)):
            return
        self._forgot_at = now
        texts = self._wanted.texts if self._wanted else {}
        before = now - timedelta(days=KEPT_DAYS)
        await vectors.forget(self._store, self._model, but=texts, before=before)


def in_thread(embed: Callable[[Sequence[str]], Floats]) -> Embed:
    """A model of this process as one that is waited for."""

    async def embedded(texts: Sequence[str]) -> Floats:
        return await asyncio.to_thread(partial(embed, texts))

    return embedded


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.float32(1e-12)), np.float32)
