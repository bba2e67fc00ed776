"""`serve`: the service."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


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
    from bridge.app import serve_until_stopped
    from bridge.cli.logs import log_to_stderr
    from bridge.settings import load, secret_keys

    settings = load()
    log_to_stderr(settings.log_level)
    keys = secret_keys(settings, make=True)
    runner = asyncio.run
    if settings.uvloop:
        try:
            import uvloop
        except ImportError:  # not built for this platform; asyncio's own loop does the same, slower
            typer.echo("bridge: uvloop is not installed; using asyncio's loop", err=True)
        else:
            runner = uvloop.run
    runner(serve_until_stopped(settings, keys, role.value))
