"""JSON with the line on which each thing stands."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

from bridge.catalog.fin_task.blocks import TaskError
from bridge.catalog.fin_task.lines import cleaned
from bridge.core.words.values import Json

Path: TypeAlias = tuple[str | int, ...]

_PIECE = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\]:,]|[^\s{}\[\]:,"]+|\n')


def read(text: str) -> tuple[Json, dict[Path, int]]:
    """The value, and the line of each path in it.

    Raises:
        TaskError: It is no JSON.
    """
    try:
        value = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise TaskError(error.lineno, f"is not valid JSON: {error.msg}.") from None
    except (ValueError, RecursionError) as error:
        raise TaskError(1, f"is not valid JSON: {error}.") from None
    return _cleaned(value), _lines(text)


def _cleaned(value: Json) -> Json:
    """Without halves of surrogates and control signs, which escapes can write and no file can hold."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {cleaned(name): _cleaned(one) for name, one in value.items()}
    return value


def _no_number(word: str) -> Json:
    raise ValueError(f"{word} is no number")


def _lines(text: str) -> dict[Path, int]:
    """Walks the pieces of valid JSON; a value's line is that of its key."""
    lines: dict[Path, int] = {(): 1}
    path: list[str | int] = []
    line, expects_key = 1, False
    kinds: list[str] = []
    for found in _PIECE.finditer(text):
        piece = found[0]
        if piece == "\n":
            line += 1
            continue
        if piece in "{[":
            lines.setdefault(tuple(path), line)
            kinds.append(piece)
            path.append(0 if piece == "[" else "")
            expects_key = piece == "{"
        elif piece in "}]":
            kinds.pop()
            path.pop()
            expects_key = False
        elif piece == ",":
            if kinds[-1] == "[":
                path[-1] = int(path[-1]) + 1
            expects_key = kinds[-1] == "{"
        elif piece == ":":
            expects_key = False
        elif expects_key:
            path[-1] = json.loads(piece)
            lines[tuple(path)] = line
        else:
            lines.setdefault(tuple(path), line)
    return lines
