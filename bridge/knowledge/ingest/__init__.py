"""The formats that content is read from: one file each, and this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bridge.knowledge.article import Article
from bridge.knowledge.ingest import markdown

FORMATS: Mapping[str, Callable[[Path], Article]] = {".md": markdown.read, ".markdown": markdown.read}
"""Ending of the file's name, in lower case -> its reader. A reader raises ContentError."""
