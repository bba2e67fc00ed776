"""Reads an article from a Word document (DOCX): headings, paragraphs, lists, tables and links."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from bridge.knowledge.ingest.document import MOST_CHARS, Document, Unreadable, checked
from bridge.knowledge.ingest.marks import escaped, link, paragraph, table

UNPACKED_MOST = 60_000_000
"""Bytes of XML and pictures together; a document for customers has some millions."""
XML_MOST = 20_000_000
"""Bytes of one XML part, before anything parses it."""
PARTS_MOST = 5_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def read(raw: bytes) -> Document:
    """The article in the file.

    Raises:
        Unreadable: It is protected, broken, of the old format, or too large.
    """
    if raw.startswith(_OLD_WORD):
        raise Unreadable("is protected by a password or of an old Word", "save it as DOCX without a password")
    _look_inside(raw)
    import docx  # extra ingest
    from docx.opc.exceptions import OpcError

    try:
        opened = docx.Document(io.BytesIO(raw))
        properties = opened.core_properties
        title = " ".join((properties.title or "").split())
        body, first = _body(opened)
        language = properties.language or ""
    except (
        OpcError,
        SyntaxError,
        zipfile.BadZipFile,
        ValueError,
        KeyError,
        AttributeError,
        OSError,
    ) as error:
        raise Unreadable(
            f"is no whole Word document ({type(error).__name__})", "save it again as DOCX"
        ) from error
    return checked(Document(title=first or title, locale=language, body=body))


def _look_inside(raw: bytes) -> None:
    """Counts what it would unpack to, by reading it piece by piece: the sizes that it names may be lies."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_MOST:
                raise Unreadable(
                    f"holds {len(parts):,} parts, more than {PARTS_MOST:,}", "save it again as DOCX"
                )
            total = 0
            for part in parts:
                size = 0
                with packed.open(part) as stream:
                    while piece := stream.read(1 << 16):
                        size += len(piece)
                        total += len(piece)
                        is_xml = part.filename.lower().endswith((".xml", ".rels"))
                        if total > UNPACKED_MOST or (is_xml and size > XML_MOST):
                            raise Unreadable(
                                "unpacks to far more than a document holds", "save it again, smaller"
                            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("is no whole Word document", "save it again as DOCX") from error


def _body(opened: Any) -> tuple[str, str]:
    """The document as Markdown, and its title where the text begins with one."""
    from docx.table import Table

    out: list[str] = []
    title = ""
    was_item = False
    total = 0
    for block in opened.iter_inner_content():
        if isinstance(block, Table):
            lines = table([[_cell(cell) for cell in row.cells] for row in block.rows], has_header=True)
            text, is_item = "\n".join(lines), False
        else:
            style = str(block.style.name or "") if block.style is not None else ""
            said = _inline(block)
            if style == "Title" and not title:
                title = " ".join(block.text.split())
                continue
            text, is_item = _paragraph(said, style, block)
        if not text.strip():
            continue
        total += len(text)
        if total > MOST_CHARS:
            raise Unreadable(
                f"holds more than {MOST_CHARS:,} characters of text", "cut it into several documents"
            )
        out.append(("\n" if is_item and was_item else "\n\n") + text)
        was_item = is_item
    return "".join(out).strip("\n"), title


def _paragraph(said: str, style: str, block: Any) -> tuple[str, bool]:
    """A paragraph by its style, and whether it is a list item."""
    said = said.strip()
    if style.startswith("Heading ") and style[8:].isdecimal() and said:
        line = " ".join(said.replace("\\\n", " ").replace("**", "").split())
        return f"{'#' * min(int(style[8:]), 6)} {line}", False
    properties = block._p.pPr  # noqa: SLF001 - python-docx has no other way to a paragraph's numbering
    numbering = properties.numPr if properties is not None else None
    if (style.startswith("List") or numbering is not None) and said:
        level = numbering.ilvl.val if numbering is not None and numbering.ilvl is not None else 0
        level = max(level, int(style[-1]) - 1 if style[-1:].isdecimal() else 0)
        marker = "1. " if "Number" in style else "- "
        return f"{'   ' * min(level, 5)}{marker}{said.replace(chr(10), ' ')}", True
    return paragraph(said), False


def _inline(block: Any) -> str:
    """Its text with bold words and links."""
    from docx.text.hyperlink import Hyperlink

    pieces: list[str] = []
    for piece in block.iter_inner_content():
        if isinstance(piece, Hyperlink):
            pieces.append(link(escaped(piece.text), piece.url or ""))
            continue
        text = escaped(piece.text)
        core = text.strip()
        pieces.append(text.replace(core, f"**{core}**", 1) if piece.bold and core else text)
    joined = "".join(pieces).replace("****", "")
    lines: Iterator[str] = (" ".join(line.split()) for line in joined.split("\n"))
    return "\\\n".join(line for line in lines if line)


def _cell(cell: Any) -> str:
    return " ".join(escaped(paragraph.text) for paragraph in cell.paragraphs)
