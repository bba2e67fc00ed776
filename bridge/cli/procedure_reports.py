"""`procedures report` and `procedures discover`: what procedures came to, and what they could do besides."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bridge.fin.discovery import UseCase
    from bridge.runtime.runs import Counted

Days = Annotated[int, typer.Option(min=1, max=3650, help="how far back the log is read")]
Json = Annotated[bool, typer.Option("--json", help="JSON lines instead of text")]
SHOWN = 20
"""Groups on a terminal; --json has all."""


def report(days: Days = 30, as_json: Json = False) -> None:
    """Count per procedure: conversations that entered, how runs ended, outcomes, resolution rate."""
    rows = [_row(one) for one in asyncio.run(_counted(days))]
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    if not rows:
        typer.echo(f"No procedure began in {days} days.")
        return
    typer.echo(f"{'PROCEDURE':<32}{'ENTERED':>8}{'RESOLVED':>10}{'OPEN':>6}  ENDED; OUTCOMES")
    for row in rows:
        rate = "-" if row["resolution_rate"] is None else f"{row['resolution_rate']:.0%}"
        said = "; ".join(
            ", ".join(f"{name} {number}" for name, number in sorted(row[part].items())) or "-"
            for part in ("ended", "outcomes")
        )
        typer.echo(f"{row['id']:<32}{row['conversations']:>8}{rate:>10}{row['under_way']:>6}  {said}")


def discover(
    days: Days = 30,
    least: Annotated[int, typer.Option("--min", min=1, help="conversations that make a group")] = 2,
    as_json: Json = False,
) -> None:
    """Find jobs for new procedures: what customers asked for in vain, in groups with samples."""
    conversations, found = asyncio.run(_use_cases(days, least))
    if as_json:
        for one in found:
            typer.echo(json.dumps(_case(one), ensure_ascii=False))
        return
    typer.echo(f"{conversations} conversations in {days} days; {len(found)} kinds of wishes came to nothing.")
    for one in found[:SHOWN]:
        typer.echo(f"\n{len(one.conversations):>4}  {one.samples[0][:160]}")
        for sample in one.samples[1:]:
            typer.echo(f"      {sample[:160]}")
        if one.nearest is not None:
            typer.echo(f"      nearest procedure: {one.nearest[0]} ({one.nearest[1]:.2f})")
    if len(found) > SHOWN:
        typer.echo(f"\nand {len(found) - SHOWN} more; --json shows all")


async def _counted(days: int) -> list[Counted]:
    from bridge.cli.opened import opened
    from bridge.runtime.clock import SystemClock
    from bridge.runtime.runs import counted
    from bridge.settings import load

    async with opened(load()) as store:
        return await counted(store, SystemClock().now() - timedelta(days=days))


async def _use_cases(days: int, least: int) -> tuple[int, tuple[UseCase, ...]]:
    from bridge.catalog.folder import read_folder
    from bridge.cli.opened import opened
    from bridge.configured import library_of
    from bridge.fin.discovery import use_cases
    from bridge.fin.matching.made import matcher_of
    from bridge.fin.privacy import masked
    from bridge.runtime.asked import asked_since
    from bridge.runtime.clock import SystemClock
    from bridge.settings import load

    settings = load()
    async with opened(settings) as store:
        asked = await asked_since(store, SystemClock().now() - timedelta(days=days))

        def work() -> tuple[UseCase, ...]:
            matcher = matcher_of(read_folder(settings.config_dir), library_of(settings, store).current())
            mask = partial(masked, patterns=settings.privacy.compiled)
            return use_cases([*asked.unanswered, *asked.handed], matcher, mask=mask, least=least)

        return asked.conversations, await asyncio.to_thread(work)


def _row(one: Counted) -> dict[str, Any]:
    rate = one.resolution_rate
    return {
        "id": one.definition,
        "kind": one.kind,
        "began": one.began,
        "under_way": one.under_way,
        "ended": one.ended,
        "conversations": one.conversations,
        "outcomes": one.outcomes,
        "resolution_rate": None if rate is None else round(rate, 4),
    }


def _case(one: UseCase) -> dict[str, Any]:
    return {
        "count": len(one.conversations),
        "samples": one.samples,
        "conversations": one.conversations,
        "nearest": None
        if one.nearest is None
        else {"procedure": one.nearest[0], "score": round(one.nearest[1], 4)},
    }
