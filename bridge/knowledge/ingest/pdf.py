"""Reads an article from a PDF: its pages' text, with the headings that its outline names."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bridge.knowledge.ingest.document import MOST_CHARS, Document, Unreadable, checked
from bridge.knowledge.ingest.marks import escaped, paragraph

PAGES_MOST = 500
_REPEATED = 0.6
"""A first or last line that stands on this share of the pages is the page's header or footer."""
_FEW_PAGES = 3
_NUMBER = re.compile(r"(?:\w+\s+)?\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4})?", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[\u2022\u25e6\u25aa\u2023\u00b7\uf0b7\u2013-]\s+")
_COUNTED = re.compile(r"^\s*\d{1,3}[.)]\s+")
_END = re.compile(r"[.!?:;]['\")\u201d]?$")
_HYPHEN = re.compile(r"(?<=[a-z\u00df-\u00ff])[-\u00ad]$")
_SHORT = 0.75
"""A line shorter than this part of the usual line, that ends a sentence, ends its paragraph."""


def read(raw: bytes) -> Document:
    """The article in the file.

    Raises:
        Unreadable: It is protected, broken, a scan, or too large.
    """
    from pypdf.errors import PyPdfError  # extra ingest

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints are ours to say, in one sentence
    try:
        reader = _opened(raw)
        pages = list(_pages(reader))
        headings = dict(_headings(reader.outline, 1))
        title = str(reader.metadata.title or "") if reader.metadata else ""
        locale = str(reader.root_object.get("/Lang") or "")
    except Unreadable:
        raise
    except ImportError as error:  # pypdf decrypts some files with another library
        raise Unreadable("is encrypted", "save it without encryption") from error
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError) as error:
        problem = f"is no whole PDF ({type(error).__name__})"
        raise Unreadable(problem, "save it again, or print it to PDF") from error
    lines = _without_running(pages)
    if not any(lines):
        raise Unreadable("holds pictures of text and no text", "let a program recognise its text (OCR) first")
    blocks = list(_blocks(lines, headings))
    title = " ".join(title.split()) or _first(pages)
    return checked(Document(title=title, locale=locale, body="\n\n".join(blocks)))


def _opened(raw: bytes) -> Any:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("is protected by a password", "save it without one")
    if len(reader.pages) > PAGES_MOST:
        problem = f"has {len(reader.pages)} pages, more than {PAGES_MOST}"
        raise Unreadable(problem, "cut it into several documents")
    return reader


def _pages(reader: Any) -> Iterator[list[str]]:
    """The lines of each page."""
    total = 0
    for page in reader.pages:
        text = page.extract_text() or ""
        total += len(text)
        if total > MOST_CHARS:
            raise Unreadable(
                f"holds more than {MOST_CHARS:,} characters of text", "cut it into several documents"
            )
        yield [line.rstrip() for line in text.replace("\x00", "").split("\n")]


def _headings(outline: Sequence[Any], depth: int) -> Iterator[tuple[str, int]]:
    """The outline's titles with their depth: 2 and deeper, for the article's title is the first."""
    for one in outline:
        if isinstance(one, list):
            if depth < 5:  # noqa: PLR2004 - Markdown has six
                yield from _headings(one, depth + 1)
        elif title := str(getattr(one, "title", "") or ""):
            yield " ".join(title.split()).lower(), depth + 1


def _without_running(pages: Sequence[list[str]]) -> list[str]:
    """All lines, without the headers, footers and numbers of pages."""
    ends = [(_edge(page, 0), _edge(page, -1)) for page in pages]
    seen = Counter(line for pair in ends for line in set(pair) if line)
    least = max(_FEW_PAGES, len(pages) * _REPEATED)
    running = {line for line, count in seen.items() if count >= least}
    lines: list[str] = []
    for page in pages:
        kept = list(page)
        for place in (0, -1):
            while kept and (not kept[place].strip() or _is_running(kept[place], running)):
                kept.pop(place)
        lines += kept
    return lines


def _edge(page: Sequence[str], place: int) -> str:
    filled = [line for line in page if line.strip()]
    return re.sub(r"\d+", "0", filled[place].strip()) if filled else ""


def _is_running(line: str, running: set[str]) -> bool:
    said = line.strip()
    return bool(_NUMBER.fullmatch(said)) or re.sub(r"\d+", "0", said) in running


def _blocks(lines: Sequence[str], headings: dict[str, int]) -> Iterator[str]:
    """Paragraphs, list items and headings, as Markdown."""
    lengths = sorted(len(line) for line in lines if line.strip())
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    held = ""
    mark = ""
    for line in lines:
        said = " ".join(line.split())
        depth = headings.get(said.lower())
        bullet = _BULLET.match(line)
        begins = bullet or _COUNTED.match(line) or depth
        if held and (not said or begins):
            yield _written(mark, held)
            held = mark = ""
        if depth:
            yield f"{'#' * depth} {escaped(said)}"
        elif said:
            if bullet:
                mark, said = "- ", _BULLET.sub("", line).strip()
            held = _HYPHEN.sub("", held) + said if _HYPHEN.search(held) else f"{held} {said}".strip()
            if _END.search(said) and len(line) < usual * _SHORT and not said.endswith(":"):
                yield _written(mark, held)
                held = mark = ""
    if held:
        yield _written(mark, held)


def _written(mark: str, text: str) -> str:
    if mark or _COUNTED.match(text):
        return mark + escaped(text)
    return paragraph(escaped(text))


def _first(pages: Sequence[list[str]]) -> str:
    """The first line that has letters."""
    lines = (" ".join(line.split()) for page in pages for line in page)
    return next((line[:120] for line in lines if any(c.isalpha() for c in line)), "")
