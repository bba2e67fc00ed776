"""Texts with `{{ … }}`: each hole is an expression, filled in when the step is reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from bridge.core.procedures.expressions import Expression, ExpressionError
from bridge.core.words.values import Json

LONGEST = 10_000
FILLED_LONGEST = 20_000
"""Characters of a filled text: what outside systems answer is not let into a message without end."""

_HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_MARKS = re.compile(r"[\\`*_\[\]<>#|~!&]")
_FILTER = re.compile(r"^(?P<expression>.*?[^|])\|\s*(?P<filter>money|upper|lower|date)\s*$", re.DOTALL)


class Template:
    """One text with holes.

    `{{ order.total }}` is any CEL expression; `{{ order.total | money }}` writes two digits after the point,
    `date` the first ten characters of a time, `upper` and `lower` what they say. A template that is one hole
    alone keeps the type of its value where a type matters.

    Raises:
        ExpressionError: A hole is no expression, or is never closed.
    """

    __slots__ = ("_pieces", "names", "source")

    def __init__(self, source: str) -> None:
        if len(source) > LONGEST:
            raise ExpressionError(f"longer than {LONGEST} characters")
        self.source = source
        pieces: list[str | tuple[Expression, str]] = []
        end = 0
        for hole in _HOLE.finditer(source):
            pieces.append(source[end : hole.start()])
            pieces.append(_hole(hole.group(1)))
            end = hole.end()
        rest = source[end:]
        if "{{" in rest:
            raise ExpressionError("a `{{` that is never closed by `}}`")
        pieces.append(rest)
        self._pieces = tuple(piece for piece in pieces if piece)
        self.names = frozenset(
            name for piece in self._pieces if not isinstance(piece, str) for name in piece[0].names
        )

    def fields(self, name: str) -> frozenset[str]:
        """The fields of `name` that its holes read: `TOKEN` of `{{ secrets.TOKEN }}`."""
        wanted = re.compile(rf"\b{name}\.([A-Za-z_]\w*)")
        return frozenset(
            found
            for piece in self._pieces
            if not isinstance(piece, str)
            for found in wanted.findall(piece[0].source)
        )

    def text(self, known: Mapping[str, Json]) -> str:
        """The filled text; a null leaves nothing.

        Raises:
            ExpressionError: A hole cannot be evaluated.
        """
        made = "".join(
            piece if isinstance(piece, str) else _shown(piece[0].value(known), piece[1])
            for piece in self._pieces
        )
        return made[:FILLED_LONGEST]

    def escaped(self, known: Mapping[str, Json], escape: Callable[[str], str]) -> str:
        """The filled text, what fills the holes made harmless by `escape`.

        Raises:
            ExpressionError: A hole cannot be evaluated.
        """
        made = "".join(
            piece if isinstance(piece, str) else escape(_shown(piece[0].value(known), piece[1]))
            for piece in self._pieces
        )
        return made[:FILLED_LONGEST]

    def markdown(self, known: Mapping[str, Json]) -> str:
        """The same as Markdown: what fills the holes is text, whatever signs it is made of.

        Raises:
            ExpressionError: A hole cannot be evaluated.
        """
        return self.escaped(known, literal)

    def value(self, known: Mapping[str, Json]) -> Json:
        """The value of a template that is one hole alone, else its text.

        Raises:
            ExpressionError: A hole cannot be evaluated.
        """
        if len(self._pieces) == 1 and not isinstance(self._pieces[0], str):
            expression, filter_ = self._pieces[0]
            found = expression.value(known)
            return _shown(found, filter_) if filter_ else found
        return self.text(known)

    def __repr__(self) -> str:
        return f"Template({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """A string in a file becomes a template; a bare number or truth value is its own text."""

        def made(value: Any) -> Template:
            if isinstance(value, Template):
                return value
            if isinstance(value, bool):
                return cls("{{ true }}" if value else "{{ false }}")
            if isinstance(value, int | float):
                return cls(f"{{{{ {value} }}}}")
            if not isinstance(value, str):
                raise ExpressionError("a text is wanted here")
            return cls(value)

        return core_schema.no_info_plain_validator_function(
            made, serialization=core_schema.plain_serializer_function_ser_schema(lambda one: one.source)
        )


def _hole(inside: str) -> tuple[Expression, str]:
    if filtered := _FILTER.match(inside):
        return Expression(filtered["expression"]), filtered["filter"]
    return Expression(inside), ""


def literal(text: str) -> str:
    """A text as Markdown that shows it sign by sign."""
    return _MARKS.sub(r"\\\g<0>", text)


def _shown(value: Json, filter_: str) -> str:
    match filter_:
        case "money":
            return f"{value:.2f}" if isinstance(value, int | float) else _plain(value)
        case "date":
            return _plain(value)[:10]
        case "upper":
            return _plain(value).upper()
        case "lower":
            return _plain(value).lower()
        case _:
            return _plain(value)


def _plain(value: Json) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case list() | tuple():
            return ", ".join(_plain(one) for one in value)
        case Mapping():
            return ", ".join(f"{name}: {_plain(one)}" for name, one in value.items())
        case _:
            return str(value)
