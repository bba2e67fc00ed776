"""The folder that the team's content lies in: all its articles, and whether anything changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from bridge.knowledge.article import Article, ContentError
from bridge.knowledge.ingest import DOCUMENTS, FORMATS
from bridge.knowledge.translations import fail, groups_of, name_of

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
"""Name, time of change (ns) and size of every file: differs as soon as anything changed."""


@dataclass(slots=True)
class _Read:
    """A file as it was when it was read.

    Args:
        name: What `translation_of` calls it.
        raw: As the file says.
        article: With its group.
    """

    seen: tuple[str, int, int]
    name: str
    raw: Article
    article: Article


class ContentFolder:
    """Reads a folder again and again; of its files only those that are new or have changed.

    Args:
        path: A folder that is not there is an empty one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[str, _Read] = {}

    def articles(self, seen: Stamp, *, wrong: Callable[[ContentError], None] = fail) -> tuple[Article, ...]:
        """All articles, by path; one that stayed as it was is the same object.

        Args:
            seen: What the folder looked like before it is read: what is written meanwhile is read next time.
            wrong: Told of a file that does not fit, which then stays as it was. Without it that is an error.

        Raises:
            ContentError: The first file that does not fit.
        """
        now: dict[str, _Read] = {}
        for one in seen:
            before = self._read.get(one[0])
            if before is None or before.seen != one:
                try:
                    path = Path(one[0])
                    raw = read_article(path)
                    before = _Read(one, name_of(path, self.path), raw, raw)
                except ContentError as error:
                    wrong(error)
                    if before is None:
                        continue
                    before.seen = one
            now[one[0]] = before
        self._read = now
        groups = groups_of([(read.name, read.raw) for read in now.values()], wrong=wrong)
        for read, group in zip(now.values(), groups, strict=True):
            if read.article.group != group:
                read.article = replace(read.raw, group=group)
        return tuple(read.article for read in now.values())


def load_folder(folder: Path) -> tuple[Article, ...]:
    """All articles below `folder`, by path; hidden files are left out.

    Raises:
        ContentError: The folder is not there, or the first file that does not fit.
    """
    if not folder.is_dir():
        raise ContentError(folder, None, "there is no such folder", "make it, or set BRIDGE_CONFIG_DIR")
    return ContentFolder(folder).articles(stamp(folder))


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
    """What the folder looks like now, by path; costs one stat per file."""
    return tuple(sorted(_seen_in(str(folder))))


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


def _seen_in(folder: str) -> Iterator[tuple[str, int, int]]:
    """Without a Path per file: a large folder is looked at twice a second."""
    try:
        entries = list(os.scandir(folder))
    except OSError:  # it is not there, or not ours to see: then it holds nothing
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _seen_in(entry.path)
        elif os.path.splitext(entry.name)[1].lower() in FORMATS:  # noqa: PTH122 - see above
            try:
                status = entry.stat()
            except OSError:  # removed since it was listed, or a link that leads nowhere
                continue
            if stat.S_ISREG(status.st_mode):  # a pipe would be waited for, a device has no end
                yield entry.path, status.st_mtime_ns, status.st_size


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found = (Path(place, name) for name in names if not name.startswith("."))
        yield from (one for one in found if one.is_file() or not one.exists())  # a pipe would be waited for
