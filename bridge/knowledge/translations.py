"""Which articles say the same in several languages, and which of them a reader should get."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath

from bridge.knowledge.article import Article, ContentError


def nearness(locale: str, wanted: str | None) -> int:
    """2: exactly the locale that is wanted, 1: its language, 0: another one, or nothing is wanted."""
    if not wanted:
        return 0
    wanted = wanted.replace("_", "-").lower()
    if locale == wanted:
        return 2
    return int(locale.split("-", maxsplit=1)[0] == wanted.split("-")[0])


def group_of_page(source_id: int, external_id: str, locale: str) -> str:
    """What the translations of a page share: its id without its locale, as in `1234:de` or `de/returns`."""
    return f"{source_id}:{_without(external_id, locale)}"


def fail(error: ContentError) -> None:
    """What is done about a file that does not fit, where nothing else is said.

    Raises:
        ContentError: The error.
    """
    raise error


def groups_of(
    files: Sequence[tuple[str, Article]], *, wrong: Callable[[ContentError], None] = fail
) -> list[str]:
    """What the translations of each article of a folder share.

    Those of one name are translations of each other: `de/returns.md` or `returns.de.md` of `returns.md`.
    Where the names differ, `translation_of` says the other's.

    Args:
        files: Path below the folder, without the ending, with `/`, and the article as its file says; a group
            in it is the name that the file gives in `translation_of`.
        wrong: Told of an article whose original is not there. Without it that is an error.

    Raises:
        ContentError: An article is said to be the translation of one that is not there.
    """
    by_name = dict(files)
    return [_group(name, one, by_name, wrong) for name, one in files]


def _group(
    name: str, article: Article, files: Mapping[str, Article], wrong: Callable[[ContentError], None]
) -> str:
    original = article.group
    if not original:
        return _without(name, article.locale)
    if original not in files:
        problem = f"translation_of: there is no article {original!r}"
        remedy = "write the other file's path below the content folder, without .md"
        wrong(ContentError(article.path, None, problem, remedy))
        return original
    return _without(original, files[original].locale)


def _without(name: str, locale: str) -> str:
    """The name without a locale at its beginning, its end, or in the folder before it."""
    for tag in dict.fromkeys((locale, locale.split("-", maxsplit=1)[0])):
        sign = re.escape(tag).replace(r"\-", "[-_]")
        found = re.fullmatch(rf"(?i)(?:(.*/)?{sign}[:/._-](.+)|(.+)[:/._-]{sign})", name)
        if found is not None:
            return found[3] or (found[1] or "") + found[2]
    return name


def name_of(path: PurePath, folder: PurePath) -> str:
    """What `translation_of` calls the file."""
    return path.relative_to(folder).with_suffix("").as_posix()
