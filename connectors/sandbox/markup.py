"""Comments as HTML, as text, and as a tree that a page can build without trusting it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

import nh3

TAGS = {
    "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "img", "li", "ol",
    "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
"""What Zendesk leaves in a comment, more or less."""

PAGE_TAGS = TAGS - {"img", "table", "tbody", "td", "th", "thead", "tr", "hr"}

BLOCKS = {"p", "div", "li", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "ul", "ol", "table"}
VOID = {"br", "img", "hr"}
SCHEMES = {"http", "https", "mailto", "tel"}


def cleaned(text: str) -> str:
    """A comment's HTML as it is kept: harmless, in Zendesk's wrapper."""
    safe = nh3.clean(
        text,
        tags=TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return f'<div class="zd-comment" dir="auto">{safe}</div>'


def from_text(text: str) -> str:
    """A plain body as HTML: paragraphs and line breaks."""
    paragraphs = re.split(r"\n{2,}", text.strip())
    inner = "".join(
        f'<p dir="auto">{html.escape(one, quote=False).replace(chr(10), "<br>")}</p>' for one in paragraphs
    )
    return f'<div class="zd-comment" dir="auto">{inner}</div>'


def to_text(markup: str) -> str:
    """HTML as plain text, a line per block."""
    reader = _Text()
    reader.feed(markup)
    reader.close()
    return re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"\n{3,}", "\n\n", "".join(reader.parts))).strip()


def tree(markup: str) -> list[Any]:
    """HTML as nested lists: a string is text, `[tag, attributes, children]` an element of `PAGE_TAGS`.

    The page makes elements and text nodes of it and never parses HTML itself.
    """
    safe = nh3.clean(
        markup, tags=PAGE_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    reader = _Tree()
    reader.feed(safe)
    reader.close()
    return reader.root


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        if tag == "li":
            self.parts.append("\n- ")
        elif tag == "br" or tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root: list[Any] = []
        self._open: list[tuple[str, list[Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        children: list[Any] = []
        wanted = {name: value for name, value in attrs if name == "href" and value}
        self._here().append([tag, wanted, children])
        if tag not in VOID:
            self._open.append((tag, children))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open and self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._here().append(data)

    def _here(self) -> list[Any]:
        return self._open[-1][1] if self._open else self.root
