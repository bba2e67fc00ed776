"""CEL expressions, compiled when a file is loaded and bounded, so that no condition can stop the service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from bridge.core.procedures.cel_engine import cel
from bridge.core.procedures.patterns import without_matches
from bridge.core.words.values import Json

LONGEST = 2_000
"""Characters of one expression; a very long one would overflow the parser's stack."""
DEEPEST = 2
"""Comprehensions (`all`, `exists`, `map`, `filter`) within each other; their cost multiplies."""
LONGEST_LIST = 1_000
"""Elements of any list an expression is given."""

_COMPREHENSION = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(")
_FIELD = re.compile(r"(?<![\w.])(contact|conversation)\.([A-Za-z_]\w*)")
_ASKED_FOR = re.compile(r"(?<![\w.])has\s*\(\s*(?:contact|conversation)\.([A-Za-z_]\w*)\s*\)")
_QUOTED = re.compile(r"(['\"`])(.*?)(?:\1|$)")
_TEXT = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'')


class ExpressionError(ValueError):
    """The expression cannot be compiled, or cannot be evaluated with what is there."""


class Expression:
    """One compiled expression.

    A field that a contact or a conversation lacks is null, unless `has(…)` asks whether it is there.

    Args:
        source: CEL, at most `LONGEST` characters.

    Raises:
        ExpressionError: It is too long, nested too deep, or no CEL.

    Source: github.com/google/cel-spec, Language Definition.
    """

    __slots__ = ("_fields", "_program", "_quick", "_tests", "bound", "names", "source")

    def __init__(self, source: str) -> None:
        self.source = source.strip()
        if not self.source:
            raise ExpressionError("the expression is empty")
        if len(self.source) > LONGEST:
            raise ExpressionError(f"longer than {LONGEST} characters; set parts of it as attributes first")
        if _depth(self.source) > DEEPEST:
            raise ExpressionError(f"more than {DEEPEST} of all, exists, map or filter within each other")
        try:
            self._program = cel().compile(self.source)
        except (ValueError, RuntimeError, TypeError) as error:
            raise ExpressionError(_first_line(error)) from None
        self.bound = _bound(self.source)
        self.names = frozenset(self._program.variables()) - self.bound
        self._fields = _fields(self.source)
        quick, self._tests = without_matches(self.source, self.bound)
        self._quick = cel().compile(quick) if self._tests else None

    def value(self, known: Mapping[str, Json]) -> Json:
        """What it comes to; a name that is not known is null.

        Raises:
            ExpressionError: A field is missing or the types do not fit.
        """
        given = {name: _bounded(known.get(name)) for name in self.names}
        for name, fields in self._fields.items():
            if isinstance(found := given.get(name), dict):
                given[name] = {**fields, **found}
        program = self._program
        if self._quick is not None and all(isinstance(given.get(one.name), str) for one in self._tests):
            program = self._quick
            given |= {one.stands_as: one.holds(given[one.name]) for one in self._tests}
        try:
            result = program.execute(given)
        except KeyError as error:
            field = f"field {error}" if str(error).strip("'\"") in self.source else "such field"
            raise ExpressionError(f"there is no {field} in `{self.source}`; ask with has(…) first") from None
        except (ValueError, RuntimeError, TypeError, ArithmeticError) as error:
            told = _without_values(_first_line(error), self.source)
            raise ExpressionError(f"`{self.source}`: {told}") from None
        return _json(result)

    def holds(self, known: Mapping[str, Json]) -> bool:
        """Whether it is true.

        Raises:
            ExpressionError: It comes to something that is neither true nor false, or cannot be evaluated.
        """
        found = self.value(known)
        if not isinstance(found, bool):
            raise ExpressionError(f"`{self.source}` is neither true nor false")
        return found

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """A string in a file becomes a compiled expression; true and false are expressions too."""

        def made(value: Any) -> Expression:
            if isinstance(value, Expression):
                return value
            if isinstance(value, bool):
                return cls("true" if value else "false")
            if not isinstance(value, str):
                raise ExpressionError("a condition is a text in CEL, such as order.total <= 100.0")
            return cls(value)

        return core_schema.no_info_plain_validator_function(
            made, serialization=core_schema.plain_serializer_function_ser_schema(lambda one: one.source)
        )


def _depth(source: str) -> int:
    """How deep comprehensions lie within each other."""
    bare = _TEXT.sub('""', source)
    starts = {match.end() - 1 for match in _COMPREHENSION.finditer(bare)}
    open_: list[bool] = []
    deepest = 0
    for place, sign in enumerate(bare):
        if sign == "(":
            open_.append(place in starts)
            deepest = max(deepest, sum(open_))
        elif sign == ")" and open_:
            open_.pop()
    return deepest


def _bound(source: str) -> frozenset[str]:
    """Names that comprehensions bind themselves: the `x` of `items.all(x, …)`."""
    bare = _TEXT.sub('""', source)
    found = re.findall(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,", bare)
    return frozenset(found)


def _fields(source: str) -> Mapping[str, Mapping[str, None]]:
    """What is read of the contact and the conversation without asking first whether it is there."""
    bare = _TEXT.sub('""', source)
    asked_for = set(_ASKED_FOR.findall(bare))
    found: dict[str, dict[str, None]] = {}
    for name, field in _FIELD.findall(bare):
        if field not in asked_for:
            found.setdefault(name, {})[field] = None
    return found


def _bounded(value: Json) -> Json:
    if isinstance(value, list | tuple):
        return [_bounded(one) for one in value[:LONGEST_LIST]]
    if isinstance(value, Mapping):
        return {str(name): _bounded(one) for name, one in value.items()}
    return value


def _json(value: Any) -> Json:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _json(one) for name, one in value.items()}
    return value


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or ["no CEL expression"]
    return lines[0][:200]


def _without_values(told: str, source: str) -> str:
    """The complaint up to where it quotes what is not in the condition: no customer's words in the log."""
    for quoted in _QUOTED.finditer(told):
        if quoted[2] not in source:
            return told[: quoted.start()].rstrip() + " …"
    return told
