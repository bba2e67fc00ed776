"""What a worker adds: it performs effects, understands deliveries, and asks for what it was not told.

The service has its port before this is loaded: what a customer says is kept at once, and answered as soon as
this is here, some tenths of a second later.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from bridge.actions.connector_call import executed
from bridge.actions.event_out import Listener
from bridge.catalog.shelf import Shelf
from bridge.channels.messenger.agent_files import file_path
from bridge.configured import guide_of, http_of, library_of, post_of, secret_of
from bridge.fin.privacy import masked
from bridge.hearing import chats_polled, reconciling, understanding
from bridge.knowledge import guide_sync
from bridge.meaning import meaning_of
from bridge.performers import PERFORMERS, Hands, MakePerformers, made
from bridge.runtime import executions, log
from bridge.runtime.clock import SystemClock
from bridge.runtime.deliveries import Deliveries, Handler
from bridge.runtime.live import Live
from bridge.runtime.metrics import Metrics
from bridge.runtime.outbox import Outbox
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns
from bridge.runtime.vault import Vault
from bridge.settings import Settings
from bridge.thinking import Minds, current_matcher, minds_of
from bridge.web.mail_tokens import MailTokens
from connectors.breaker import Breaker
from connectors.code import Sandbox
from connectors.data_connector import DataConnector
from connectors.zendesk.support import Support
from handoff.chats import LiveChats
from handoff.desk import HelpDesk

Tick: TypeAlias = tuple[float, str, Callable[[], Awaitable[Any]]]
"""(every so many seconds, name, work)."""

MATCHER_TICK_S = 1.0
MEANING_TICK_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What a worker stands on."""

    settings: Settings
    keys: Sequence[str]
    store: Store
    clock: SystemClock
    turns: Turns
    live: Live
    metrics: Metrics
    shelf: Shelf
    vault: Vault
    support: Support | None
    desk: HelpDesk
    chats: LiveChats | None
    deliveries: Deliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Ready to work.

    Args:
        outbox: Performs effects.
        understand: Of `Deliveries`.
        ticks: What it does again and again, beside what every worker does with its rows.
    """

    outbox: Outbox
    understand: Handler
    ticks: Sequence[Tick]


@asynccontextmanager
async def working(on: Stands, performers: MakePerformers | None = None) -> AsyncIterator[Worker]:
    """The worker, made; its connections are closed at the end.

    Raises:
        SettingsError: The content, a model or the mail server cannot be used as it is configured.
        ValueError: An effect has no performer; the message names it.
    """
    settings, store, clock, shelf = on.settings, on.store, on.clock, on.shelf
    by_ticket = log.ByTicket(store)
    library = await asyncio.to_thread(library_of, settings, store)
    matcher = await asyncio.to_thread(current_matcher, settings, library, lambda: shelf.catalog)
    async with AsyncExitStack() as stack:
        meaning = await stack.enter_async_context(meaning_of(settings, library, store, clock))
        near = meaning.near if meaning is not None else None
        minds = await stack.enter_async_context(
            minds_of(settings, library, matcher, lambda: shelf.catalog, clock, near=near)
        )
        hands = await stack.enter_async_context(_hands(on, minds))
        outbox = Outbox(store, on.turns, made(performers or PERFORMERS, hands), clock, metrics=on.metrics)
        ticks: list[Tick] = []
        if settings.semantic.path:  # hundreds of texts are embedded: not while a customer waits for it
            ticks.append((MATCHER_TICK_S, "matcher", lambda: asyncio.to_thread(matcher)))
        if meaning is not None:
            ticks.append((MEANING_TICK_S, "embeddings", meaning.filling.make))
            ticks.append((MEANING_TICK_S, "vectors", meaning.filling.look))
        if on.support is not None:
            ask = reconciling(store, on.desk, on.deliveries, by_ticket)
            ticks.append((settings.zendesk.reconcile_s, "reconcile", ask))
            if settings.zendesk.guide_sync_s is not None:
                bring = guide_sync.syncing(store, *guide_of(settings, on.support), clock.now)
                ticks.append((settings.zendesk.guide_sync_s, "guide", bring))
        if on.chats is not None:
            app_id = settings.conversations.app_id
            poll = chats_polled(on.chats, on.deliveries, app_id=app_id, store=store, clock=clock)
            ticks.append((settings.zendesk.reconcile_s, "chats", poll))
        yield Worker(
            outbox=outbox,
            understand=understanding(
                on.desk,
                on.chats,
                app_id=settings.conversations.app_id,
                store=store,
                clock=clock,
                by_ticket=by_ticket,
                file_path=partial(file_path, on.keys[0]),
            ),
            ticks=ticks,
        )


@asynccontextmanager
async def _hands(on: Stands, minds: Minds) -> AsyncIterator[Hands]:
    """What performers are made of; its connections are closed at the end."""
    settings, store, clock, shelf = on.settings, on.store, on.clock, on.shelf
    hide = partial(masked, patterns=settings.privacy.compiled)
    async with http_of(settings) as http, Sandbox() as sandbox:
        yield Hands(
            store=store,
            clock=clock,
            desk=on.desk,
            chats=on.chats,
            minds=minds,
            live=on.live,
            connectors=lambda: shelf.catalog.connectors,
            data=DataConnector(
                http,
                breaker=Breaker(clock.monotonic),
                monotonic=clock.monotonic,
                transform=sandbox.run,
                note=lambda execution: executions.keep(store, executed(execution, clock.now(), hide)),
            ),
            http=http,
            secret=secret_of(settings, on.vault),
            run_code=sandbox.run,
            post=post_of(settings, clock),
            app_id=settings.app_id,
            base_url=settings.base_url,
            answer_to=MailTokens(on.keys, settings.mail.reply_to).make,
            procedure_field=settings.ticket.procedure_field,
            listener=Listener(
                url=settings.events.webhook_url, secret=settings.events.signing_secret.get_secret_value()
            ),
        )
