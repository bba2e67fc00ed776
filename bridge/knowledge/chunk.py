"""Cuts an article into passages: by headings, then by paragraphs, never through a list or a code block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt

from bridge.knowledge.article import Article

LEAST_WORDS = 40
"""A shorter section joins the one before it: alone it would win by being short."""
MOST_WORDS = 160
"""A longer section is cut at a paragraph: an answer should be read in one look."""
LONGEST_LEAD = 2_000
"""Letters; what is longer introduces nothing."""

_parser = MarkdownIt("commonmark", {"html": False}).disable("inline")
"""Blocks alone: what stands in their lines is for the Messenger, and some of it is slow to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of an article that can stand as an answer.

    Args:
        trail: The headings above it, outermost first, without the article's title.
        blocks: Its paragraphs, lists, quotes and headings inside, each as Markdown.
    """

    article: Article
    trail: tuple[str, ...]
    blocks: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole passage as Markdown."""
        return "\n\n".join(self.blocks)


@dataclass(frozen=True, slots=True)
class _Section:
    trail: tuple[str, ...]
    blocks: tuple[str, ...]


def passages_of(article: Article) -> tuple[Passage, ...]:
    """The article's passages in reading order."""
    pieces = [piece for section in _joined(_sections(article.body)) for piece in _cut(section)]
    return tuple(Passage(article=article, trail=piece.trail, blocks=piece.blocks) for piece in pieces)


def words_in(markdown: str) -> int:
    """How many words a reader sees; marks do not count."""
    return len(re.findall(r"\w+", markdown))


def _sections(body: str) -> Iterator[_Section]:
    lines = body.split("\n")
    trail: list[tuple[int, str]] = []
    blocks: list[str] = []
    tokens = _parser.parse(body)
    for place, token in enumerate(tokens):
        if token.level != 0 or token.map is None or token.nesting < 0:
            continue
        if token.type == "heading_open":
            if blocks:
                yield _Section(tuple(text for _, text in trail), tuple(blocks))
                blocks = []
            depth = int(token.tag[1:])
            trail = [(d, text) for d, text in trail if d < depth]
            trail.append((depth, tokens[place + 1].content))
        else:
            text = "\n".join(lines[token.map[0] : token.map[1]]).strip("\n").rstrip()
            is_led = bool(blocks) and blocks[-1].endswith(":") and not text.startswith("#")
            if is_led and len(blocks[-1]) < LONGEST_LEAD:
                blocks[-1] += "\n\n" + text  # "do this:" belongs to the list that follows
            elif token.type == "paragraph_open":
                blocks += _sentences(text)
            elif text:
                blocks.append(text)
    if blocks:
        yield _Section(tuple(text for _, text in trail), tuple(blocks))


def _sentences(paragraph: str) -> list[str]:
    """The paragraph, in several where it is longer than a passage may be."""
    if words_in(paragraph) <= MOST_WORDS:
        return [paragraph]
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+", paragraph):
        if pieces and words_in(pieces[-1]) + words_in(sentence) <= MOST_WORDS // 2:
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    return pieces


def _joined(sections: Iterator[_Section]) -> Iterator[_Section]:
    before: _Section | None = None
    length = 0
    for section in sections:
        words = _words(section.blocks)
        if before is None:
            before, length = section, words
        elif words < LEAST_WORDS and length + words <= MOST_WORDS:
            heading = (f"**{section.trail[-1]}**",) if section.trail else ()
            before = _Section(before.trail, before.blocks + heading + section.blocks)
            length += words + _words(heading)
        else:
            yield before
            before, length = section, words
    if before is not None:
        yield before


def _cut(section: _Section) -> Iterator[_Section]:
    piece: list[str] = []
    length = 0
    for block in section.blocks:
        words = words_in(block)
        if piece and length + words > MOST_WORDS:
            yield _Section(section.trail, tuple(piece))
            piece, length = [], 0
        piece.append(block)
        length += words
    yield _Section(section.trail, tuple(piece))


def _words(blocks: Sequence[str]) -> int:
    return sum(words_in(block) for block in blocks)
