"""Which brain thinks, how it chooses procedures, and how a model is spoken to."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bridge.core.procedures.catalog import Catalog
from bridge.fin.brain import Brain
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.fin.guided import filled
from bridge.fin.matching.current import CurrentMatcher
from bridge.knowledge.audience import Reader, holds_for
from bridge.knowledge.library import Library
from bridge.knowledge.search import Near
from bridge.runtime.clock import Clock
from bridge.settings import FallbackSettings, LlmSettings, Settings, SettingsError

if TYPE_CHECKING:
    from bridge.fin.brains.model.brain import Manner
    from bridge.fin.brains.model.digest import Digester
    from bridge.fin.brains.model.follow import Follower
    from bridge.fin.brains.model.repair import Models as Asks
    from bridge.fin.brains.model.tell import Teller
    from bridge.fin.matching.meaning import Embed
    from connectors.llm import Endpoint, Models


@dataclass(frozen=True, slots=True, kw_only=True)
class Minds:
    """Who thinks.

    Args:
        brain: Reads what customers say.
        follower: Follows instruction steps; None without a model.
        digester: Labels and summarises; None without a model.
        teller: Tells customers what people did for them; None without a model.
    """

    brain: Brain
    follower: Follower | None
    digester: Digester | None = None
    teller: Teller | None = None


def _as_it_is(models: Asks | None) -> Asks | None:
    return models


@asynccontextmanager
async def minds_of(
    settings: Settings,
    library: Library,
    matcher: CurrentMatcher,
    catalog: Callable[[], Catalog],
    clock: Clock,
    *,
    around: Callable[[Asks | None], Asks | None] = _as_it_is,
    near: Near | None = None,
) -> AsyncIterator[Minds]:
    """The model's brain where a model is configured, else the embedded one.

    Args:
        settings: The operator's.
        library: The content.
        matcher: Chooses procedures.
        catalog: What is live, asked anew for each question.
        clock: For the time that a model takes.
        around: What is asked instead of the configured model: what records it, or what was recorded.
        near: What is near in meaning; without it articles are searched by their words alone.

    Raises:
        SettingsError: The model's address cannot be used.
    """
    embedded = EmbeddedBrain(
        library,
        matcher=matcher,
        near=near,
        is_at_hand=lambda: near is None and library.is_at_hand and matcher.is_at_hand,
    )
    async with AsyncExitStack() as stack:
        models = models_of(settings, clock)
        asks = around(await stack.enter_async_context(models) if models is not None else None)
        if asks is None:
            yield Minds(brain=embedded, follower=None)
            return
        from bridge.fin.brains.model.brain import ModelBrain  # only where there is a model
        from bridge.fin.brains.model.digest import Digester
        from bridge.fin.brains.model.follow import Follower
        from bridge.fin.brains.model.takes import Taken
        from bridge.fin.brains.model.tell import Teller

        manner, asks = manner_of(settings, catalog), Taken(asks, settings.privacy.compiled)
        yield Minds(
            brain=ModelBrain(embedded, asks, manner),
            follower=Follower(asks, manner),
            digester=Digester(asks, manner),
            teller=Teller(asks, manner),
        )


def current_matcher(settings: Settings, library: Library, catalog: Callable[[], Catalog]) -> CurrentMatcher:
    """What chooses procedures: by words, and by meaning where an embedding model is configured. Blocks.

    Raises:
        SettingsError: The embedding model cannot be used as it is configured.
    """
    return CurrentMatcher(catalog, library.current, embed=embed_of(settings))


def embed_of(settings: Settings) -> Embed | None:
    """What embeds messages; None where no model is configured. Blocks: it reads a large file.

    Raises:
        SettingsError: The model cannot be used as it is configured.
    """
    semantic = settings.semantic
    if not semantic.path:
        return None
    from bridge.knowledge.semantic.model import Embedder  # only where there are files of a model
    from bridge.knowledge.semantic.unusable import ModelUnusable

    try:
        return Embedder.open(Path(semantic.path), semantic.sha256).embed
    except ModelUnusable as error:
        raise SettingsError(f"BRIDGE_SEMANTIC__PATH: {error}") from None


def models_of(settings: Settings, clock: Clock) -> Models | None:
    """The model servers, to be opened; None where none is configured.

    Raises:
        SettingsError: An address or a key cannot be used; it says which server's.
    """
    llm = settings.llm
    if not llm.is_on:
        return None
    from connectors.llm import Models  # only where there is a model
    from connectors.model.wire import checked

    named = [("BRIDGE_LLM", _endpoint(llm))]
    named += [
        (f"BRIDGE_LLM__FALLBACKS, number {place}", _endpoint(one))
        for place, one in enumerate(llm.fallbacks, 1)
    ]
    for name, endpoint in named:
        try:
            checked(endpoint, settings.connectors.allow_hosts)
        except ValueError as error:
            raise SettingsError(f"{name}: {error}") from None
    return Models([one for _, one in named], clock.monotonic, allow_hosts=settings.connectors.allow_hosts)


def _endpoint(server: LlmSettings | FallbackSettings) -> Endpoint:
    from connectors.llm import Endpoint

    return Endpoint(server.base_url, server.api_key.get_secret_value(), server.model, server.api)


def manner_of(settings: Settings, catalog: Callable[[], Catalog]) -> Manner:
    """How the model is spoken to."""

    def describe(procedure: str) -> str:
        found = catalog().procedures.get(procedure)
        when = found.head.when_to_use if found is not None else None
        return when.description if when is not None else procedure

    def guidance(reader: Reader | None) -> str:
        live = catalog()
        ranked = sorted(live.guidance, key=lambda one: one.kind != "handover")
        texts = [one.text for one in ranked if holds_for(one.audience, reader)]
        pieces = (*live.escalation.guidance, *texts)  # when to step back is never what is left out
        told = (filled(" ".join(text.split()), reader, patterns) for text in pieces)
        return "\n".join(f"- {text}" for text in told if text)

    from bridge.fin.brains.model.brain import Manner

    host = urlsplit(settings.base_url).hostname
    patterns = settings.privacy.compiled
    return Manner(
        name=settings.brand.name,
        canary=f"canary-{secrets.token_hex(8)}",
        deadline_s=settings.llm.timeout,
        hosts=frozenset({host} if host else ()),
        describe=describe,
        guidance=guidance,
    )
