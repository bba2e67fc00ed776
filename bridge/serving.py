"""Runs the service until it is told to stop, in the order in which its customers wait for its parts."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack

import structlog
from aiohttp import web

from bridge.app import laid
from bridge.runtime.clock import load_ticking
from bridge.runtime.turn import load_core
from bridge.settings import Settings, SettingsError, short_secrets
from bridge.web.heads import KEEP_ALIVE_S, Heads
from bridge.web.heads import TICK_S as HEADS_TICK_S
from bridge.web.server import Runner
from bridge.web.stalled import Stalled

STOP_S = 8.0
"""How long requests under way may take at a stop; outbox, deliveries and ticks have as long, meanwhile."""

logger = structlog.get_logger(__name__)


async def serve_until_stopped(settings: Settings, keys: Sequence[str], role: str) -> None:
    """Runs the service until SIGTERM or SIGINT; what is under way is finished or kept.

    Raises:
        SettingsError: The content or a model cannot be read, the database does not answer or has an older
            schema, or the port is taken.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    for setting in short_secrets(settings):
        logger.warning("secret_is_short", setting=setting, mend="take 32 random characters")
    async with AsyncExitStack() as stack:
        bridge = await stack.enter_async_context(laid(settings, keys))
        runner = Runner(bridge.web, access_log=None, shutdown_timeout=STOP_S, keepalive_timeout=KEEP_ALIVE_S)
        await runner.setup()
        bridge.tick_web.every(HEADS_TICK_S, "heads", Heads(runner).let_go)
        bridge.tick_web.every(HEADS_TICK_S, "stalled", Stalled(runner).cut)
        # where settings may be wrong, that is said before the port is open; else the worker can wait for it
        outbox = await bridge.work() if role != "web" and _can_fail(settings) else None
        if role != "worker":
            await _listen(runner, settings)
        await asyncio.to_thread(load_core)
        if role != "web" and outbox is None:
            outbox = await bridge.work()
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        tasks.create_task(bridge.elsewhere.run(stop), name="elsewhere")
        if outbox is not None:
            tasks.create_task(outbox.run(stop), name="outbox")
            tasks.create_task(bridge.deliveries.run(stop), name="deliveries")
        await asyncio.to_thread(load_ticking)
        if outbox is not None:
            bridge.ticker.start()
        if role != "worker":
            bridge.tick_web.start()
            await bridge.load()
        bridge.tick_all.start()
        gc.freeze()  # all that is there now stays; else each whole collection looks through it, for 50 ms
        gc.enable()
        await stop.wait()
        logger.info("stopping")
        # all at once: one after the other, a Zendesk that hangs would take a stop's ten seconds several times
        tasks.create_task(runner.cleanup(), name="stop-web")
        for ticker in (bridge.tick_all, bridge.ticker, bridge.tick_web):
            tasks.create_task(ticker.stop(), name="stop-ticks")


def _can_fail(settings: Settings) -> bool:
    """Whether a worker has something to use that may not be usable: a model, its files, a mail server."""
    llm, semantic = settings.llm, settings.semantic
    mail = settings.mail.smtp_url.get_secret_value()
    return llm.is_on or semantic.content or any((llm.embeddings, semantic.path, mail))


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    address = f"{settings.host}:{settings.port}"
    try:
        await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
    except OSError as error:
        await runner.cleanup()
        why = os.strerror(error.errno).lower() if error.errno and error.errno > 0 else "no such host"
        raise SettingsError(f"PORT, BRIDGE_HOST: cannot listen on {address}: {why}") from error
    logger.info("listening", address=f"http://{address}")
