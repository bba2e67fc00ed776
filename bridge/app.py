"""Builds every part and hands it what it needs; here performers, channels and desks meet."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from bridge.api.desk_webhooks import DeskWebhooks
from bridge.api.health import Health
from bridge.channels.messenger.channel import UNTIMED, Messenger
from bridge.channels.messenger.needs import IdentityNeeds, Limits, MessengerParts, Platform
from bridge.core.conversation.rules import Rules, TagNames
from bridge.core.words.effects import CreateTicket, Effect, Think, UpdateTicket
from bridge.core.words.values import Author
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.fin.think import Thinker
from bridge.knowledge.article import ContentError
from bridge.knowledge.library import Library
from bridge.runtime import cleanup, log, schema, uploads
from bridge.runtime.clock import SystemClock, Ticker
from bridge.runtime.deliveries import Deliveries
from bridge.runtime.limits import RateLimit
from bridge.runtime.live import Live
from bridge.runtime.metrics import Metrics
from bridge.runtime.outbox import Outbox, Performer
from bridge.runtime.store import Store
from bridge.runtime.switches import Switches, read_switch, set_switch
from bridge.runtime.timers import Timers
from bridge.runtime.turn import Turns
from bridge.runtime.vault import Vault
from bridge.settings import Settings, SettingsError
from bridge.web.middleware import HttpMetrics, edge
from connectors.zendesk.oauth import ApiToken, ClientCredentials
from connectors.zendesk.support import Support
from handoff.desk import HelpDesk
from handoff.desks import DESKS
from handoff.desks.none import NoDesk
from handoff.inbound import Inbound
from handoff.reconcile import Reconciler
from handoff.tickets import TicketCreator, TicketUpdater

WEBHOOK_SECRETS = "zendesk.webhook_secrets"
"""Where `zendesk setup` keeps the signing secrets in the vault: a JSON list, newest first."""
RECONCILE_CURSOR = "zendesk.reconcile_cursor"
TIMER_TICK_S = 0.2
SECRETS_TICK_S = 5.0
CLEANUP_TICK_S = 600.0
METRICS_TICK_S = 10.0
STOP_S = 10.0

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What performers are made of."""

    store: Store
    clock: SystemClock
    desk: HelpDesk
    library: Library


PERFORMERS: Mapping[type[Effect], Callable[[Hands], Performer[Any]]] = {
    Think: lambda hands: Thinker(EmbeddedBrain(hands.library), hands.clock.now),
    CreateTicket: lambda hands: TicketCreator(
        hands.desk, upload=lambda upload_id: uploads.upload(hands.store, upload_id), now=hands.clock.now
    ),
    UpdateTicket: lambda hands: TicketUpdater(
        hands.desk,
        conversation=lambda conversation_id: log.conversation(hands.store, conversation_id),
        lines=lambda conversation_id: log.lines(hands.store, conversation_id, parts_only=False),
        upload=lambda upload_id: uploads.upload(hands.store, upload_id),
        now=hands.clock.now,
    ),
}
"""Every effect and who performs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """The whole service, built and not yet running."""

    store: Store
    web: web.Application
    outbox: Outbox
    deliveries: Deliveries
    ticker: Ticker
    tick_web: Ticker
    """Ticks of the web role; `ticker` is the worker's."""
    read_secrets: Callable[[], Awaitable[None]]
    """Takes over the webhooks' signing secrets as they are kept now."""


