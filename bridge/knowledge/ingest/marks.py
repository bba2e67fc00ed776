"""Puts plain text and tables into Markdown so that they mean what they meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

_INLINE = re.compile(r"([\\`*\[\]<]|(?<!\w)_|_(?!\w))")
_AT_START = re.compile(r"^(\s*)([#>+\-=~|]|\d{1,9}[.)])", re.MULTILINE)
_ADDRESS = re.compile(r"(https?|mailto):\S+", re.IGNORECASE)


def escaped(text: str) -> str:
    """A run of plain text with nothing in it that Markdown would obey; beginnings of lines are left alone."""
    return _INLINE.sub(r"\\\1", text)


def paragraph(text: str) -> str:
    """A paragraph, made of `escaped` runs, whose beginning is no heading, list or quote."""
    return _AT_START.sub(_guarded, text)


def link(text: str, url: str) -> str:
    """A link around Markdown; the text alone when the address leads nowhere on the web."""
    if not text.strip() or not _ADDRESS.fullmatch(url) or any(c in url for c in '<>"\\'):
        return text
    return f"[{text.strip()}]({url.replace('(', '%28').replace(')', '%29')})"


def table(rows: Sequence[Sequence[str]], *, has_header: bool) -> list[str]:
    """A table as one list item per row, each cell with its column's name: CommonMark has no tables.

    Args:
        rows: Cells as inline Markdown.
        has_header: Whether the first row names the columns.
    """
    kept = [[" ".join(cell.split()) for cell in row] for row in rows]
    kept = [row for row in kept if any(row)]
    if has_header and len(kept) > 1:
        names, *kept = kept
        return [f"- {_named(names, row)}" for row in kept]
    return [f"- {': '.join(row) if len(row) == 2 else ', '.join(c for c in row if c)}" for row in kept]  # noqa: PLR2004 - a name and its value


def _named(names: Sequence[str], row: Sequence[str]) -> str:
    cells = [(names[place] if place < len(names) else "", cell) for place, cell in enumerate(row) if cell]
    return "; ".join(f"{name.rstrip(':')}: {cell}" if name else cell for name, cell in cells)


def _guarded(found: re.Match[str]) -> str:
    space, mark = found.groups()
    if mark[-1] in ".)":
        return f"{space}{mark[:-1]}\\{mark[-1]}"
    return f"{space}\\{mark}"
