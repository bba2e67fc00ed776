"""An article as its author wrote it, and what is said when it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from bridge.core.procedures.definition import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One piece of the team's content.

    Args:
        title: What the citation and a clarifying question call it.
        url: Where the customer reads all of it, http or https; empty for what is used and never cited.
        locale: Language tag in lower case, e.g. `en`, `pt-br`.
        body: CommonMark, without the front matter.
        path: The file that it came from.
        content_type: What a citation calls it.
        audience: Whom it is for: one of these; empty for everybody.
        updated_at: When its author changed it, or else when it was sent to us; a file has its own time.
        group: What its translations share with it; empty when it has none.
    """

    title: str
    url: str
    locale: str
    body: str
    path: Path
    content_type: Literal["article", "external_content"] = "article"
    audience: tuple[Audience, ...] = ()
    updated_at: datetime | None = None
    group: str = ""


class ContentError(ValueError):
    """A file cannot be used; the message is one line: file, line, what is wrong, how to mend it."""

    def __init__(self, path: Path, line: int | None, problem: str, remedy: str) -> None:
        place = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{place}: {problem}; {remedy}")
