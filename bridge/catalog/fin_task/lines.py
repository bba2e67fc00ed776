"""A text as a tree of its lines: what is indented under a line belongs to it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field

LONGEST = 100_000
"""Characters of a task; the longest ones in use are some pages."""
DEEPEST = 8
"""Lines under lines; the engine could take more, nobody could read it."""
_TRIES = 200
"""Places that are tried as JSON."""

_BULLET = re.compile(
    r"(?:[-*\u2022\u2013+]|\(?\d{1,3}(?:\.\d{1,3})*[.)]|[a-hA-H][.)]|step \d{1,3}[:.])\s+", re.IGNORECASE
)
_OPENS = re.compile(r"[{\[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line.

    Args:
        number: From 1.
        indent: Columns before it.
        text: Without bullet or number, never empty.
        has_bullet: Whether it is an item of a list.
        has_gap: Whether an empty line stands before it.
        has_json: Its text ends with a whole JSON value, which may have stood on several lines.
    """

    number: int
    indent: int
    text: str
    has_bullet: bool = False
    has_gap: bool = False
    has_json: bool = False


@dataclass(slots=True)
class Item:
    """A line with what is indented under it."""

    line: Line
    inner: list[Item] = field(default_factory=list["Item"])

    def whole(self, depth: int = 0) -> str:
        """Its text and all that is under it, indented."""
        return "\n".join([f"{'  ' * depth}{self.line.text}", *(one.whole(depth + 1) for one in self.inner)])


def paragraphs(lines: list[Line]) -> str:
    """Their texts, with an empty line where one was."""
    return "".join(
        f"{chr(10) * (2 if one.has_gap and place else 1) if place else ''}{one.text}"
        for place, one in enumerate(lines)
    )


def cleaned(text: str) -> str:
    """Without what neither a YAML file nor a database can hold: control signs, halves of surrogates."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    text = re.sub("[\u2028\u2029\x85\x0b\x0c]", "\n", text)
    return "".join(
        sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn")
    )


def lines_of(text: str) -> list[Line]:
    """The lines that hold something; a JSON value that begins a line, or stands behind a colon, is one."""
    found: list[Line] = []
    place, number, tries, has_gap = 0, 0, 0, False
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        number += 1
        written = text[place:end]
        bare = written.strip()
        first, place = place, end + 1
        has_gap = has_gap or not bare
        if not bare or re.fullmatch(r"`{3,}\s*\w*|[-=_*]{3,}", bare):
            continue
        if (json_at := _json_at(written)) is not None and tries < _TRIES:
            tries += 1
            behind = _json_end(text, first + json_at)
            if behind is not None:
                value = text[first + json_at : behind]
                found.append(
                    _line(number, written[:json_at] + _on_one_line(value), has_gap=has_gap, has_json=True)
                )
                has_gap = False
                number += value.count("\n")
                place = text.find("\n", behind) + 1 or len(text)
                continue
        found.append(_line(number, written, has_gap=has_gap))
        has_gap = False
    return found


def tree(lines: list[Line]) -> list[Item]:
    """Lines under the nearest line above that is indented less; JSON is under whatever is before it."""
    roots: list[Item] = []
    open_: list[Item] = []
    for line in lines:
        item = Item(line)
        if line.has_json and _OPENS.match(line.text) and open_:
            open_[-1].inner.append(item)
            continue
        while open_ and open_[-1].line.indent >= line.indent:
            open_.pop()
        if len(open_) >= DEEPEST:
            del open_[DEEPEST - 1 :]
        (open_[-1].inner if open_ else roots).append(item)
        open_.append(item)
    return roots


def _line(number: int, written: str, *, has_gap: bool, has_json: bool = False) -> Line:
    bare = written.strip()
    text = _BULLET.sub("", bare, count=1) if _BULLET.match(bare) else bare
    return Line(
        number=number,
        indent=len(written) - len(written.lstrip()),
        text=text or bare,
        has_bullet=text != bare,
        has_gap=has_gap,
        has_json=has_json,
    )


def _json_at(written: str) -> int | None:
    """Where JSON may begin in a line: at its start, or behind its first colon."""
    found = re.match(r"\s*(?:[^:{}\[\]\"]{0,60}:\s*)?(?=[{\[])(?!\{\{)", written)
    return found.end() if found else None


def _json_end(text: str, place: int) -> int | None:
    """The end of the JSON value at `place` when nothing else stands on its last line."""
    try:
        _, end = json.JSONDecoder().raw_decode(text, place)
    except (ValueError, RecursionError):
        return None
    rest = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
    return None if rest.strip(" `") else end


def _on_one_line(value: str) -> str:
    return re.sub(r"\s*\n\s*", " ", value)
