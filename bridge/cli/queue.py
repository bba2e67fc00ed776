"""`queue list|retry|drop`: what waits for an operator, with its reason and age, and the button for it."""

from __future__ import annotations

import asyncio
import getpass
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from bridge.app import Bridge

T = TypeVar("T")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="See what is parked or unknown, and send it again or drop it.",
)

AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Effects and webhooks that need an operator."""
    effects, deliveries = asyncio.run(_with_bridge(_parked))
    if as_json:
        typer.echo(json.dumps({"effects": effects, "deliveries": deliveries}))
        return
    if not effects and not deliveries:
        typer.echo("Nothing is parked.")
    for one in [*effects, *deliveries]:
        typer.echo(f"{one['id']}  {one['kind']}  {one['state']}  {one['age_s']:.0f} s  {one['reason']}")


@app.command()
def retry(identifier: Annotated[str, typer.Argument(metavar="ID|all")]) -> None:
    """Send a parked effect or webhook again; `all` takes every one."""
    count = asyncio.run(_with_bridge(lambda bridge: _decide(bridge, identifier, "retry")))
    typer.echo(f"{count} will be tried again.")


@app.command()
def drop(identifier: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Give up a parked effect; what waits behind it goes on."""
    count = asyncio.run(_with_bridge(lambda bridge: _decide(bridge, identifier, "drop")))
    typer.echo(f"{count} dropped.")


async def _parked(bridge: Bridge) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    effects: list[dict[str, object]] = [
        {"id": e.effect_id, "kind": e.kind, "state": e.state, "age_s": e.age_s, "reason": e.reason}
        for e in await bridge.outbox.parked()
    ]
    deliveries: list[dict[str, object]] = [
        {"id": d.id, "kind": d.source, "state": "parked", "age_s": d.age_s, "reason": d.reason}
        for d in await bridge.deliveries.parked()
    ]
    return effects, deliveries


async def _decide(bridge: Bridge, identifier: str, decision: str) -> int:
    from bridge.runtime.outbox import NotParked
    from bridge.settings import SettingsError

    if identifier == "all":
        effects, deliveries = await _parked(bridge)
        return sum([await _decide(bridge, str(one["id"]), decision) for one in [*effects, *deliveries]])
    if identifier.startswith("dlv_"):
        if decision == "drop" or not await bridge.deliveries.retry(identifier):
            raise SettingsError(f"{identifier}: no parked webhook of this id can be {decision}ed")
        return 1
    try:
        await bridge.outbox.decide(identifier, "retry" if decision == "retry" else "drop", getpass.getuser())
    except NotParked:
        raise SettingsError(f"{identifier}: there is no parked effect of this id; see queue list") from None
    return 1


async def _with_bridge(work: Callable[[Bridge], Awaitable[T]]) -> T:
    from bridge.app import built
    from bridge.cli.logs import log_to_stderr
    from bridge.settings import load, secret_keys

    log_to_stderr("error")
    settings = load()
    async with built(settings, secret_keys(settings, make=True)) as bridge:
        return await work(bridge)
