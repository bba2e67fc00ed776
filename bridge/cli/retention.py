"""`retention`: erases now what was kept long enough, or counts it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bridge.runtime.retention import Gone

app = typer.Typer(add_completion=False)


@app.command()
def retention(
    is_dry: Annotated[bool, typer.Option("--dry-run", help="only count what is due")] = False,
) -> None:
    """Erase what BRIDGE_RETENTION__… says was kept long enough, as the service does every three hours."""
    from bridge.cli.logs import log_to_stderr

    log_to_stderr("error")
    gone = asyncio.run(_retained(is_dry=is_dry))
    verb = "due" if is_dry else "erased"
    typer.echo(f"{verb}: {gone.conversations} conversation(s), {gone.model_records} record(s) of the model")
    if gone.contacts:
        typer.echo(f"with them {gone.contacts} contact(s) who had no other")


async def _retained(*, is_dry: bool) -> Gone:
    from bridge.cli.opened import opened
    from bridge.configured import policy_of
    from bridge.runtime.clock import SystemClock
    from bridge.runtime.retention import retain
    from bridge.settings import load

    settings = load()
    async with opened(settings) as store:
        return await retain(store, SystemClock(), policy_of(settings), is_dry=is_dry)
