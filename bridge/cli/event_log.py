"""Prints a conversation with its event log beside it."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import typer

from bridge.cli.texts import print_lines
from bridge.core.words.entries import MODEL_SAID

if TYPE_CHECKING:
    from bridge.core.words.entries import Line

WIDE = 110
"""Columns from which on the event log stands beside the conversation."""
LINES = 10_000
_WHO = {"user": "you", "fin": "Fin", "agent": "agent", "system": "Messenger"}


def shown(lines: Iterable[Line], *, as_json: bool) -> None:
    """Prints the log, the customer's side and why."""
    if as_json:
        print_lines(_row(line) for line in lines)
        return
    lines = [one for one in lines if one.entry.kind == "part" or one.entry.what != MODEL_SAID]
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
