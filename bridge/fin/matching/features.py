"""Turns a message into weighted features: its words, their pieces, what it is about and how it is put."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from bridge.fin.matching.lexicon.ways import ASKS
from bridge.fin.matching.things import things_in, ways_in
from bridge.fin.matching.wording import NUMBER, REMEMBERED, Speller, stem, words
from bridge.knowledge.language import LITTLE

Features: TypeAlias = dict[str, float]
"""Name -> worth. The first letter says of which kind it is."""

WORD = 0.4
LITTLE_WORD = 0.25
NEIGHBOURS = 0.25
PIECE = 0.1
THING = 1.5
TOPIC = 0.5
WAY = 0.8
PUT = 0.7
"""What one feature of each kind is worth before its rarity counts; chosen on the tuning part of the cases."""
PIECE_LETTERS = 4
QUESTIONS = frozenset({"asks", "howto", "info", "when", "where", "may"})
PERSONAL = frozenset({"mine", "wish", "trouble"})
TURNS = frozenset(
    {"howto", "may", "info", "when", "where", "wish", "trouble", "impersonal", "curious", "fine"}
)
"""Ways that turn a thing into another matter: wanting a refund, asking about refunds."""


def features(text: str, speller: Speller | None = None) -> Features:
    """The features of one text; empty for one without words."""
    said = words(text)
    if speller is not None:
        said = [speller.right(word) for word in said]
    if not said:
        return {}
    stems = [stem(word) for word in said]
    found: Features = {}
    for left, right in zip(["^", *stems], [*stems, "$"], strict=True):
        found[f"b:{left} {right}"] = NEIGHBOURS
    for word, root in zip(said, stems, strict=True):
        is_telling = word not in LITTLE
        found[f"w:{root}"] = max(found.get(f"w:{root}", 0.0), WORD if is_telling else LITTLE_WORD)
        if is_telling and len(word) >= PIECE_LETTERS:
            for piece in _pieces(word):
                found[piece] = PIECE
    ways = _ways(said, is_asked="?" in text)
    for way in ways:
        found[f"f:{way}"] = WAY
    for thing in things_in(said):
        found[f"c:{thing.name}"] = THING
        if thing.topic:
            found[f"t:{thing.topic}"] = TOPIC
        for way in ways & TURNS or {"told"}:
            found[f"x:{way} {thing.name}"] = PUT
    return found


def ways_of(found: Features) -> set[str]:
    """How the text of these features is put."""
    return {name[2:] for name in found if name.startswith("f:")}


def _ways(said: Sequence[str], *, is_asked: bool) -> set[str]:
    ways = ways_in(said)
    if is_asked or said[0] in ASKS:
        ways.add("asks")
    if ways & QUESTIONS and not ways & PERSONAL and NUMBER not in said:
        ways.add("impersonal")
    if ways & {"wish", "trouble"}:
        ways.discard("fine")
    return ways


@lru_cache(maxsize=REMEMBERED)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f"<{word}>"
    return tuple({f"g:{padded[i : i + PIECE_LETTERS]}" for i in range(len(padded) - PIECE_LETTERS + 1)})
