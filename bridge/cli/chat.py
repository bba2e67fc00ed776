"""`chat`: talk to Fin in a terminal, or read the event log of a conversation that was had elsewhere."""

from __future__ import annotations

import asyncio
import shutil
import sys
import textwrap
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bridge.cli.logs import log_to_stderr
from bridge.cli.texts import print_lines, stop

if TYPE_CHECKING:
    from bridge.cli.world import Around
    from bridge.core.words.entries import Line
    from bridge.runtime.wheel import Wheel
    from bridge.simulation.recorded import Recording

app = typer.Typer(add_completion=False)

WIDE = 110
"""Columns from which on the event log stands beside the conversation."""
LINES = 10_000
HELP = "A number presses that button, /wait 3m lets time pass, /quit ends."
_WHO = {"user": "you", "fin": "Fin", "agent": "agent", "system": "Messenger"}


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
        Path | None, typer.Option(help="play a recording, with what the model said then", show_default=False)
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
        _print(asyncio.run(_kept(show)), as_json=as_json)
        return
    if replay is not None:
        asyncio.run(_replayed(replay, as_json=as_json))
        return
    asyncio.run(_talk(user_id, is_visitor=visitor, is_live=live, as_json=as_json, record=record))


async def _talk(user_id: str, *, is_visitor: bool, is_live: bool, as_json: bool, record: Path | None) -> None:
    from bridge.core.words.values import Contact
    from bridge.runtime.clock import SystemClock
    from bridge.runtime.wheel import VISITOR, NeverQuiet
    from bridge.simulation.recorded import Recorder, Recording, ordered

    known = Contact(
        id="con_chat", role="user", verified=True, external_id=user_id, name="You", email="you@example.com"
    )
    tape = Recording(at=SystemClock().now(), contact=VISITOR if is_visitor else known)
    around: Around = lambda models: None if models is None else Recorder(models, tape.takes)  # noqa: E731 - its type
    is_typed = sys.stdin.isatty()
    if is_typed:
        typer.echo(HELP)
    async with _wheel(tape, is_live=is_live, around=around if record else None) as wheel:
        seen = 0
        while (typed := await asyncio.to_thread(_asked, is_typed=is_typed)) is not None:
            if typed == "/quit":
                break
            tape.lines.append(typed)
            try:
                await _said(wheel, typed)
                await wheel.settle()
            except (ValueError, LookupError, NeverQuiet) as error:
                typer.echo(f"! {error}")
                continue
            news = await wheel.lines(seen)
            seen += len(news)
            _print(news, as_json=as_json)
        if record is not None:
            tape.effects = ordered(one.effect for one in wheel.performed)
            tape.write(record)


async def _replayed(path: Path, *, as_json: bool) -> None:
    from bridge.runtime.wheel import NeverQuiet
    from bridge.simulation.recorded import NotRecorded, Playback, Recording, difference, ordered

    try:
        tape = Recording.read(path)
    except ValueError as error:
        stop(str(error))
    playback = Playback(tape.takes) if tape.takes else None
    async with _wheel(tape, is_live=False, around=lambda _models: playback) as wheel:
        try:
            for line in tape.lines:
                await _said(wheel, line)
                await wheel.settle()
        except (ValueError, LookupError, NeverQuiet, NotRecorded) as error:
            stop(f"{path}: {error}")
        _print(await wheel.lines(), as_json=as_json)
        if found := difference(tape.effects, ordered(one.effect for one in wheel.performed)):
            stop(f"{path}: {found}")


async def _said(wheel: Wheel, typed: str) -> None:
    from bridge.core.procedures.duration import duration

    conversation = await wheel.conversation()
    offered = conversation.offered if conversation is not None else ()
    if typed.startswith("/wait"):
        await wheel.advance(duration(typed.removeprefix("/wait").strip()).total_seconds())
    elif typed.isdecimal() and 0 < int(typed) <= len(offered):
        await wheel.presses(offered[int(typed) - 1].text)
    else:
        await wheel.says(typed)


def _asked(*, is_typed: bool) -> str | None:
    """The next line; None at the end."""
    try:
        line = input("> " if is_typed else "").strip()
    except EOFError:
        return None
    return line or _asked(is_typed=is_typed)


@asynccontextmanager
async def _wheel(tape: Recording, *, is_live: bool, around: Around | None) -> AsyncIterator[Wheel]:
    from bridge.catalog.folder import read_folder
    from bridge.cli.world import live_connectors, world
    from bridge.core.words.effects import CallConnector
    from bridge.core.words.values import Channel
    from bridge.knowledge.audience import Reader
    from bridge.runtime.clock import ManualClock
    from bridge.runtime.wheel import turning
    from bridge.settings import load
    from bridge.simulation.play import Told, performers
    from bridge.simulation.standins import Connectors, Desk, Post

    settings = load()
    folder = read_folder(settings.config_dir, has_model=settings.llm.is_on)
    if not folder.is_sound:
        first = next(one for one in folder.problems if one.severity == "error")
        stop(f"{first}; procedures check lists all")
    clock, contact = ManualClock(tape.at), tape.contact
    reader = Reader(contact=contact, channel=Channel.WEB)
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(
            world(folder, settings.config_dir, with_model=True, around=around)
        )
        connectors = Connectors(stage.catalog.connectors, {}, clock)
        told = Told()
        made = performers(stage, Desk(clock), connectors, Post(clock.now), clock, reader=reader, told=told)
        if is_live:
            made[CallConnector] = await stack.enter_async_context(live_connectors(settings, stage, clock))
        wheel = await stack.enter_async_context(
            turning(
                made,
                rules=stage.rules,
                contact=contact,
                clock=clock,
                name="chat",
            )
        )
        told.wheel = wheel
        yield wheel


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


def _print(lines: Iterable[Line], *, as_json: bool) -> None:
    if as_json:
        print_lines(_row(line) for line in lines)
        return
    width = shutil.get_terminal_size().columns
    for text in _beside(lines, width) if width >= WIDE else _below(lines, width):
        typer.echo(text)


def _row(line: Line) -> dict[str, Any]:
    entry = line.entry
    said = {"seq": line.seq, "at": entry.at.isoformat(), "kind": entry.kind}
    if entry.kind == "part":
        return said | {
            "author": entry.author.type,
            "text": entry.body.text,
            "buttons": [one.text for one in entry.reply_options],
            "sources": [one.url for one in entry.sources],
        }
    return said | {"what": entry.what, "detail": entry.detail}


def _below(lines: Iterable[Line], width: int) -> Iterator[str]:
    for line in lines:
        for text in _texts(line, max(40, width - 2)):
            yield text if line.entry.kind == "part" else _dim("  · " + text)


def _beside(lines: Iterable[Line], width: int) -> Iterator[str]:
    half = width // 2
    for line in lines:
        for text in _texts(line, half - 3):
            yield text if line.entry.kind == "part" else " " * half + _dim("│ " + text)


def _texts(line: Line, width: int) -> Iterator[str]:
    entry = line.entry
    if entry.kind == "why":
        yield from textwrap.wrap(f"{entry.what}  {entry.detail}", width - 4) or [entry.what]
        return
    yield from textwrap.wrap(f"{_WHO[entry.author.type]}: {' '.join(entry.body.text.split())}", width)
    yield from (f"   [{place}] {one.text}" for place, one in enumerate(entry.reply_options, 1))
    yield from (f"   ↳ {one.title} {one.url}" for one in entry.sources)


def _dim(text: str) -> str:
    return typer.style(text, dim=True) if sys.stdout.isatty() else text
