"""Builds every part and hands it what it needs; here performers, channels and desks meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.api.desk_webhooks import DeskWebhooks
from bridge.api.health import Health
from bridge.api.hooks import Hooks
from bridge.api.mail_inbound import MailInbound
from bridge.api.openapi import OpenApi, routes_of
from bridge.api.operators import ROUTES as OPERATORS
from bridge.catalog.shelf import Shelf
from bridge.channels import CHANNELS
from bridge.chatting import agents_files, chat_secrets, chats_waiting, live_chats
from bridge.configured import (
    Ground,
    desk_of,
    fin_api_of,
    messenger_of,
    policy_of,
    rules_of,
    support_of,
    tokens_of,
    webhook_secrets,
)
from bridge.core.procedures.definition import Definition
from bridge.runtime import cleanup, log, news, schema
from bridge.runtime.clock import SystemClock, Ticker
from bridge.runtime.deliveries import Deliveries, Delivery, Understood
from bridge.runtime.elsewhere import Elsewhere
from bridge.runtime.live import Live
from bridge.runtime.metrics import Metrics
from bridge.runtime.outbox import Outbox
from bridge.runtime.retention import retain
from bridge.runtime.store import Store
from bridge.runtime.switches import read_switch
from bridge.runtime.timers import Timers
from bridge.runtime.turn import Turns
from bridge.runtime.vault import Vault
from bridge.settings import Settings, SettingsError
from bridge.web.hook_tokens import HookTokens
from bridge.web.later import Later
from bridge.web.mail_tokens import MailTokens
from bridge.web.middleware import HttpMetrics, edge
from handoff.choosing import SWITCH, Choosing

if TYPE_CHECKING:
    from bridge.performers import MakePerformers
    from bridge.working import Worker

TIMER_TICK_S = 0.2
SECRETS_TICK_S = 5.0
SHELF_TICK_S = 1.0
MODE_TICK_S = 1.0
ACCOUNT_TICK_S = 20.0
QUEUE_TICK_S = 2.0
CLEANUP_TICK_S, RETENTION_TICK_S = 600.0, 3 * 3600.0
METRICS_TICK_S = 10.0
NEWS_TICK_S = 60.0
TIDY_TICK_S = 30.0

NEEDS: Mapping[str, Callable[[Ground], Any]] = {"messenger": messenger_of, "api": fin_api_of}
"""What each of CHANNELS is built from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The service as far as customers see it, built and not yet running; it keeps, and does not yet work."""

    store: Store
    web: web.Application
    deliveries: Deliveries
    elsewhere: Elsewhere
    ticker: Ticker
    tick_web: Ticker
    tick_all: Ticker
    """Ticks of the web role and of both; `ticker` is the worker's."""
    read_secrets: Callable[[], Awaitable[None]]
    """Takes over the webhooks' signing secrets as they are kept now."""
    load: Callable[[], Awaitable[None]]
    """Loads what routes that are rarely asked for need; else the first request does."""
    work: Callable[[], Awaitable[Outbox]]
    """Makes the worker, once; loads it in a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge(Laid):
    """The whole service, built and not yet running."""

    outbox: Outbox


@asynccontextmanager
async def built(
    settings: Settings, keys: Sequence[str], *, performers: MakePerformers | None = None
) -> AsyncIterator[Bridge]:
    """Everything, wired; closed again at the end.

    Args:
        settings: The operator's.
        keys: `BRIDGE_SECRET_KEYS`, newest first.
        performers: Who performs which effect; None is `bridge.performers.PERFORMERS`.

    Raises:
        SettingsError: The content or a model cannot be read, or the database has an older schema.
        ValueError: An effect has no performer; the message names it.
    """
    async with laid(settings, keys, performers=performers) as base:
        outbox = await base.work()
        yield Bridge(**{field.name: getattr(base, field.name) for field in fields(base)}, outbox=outbox)


@asynccontextmanager
async def laid(
    settings: Settings, keys: Sequence[str], *, performers: MakePerformers | None = None
) -> AsyncIterator[Laid]:
    """The same without the worker, which `work` makes.

    Raises:
        SettingsError: The database does not answer, or has an older schema.
    """
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database_url)
        stack.push_async_callback(store.close)
        try:
            await schema.ensure(store)
        except (schema.SchemaOutdated, schema.NoDatabase) as error:
            raise SettingsError(str(error)) from None
        registry = CollectorRegistry()
        metrics = Metrics(registry)
        live, rules = Live(), rules_of(settings, keys)
        shelf = Shelf(settings.config_dir, store, clock, has_model=settings.llm.is_on)
        await shelf.look()
        support = support_of(settings)
        chats = await stack.enter_async_context(live_chats(settings, support))
        choosing = Choosing(
            settings.handoff.mode,
            hours=lambda: shelf.catalog.hours,
            switch=lambda: read_switch(store, SWITCH),
            chats=chats,
            waiting=partial(chats_waiting, store),
        )
        rules = replace(rules, mode=choosing)
        await choosing.look()
        await choosing.look_at_account()
        await choosing.look_at_queue()
        turns = Turns(store, lambda: replace(rules, catalog=shelf.catalog), live, clock, metrics=metrics)
        elsewhere = Elsewhere(store, live, turns)
        stack.push_async_callback(elsewhere.close)
        vault = Vault(store, keys)
        mail_tokens = MailTokens(keys, settings.mail.reply_to)
        secrets: list[str] = [one.get_secret_value() for one in settings.zendesk.webhook_secrets]
        chat_keys: list[str] = []
        desk = desk_of(settings, support, secrets, clock)
        worker: Worker | None = None

        async def understand(batch: Sequence[Delivery], /) -> Understood:
            if worker is None:
                raise RuntimeError("deliveries are understood by a worker: await `work` first")
            return await worker.understand(batch)

        deliveries = Deliveries(store, clock, understand, turns=turns, gate="desk", metrics=metrics)
        deliveries.on_kept(elsewhere.work_waits)
        elsewhere.on_news(deliveries.wake)
        timers = Timers(store, turns, clock)
        ticker = Ticker(clock)
        ticker.every(TIMER_TICK_S, "timers", timers.fire_due)
        ticker.every(CLEANUP_TICK_S, "cleanup", lambda: cleanup.clean(store, clock))
        ticker.every(RETENTION_TICK_S, "retention", lambda: retain(store, clock, policy_of(settings)))
        ticker.every(NEWS_TICK_S, "news", news.forgetting(store))
        if support is not None:
            stack.push_async_callback(support.close)
        tick_web = Ticker(clock)
        tick_all = Ticker(clock)
        tick_all.every(SHELF_TICK_S, "definitions", shelf.look)
        tick_all.every(MODE_TICK_S, "handoff-mode", choosing.look)
        tick_all.every(ACCOUNT_TICK_S, "live-chats", choosing.look_at_account)
        tick_all.every(QUEUE_TICK_S, "queue", choosing.look_at_queue)
        tick_web.every(METRICS_TICK_S, "metrics", lambda: metrics.measure(store, clock))

        async def read_secrets() -> None:
            secrets[:] = await webhook_secrets(settings, vault)
            chat_keys[:] = await chat_secrets(settings, vault)

        await read_secrets()
        tick_web.every(SECRETS_TICK_S, "secrets", read_secrets)
        files = await stack.enter_async_context(agents_files(settings, support))

        def written() -> Mapping[str, Definition]:
            return {
                id_: one.definition
                for (kind, id_), one in shelf.folder.written.items()
                if kind == "procedure"
            }

        ground = Ground(
            settings=settings,
            keys=keys,
            store=store,
            turns=turns,
            live=live,
            clock=clock,
            fetch=files,
            written=written,
        )
        channels = {name: make(NEEDS[name](ground)) for name, make in CHANNELS.items()}
        untimed = frozenset[str]().union(*(channel.untimed for channel in channels.values()))
        middleware: Any = edge(HttpMetrics(registry), untimed=untimed)  # aiohttp's names its arguments
        app = web.Application(middlewares=[middleware])
        for name, channel in channels.items():
            channel.add_routes(app)
            tick_web.every(TIDY_TICK_S, name, channel.tidy)
        Health(lambda: schema.is_current(store), registry).add_routes(app)
        Hooks(turns, HookTokens(keys), clock.now).add_routes(app)
        tokens = tokens_of(settings)
        MailInbound(
            turns, tokens, mail_tokens, lambda id_: log.conversation(store, id_), clock.now
        ).add_routes(app)

        def add_operators(later: web.Application) -> None:
            from bridge.api.operating import Operated, add_routes  # a tenth of all imports

            add_routes(
                later,
                Operated(
                    store=store,
                    turns=turns,
                    tokens=tokens,
                    clock=clock,
                    shelf=shelf,
                    written=written,
                    config_dir=settings.config_dir,
                    has_model=settings.llm.is_on,
                    choosing=choosing,
                ),
            )

        operators = Later(OPERATORS, add_operators)
        operators.add_routes(app)
        if chats is not None:
            from bridge.hearing import chat_webhooks

            chat_webhooks(
                chats,
                chat_keys,
                store=store,
                live=live,
                clock=clock,
                deliveries=deliveries,
                registry=registry,
            ).add_routes(app)
        DeskWebhooks(desk.verify, deliveries, registry).add_routes(app)
        OpenApi(lambda: _described(app, settings.base_url)).add_routes(app)

        async def work() -> Outbox:
            nonlocal worker
            await asyncio.to_thread(_load_working)
            from bridge.working import Stands, working

            stands = Stands(
                settings=settings,
                keys=keys,
                store=store,
                clock=clock,
                turns=turns,
                live=live,
                metrics=metrics,
                shelf=shelf,
                vault=vault,
                support=support,
                desk=desk,
                chats=chats,
                deliveries=deliveries,
            )
            worker = made = await stack.enter_async_context(working(stands, performers))
            elsewhere.on_news(made.outbox.wake)
            for tick in made.ticks:
                ticker.every(*tick)
            return made.outbox

        yield Laid(
            store=store,
            web=app,
            deliveries=deliveries,
            elsewhere=elsewhere,
            ticker=ticker,
            tick_web=tick_web,
            tick_all=tick_all,
            read_secrets=read_secrets,
            load=operators.load,
            work=work,
        )


def _load_working() -> None:
    import bridge.working  # noqa: F401 - a fifth of all imports, and nobody who asks waits for it


def _described(app: web.Application, base_url: str) -> dict[str, Any]:
    from bridge.described.document import document  # once, and only where somebody asks for it

    return document(routes_of(app), base_url)
