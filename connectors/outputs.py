"""From the bytes of an answer to named values: bounded JSON, picked by JMESPath."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import jmespath
import orjson
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

Json: TypeAlias = Any
"""What JSON can say."""

DEEPEST = 64
EXPRESSION_LONGEST = 2_000
_FAILURES = (JMESPathError, ValueError, TypeError, ArithmeticError, RecursionError)
"""jmespath lets Python's own through: comparing text with numbers, rounding infinity, `[::0]`."""


class Unreadable(ValueError):  # noqa: N818 - it is a state of the answer, not a mistake of ours
    """The answer is no JSON that we take; the message says why, without a word of it."""


def read_json(body: bytes, content_type: str = "") -> Json:
    """The value in `body`; None when there is none.

    Args:
        body: Already bounded in size.
        content_type: Only for the sentence when it is no JSON.

    Raises:
        Unreadable: It is not JSON, or nested deeper than `DEEPEST`.
    """
    text = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        return None
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        kind = content_type.partition(";")[0].strip().lower()[:60]
        told = f" but {kind}" if kind and "json" not in kind else ""
        raise Unreadable(f"the answer is not JSON{told} ({len(body)} bytes)") from error
    if is_deeper(value, DEEPEST):
        raise Unreadable(f"the answer is nested deeper than {DEEPEST} levels")
    return value


def is_deeper(value: Json, levels: int) -> bool:
    """Whether lists and mappings stand in each other more than `levels` deep."""
    floor = [value]
    for _ in range(levels):
        if not floor:
            return False
        floor = [
            inner
            for one in floor
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return any(isinstance(one, dict | list) for one in floor)


def picked(document: Json, outputs: Mapping[str, str]) -> tuple[Mapping[str, Json], tuple[str, ...]]:
    """The named values, and one sentence for each that could not be picked.

    What is missing is null, and so is what an expression fails on (`length(items)` without items): the call
    itself has succeeded, and a procedure must see that.
    """
    values: dict[str, Json] = {}
    failed: list[str] = []
    for name, expression in outputs.items():
        try:
            values[name] = _compiled(expression).search(document)
        except _FAILURES as error:
            values[name] = None
            failed.append(f"{name}: {_line(error)}")
    return values, tuple(failed)


def problems(outputs: Mapping[str, str]) -> list[str]:
    """What is wrong with the expressions of `outputs`, one sentence each; empty when all of them compile."""
    found = []
    for name, expression in outputs.items():
        try:
            _compiled(expression)
        except (JMESPathError, ValueError, RecursionError) as error:
            found.append(f"output {name!r}: {expression[:80]!r} is not JMESPath ({_line(error)})")
    return found


@lru_cache(maxsize=2_000)
def _compiled(expression: str) -> ParsedResult:
    if len(expression) > EXPRESSION_LONGEST:
        raise ValueError(f"longer than {EXPRESSION_LONGEST} characters")
    return jmespath.compile(expression)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
