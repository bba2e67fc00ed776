"""`contacts`: what is kept of a customer, shown to him or erased when he asks for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from bridge.runtime.store import Store

T = TypeVar("T")
app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Show what is kept of a customer, or erase it."
)

UserId = Annotated[str | None, typer.Option("--user-id", help="as the site sends it")]
Email = Annotated[str | None, typer.Option("--email", help="of one who has no user_id")]
ContactId = Annotated[str | None, typer.Option("--id", help="con_…, for a visitor")]


@app.command()
def export(user_id: UserId = None, email: Email = None, contact_id: ContactId = None) -> None:
    """Print everything that is kept of a customer, as JSON."""
    from bridge.runtime import erasing

    key = _key(user_id, email, contact_id)

    async def work(store: Store) -> str:
        return json.dumps(
            await erasing.exported(store, await _found(store, key)), ensure_ascii=False, indent=1
        )

    typer.echo(asyncio.run(_with_store(work)))


@app.command()
def erase(
    user_id: UserId = None,
    email: Email = None,
    contact_id: ContactId = None,
    is_sure: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """Remove a customer with every conversation and file, for good. Tickets at the help desk stay there."""
    from bridge.runtime import erasing

    key = _key(user_id, email, contact_id)
    if not is_sure:
        typer.confirm(f"Erase {key} and every conversation, for good?", abort=True)

    async def work(store: Store) -> tuple[int, tuple[int, ...]]:
        return await erasing.erase(store, await _found(store, key))

    count, tickets = asyncio.run(_with_store(work))
    typer.echo(f"{key}: erased, with {count} conversation(s).")
    if tickets:
        typer.echo(f"At the help desk these tickets are yours to redact: {', '.join(map(str, tickets))}")


def _key(user_id: str | None, email: str | None, contact_id: str | None) -> str:
    given = [one for one in (user_id, email, contact_id) if one]
    if len(given) != 1:
        raise typer.BadParameter("give one of --user-id, --email and --id")
    if contact_id:
        return contact_id
    return f"user:{user_id}" if user_id else f"email:{(email or '').strip().lower()}"


async def _found(store: Store, key: str) -> str:
    from bridge.runtime import erasing
    from bridge.settings import SettingsError

    found = await erasing.found(store, key)
    if found is None:
        raise SettingsError(f"contacts: nothing is kept of {key}")
    return found


async def _with_store(work: Callable[[Store], Awaitable[T]]) -> T:
    from bridge.cli.logs import log_to_stderr
    from bridge.cli.opened import opened
    from bridge.settings import load

    log_to_stderr("error")
    async with opened(load()) as store:
        return await work(store)
