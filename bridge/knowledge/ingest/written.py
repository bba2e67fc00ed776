"""Writes a document as an article: Markdown with front matter, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types

from bridge.knowledge.ingest.document import Document
from bridge.knowledge.ingest.markdown import PRIVATE

_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_FIRST_HEADING = re.compile(r"\A#{1,6} (.+)\n*")


def as_markdown(document: Document, *, name: str, url: str = "", locale: str = "en") -> str:
    """The article's file.

    Args:
        document: What it says.
        name: Its title where it has none.
        url: Where customers read it, where it does not say; without one it is private.
        locale: Its language, where it does not say.
    """
    title = document.title or name
    body = document.body
    first = _FIRST_HEADING.match(body)
    if first is not None and _letters(first[1]) == _letters(title):
        body = body[first.end() :] or body  # the title stands above every passage anyway
    said = document.locale if _LOCALE.fullmatch(document.locale) else locale
    head = {"title": title, "url": document.url or url or PRIVATE, "locale": said.replace("_", "-").lower()}
    front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{front}---\n\n{body.strip()}\n"


def put(target: Path, text: str | None, source: Path) -> None:
    """Writes `text`, or copies `source`, as old as it is, so that nobody ever reads half a file.

    Raises:
        OSError: It cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    try:
        if text is None:
            shutil.copyfile(source, beside)
        else:
            beside.write_text(text, encoding="utf-8")
        then = source.stat()
        if (
            not target.exists() or target.stat().st_mtime_ns != then.st_mtime_ns
        ):  # or nobody sees that it changed
            os.utime(beside, ns=(then.st_atime_ns, then.st_mtime_ns))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
