"""Reads an article from a saved web page: its main part, with what its head says of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from bridge.knowledge.ingest.document import Document, checked
from bridge.knowledge.ingest.markup import to_markdown

HEAD_BYTES = 200_000
"""What a head is looked for in; a longer one is somebody's whole style sheet."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_SITE = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022-]\s+")


def read(raw: bytes) -> Document:
    """The article in the page.

    Raises:
        Unreadable: It holds no text, or is made to stop a parser.
    """
    text = decoded(raw)
    head = _Head()
    head.feed(text[:HEAD_BYTES])
    url = next((one for one in (head.canonical, head.og_url) if is_address(one)), "")
    markup = to_markdown(text, base=url, is_page=True)
    title = markup.title or head.og_title or _SITE.split(head.title)[0]
    return checked(
        Document(title=" ".join(title.split()), url=url, locale=head.locale.strip(), body=markup.body)
    )


def decoded(raw: bytes) -> str:
    """The page's text by its byte order mark, by what it declares, as UTF-8, and at last as Western bytes."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    declared = _CHARSET.search(raw[:4096])
    for name in (declared[1].decode("ascii", "replace") if declared else "utf-8", "utf-8"):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def is_address(url: str) -> bool:
    """Whether it is a whole address of the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not any(c.isspace() for c in url)


class _Head(HTMLParser):
    """What a page says of itself before it begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = self.og_title = self.canonical = self.og_url = self.locale = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        match tag:
            case "html" if not self.locale:
                self.locale = given.get("lang", "")
            case "title":
                self._in_title = not self.title
            case "link" if given.get("rel", "").lower() == "canonical":
                self.canonical = given.get("href", "")
            case "meta" if given.get("property") == "og:title":
                self.og_title = given.get("content", "")
            case "meta" if given.get("property") == "og:url":
                self.og_url = given.get("content", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
