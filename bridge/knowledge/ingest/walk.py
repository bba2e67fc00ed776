"""Walks well-formed HTML once, and writes Markdown blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urljoin

from bridge.knowledge.ingest.elements import CELLS, HEADINGS, INLINE, NEVER, ONLY_INSIDE, PLACES
from bridge.knowledge.ingest.marks import escaped, link, paragraph, table

DEEPEST = 8
"""Lists and quotes within each other; deeper ones are shown at this depth."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])")

Kind = Literal["text", "heading", "item"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading or list item, as it stands in the Markdown.

    Args:
        links: The share of its text that is in links.
        places: Whether it is in the page's main part.
        root: Which list it is in, of those that are in no other one.
        title: Its text, if it is a heading of the first level.
    """

    text: str
    kind: Kind
    links: float
    places: frozenset[str]
    root: int
    title: str = ""


@dataclass(slots=True)
class _Prefix:
    """What stands before the lines of a list item or quote: once, and from then on."""

    first: str
    rest: str
    is_used: bool = False


@dataclass(slots=True)
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    has_header: bool = False


class Walk(HTMLParser):
    """Fed with cleaned HTML; `blocks` is what came of it, once it was closed and flushed.

    Args:
        base: Where the page is from; empty when nobody knows.
    """

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._base = base
        self._inline: list[str] = []
        self._open: list[tuple[str, int, str]] = []
        self._linked = 0
        self._prefixes: list[_Prefix] = []
        self._lists: list[tuple[str, int]] = []
        self._tags: list[str] = []
        self._places: dict[str, int] = {}
        self._root = 0
        self._deeper = 0
        self._skipped: list[str] = []
        self._heading = 0
        self._code = 0
        self._table: _Table | None = None
        self._tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        given = {name: value or "" for name, value in attrs}
        if self._skipped:
            if tag not in ("br", "hr"):
                self._skipped.append(tag)
            return
        if self._is_skipped(tag, given):
            if tag not in ("br", "hr"):
                self._skipped.append(tag)
            return
        if tag not in ("br", "hr"):
            place = "main" if given.get("role") == "main" else tag
            if place in PLACES:
                self.flush()
                self._places[place] = self._places.get(place, 0) + 1
            self._tags.append(place)
        if tag == "br":
            self._inline.append("\n" if self._code else "\\\n")
        elif tag in INLINE or tag == "a":
            self._open.append((tag, len(self._inline), given.get("href", "")))
        elif tag in CELLS:
            self._cell(tag)
        elif tag != "span":
            self.flush()
            self._begin(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped.pop()
            return
        if tag in INLINE or tag == "a":
            self._marked(tag)
        elif tag in CELLS:
            self._cell_ends(tag)
        elif tag not in ("span", "br"):
            self.flush()
            self._end(tag)
        if tag not in ("br", "hr") and self._tags and (place := self._tags.pop()) in PLACES:
            self.flush()
            self._places[place] -= 1

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._skipped:
            return
        if self._code:
            self._inline.append(data)
            return
        text = re.sub(r"\s+", " ", data)
        if any(name == "a" for name, _, _ in self._open[-DEEPEST:]):
            self._linked += len(text.strip())
        self._inline.append(text if self._is_code() else escaped(text))

    def flush(self) -> None:
        """Ends the paragraph, heading, item or code that is being read."""
        if self._table is not None:
            self._inline.append(" ")
            return
        raw = "".join(self._inline)
        linked, self._linked = self._linked, 0
        self._inline, self._open = [], []
        kind: Kind = "text"
        if self._code:
            if not raw.strip():
                return
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", raw)), 3)
            text = f"{fence}\n{raw.strip(chr(10))}\n{fence}"
        else:
            text = _tidy(raw)
            if not text:
                return
        length = len(text)
        title = ""
        if self._heading:
            kind = "heading"
            line = text.replace("\\\n", " ").replace("**", "")
            title = _plain(line) if self._heading == 1 else ""
            text = f"{'#' * self._heading} {line}"
        elif not self._code:
            text = paragraph(text)
        if self._lists:
            kind = "item"
        is_fresh = any(not prefix.is_used for prefix in self._prefixes)
        first = "".join(prefix.rest if prefix.is_used else prefix.first for prefix in self._prefixes)
        rest = "".join(prefix.rest for prefix in self._prefixes)
        for prefix in self._prefixes:
            prefix.is_used = True
        lines = text.split("\n")
        text = "\n".join([first + lines[0], *(f"{rest}{line}".rstrip() for line in lines[1:])])
        if kind == "item" and not is_fresh:
            text = f"\n{text}"  # a second paragraph of the same item
        self._add(text, kind, linked / length, title)

    def _add(self, text: str, kind: Kind, links: float, title: str = "") -> None:
        places = frozenset(place for place, depth in self._places.items() if depth)
        self.blocks.append(
            Block(text=text, kind=kind, links=links, places=places, root=self._root, title=title)
        )

    def _is_skipped(self, tag: str, given: dict[str, str]) -> bool:
        if "hidden" in given or given.get("aria-hidden") == "true":
            return True
        if _UNSEEN.search(given.get("style", "").lower()):
            return True
        if tag in ONLY_INSIDE:
            return not any(self._places.values())
        return tag in NEVER

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if tag in HEADINGS:
            self._heading = HEADINGS[tag]
        elif tag == "pre":
            self._code += 1
        elif tag == "blockquote":
            self._push("> ", "> ")
        elif tag in ("ul", "ol"):
            start = given.get("start", "1")
            number = int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else 1  # noqa: PLR2004 - digits
            self._root += not self._lists
            self._lists.append((tag, number))
        elif tag == "li":
            kind, number = self._lists[-1] if self._lists else ("ul", 1)
            marker = f"{number}. " if kind == "ol" else "- "
            if self._lists:
                self._lists[-1] = (kind, number + 1)
            self._push(marker, " " * len(marker))

    def _end(self, tag: str) -> None:
        if tag in HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._code = max(0, self._code - 1)
        elif tag in ("blockquote", "li"):
            if self._deeper:
                self._deeper -= 1
            elif self._prefixes:
                self._prefixes.pop()
        elif tag in ("ul", "ol"):
            self._lists.pop()

    def _push(self, first: str, rest: str) -> None:
        if len(self._prefixes) >= DEEPEST:
            self._deeper += 1
        else:
            self._prefixes.append(_Prefix(first, rest))

    def _marked(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return  # it went over the end of a paragraph
        _, start, href = self._open.pop()
        text = "".join(self._inline[start:])
        del self._inline[start:]
        inner = text.strip()
        mark = INLINE.get(tag, "")
        if not inner or self._code or (self._heading and mark != "`"):
            made = text if tag != "a" or not inner else self._link(inner, href)
        elif tag == "a":
            made = text.replace(inner, self._link(inner, href), 1)
        elif mark == "`":
            made = text.replace(inner, f"`{inner.replace('`', chr(39))}`", 1)
        else:
            made = text.replace(inner, f"{mark}{inner}{mark}", 1)
        self._inline.append(made)

    def _link(self, text: str, href: str) -> str:
        if not href:
            return text
        try:
            return link(text, urljoin(self._base, href) if self._base else href)
        except ValueError:  # no address, e.g. http://[
            return text

    def _is_code(self) -> bool:
        return any(INLINE.get(name) == "`" for name, _, _ in self._open[-DEEPEST:])

    def _cell(self, tag: str) -> None:
        if tag == "table":
            self._tables += 1
            if self._table is None:
                self.flush()
                self._table = _Table()
        elif self._table is not None and self._tables == 1:
            if tag == "tr":
                self._table.rows.append([])
            elif tag in ("td", "th"):
                self._inline, self._open = [], []
                if tag == "th" and len(self._table.rows) == 1:
                    self._table.has_header = True

    def _cell_ends(self, tag: str) -> None:
        made = self._table
        if made is None:
            return
        if tag in ("td", "th") and self._tables == 1:
            if made.rows:
                made.rows[-1].append(_tidy("".join(self._inline)).replace("\\\n", " "))
            self._inline, self._open = [], []
        elif tag == "table":
            self._tables -= 1
            if self._tables == 0:
                linked, self._linked = self._linked, 0
                self._table, self._inline, self._open = None, [], []
                lines = table(made.rows, has_header=made.has_header)
                prefix = "".join(one.rest for one in self._prefixes)
                text = "\n".join(prefix + line for line in lines)
                if text:
                    self._add(text, "text", linked / len(text))


def _tidy(raw: str) -> str:
    """A paragraph's lines without blanks at their ends, and without breaks at its own."""
    lines = [" ".join(line.split()) for line in raw.replace("\\\n", "\n").split("\n")]
    return "\\\n".join(line for line in lines if line)


def _plain(line: str) -> str:
    return re.sub(r"\\([^\w\s]|_)", r"\1", line).replace("`", "").strip()
