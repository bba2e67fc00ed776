"""`chat --replay`: has a conversation again with what the model said then, and compares what is ordered."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bridge.cli.event_log import LINES, shown
from bridge.cli.talk import a_wheel, said
from bridge.cli.texts import stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bridge.core.conversation.state import Conversation
    from bridge.core.words.effects import Effect
    from bridge.core.words.entries import Line
    from bridge.runtime.wheel import Wheel
    from bridge.simulation.kept import Kept
    from bridge.simulation.recorded import Playback, Recording


async def replayed(which: str, *, as_json: bool) -> None:
    """Has it again, prints it, and stops with the first difference.

    Args:
        which: A recording's file, or a conversation of the service's own database.
        as_json: Print the log as JSON lines.
    """
    if which == "last" or which.startswith("cnv_"):
        await _from_database(which, as_json=as_json)
    else:
        await _from_file(Path(which), as_json=as_json)


async def _from_file(path: Path, *, as_json: bool) -> None:
    from bridge.simulation.recorded import Playback, Recording, difference, ordered

    try:
        tape = Recording.read(path)
    except ValueError as error:
        stop(str(error))
    playback = Playback(tape.takes) if tape.takes else None
    async with a_wheel(tape, is_live=False, around=lambda _models: playback) as wheel:
        await _had(wheel, tape, str(path), as_json=as_json)
        if found := difference(tape.effects, ordered(one.effect for one in wheel.performed)):
            stop(f"{path}: {found}")


async def _from_database(which: str, *, as_json: bool) -> None:
    from bridge.simulation.kept import differs
    from bridge.simulation.recorded import Playback

    was, kept = await _kept(which)
    playback = Playback(kept.tape.takes, is_strict=False) if kept.tape.takes else None
    async with a_wheel(kept.tape, is_live=False, around=lambda _models: playback, was=was) as wheel:
        await _had(wheel, kept.tape, was.id, as_json=as_json)
        found = differs(kept.effects, _ordered_of(wheel))
    _remarks(kept, playback)
    if found:
        stop(f"{was.id}: {found}")


async def _kept(which: str) -> tuple[Conversation, Kept]:
    from bridge.cli.opened import opened
    from bridge.runtime import log
    from bridge.runtime.planned import effects_of
    from bridge.settings import load
    from bridge.simulation.kept import kept

    lines: Sequence[Line] = ()
    effects: Sequence[tuple[Effect, datetime]] = ()
    async with opened(load()) as store:
        conversation_id = (await log.newest(store) if which == "last" else which) or ""
        was = await log.conversation(store, conversation_id)
        if was is not None:
            lines = await log.lines(store, was.id, limit=LINES, parts_only=False)
            effects = await effects_of(store, was.id)
    if was is None:
        stop(f"{which}: there is no such conversation in this database")
    return was, kept(was, lines, effects)


async def _had(wheel: Wheel, tape: Recording, name: str, *, as_json: bool) -> None:
    from bridge.runtime.wheel import NeverQuiet
    from bridge.simulation.recorded import MORE, NotRecorded

    try:
        for line, following in pairwise([*tape.lines, ""]):
            await said(wheel, line)
            if not following.startswith(MORE):
                await wheel.settle()
    except (ValueError, LookupError, NeverQuiet, NotRecorded) as error:
        stop(f"{name}: {error}")
    shown(await wheel.lines(), as_json=as_json)


def _ordered_of(wheel: Wheel) -> list[Effect]:
    """What was ordered, each once, however often it was tried."""
    return list({one.attempt.effect_id: one.effect for one in wheel.performed}.values())


def _remarks(kept: Kept, playback: Playback | None) -> None:
    """What the comparison leaves out."""
    told = [f"{len(kept.effects)} effects, {len(kept.tape.takes)} replies of the model"]
    if playback is not None and playback.others:
        told.append(f"{playback.others} questions to it would be put in other words now")
    if kept.lost:
        told.append(f"{kept.lost} replies are not kept: they were too long, or are erased by now")
    if kept.calls:
        told.append(f"{kept.calls} calls of connectors answer with their mock_response")
    if kept.upto is not None:
        told.append("compared up to where an agent spoke")
    typer.echo("; ".join(told), err=True)
