"""`content ready`: whether Fin knows enough to be tried with customers."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bridge.cli.texts import File, given, print_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bridge.knowledge.ready import Check, Tried

DAYS = 30
SHOWN = 20
"""Titles and questions of each check on a terminal; --json has all."""


def ready(
    file: File = None,
    least: Annotated[float, typer.Option(min=0.0, max=1.0, help="share of questions to be answered")] = 0.6,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines instead of text")] = False,
) -> None:
    """Say whether Fin is sufficiently trained, and what it lacks; exit code 1 when it is not.

    It is tried with the questions of --file, or else with what customers asked in the last 30 days.
    """
    checks = asyncio.run(_checks(list(given(None, file)) if file is not None else None, least))
    if as_json:
        print_lines(_data(one) for one in checks)
    else:
        for one in checks:
            _show(one)
    if not all(one.is_met for one in checks):
        raise typer.Exit(1)


async def _checks(questions: list[str] | None, least: float) -> list[Check]:
    from bridge.cli.sent import library_now
    from bridge.core.words.reading import Answer
    from bridge.fin.brain import Question
    from bridge.fin.brains.embedded import EmbeddedBrain
    from bridge.knowledge.ready import Tried, checks_of
    from bridge.meaning import near_as_served
    from bridge.runtime.clock import SystemClock
    from bridge.settings import load

    library = await asyncio.to_thread(library_now)
    async with near_as_served(load(), library, SystemClock()) as near:
        brain = EmbeddedBrain(library, near=near)

        def tried(asked: Sequence[str]) -> Tried:
            missed = [one for one in asked if not isinstance(brain.read_now(Question(text=one)), Answer)]
            return Tried(answered=len(asked) - len(missed), missed=tuple(missed))

        if questions is not None:
            made = await asyncio.to_thread(tried, questions)
        else:
            made = await _of_the_log(tried)
    return checks_of(library.current(), library.articles, made, least=least)


async def _of_the_log(tried: Callable[[Sequence[str]], Tried]) -> Tried:
    """Conversations that Fin was up to, and what it could not answer then, asked again now."""
    from bridge.cli.opened import opened
    from bridge.fin.privacy import masked
    from bridge.knowledge.ready import Tried
    from bridge.runtime.asked import asked_since
    from bridge.runtime.clock import SystemClock
    from bridge.settings import load

    settings = load()
    async with opened(settings) as store:
        asked = await asked_since(store, SystemClock().now() - timedelta(days=DAYS))
    texts = [masked(one.text, settings.privacy.compiled) for one in asked.unanswered]
    again = await asyncio.to_thread(tried, texts)
    in_vain = len({one.conversation_id for one in asked.unanswered})
    return Tried(answered=again.answered + asked.conversations - in_vain, missed=again.missed)


def _data(check: Check) -> dict[str, Any]:
    return {
        "check": check.name,
        "ok": check.is_met,
        "says": check.says,
        "remedy": check.remedy or None,
        "lacking": list(check.lacking),
    }


def _show(check: Check) -> None:
    typer.echo(f"{'ok     ' if check.is_met else 'not yet'}  {check.says}")
    if check.remedy:
        typer.echo(f"         {check.remedy}" + (":" if check.lacking else ""))
    for one in check.lacking[:SHOWN]:
        typer.echo(f"           {' '.join(one.split())[:160]}")
    if len(check.lacking) > SHOWN:
        typer.echo(f"           and {len(check.lacking) - SHOWN} more; --json shows all")
