"""What searches articles by meaning, as the operator configured it: a model server, or files of a model."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.fin.privacy import masked
from bridge.knowledge.library import Library
from bridge.knowledge.search import Near
from bridge.runtime import schema
from bridge.runtime.clock import Clock
from bridge.runtime.store import Store
from bridge.settings import Settings, SettingsError
from bridge.thinking import embed_of

if TYPE_CHECKING:
    from bridge.knowledge.meaning.filling import Embed, Filling
    from bridge.knowledge.meaning.near import Ask
    from bridge.knowledge.meaning.space import Floats
    from connectors.model.embeddings import Embeddings

BATCH_S = 30.0
"""For some dozens of passages."""
QUESTION_S = 1.0
"""For one question; the customer waits."""
HERE_AT_ONCE = 4
"""Passages that this process embeds between two looks at what else is to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The passages' vectors, and the search in them."""

    filling: Filling
    near: Near


@asynccontextmanager
async def meaning_of(
    settings: Settings, library: Library, store: Store, clock: Clock
) -> AsyncIterator[Meaning | None]:
    """The search by meaning; None where none is configured.

    Raises:
        SettingsError: It cannot be used as it is configured.
    """
    llm, semantic = settings.llm, settings.semantic
    if llm.embeddings and semantic.content:
        raise SettingsError("BRIDGE_LLM__EMBEDDINGS and BRIDGE_SEMANTIC__CONTENT: choose one of them")
    if not llm.embeddings and not semantic.content:
        yield None
        return
    from bridge.knowledge.semantic.model import is_installed  # only where it is configured

    if not is_installed():
        raise SettingsError(
            "BRIDGE_LLM__EMBEDDINGS: the extra semantic is not installed"
            ' (pip install "messenger-bridge[semantic]")'
        )
    async with AsyncExitStack() as stack:
        if llm.embeddings:
            server = await stack.enter_async_context(_server(settings, clock))
            yield _on_a_server(
                server, llm.embeddings, library, store, clock, hidden=settings.privacy.compiled
            )
        else:
            yield await _here(settings, library, store, clock)


@asynccontextmanager
async def near_as_served(settings: Settings, library: Library, clock: Clock) -> AsyncIterator[Near | None]:
    """What the service finds near by the vectors that it has made; None where it has none.

    For commands, which embed questions and nothing else, and make no database.

    Raises:
        SettingsError: It cannot be used as it is configured.
    """
    is_on = bool(settings.llm.embeddings) or settings.semantic.content
    if not is_on or not await asyncio.to_thread(_is_there, settings.database_url):
        yield None
        return
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database_url)
        stack.push_async_callback(store.close)
        meaning = await stack.enter_async_context(meaning_of(settings, library, store, clock))
        if meaning is not None and await schema.is_current(store):
            await meaning.filling.look()
        yield meaning.near if meaning is not None else None


def _is_there(database_url: str) -> bool:
    file = database_url.removeprefix("sqlite:///")
    return file == database_url or Path(file).is_file()


def _server(settings: Settings, clock: Clock) -> Embeddings:
    from connectors.llm import Endpoint
    from connectors.model.embeddings import Embeddings

    llm = settings.llm
    endpoint = Endpoint(llm.base_url, llm.api_key.get_secret_value(), llm.embeddings)
    try:
        return Embeddings(endpoint, clock.monotonic, allow_hosts=settings.connectors.allow_hosts)
    except ValueError as error:
        raise SettingsError(f"BRIDGE_LLM__BASE_URL: {error}") from None


def _on_a_server(
    server: Embeddings,
    model: str,
    library: Library,
    store: Store,
    clock: Clock,
    *,
    hidden: Sequence[re.Pattern[str]],
) -> Meaning:
    import numpy as np

    from bridge.knowledge.meaning.near import elsewhere

    async def passages(texts: Sequence[str]) -> Floats:
        return np.array(await server.embed(texts, deadline_s=BATCH_S), np.float32)

    async def question(texts: Sequence[str]) -> Floats:
        said = [masked(text, hidden) for text in texts]
        return np.array(await server.embed(said, deadline_s=QUESTION_S), np.float32)

    filling = _filling(f"server:{model}", passages, library, store, clock)
    return _meaning(filling, elsewhere(question, asyncio.get_running_loop()))


async def _here(settings: Settings, library: Library, store: Store, clock: Clock) -> Meaning:
    from bridge.knowledge.meaning.filling import in_thread
    from bridge.knowledge.meaning.near import here

    embed = await asyncio.to_thread(embed_of, settings)
    assert embed is not None  # noqa: S101 - `content` without a path is no setting that loads
    model = f"files:{settings.semantic.sha256.lower()}"
    filling = _filling(model, in_thread(embed), library, store, clock, batch_texts=HERE_AT_ONCE)
    return _meaning(filling, here(embed))


def _filling(
    model: str, embed: Embed, library: Library, store: Store, clock: Clock, *, batch_texts: int | None = None
) -> Filling:
    from bridge.knowledge.meaning.filling import Filling
    from connectors.model.embeddings import MOST_TEXTS

    return Filling(
        library.current,
        store,
        model,
        embed,
        now=clock.now,
        monotonic=clock.monotonic,
        batch_texts=batch_texts or MOST_TEXTS,
    )


def _meaning(filling: Filling, ask: Ask) -> Meaning:
    from bridge.knowledge.meaning.near import Nearness

    return Meaning(filling=filling, near=Nearness(lambda: filling.space, ask))