async def serve_until_stopped(settings: Settings, keys: Sequence[str], role: str) -> None:
    """Runs the service until SIGTERM or SIGINT; what is under way is finished or kept.

    Raises:
        SettingsError: The content cannot be read, or the database has an older schema.
    """
    _log_to_stderr(settings.log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with built(settings, keys) as bridge, asyncio.TaskGroup() as tasks:
        runner = web.AppRunner(bridge.web, access_log=None, shutdown_timeout=STOP_S)
        await runner.setup()
        if role != "worker":
            await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
            bridge.tick_web.start()
            logger.info("listening", address=f"http://{settings.host}:{settings.port}")
        if role != "web":
            tasks.create_task(bridge.outbox.run(stop), name="outbox")
            tasks.create_task(bridge.deliveries.run(stop), name="deliveries")
            bridge.ticker.start()
        await stop.wait()
        logger.info("stopping")
        await bridge.ticker.stop()
        await bridge.tick_web.stop()
        await runner.cleanup()


@asynccontextmanager
async def built(settings: Settings, keys: Sequence[str]) -> AsyncIterator[Bridge]:
    """Everything, wired; closed again at the end."""
    clock = SystemClock()
    store = await Store.open(settings.database_url)
    try:
        try:
            await schema.ensure(store)
        except schema.SchemaOutdated as error:
            raise SettingsError(str(error)) from None
        registry = CollectorRegistry()
        metrics = Metrics(registry)
        live, rules = Live(), rules_of(settings)
        turns = Turns(store, lambda: rules, live, clock, metrics=metrics)
        vault = Vault(store, keys)
        secrets: list[str] = [one.get_secret_value() for one in settings.zendesk.webhook_secrets]
        support = support_of(settings)
        desk = _desk(settings, support, secrets, clock)
        inbound = Inbound(
            desk,
            conversation=lambda conversation_id: log.conversation(store, conversation_id),
            by_ticket=lambda ticket_id: log.by_ticket(store, ticket_id),
            seen=lambda event_ids: log.seen(store, event_ids),
        )
        deliveries = Deliveries(store, clock, inbound, turns=turns, gate="desk", metrics=metrics)
        hands = Hands(store=store, clock=clock, desk=desk, library=_library(settings))
        performers = {effect: make(hands) for effect, make in PERFORMERS.items()}
        outbox = Outbox(store, turns, performers, clock, metrics=metrics)
        timers = Timers(store, turns, clock)
        ticker = Ticker(clock)
        ticker.every(TIMER_TICK_S, "timers", timers.fire_due)
        ticker.every(CLEANUP_TICK_S, "cleanup", lambda: cleanup.clean(store, clock))
        if support is not None:
            reconciler = _reconciler(store, desk, deliveries)
            ticker.every(settings.zendesk.reconcile_s, "reconcile", reconciler)
        tick_web = Ticker(clock)
        tick_web.every(METRICS_TICK_S, "metrics", lambda: metrics.measure(store, clock))

        async def read_secrets() -> None:
            secrets[:] = await webhook_secrets(settings, vault)

        await read_secrets()
        tick_web.every(SECRETS_TICK_S, "secrets", read_secrets)
        middleware: Any = edge(
            HttpMetrics(registry), untimed=UNTIMED
        )  # aiohttp's protocol names its arguments
        app = web.Application(middlewares=[middleware])
        _channels(app, settings, keys, store=store, turns=turns, live=live, clock=clock, ticker=tick_web)
        Health(lambda: schema.is_current(store), registry).add_routes(app)
        DeskWebhooks(desk.verify, deliveries, registry).add_routes(app)
        yield Bridge(
            store=store,
            web=app,
            outbox=outbox,
            deliveries=deliveries,
            ticker=ticker,
            tick_web=tick_web,
            read_secrets=read_secrets,
        )
        if support is not None:
            await support.close()
    finally:
        await store.close()


def rules_of(settings: Settings) -> Rules:
    """The operator's choices as the core wants them."""
    return Rules(
        create_on=settings.ticket.create_on,
        assign_fin=settings.ticket.assign_fin,
        pending_timeout_s=settings.handoff.pending_timeout,
        tags=TagNames(**settings.tags.model_dump()),
        fin=Author(type="fin", name=settings.brand.name, avatar_url=settings.brand.avatar_url),
        system=Author(type="system", name=settings.brand.team_name),
    )


def support_of(settings: Settings) -> Support | None:
    """The client of the configured account; None when there is none."""
    zendesk = settings.zendesk
    if not zendesk.origin:
        return None
    authorizer: ClientCredentials | ApiToken
    if zendesk.oauth_client_id:
        secret = zendesk.oauth_client_secret.get_secret_value()
        authorizer = ClientCredentials(zendesk.origin, zendesk.oauth_client_id, secret)
    else:
        authorizer = ApiToken(zendesk.email, zendesk.api_token.get_secret_value())
    return Support(base_url=zendesk.origin, subdomain=zendesk.subdomain, authorizer=authorizer)


async def webhook_secrets(settings: Settings, vault: Vault) -> list[str]:
    """All signing secrets that are valid now: the settings' and those that `setup` kept."""
    kept = await vault.get(WEBHOOK_SECRETS)
    stored = orjson.loads(kept) if kept else []
    return [*(one.get_secret_value() for one in settings.zendesk.webhook_secrets), *stored]


def _desk(
    settings: Settings, support: Support | None, secrets: Sequence[str], clock: SystemClock
) -> HelpDesk:
    if support is None:
        logger.warning("no_zendesk", mend="set BRIDGE_ZENDESK__SUBDOMAIN and its credentials; tickets wait")
        return NoDesk()
    return DESKS["zendesk"](
        support,
        webhook_secrets=lambda: secrets,
        now=clock.epoch,
        window_s=settings.zendesk.webhook_window_s,
        fin_agent_id=settings.zendesk.fin_agent_id,
    )


def _library(settings: Settings) -> Library:
    try:
        return Library(settings.config_dir / "content")
    except ContentError as error:
        raise SettingsError(str(error)) from None


def _reconciler(store: Store, desk: HelpDesk, deliveries: Deliveries) -> Callable[[], Any]:
    async def read_cursor() -> str:
        return str(await read_switch(store, RECONCILE_CURSOR) or "")

    async def keep_cursor(cursor: str) -> None:
        await set_switch(store, RECONCILE_CURSOR, cursor, "reconcile")

    reconciler = Reconciler(desk, deliveries, read_cursor=read_cursor, keep_cursor=keep_cursor)

    async def poll() -> None:
        from bridge.runtime.verdict import Failure

        try:
            await reconciler()
        except Failure as failure:  # the next poll asks again from the same cursor
            logger.warning("reconcile_failed", reason=failure.reason)

    return poll


def _channels(
    app: web.Application,
    settings: Settings,
    keys: Sequence[str],
    *,
    store: Store,
    turns: Turns,
    live: Live,
    clock: SystemClock,
    ticker: Ticker,
) -> None:
    identity, brand = settings.identity, settings.brand
    secrets: dict[Platform, list[SecretStr]] = {
        "web": identity.secrets,
        "ios": identity.secrets_ios,
        "android": identity.secrets_android,
    }
    messenger = Messenger(
        MessengerParts(
            store=store,
            turns=turns,
            live=live,
            clock=clock,
            switches=Switches(store, clock),
            identity=IdentityNeeds(
                secrets={
                    name: tuple(one.get_secret_value() for one in ones) for name, ones in secrets.items()
                },
                enforce=identity.enforce,
                session_hours=identity.session_hours,
            ),
            limits=Limits(
                boots=RateLimit(clock, settings.limits.boots_per_minute),
                messages=RateLimit(clock, settings.limits.messages_per_minute),
                upload_bytes=settings.limits.upload_bytes,
                trusted_proxies=settings.limits.trusted_proxies,
            ),
            app_id=settings.app_id,
            base_url=settings.base_url,
            keys=tuple(keys),
            brand={
                "name": brand.name,
                "team_name": brand.team_name,
                "greeting": brand.greeting,
                "team_intro": brand.team_intro,
                "privacy_text": brand.privacy_text,
                "brand": {
                    "action_color": brand.action_color,
                    "background_color": brand.background_color,
                    "logo_url": brand.logo_url,
                },
            },
            allowed_origins=frozenset(str(origin).rstrip("/") for origin in settings.allowed_origins),
        )
    )
    messenger.add_routes(app)
    ticker.every(30.0, "messenger", messenger.tidy)


def _log_to_stderr(level: str) -> None:
    import logging
    import sys

    # a tick that comes while the last one still runs is what coalescing is for, not news
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(
                serializer=lambda value, **_: orjson.dumps(value, default=str).decode()
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
