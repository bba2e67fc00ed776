"""The part of a passage that speaks about the question: whole paragraphs in their order."""

from __future__ import annotations

import re

from bridge.knowledge.chunk import Passage, words_in
from bridge.knowledge.index import Index

MOST_WORDS = 120
"""An answer in a chat should be read in one look."""
_MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|^\s{0,3}(?:#{1,6}|>|[-+*]|\d+[.)])\s+", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~]|$)", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def answer_from(index: Index, passage: Passage, text: str, *, most_words: int = MOST_WORDS) -> str:
    """The passage as Markdown under its heading; of a long one, what lies around its best paragraph."""
    blocks = passage.blocks
    if words_in(passage.text) > most_words:
        blocks = _around_the_best(index, blocks, text, most_words)
    heading = (f"**{passage.trail[-1]}**",) if passage.trail else ()
    return "\n\n".join((*heading, *blocks))


def plain(markdown: str, *, most_letters: int = 240) -> str:
    """The beginning as one line of plain text, for lists; cut at a word."""
    bare = _MARKS.sub("", _ESCAPE.sub(r"\1", _LINK.sub(r"\1", markdown)))
    line = " ".join(bare.split())
    if len(line) <= most_letters:
        return line
    return line[:most_letters].rsplit(" ", 1)[0] + " …"


def _around_the_best(index: Index, blocks: tuple[str, ...], text: str, most_words: int) -> tuple[str, ...]:
    stems = {stem for word in index.words(text) for stem, _ in word.stems}
    worth = [len(stems.intersection(index.stems(block))) for block in blocks]
    first = last = worth.index(max(worth))
    length = words_in(blocks[first])
    while True:
        # Forwards first: what follows explains, what stands before introduces.
        for place in (last + 1, first - 1):
            if 0 <= place < len(blocks) and length + words_in(blocks[place]) <= most_words:
                first, last = min(first, place), max(last, place)
                length += words_in(blocks[place])
                break
        else:
            return blocks[first : last + 1]
