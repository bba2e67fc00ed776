"""Reads an article from Markdown with front matter: title, url, locale?, translation_of?, audience?."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types

from bridge.core.procedures.definition import Audience
from bridge.knowledge.article import Article, ContentError
from bridge.knowledge.audience import GROUPS, audience_of, shortly

KEYS = ("title", "url", "locale", "translation_of", "audience")
PRIVATE = "private"
"""The url of an article that Fin may use and never cites."""
MAX_BYTES = 1_000_000
"""A help article is some kilobytes; a megabyte is somebody's dump."""
_QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Eight times as fast; it recurses without a limit, which ends the process."""
_SHORT = 5_000
"""Characters: what is not longer cannot be nested too deeply for it."""
_FENCE = re.compile(r"---[ \t]*\r?\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_EXAMPLE = "begin the file with ---, title: …, url: https://…, --- on lines of their own"


def read(path: Path) -> Article:
    """The article in the file.

    Raises:
        ContentError: The file cannot be read or its front matter does not fit.
    """
    text = _text(path)
    opening = _FENCE.match(text)
    if opening is None:
        raise ContentError(path, 1, "there is no front matter", _EXAMPLE)
    closing = _END.search(text, opening.end())
    if closing is None:
        raise ContentError(path, 1, "the front matter does not end", "add a line with --- after the last key")
    head = text[opening.end() : closing.start()]
    values = _values(path, head)
    body = text[closing.end() :].strip()
    if not body:
        line = text.count("\n", 0, closing.start()) + 1
        raise ContentError(path, line, "the article is empty", "write its text below the front matter")
    return Article(
        title=_title(path, head, values),
        url=_url(path, head, values),
        locale=_locale(path, head, values),
        body=body,
        path=path,
        audience=_audience(path, head, values),
        group=_translation_of(path, head, values),
    )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ContentError(
            path, None, f"cannot be read ({error.strerror})", "check its permissions"
        ) from error
    if len(raw) > MAX_BYTES:
        problem = f"is longer than {MAX_BYTES:,} bytes"
        raise ContentError(path, None, problem, "cut it into several articles")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError(path, line, "is not UTF-8", "save the file as UTF-8") from error


def _values(path: Path, head: str) -> dict[object, object]:
    try:
        values = yaml.load(head, _QUICK if len(head) <= _SHORT else yaml.SafeLoader)  # noqa: S506 - both are safe
    except RecursionError:
        raise ContentError(path, 1, "the front matter is nested too deeply", _EXAMPLE) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        problem = getattr(error, "problem", None) or "is not YAML"
        remedy = 'write key: value, and put a value that holds ": " or "#" in quotes'
        raise ContentError(path, line, f"front matter: {problem}", remedy) from error
    if not isinstance(values, dict):
        raise ContentError(path, 1, "the front matter holds no keys", _EXAMPLE)
    for key in values:
        if key not in KEYS:
            near = get_close_matches(str(key), KEYS, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"known keys are {', '.join(KEYS)}"
            raise ContentError(path, _line(head, key), f"front matter: unknown key {shortly(key)}", remedy)
    return values


def _audience(path: Path, head: str, values: dict[object, object]) -> tuple[Audience, ...]:
    try:
        return audience_of(values.get("audience"))
    except ValueError as error:
        remedy = f"write everyone, {', '.join(GROUPS)}, or channels, contacts and if below it"
        raise ContentError(path, _line(head, "audience"), str(error), remedy) from None


def _title(path: Path, head: str, values: dict[object, object]) -> str:
    title = values.get("title")
    if isinstance(title, int | float) and not isinstance(title, bool):
        title = str(title)
    if not isinstance(title, str) or not title.strip():
        raise ContentError(
            path, _line(head, "title"), "there is no title", "add title: … to the front matter"
        )
    return " ".join(title.split())


def _url(path: Path, head: str, values: dict[object, object]) -> str:
    url = values.get("url")
    line = _line(head, "url")
    if not isinstance(url, str) or not url.strip():
        remedy = (
            f"add url: https://… so that the answer can cite it, or url: {PRIVATE} for what is never cited"
        )
        raise ContentError(path, line, "there is no url", remedy)
    if url.strip().lower() == PRIVATE:
        return ""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or any(c.isspace() for c in url.strip()):
        raise ContentError(path, line, f"url {url!r} is no web address", "write it as https://host/path")
    return url.strip()


def _locale(path: Path, head: str, values: dict[object, object]) -> str:
    locale = values.get("locale")
    if locale is None:
        return "en"
    if locale is False:  # YAML 1.1 reads Norwegian's tag as a no
        locale = "no"
    if not isinstance(locale, str) or not _LOCALE.fullmatch(locale):
        problem = f"locale {shortly(locale)} is no language tag"
        raise ContentError(path, _line(head, "locale"), problem, "write e.g. en, de or pt-br")
    return locale.replace("_", "-").lower()


def _translation_of(path: Path, head: str, values: dict[object, object]) -> str:
    name = values.get("translation_of", "")
    if not isinstance(name, str):
        problem = f"translation_of {shortly(name)} is no file's name"
        raise ContentError(path, _line(head, "translation_of"), problem, "write e.g. returns or en/returns")
    return name.strip().removesuffix(".md")


def _line(head: str, key: object) -> int:
    """The line of a key in the file; the first line where it is missing."""
    for number, line in enumerate(head.split("\n"), start=2):
        if line.lstrip("\"' ").startswith(str(key)):
            return number
    return 1
