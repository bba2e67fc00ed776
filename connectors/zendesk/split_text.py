"""Cuts a text into pieces that a message may hold, where a reader would cut it."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4096
"""Of a message's text, in UTF-16 units: whatever the other side counts, this is not more.

Source: developer.zendesk.com, Conversations API, Messages, "text"."""

_SEAMS = tuple(re.compile(one) for one in (r"\n[ \t]*\n+", r"\n", r"(?<=[.!?…])\s+|(?<=[。！？])", r"\s+"))  # noqa: RUF001 - full-width marks end sentences in Chinese and Japanese
"""Paragraph, line, sentence, word; the first that leaves a piece at least half full wins."""
_FULL = 0.5

_BMP_LAST = 0xFFFF
_JOINER = "\u200d"
_EXTENDING = frozenset({"Mn", "Me", "Mc"})
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)
_HANGUL_VOWELS_AND_ENDS = range(0x1160, 0x1200)


def split_text(text: str, longest: int = LONGEST) -> list[str]:
    """The text in pieces of at most `longest` units, each with something to read.

    No character that a person sees as one is cut in two, unless it alone is longer than a piece. The pieces
    put together are the text; only pieces that would be blank are left out.

    Args:
        text: Any text.
        longest: In UTF-16 units, at least 2.
    """
    pieces = []
    while text:
        end = len(text) if _units(text) <= longest else _end(text, longest)
        piece = text[:end]
        if piece.strip():
            pieces.append(piece)
        text = text[end:]
    return pieces


def _units(text: str) -> int:
    return len(text) + sum(ord(one) > _BMP_LAST for one in text)


def _end(text: str, longest: int) -> int:
    """Where the first piece of a text that is too long ends."""
    most = _fitting(text, longest)
    for seam in _SEAMS:
        found = [one.end() for one in seam.finditer(text, 0, most) if _may_cut(text, one.end())]
        if found and found[-1] >= most * _FULL:
            return found[-1]
    end = most
    while end > 0 and not _may_cut(text, end):
        end -= 1
    return end or most


def _fitting(text: str, longest: int) -> int:
    """How many characters fit."""
    left = longest
    for place, one in enumerate(text):
        left -= 2 if ord(one) > _BMP_LAST else 1
        if left < 0:
            return place
    return len(text)


def _may_cut(text: str, place: int) -> bool:
    """Whether what a person sees as one character does not span this place.

    The rules of Unicode for grapheme clusters, without those for a few letters of Indic scripts.
    Source: Unicode Standard Annex 29, section 3.1.1.
    """
    before, after = text[place - 1], text[place]
    if before == "\r" and after == "\n":
        return False
    if after in (_JOINER, "\u200c") or before == _JOINER:
        return False
    if unicodedata.category(after) in _EXTENDING or ord(after) in _SKIN or ord(after) in _TAGS:
        return False
    if ord(before) in _FLAGS and ord(after) in _FLAGS:
        run = 0
        while place - 1 - run >= 0 and ord(text[place - 1 - run]) in _FLAGS:
            run += 1
        return run % 2 == 0
    return ord(after) not in _HANGUL_VOWELS_AND_ENDS
