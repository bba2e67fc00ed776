"""A document of another format as an article, and what is said when it cannot be one."""

from __future__ import annotations

from dataclasses import dataclass

MOST_CHARS = 900_000
"""Of an article made of a document: what a Markdown file may be, less its front matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a document says.

    Args:
        title: On one line; empty when it names none.
        url: Where customers read it, http or https; empty when it does not say.
        locale: Language tag; empty when it does not say.
        body: CommonMark; never empty.
    """

    title: str = ""
    url: str = ""
    locale: str = ""
    body: str


class Unreadable(ValueError):  # noqa: N818 - it is a state of the document, not a mistake of ours
    """The document cannot become an article.

    Args:
        problem: What is the matter, to be put after the file's name.
        remedy: How to mend it.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


def checked(document: Document) -> Document:
    """The same document.

    Raises:
        Unreadable: It is empty or too long.
    """
    if not document.body.strip():
        raise Unreadable("holds no text", "add a text, or leave the file out")
    if len(document.body) > MOST_CHARS:
        problem = f"holds {len(document.body):,} characters of text, more than {MOST_CHARS:,}"
        raise Unreadable(problem, "cut it into several documents")
    return document
