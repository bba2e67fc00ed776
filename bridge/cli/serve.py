"""`serve`: the service."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
from enum import StrEnum
from typing import Annotated

import typer

from bridge.cli.lean import import_aiohttp

app = typer.Typer(add_completion=False)

SWITCH_S = 0.0005
"""How long the loop waits for the interpreter when a thread of ours works; usual are 5 ms."""


class Role(StrEnum):
    """Which half of the service this process is."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


@app.command()
def serve(
    role: Annotated[Role, typer.Option(help="web answers, worker performs; all is both")] = Role.ALL,
) -> None:
    """Run the service. It listens on BRIDGE_HOST and PORT; SIGTERM stops it without losing anything."""
    gc.disable()  # here most is imported, and what is built stays, too
    import_aiohttp()
    from bridge.cli.logs import log_to_stderr
    from bridge.serving import serve_until_stopped
    from bridge.settings import load, secret_keys

    settings = load()
    log_to_stderr(settings.log_level)
    keys = secret_keys(settings, make=True)
    sys.setswitchinterval(SWITCH_S)
    runner = asyncio.run
    if settings.uvloop:
        try:
            import uvloop
        except ImportError:  # not built for this platform; asyncio's own loop does the same, slower
            typer.echo("bridge: uvloop is not installed; using asyncio's loop", err=True)
        else:
            runner = uvloop.run
    runner(serve_until_stopped(settings, keys, role.value))
    _leave()


def _leave() -> None:
    """Ends the process although a thread may hang in a call: all is committed, the outbox has given it up."""
    others = [one for one in threading.enumerate() if one is not threading.main_thread() and not one.daemon]
    if others:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # a usual exit waits for every thread, as long as Zendesk takes
