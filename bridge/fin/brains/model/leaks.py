"""Whether a text gives away what a model was told to keep: the canary in any dress, or the rules."""

from __future__ import annotations

import base64
import codecs
import re
import unicodedata
from functools import lru_cache

from bridge.fin.brains.model.rules import (
    ANSWERING,
    DIGESTING,
    FOLLOWING,
    IN_RUN,
    LAST,
    SPEAKS,
    SUMMARISING,
    TELLING,
)

PIECE = 6
"""Signs of the canary's own part in a row that count as all of it; a stream shows fewer before it stops."""
WORDS = 7
"""Words of the rules in a row that no answer has by chance."""

_SIGNS = re.compile(r"[^a-z0-9+/]+")
_WORD = re.compile(r"[a-z_]+")


def leaks(text: str, canary: str) -> bool:
    """Whether `text` holds the canary, plain or disguised, or a stretch of the rules.

    Args:
        text: What is about to be shown, sent or logged.
        canary: `canary-` and random signs; empty for none.
    """
    if len(text) < PIECE:
        return False
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    words = _WORD.findall(text.lower())
    if any(tuple(words[place : place + WORDS]) in _rules() for place in range(len(words) - WORDS + 1)):
        return True
    if not canary:
        return False
    case_kept = re.sub(r"[^A-Za-z0-9+/]+", "", text)
    flat = _SIGNS.sub("", text.lower())
    plain, exact = _disguises(canary)
    return any(one in flat for one in plain) or any(one in case_kept for one in exact)


@lru_cache(maxsize=8)
def _disguises(canary: str) -> tuple[frozenset[str], frozenset[str]]:
    """(what must not stand in the text in lower case, what must not stand in it as it is)."""
    own = canary.lower().rpartition("-")[2]
    plain = _pieces(own) | _pieces(own[::-1]) | _pieces(codecs.encode(own, "rot13"))
    plain |= _pieces(own.encode().hex(), 2 * PIECE)
    exact: set[str] = set()
    for whole in (canary, own, own.upper(), canary[::-1]):
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + whole.encode()).decode().rstrip("=")
            exact |= _pieces(encoded[2 * bool(shift) + 1 : -1], 8)
    return frozenset(plain), frozenset(exact)


def _pieces(text: str, size: int = PIECE) -> set[str]:
    return {text[place : place + size] for place in range(max(1, len(text) - size + 1))} if text else set()


@lru_cache(maxsize=1)
def _rules() -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in (ANSWERING, IN_RUN, FOLLOWING, SPEAKS, LAST, DIGESTING, SUMMARISING, TELLING):
        for stretch in re.split(r"\{\w+\}", text.lower()):
            words = _WORD.findall(stretch)
            found |= {tuple(words[place : place + WORDS]) for place in range(len(words) - WORDS + 1)}
    return frozenset(found)
