"""`outcomes`: what conversations came to, how many were reopened, and the word that one was no resolution."""

from __future__ import annotations

import asyncio
import getpass
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bridge.cli.texts import stop

if TYPE_CHECKING:
    from bridge.runtime.store import Store

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="See what conversations came to, and dispute it."
)

Days = Annotated[int, typer.Option(min=1, max=3650, help="conversations that changed in so many days")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text")]


@app.command()
def report(days: Days = 30, as_json: AsJson = False) -> None:
    """Count conversations by outcome, those that were reopened, and the share that was resolved."""
    told = asyncio.run(_report(days))
    if as_json:
        typer.echo(json.dumps(told))
        return
    for name, number in sorted(told["outcomes"].items(), key=lambda one: -one[1]):
        typer.echo(f"{number:>7}  {name}")
    rate = told["resolution_rate"]
    typer.echo(f"{told['reopened']} were reopened; resolved: {'-' if rate is None else format(rate, '.1%')}")


@app.command("list")
def list_(
    days: Days = 30,
    outcome: Annotated[str, typer.Option(help="only these, such as disputed or open")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """List the latest conversations with ticket and outcome, disputed ones with who and why."""
    for row in asyncio.run(_listed(days, outcome or None, limit)):
        if as_json:
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            said = f"  {row['dispute']}" if row["dispute"] else ""
            typer.echo(f"{row['at'][:16]}  {row['id']}  #{row['ticket_id'] or '-'}  {row['outcome']}{said}")


@app.command()
def dispute(
    which: Annotated[str, typer.Argument(metavar="CONVERSATION|TICKET", help="cnv_…, or a ticket's number")],
    reason: Annotated[str, typer.Option(help="kept beside it")],
) -> None:
    """Say that a conversation which counts as resolved was not."""
    if not reason.strip():
        stop("--reason: say why; it is kept")
    typer.echo(asyncio.run(_dispute(which, reason.strip())))


async def _report(days: int) -> dict[str, Any]:
    from bridge.cli.opened import opened
    from bridge.runtime.clock import SystemClock
    from bridge.runtime.outcomes import ledger
    from bridge.settings import load

    async with opened(load()) as store:
        found = await ledger(store, SystemClock().now() - timedelta(days=days))
    rate = found.resolution_rate
    return {
        "since": found.since.isoformat(timespec="seconds"),
        "outcomes": found.outcomes,
        "reopened": found.reopened,
        "resolution_rate": None if rate is None else round(rate, 4),
    }


async def _listed(days: int, outcome: str | None, limit: int) -> list[dict[str, Any]]:
    from bridge.cli.opened import opened
    from bridge.runtime.clock import SystemClock
    from bridge.runtime.outcomes import listed
    from bridge.settings import load

    async with opened(load()) as store:
        since = SystemClock().now() - timedelta(days=days)
        rows = await listed(store, since, outcome=outcome, limit=limit)
    return [
        {
            "id": one.conversation_id,
            "ticket_id": one.ticket_id,
            "outcome": one.outcome,
            "at": one.at.isoformat(timespec="seconds"),
            "dispute": one.dispute,
        }
        for one in rows
    ]


async def _dispute(which: str, reason: str) -> str:
    from bridge.cli.opened import opened
    from bridge.configured import rules_of
    from bridge.core.words.ids import derived
    from bridge.core.words.outcome import OutcomeDisputed
    from bridge.runtime.clock import SystemClock
    from bridge.runtime.live import Live
    from bridge.runtime.turn import Turns, UnknownConversation
    from bridge.settings import load, secret_keys

    settings, clock = load(), SystemClock()
    async with opened(settings) as store:
        id_ = await _found(store, which)
        rules = rules_of(settings, secret_keys(settings, make=True))
        turns = Turns(store, lambda: rules, Live(), clock)
        event = OutcomeDisputed(conversation_id=id_, at=clock.now(), reason=reason, by=getpass.getuser())
        try:
            turned = await turns.turn(derived("evt", "dispute", id_, event.at.isoformat()), [event])
        except UnknownConversation:
            stop(f"{which}: there is no such conversation")
    if turned.refused is not None:
        stop(f"{which}: {turned.refused}")
    return f"{id_}: disputed"


async def _found(store: Store, which: str) -> str:
    """The conversation of a ticket's number; anything else is its own name."""
    from bridge.runtime.log import ByTicket

    if not which.isdecimal():
        return which
    found = await ByTicket(store)(int(which))
    if found is None:
        stop(f"#{which}: no conversation has this ticket")
    return found.id
