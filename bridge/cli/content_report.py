"""`content report`: what Fin could not answer, what nobody needs, and what may be old."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bridge.knowledge.article import Article
    from bridge.knowledge.report import Report

SHOWN = 20
"""Rows of each list on a terminal; --json has all."""


def report(
    days: Annotated[int, typer.Option(min=1, max=3650, help="how far back the log is read")] = 30,
    old: Annotated[int, typer.Option(min=1, max=3650, help="days after which an article is old")] = 180,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text")] = False,
) -> None:
    """Questions that Fin could not answer, articles that no answer cited, and articles that may be old."""
    made = asyncio.run(_made(days, old))
    if as_json:
        typer.echo(json.dumps(_data(made), ensure_ascii=False))
    else:
        _show(made, days, old)


async def _made(days: int, old: int) -> Report:
    from bridge.cli.opened import opened
    from bridge.configured import library_of
    from bridge.fin.privacy import masked
    from bridge.knowledge.report import report_of
    from bridge.runtime.asked import asked_since
    from bridge.runtime.clock import SystemClock
    from bridge.settings import load

    settings = load()
    now = SystemClock().now()
    since = now - timedelta(days=days)
    async with opened(settings) as store:
        asked = await asked_since(store, since)
        library = await asyncio.to_thread(library_of, settings, store)
        return await asyncio.to_thread(
            lambda: report_of(
                asked,
                library.articles,
                library.current(),
                {one: at for one in library.articles if (at := _changed_at(one)) is not None},
                since=since,
                now=now,
                old_days=old,
                mask=partial(masked, patterns=settings.privacy.compiled),
            )
        )


def _changed_at(article: Article) -> datetime | None:
    """None for a file that has just gone."""
    if article.updated_at is not None:
        return article.updated_at
    try:
        return datetime.fromtimestamp(article.path.stat().st_mtime, UTC)
    except OSError:
        return None


def _data(made: Report) -> dict[str, Any]:
    return {
        "since": made.since.isoformat(timespec="seconds"),
        "conversations": made.conversations,
        "unanswered": [
            {
                "count": len(gap.conversations),
                "examples": gap.examples,
                "last_at": gap.last_at.isoformat(timespec="seconds"),
                "conversations": gap.conversations,
                "nearest": None
                if gap.near is None
                else _named(gap.near[0]) | {"score": round(gap.near[1], 4)},
            }
            for gap in made.gaps
        ],
        "never_cited": [_named(one) for one in made.uncited],
        "old": [_named(one) | {"changed_at": at.isoformat(timespec="seconds")} for one, at in made.old],
        "cited": [_named(one) | {"count": count} for one, count in made.cited],
    }


def _named(article: Article) -> dict[str, Any]:
    return {"title": article.title, "url": article.url or None}


def _show(made: Report, days: int, old: int) -> None:
    typer.echo(f"{made.conversations} conversations in {days} days.")
    unanswered = [
        f"{len(gap.conversations):>4}  {gap.examples[0][:160]}"
        + (f"\n      nearest: {gap.near[0].title} ({gap.near[1]:.2f})" if gap.near is not None else "")
        for gap in made.gaps
    ]
    _list("Fin could not answer", unanswered)
    _list("Cited by no answer", [f"{one.title}  {one.url}" for one in made.uncited])
    _list(f"Not changed for {old} days", [f"{at:%Y-%m-%d}  {one.title}" for one, at in made.old])


def _list(title: str, rows: list[str]) -> None:
    typer.echo(f"\n{title}: {len(rows) or 'none'}")
    for row in rows[:SHOWN]:
        typer.echo(f"  {row}")
    if len(rows) > SHOWN:
        typer.echo(f"  and {len(rows) - SHOWN} more; --json shows all")
