"""Turns a message into weighted features: its words, their pieces, what it is about and how it is put."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from bridge.fin.matching.things import things_in, ways_in
from bridge.fin.matching.wording import REMEMBERED, Speller, stem, words
from bridge.knowledge.language import LITTLE

Features: TypeAlias = dict[str, float]
"""Name -> worth. The first letter says of which kind it is."""

WORD = 0.6
LITTLE_WORD = 0.25
NEIGHBOURS = 0.5
PIECE = 0.3
THING = 1.3
TOGETHER = 0.7
WAY = 0.8
PUT = 0.7
"""What one feature of each kind is worth before its rarity counts; chosen on the tuning part of the cases."""
PIECE_LETTERS = 4
REACH = 3
"""Things this many telling words apart still belong together."""
TURNS = frozenset({"howto", "may", "info", "when", "where", "wish", "trouble"})
"""Ways that turn a thing into another matter: wanting a refund, asking about refunds."""


def features(text: str, speller: Speller | None = None) -> Features:
    """The features of one text; empty for one without words."""
    said = words(text)
    if speller is not None:
        said = [speller.right(word) for word in said]
    if not said:
        return {}
    stems = [stem(word) for word in said]
    telling = [word not in LITTLE for word in said]
    found: Features = {}
    for left, right in zip(["^", *stems], [*stems, "$"], strict=True):
        found[f"b:{left} {right}"] = NEIGHBOURS
    for word, is_telling in zip(said, telling, strict=True):
        if is_telling and len(word) >= PIECE_LETTERS:
            for piece in _pieces(word):
                found[piece] = PIECE
    for root, is_telling in zip(stems, telling, strict=True):
        found[f"w:{root}"] = max(found.get(f"w:{root}", 0.0), WORD if is_telling else LITTLE_WORD)
    things = things_in(said)
    ways = ways_in(said) | ({"?"} if "?" in text else set())
    for way in ways:
        found[f"f:{way}"] = WAY
    for _, thing in things:
        found[f"c:{thing}"] = THING
        for way in ways & TURNS or {"told"}:
            found[f"x:{way} {thing}"] = PUT
    for pair in _together(stems, telling, things):
        found[pair] = TOGETHER
    return found


def _together(stems: Sequence[str], telling: Sequence[bool], things: Sequence[tuple[int, str]]) -> set[str]:
    """Things near each other, and telling words that are no known thing."""
    places = {place for place, _ in things}
    others = [(i, root) for i, root in enumerate(stems) if telling[i] and i not in places]
    line = [name for _, name in sorted([*things, *others])]
    return {
        f"p:{min(left, right)} {max(left, right)}"
        for place, left in enumerate(line)
        for right in line[place + 1 : place + 1 + REACH]
        if left != right
    }


@lru_cache(maxsize=REMEMBERED)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f"<{word}>"
    return tuple({f"g:{padded[i : i + PIECE_LETTERS]}" for i in range(len(padded) - PIECE_LETTERS + 1)})
