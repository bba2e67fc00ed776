"""Splits a message into words, mends slips of the finger and takes endings off, in English and German."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from bridge.knowledge.language import LITTLE, joined

LONGEST = 80
"""Words looked at of one text; the most of a longer one is story."""
POLITE = frozenset(
    (
        *(
            "hi",
            "hello",
            "hey",
            "dear",
            "sir",
            "madam",
            "thanks",
            "thank",
            "thx",
            "regards",
            "cheers",
            "team",
        ),
        *("hallo", "moin", "guten", "morgen", "tag", "abend", "danke", "gruss", "grusse"),
    )
)
"""What stands around the matter and is no matter."""
NUMBER = "0"
"""Any word with a digit in it: the number of an order says that there is one, and no more."""
SHORTEST_SLIP = 5
"""A shorter word is one slip of the finger away from too many others."""
SHORTEST_STEM = 4
ENDINGS = (
    *("ungen", "ments", "ingly", "ment", "ings", "ung", "ing", "ies", "ern", "est", "ten", "ete", "tet"),
    *("ed", "en", "er", "es", "em", "te", "ly", "e", "s", "n", "t", "y"),
)
"""English and German ones, longer ones first; taken off the same way wherever they come from."""
REMEMBERED = 20_000
"""Words whose stems are kept at hand."""

_PARTICIPLE = re.compile(
    r"^(zuruck|wieder|ab|an|auf|aus|ein|um|weg|zu|vor|mit|her|hin|frei|durch|)(?:ge|zu)(\w{3,}(?:t|ts|en|te|ten|ter|tes|ene|enen))$"
)
_TOKEN = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"\S+@\S+\.\w+")
_ENDS = re.compile(r"(?<=[.!?;\n])\s+|\n+")


def plain(text: str) -> str:
    """Lower case, no diacritics, contractions as one word, a mail address as one and the same word."""
    text = _MAIL.sub(" mailaddress ", joined(text).casefold())
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words that may matter."""
    tokens = _TOKEN.findall(plain(text))
    found = (NUMBER if any(c.isdigit() for c in token) else token for token in tokens)
    return [word for word in found if word not in POLITE][:LONGEST]


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text."""
    return [piece.strip() for piece in _ENDS.split(text) if piece.strip()]


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """The word without its ending, and without the ge of a German participle."""
    word = _PARTICIPLE.sub(r"\1\2", word)
    for ending in ENDINGS:
        if len(word) - len(ending) >= SHORTEST_STEM and word.endswith(ending):
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] else word


class Speller:
    """Finds the known word that an unknown one is a slip of: a letter too many, too few, wrong or swapped.

    Args:
        known: Correctly written words.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {word for word in known if len(word) >= SHORTEST_SLIP - 1} - LITTLE
        self._stems = {stem(word) for word in self._known}
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            for damaged in {word, *_damaged(word)}:
                self._near[damaged].append(word)

    def right(self, word: str) -> str:
        """The word itself when it is known or short, or when nothing is near."""
        if len(word) < SHORTEST_SLIP or stem(word) in self._stems or word in LITTLE:
            return word
        found = {near for damaged in {word, *_damaged(word)} for near in self._near.get(damaged, ())}
        # The first letter is hardly ever the wrong one, and another ending is no slip.
        fits = sorted(near for near in found if near[0] == word[0] and stem(near) != stem(word))
        return fits[0] if fits else word


def _damaged(word: str) -> list[str]:
    """The word with one letter left out, each in turn."""
    return [word[:i] + word[i + 1 :] for i in range(len(word))]
