"""A YAML file as plain data that remembers on which line each thing stood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types

from bridge.core.words.values import Json

LONGEST = 200_000
"""Characters of one file."""
DEEPEST = 60
_SHORT = 5_000
"""Characters; a text of that length cannot be nested so deep that the C loader runs out of stack."""
_NUMBER_LONGEST = 40

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a file, and how to mend it.

    Args:
        file: Its name within the configuration folder.
        line: From 1.
        what: One sentence.
        mend: One sentence; may be empty where the first says it.
        severity: An error keeps the file from going live, a warning does not.
    """

    file: str
    line: int
    what: str
    mend: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" + (f" {self.mend}" if self.mend else "")


class SourceError(ValueError):
    """The text is no YAML that we take; `line` is from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a file holds.

    Args:
        data: Mappings, lists, texts, numbers, true, false and null.
        lines: The path of each thing → its line.
    """

    data: Json
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of `path`, or of what holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # the C loader has no types
    """YAML 1.2's core schema: `yes`, `no` and `on` are words, 12:30 is a text, dates are texts."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's way


_WORDS = "tag:yaml.org,2002:"
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"null|Null|NULL|~|", "nN~"),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    (
        "float",
        r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?|[-+]?(0|[1-9][0-9]*)[eE][-+]?[0-9]+",
        "-+0123456789.",
    ),
):
    _Loader.add_implicit_resolver(
        f"{_WORDS}{_tag}", re.compile(rf"(?:{_pattern})\Z"), [*_first, *([""] if _tag == "null" else [])]
    )


def read(text: str) -> Source:
    """The data and the lines of a YAML text.

    Raises:
        SourceError: It is no YAML, too long, too deep, has an alias or names a key twice.
    """
    if len(text) > LONGEST:
        raise SourceError(1, f"longer than {LONGEST} characters")
    if len(text) > _SHORT:
        _bound_depth(text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SourceError(1 if mark is None else mark.line + 1, f"no YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise SourceError(1, f"no YAML: {str(error).splitlines()[0]}") from None
    finally:
        loader.dispose()
    lines: dict[Path, int] = {}
    if node is None:
        return Source(data=None, lines=lines)
    return Source(data=_plain(node, (), lines, set()), lines=lines)


def _bound_depth(text: str) -> None:
    """The C loader recurses without a limit of its own: a hundred thousand `[` would end the process.

    Raises:
        SourceError: Nested too deep.
    """
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                raise SourceError(event.start_mark.line + 1, "nested too deep")
    except yaml.YAMLError:
        return  # said with its line by whoever reads the text next, who cannot get deeper than here


def _plain(node: Any, path: Path, lines: dict[Path, int], open_: set[int]) -> Json:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if id(node) in open_:
        raise SourceError(line, "an alias (`*name`) is not taken here; write it out")
    open_.add(id(node))
    if len(path) > DEEPEST:
        raise SourceError(line, "nested too deep")
    if isinstance(node, yaml.MappingNode):
        made: dict[str, Json] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise SourceError(key.start_mark.line + 1, "a key is a word")
            name = str(key.value)
            if name in made:
                raise SourceError(key.start_mark.line + 1, f"`{name}` stands here twice")
            lines[(*path, name)] = key.start_mark.line + 1
            made[name] = _plain(value, (*path, name), lines, open_)
        return made
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*path, place), lines, open_) for place, one in enumerate(node.value)]
    match node.tag.removeprefix(_WORDS):
        case "null":
            return None
        case "bool":
            return node.value.lower() == "true"
        case "int":
            if len(node.value) > _NUMBER_LONGEST:
                raise SourceError(line, "a number that long is a text: put it in quotes")
            return int(node.value)
        case "float":
            return float(node.value)
        case "str":
            return node.value
        case _:
            raise SourceError(line, f"`{node.tag}` is not taken here")
