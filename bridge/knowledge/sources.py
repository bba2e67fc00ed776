"""The folder that the team's content lies in: all its articles, and whether anything changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from bridge.knowledge.article import Article, ContentError
from bridge.knowledge.ingest import DOCUMENTS, FORMATS
from bridge.knowledge.translations import grouped, name_of

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
"""Name, time of change (ns) and size of every file: differs as soon as anything changed."""


def load_folder(folder: Path) -> tuple[Article, ...]:
    """All articles below `folder`, by path; hidden files are left out.

    Raises:
        ContentError: The folder is not there, or the first file that does not fit.
    """
    if not folder.is_dir():
        raise ContentError(folder, None, "there is no such folder", "make it, or set BRIDGE_CONFIG_DIR")
    return grouped([(name_of(path, folder), read_article(path)) for path in files_of(folder)])


def read_article(path: Path) -> Article:
    """The article in one file, by the format that its name ends in.

    Raises:
        ContentError: It does not fit, or the format is not known.
    """
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        kind = path.suffix.lstrip(".").upper() or "a file without an ending"
        if path.suffix.lower() in DOCUMENTS:
            remedy = "add it with python -m bridge content add, which makes it Markdown"
            raise ContentError(path, None, f"{kind} is not read from the content folder", remedy)
        known = ", ".join(sorted({*FORMATS, *DOCUMENTS}))
        raise ContentError(path, None, f"cannot read {kind}", f"save it in a known format ({known})")
    return reader(path)


def files_of(folder: Path) -> list[Path]:
    """The files below `folder` in a known format, by path."""
    return sorted(path for path in _walk(folder) if path.suffix.lower() in FORMATS)


def documents_of(folder: Path) -> list[Path]:
    """The files below `folder` that can be articles or be made into ones, by path."""
    return sorted(path for path in _walk(folder) if path.suffix.lower() in {*FORMATS, *DOCUMENTS})


def stamp(folder: Path) -> Stamp:
    """What the folder looks like now; costs one stat per file."""
    return stamp_of(*(files_of(folder) if folder.is_dir() else ()))


def stamp_of(*paths: Path) -> Stamp:
    """The same of single files; one that is not there has none."""
    seen = []
    for path in paths:
        try:
            status = path.stat()
        except FileNotFoundError:  # removed between the listing and the look: the next look sees it
            continue
        seen.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(seen)


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))
