"""`secrets`: what `{{ secrets.NAME }}` in a connector means, encrypted in the database."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bridge.cli.texts import print_lines, stop

if TYPE_CHECKING:
    from bridge.runtime.vault import Vault

T = TypeVar("T")
app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Keep what connectors need to know, encrypted."
)

Name = Annotated[str, typer.Argument(help="as in {{ secrets.NAME }}", show_default=False)]
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
LONGEST = 10_000


@app.command("set")
def set_secret(name: Name) -> None:
    """Keep a secret; its value is asked for, or read from stdin. A running service uses it at once."""
    from bridge.configured import SECRET

    if not _NAME.fullmatch(name):
        stop(f"{name}: a name has letters, digits and underscores, and no digit first")
    value = typer.prompt(name, hide_input=True) if sys.stdin.isatty() else sys.stdin.read().strip("\n")
    if not value or len(value) > LONGEST:
        stop(f"{name}: a secret has 1 to {LONGEST} characters")
    asyncio.run(_with_vault(lambda vault: vault.put(SECRET + name.upper(), value)))
    typer.echo(f"{name.upper()}: kept")


@app.command("list")
def list_secrets(
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines instead of text")] = False,
) -> None:
    """List the names; a value is never shown. What the environment sets comes first."""
    from bridge.configured import SECRET
    from bridge.settings import load

    kept = asyncio.run(_with_vault(lambda vault: vault.names()))
    rows = [{"name": name.upper(), "from": "environment"} for name in sorted(load().secrets)]
    rows += [
        {"name": name.removeprefix(SECRET), "from": "database"} for name in kept if name.startswith(SECRET)
    ]
    if as_json:
        print_lines(rows)
        return
    for row in rows:
        typer.echo(f"{row['name']}  ({row['from']})")
    if not rows:
        typer.echo("No secrets yet: python -m bridge secrets set NAME")


@app.command()
def delete(name: Name) -> None:
    """Forget a secret."""
    from bridge.configured import SECRET

    if not asyncio.run(_with_vault(lambda vault: vault.drop(SECRET + name.upper()))):
        stop(f"{name.upper()}: there is no such secret in the database")
    typer.echo(f"{name.upper()}: forgotten")


async def _with_vault(work: Callable[[Vault], Awaitable[T]]) -> T:
    from bridge.cli.opened import opened
    from bridge.runtime.vault import Vault
    from bridge.settings import load, secret_keys

    settings = load()
    async with opened(settings) as store:
        return await work(Vault(store, secret_keys(settings, make=True)))
