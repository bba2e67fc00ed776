"""Regular expressions in conditions, compiled when loaded: CEL's own `matches` compiles at each call."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pydantic_core import SchemaError, SchemaValidator, core_schema

from bridge.core.procedures.cel_engine import cel

_TEXT = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'')
_MATCHES = re.compile(rf"(?<![\w.])([A-Za-z_]\w*)\.matches\(({_TEXT.pattern})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTest:
    """One `name.matches('…')`.

    Args:
        name: The variable whose text is looked at.
        stands_as: The variable that holds the answer in the condition without it.
        pattern: Compiled by the same engine that CEL's own `matches` uses, so it means the same.
    """

    name: str
    stands_as: str
    pattern: SchemaValidator

    def holds(self, text: str) -> bool:
        """Whether the expression is found in the text."""
        return self.pattern.isinstance_python(text)


def without_matches(source: str, bound: AbstractSet[str]) -> tuple[str, tuple[TextTest, ...]]:
    """The condition with a variable for each such test, and the tests.

    Args:
        source: CEL that compiles.
        bound: Names that the condition binds itself; what is asked of those stays as it is.
    """
    texts = [found.span() for found in _TEXT.finditer(source)]
    tests: list[TextTest] = []

    def stands(found: re.Match[str]) -> str:
        is_quoted = any(start < found.start() < end for start, end in texts)
        is_field = source[: found.start()].rstrip().endswith(".")
        pattern = None if is_quoted or is_field or found[1] in bound else _compiled(found[2])
        if pattern is None:
            return found[0]
        stands_as = f"matches_{len(tests)}"
        while stands_as in source:
            stands_as += "_"
        tests.append(TextTest(name=found[1], stands_as=stands_as, pattern=pattern))
        return stands_as

    return _MATCHES.sub(stands, source), tuple(tests)


def _compiled(literal: str) -> SchemaValidator | None:
    """None for what cannot be compiled: CEL says so when it comes to it."""
    try:
        pattern = cel().compile(literal).execute({})
        return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
    except (ValueError, RuntimeError, TypeError, SchemaError):
        return None
