"""The shape of a language's phrases, and how a phrase is written.

A phrase is written in lower case, without diacritics. `a|b` is either word, `_` joins the words of one
alternative, `~` stands for up to four words, `x?` may be missing, `^` and `$` are the ends of the clause,
`{name}` is a set of the same language and `{nots}` its negations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language.

    Args:
        sets: Words that several phrases share.
        nots: Words that turn the phrase after them into its opposite.
        asks: Words that a question begins with.
        team: Asks for a person. Speaking *of* a person ("the agent told me") is no request.
        helped: Says that it helped.
        not_helped: Says that it did not.
        upset: Strong anger, at us or at what happened.
        thanks: Thanks, agreement, good-bye.
        greeting: A greeting.
        vague: Something is the matter, but not what.
        words: What Fin says: `hello`, `welcome` (after thanks), `which` (with topics), `what` (without).
    """

    language: str
    sets: Mapping[str, str]
    nots: str
    asks: str
    team: tuple[str, ...]
    helped: tuple[str, ...]
    not_helped: tuple[str, ...]
    upset: tuple[str, ...]
    thanks: tuple[str, ...]
    greeting: tuple[str, ...]
    vague: tuple[str, ...]
    words: Mapping[str, str]
