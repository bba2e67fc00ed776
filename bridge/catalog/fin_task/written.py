"""A procedure's data as YAML that people read: keys in our order, a remark above what needs a look."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.core.procedures.source import SourceError, read
from bridge.core.words.values import Json

_WIDTH = 110
_FLOW_WIDTH = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One step with what a person must know about it.

    Args:
        data: Its keys in order; lists of `Item` are its blocks.
    """

    data: Mapping[str, object]
    remarks: tuple[str, ...] = ()


def written(data: Mapping[str, object], remarks: Sequence[str] = ()) -> str:
    """The whole file, its remarks first."""
    return "\n".join([*_remarks(remarks, 0), *_mapping(data, 0)]) + "\n"


def plain(value: object) -> Json:
    """The data without remarks: what the file must hold."""
    if isinstance(value, Item):
        return plain(value.data)
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def _mapping(data: Mapping[str, object], indent: int) -> list[str]:
    lines: list[str] = []
    for name, value in data.items():
        lines.extend(_entry(_scalar(name, in_flow=False), value, indent))
    return lines


def _entry(name: str, value: object, indent: int) -> list[str]:
    space = " " * indent
    if isinstance(value, Item):
        return [*_remarks(value.remarks, indent), *_entry(name, value.data, indent)]
    if isinstance(value, str) and _is_block(value):
        return [f"{space}{name}: |-", *(f"{space}  {line}".rstrip() for line in value.split("\n"))]
    short = _short(value)
    if short is not None and (
        not isinstance(value, Mapping | list | tuple) or len(space + name + short) <= _FLOW_WIDTH
    ):
        return [f"{space}{name}: {short}"]
    if isinstance(value, Mapping):
        return [f"{space}{name}:", *_mapping(value, indent + 2)]
    if isinstance(value, list | tuple):
        return [f"{space}{name}:", *_list(value, indent + 2)]
    return [f"{space}{name}: {_scalar(value, in_flow=False)}"]


def _list(values: Sequence[object], indent: int) -> list[str]:
    lines: list[str] = []
    for value in values:
        remarks, data = (value.remarks, value.data) if isinstance(value, Item) else ((), value)
        lines.extend(_remarks(remarks, indent))
        if isinstance(data, Mapping) and data:
            inner = _mapping(data, indent + 2)
            first = next(place for place, line in enumerate(inner) if not line.lstrip().startswith("#"))
            lines.extend(inner[:first])
            lines.append(f"{' ' * indent}- {inner[first].lstrip()}")
            lines.extend(inner[first + 1 :])
        else:
            lines.append(f"{' ' * indent}- {_flow(data)}")
    return lines


def _short(value: object) -> str | None:
    """On one line, where nothing in it has a remark or is a step."""
    if any(isinstance(one, Item) for one in _within(value)):
        return None
    if isinstance(value, Mapping | list | tuple):
        return _flow(value)
    return _scalar(value, in_flow=False)


def _within(value: object) -> Iterator[object]:
    yield value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for one in inner:
        yield from _within(one)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{_scalar(name, in_flow=True)}: {_flow(one)}" for name, one in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value, in_flow=True)


def _scalar(value: object, *, in_flow: bool) -> str:
    if not isinstance(value, str):
        return "null" if value is None else json.dumps(value)
    if _is_simple(value, in_flow=in_flow):
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def _is_simple(text: str, *, in_flow: bool) -> bool:
    """Whether it reads as itself without quotes."""
    if re.fullmatch(r"\d{1,6}[smhdw]", text):
        return True
    if not re.match(r"[^\W\d_]", text) or not text.isprintable() or text != text.strip():
        return False
    if in_flow and re.search(r"[,\[\]{}:#]", text):
        return False
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_ ]*", text) and text.lower() not in (
        "true",
        "false",
        "null",
        "yes",
        "no",
        "on",
        "off",
    ):
        return True
    try:
        return bool(read(f"- {text}").data == [text]) and text.lower() not in ("yes", "no", "on", "off")
    except SourceError:
        return False


def _is_block(text: str) -> bool:
    """Whether it can stand as lines of their own, each as it is."""
    lines = text.split("\n")
    return (
        len(lines) > 1
        and bool(lines[0].strip())
        and bool(lines[-1].strip())
        and not lines[0].startswith(" ")
        and all(line.isprintable() and line == line.rstrip() for line in lines)
    )


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign == "\n":
        return "\\n"
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"  # noqa: PLR2004 - where \u ends


def _remarks(remarks: Sequence[str], indent: int) -> list[str]:
    lines = []
    for one in remarks:
        bare = "".join(sign if sign.isprintable() else " " for sign in one)
        hang = "  " if bare.startswith("- ") else ""
        lines.extend(
            textwrap.wrap(
                bare,
                _WIDTH - indent,
                initial_indent="# ",
                subsequent_indent=f"# {hang}",
                break_on_hyphens=False,
            )
            or ["#"]
        )
    return [" " * indent + line for line in lines]
