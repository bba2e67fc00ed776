"""The formats that content is read from: one file each, and these tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bridge.knowledge.article import Article
from bridge.knowledge.ingest import docx, markdown, pdf, web_page
from bridge.knowledge.ingest.document import Document

FORMATS: Mapping[str, Callable[[Path], Article]] = {".md": markdown.read, ".markdown": markdown.read}
"""What the content folder holds: ending of the file's name, in lower case -> its reader, which raises
ContentError."""

DOCUMENTS: Mapping[str, Callable[[bytes], Document]] = {
    ".html": web_page.read,
    ".htm": web_page.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
}
"""What can be made into Markdown: ending -> its reader, which raises Unreadable. Strangers' files: they are
read apart (apart.py), never in a process that serves."""

NEEDS: Mapping[str, str] = {".pdf": "pypdf", ".docx": "docx"}
"""Endings whose readers need the extra `ingest` -> the module by which it is known to be installed."""
