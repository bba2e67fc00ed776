"""The shape of a language's vows: regular expressions over one sentence, in any case."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Vows:
    """One language.

    Args:
        needs: A sentence without any of these words is none; looking for them is quick.
        later: What we, or somebody of ours, would do later.
        done: What we would have done.
        handed: That people have it already.
        soft: What will or did happen to the customer; an article may say so, too.
        unless: Beginnings of sentences that only say under which condition.
    """

    needs: frozenset[str]
    later: re.Pattern[str]
    done: re.Pattern[str]
    handed: re.Pattern[str]
    soft: re.Pattern[str]
    unless: re.Pattern[str]


def vows(*, needs: str, later: str, done: str, handed: str, soft: str, unless: str) -> Vows:
    """The same from texts: `~` stands for anything within the sentence, at most fifty signs of it."""

    def compiled(text: str) -> re.Pattern[str]:
        return re.compile(text.replace("~", r"[^.!?\n]{0,50}?"), re.IGNORECASE)

    return Vows(
        needs=frozenset(needs.split()),
        later=compiled(later),
        done=compiled(done),
        handed=compiled(handed),
        soft=compiled(soft),
        unless=compiled(rf"^\W*(?:{unless})\b"),
    )
