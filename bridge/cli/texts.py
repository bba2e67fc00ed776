"""Texts in, lines out: what several commands share."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

Texts = Annotated[
    list[str] | None, typer.Argument(help="one or more texts, each in quotes", show_default=False)
]
File = Annotated[
    Path | None,
    typer.Option("--file", help='one text per line, or JSON lines with "text"', show_default=False),
]


def given(texts: list[str] | None, file: Path | None) -> Iterator[str]:
    """The texts of the arguments and of the file, checked before the first is answered."""
    if not texts and file is None:
        stop("give a text in quotes, or --file with one text per line")
    return iter([*(texts or ()), *(_lines(file) if file is not None else ())])


def _lines(file: Path) -> Iterator[str]:
    try:
        content = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except OSError as error:
        stop(f"{file}: cannot be read ({error.strerror})")
    except UnicodeDecodeError:
        stop(f"{file}: is not UTF-8; save it as UTF-8")
    for number, line in enumerate(content.split("\n"), start=1):
        if line.lstrip().startswith("{"):
            yield _text_of(file, number, line)
        elif line.strip():
            yield line.strip()


def _text_of(file: Path, number: int, line: str) -> str:
    try:
        text = json.loads(line)["text"]
    except ValueError as error:
        stop(f"{file}:{number}: is not valid JSON ({error})")
    except KeyError:
        stop(f'{file}:{number}: has no "text"')
    if not isinstance(text, str):
        stop(f'{file}:{number}: "text" is not a string')
    return text


def print_lines(rows: Iterable[dict[str, Any]]) -> None:
    """One JSON line for each."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def stop(sentence: str, code: int = 2) -> NoReturn:
    """Ends the command with one line that says what and where."""
    print(f"bridge: {sentence}", file=sys.stderr)
    raise typer.Exit(code)
