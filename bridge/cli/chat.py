"""`chat`: talk to Fin in a terminal, or read the event log of a conversation that was had elsewhere."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridge.cli.event_log import LINES, shown
from bridge.cli.logs import log_to_stderr
from bridge.cli.replay import replayed
from bridge.cli.talk import a_wheel, said
from bridge.cli.texts import stop

if TYPE_CHECKING:
    from bridge.cli.world import Around
    from bridge.core.words.entries import Line

app = typer.Typer(add_completion=False)

HELP = "A number presses that button, /wait 3m lets time pass, /quit ends."


@app.command()
def chat(
    user_id: Annotated[str, typer.Option("--user", help="who writes; verified")] = "42",
    visitor: Annotated[bool, typer.Option("--visitor", help="write as somebody who proved nothing")] = False,
    live: Annotated[
        bool, typer.Option("--live", help="really call the connectors, not their mock_response")
    ] = False,
    show: Annotated[
        str | None,
        typer.Option(help="print the log of this conversation (cnv_…, or last) and end", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the log as JSON lines")] = False,
    record: Annotated[
        Path | None, typer.Option(help="keep all that is needed to play this again", show_default=False)
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option(
            help="play a recording, or a kept conversation (cnv_…, or last), with what the model said then",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Talk to Fin here, with the event log beside it: what it found, matched, called and decided.

    Nothing leaves this machine unless you say --live: the ticket is a stand-in, connectors answer with their
    mock_response. --show reads a conversation from the service's own database instead. --replay fails
    when what is ordered of the world is not what it was.
    """
    log_to_stderr("error")
    if live and record is not None:
        stop("--record keeps what the model says, not what connectors answer: leave --live out")
    if show is not None:
        shown(asyncio.run(_kept(show)), as_json=as_json)
        return
    if replay is not None:
        asyncio.run(replayed(replay, as_json=as_json))
        return
    asyncio.run(_talk(user_id, is_visitor=visitor, is_live=live, as_json=as_json, record=record))


async def _talk(user_id: str, *, is_visitor: bool, is_live: bool, as_json: bool, record: Path | None) -> None:
    from bridge.core.words.values import Contact
    from bridge.runtime.clock import SystemClock
    from bridge.runtime.wheel import VISITOR, NeverQuiet
    from bridge.simulation.recorded import Recording, ordered, recorder

    known = Contact(
        id="con_chat", role="user", verified=True, external_id=user_id, name="You", email="you@example.com"
    )
    tape = Recording(at=SystemClock().now(), contact=VISITOR if is_visitor else known)
    around: Around = lambda models: None if models is None else recorder(models, tape)  # noqa: E731 - its type
    is_typed = sys.stdin.isatty()
    if is_typed:
        typer.echo(HELP)
    async with a_wheel(tape, is_live=is_live, around=around if record else None) as wheel:
        seen = 0
        while (typed := await asyncio.to_thread(_asked, is_typed=is_typed)) is not None:
            if typed == "/quit":
                break
            tape.lines.append(typed)
            try:
                await said(wheel, typed)
                await wheel.settle()
            except (ValueError, LookupError, NeverQuiet) as error:
                typer.echo(f"! {error}")
                continue
            news = await wheel.lines(seen)
            seen += len(news)
            shown(news, as_json=as_json)
        if record is not None:
            tape.effects = ordered(one.effect for one in wheel.performed)
            tape.write(record)


def _asked(*, is_typed: bool) -> str | None:
    """The next line; None at the end."""
    try:
        line = input("> " if is_typed else "").strip()
    except EOFError:
        return None
    return line or _asked(is_typed=is_typed)


async def _kept(which: str) -> list[Line]:
    from bridge.cli.opened import opened
    from bridge.runtime import log
    from bridge.settings import load

    async with opened(load()) as store:
        conversation_id = await log.newest(store) if which == "last" else which
        lines = await log.lines(store, conversation_id or "", limit=LINES, parts_only=False)
    if not lines:
        stop(f"{which}: there is no such conversation in this database")
    return lines
