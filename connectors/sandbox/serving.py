"""Puts the sandbox together and serves it: as a process of its own, or inside a test."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from aiohttp import web

from connectors.sandbox import (
    agent_page,
    attachments,
    audits,
    availability,
    comments,
    control,
    conversation_log,
    guide,
    incremental,
    oauth,
    sc_agent,
    sc_attachments,
    sc_conversations,
    sc_integrations,
    sc_messages,
    sc_switchboard,
    sc_users,
    tags,
    tickets,
    trigger_routes,
    user_merging,
    users,
    webhooks,
)
from connectors.sandbox.agent_page import PEOPLE
from connectors.sandbox.deliveries import Deliveries
from connectors.sandbox.faults import Faults
from connectors.sandbox.gate import FAULTS, JOURNAL, LIMITS, know, note, pause_inside, spoil
from connectors.sandbox.idempotency import idempotency
from connectors.sandbox.journal import Journal
from connectors.sandbox.limits import Limits
from connectors.sandbox.options import Options
from connectors.sandbox.people import People
from connectors.sandbox.saving import Saver
from connectors.sandbox.sc_agent import CHAT_DELIVERIES, WORKSPACE
from connectors.sandbox.sc_bodies import LIVE
from connectors.sandbox.sc_chats import Chats
from connectors.sandbox.sc_deliveries import ChatDeliveries
from connectors.sandbox.sc_gate import know_chats
from connectors.sandbox.sc_workspace import Workspace
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import DELIVERIES, SAVER, STATE

BODY_MOST = 64 * 1024 * 1024


def build_app(state: SandboxState | None = None, **options: Any) -> web.Application:
    """A whole Zendesk in one application.

    Args:
        state: To go on with; a new one otherwise.
        options: Fields of `Options`, for a new state.
    """
    state = state or SandboxState(Options(**options))
    app = web.Application(
        middlewares=[note, control.same_origin, spoil, know, know_chats, idempotency, pause_inside],
        client_max_size=BODY_MOST,
    )
    app[STATE], app[JOURNAL], app[LIMITS], app[FAULTS] = state, Journal(), Limits(state), Faults()
    app[DELIVERIES] = Deliveries(state)
    app[SAVER] = Saver(state, app[DELIVERIES].send)
    app[PEOPLE] = People(state, app[SAVER])
    app[CHAT_DELIVERIES] = ChatDeliveries(state)
    app[LIVE] = Chats(state, app[CHAT_DELIVERIES])
    app[WORKSPACE] = Workspace(state, app[SAVER], app[LIVE])
    for part in (oauth, users, user_merging, tickets, tags, comments, conversation_log, audits, availability,
                 attachments, incremental,
                 trigger_routes, webhooks, control, agent_page, sc_users, sc_conversations, sc_messages,
                 sc_attachments, sc_switchboard, sc_integrations, sc_agent, guide):  # fmt: skip
        part.add_routes(app)
    app.router.add_get("/", _to_the_agent)
    app.cleanup_ctx.append(_deliver)
    app.on_shutdown.append(_stop_waiting)
    return app


@contextlib.asynccontextmanager
async def serve(
    *, host: str = "127.0.0.1", port: int = 0, state: SandboxState | None = None, **options: Any
) -> AsyncIterator[web.Application]:
    """Serves until the block ends; `app[STATE].origin` is the address.

    Args:
        host: To listen on.
        port: 0 takes a free one.
        state: See `build_app`.
        options: See `build_app`.
    """
    app = build_app(state, **options)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound: tuple[Any, ...] = runner.addresses[0]
        app[STATE].origin = f"http://{host if host not in {'0.0.0.0', '::'} else '127.0.0.1'}:{bound[1]}"  # noqa: S104 - compared, not bound
        yield app
    finally:
        await runner.cleanup()


def run(*, host: str = "127.0.0.1", port: int = 8090, **options: Any) -> None:
    """Serves until SIGINT or SIGTERM, also where a shell lets its background jobs ignore SIGINT.

    Args:
        host: To listen on.
        port: To listen on.
        options: See `build_app`.
    """

    async def forever() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        async with serve(host=host, port=port, **options):
            await stop.wait()

    asyncio.run(forever())


async def _to_the_agent(_request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/agent")


async def _deliver(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as client, asyncio.TaskGroup() as group:
        app[DELIVERIES].open(group, client)
        app[CHAT_DELIVERIES].open(group, client)
        yield
        app[DELIVERIES].close()
        app[CHAT_DELIVERIES].close()


async def _stop_waiting(app: web.Application) -> None:
    app[FAULTS].stop()
