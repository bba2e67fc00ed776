"""What a model wrote, made harmless: a stranger's text, citations checked, promises taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bridge.core.words.values import Json
from bridge.fin.addresses import without_strangers
from bridge.fin.brains.model.leaks import completes, leaks, recites
from bridge.fin.brains.model.promises import honest
from bridge.knowledge.chunk import Passage

ANSWER_CHARS = 4_000
SHARED = 0.5
"""Part of an uncited answer's words that must stand in one passage for it to count as that passage's."""

_CITED = re.compile(r"\s*\[(\d{1,2})(?:\s*[,;]\s*(\d{1,2}))?\](?!\()")
_MARKUP = re.compile(r"[*_`#\[\]<>]+")
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """What is left of an answer.

    Args:
        text: Markdown without foreign links, images, promises and citation marks.
        used: The passages that it is from; empty when it is from none.
        refused: What was taken out, one word for each kind.
    """

    text: str
    used: tuple[Passage, ...]
    refused: tuple[str, ...]


def guarded(
    text: str,
    passages: Sequence[Passage],
    *,
    canary: str,
    hosts: frozenset[str],
    founded: Sequence[str] = (),
    is_done: bool = False,
    reports: Sequence[Json] = (),
    before: Sequence[str] = (),
) -> Guarded:
    """What may be shown of a model's answer.

    Args:
        text: As it came.
        passages: Those that it was given, numbered from 1.
        canary: A word of the prompt; a text that holds it, or the rules, is worth nothing.
        hosts: Besides the articles' own, where links may lead.
        founded: Besides the passages, texts whose amounts may be told.
        is_done: Whether something was really done that may be told.
        reports: What systems answered; a state that stands there may be told.
        before: What it said earlier: a secret may be told a few signs at a time.
    """
    if leaks(text, canary) or completes(before, text, canary) or recites(text):
        return Guarded(text="", used=(), refused=("canary",))
    refused: list[str] = []
    kept = text[:ANSWER_CHARS]
    numbers = [int(n) for found in _CITED.findall(kept) for n in found if n]
    used = tuple(dict.fromkeys(passages[n - 1] for n in numbers if 1 <= n <= len(passages)))
    if any(not 1 <= n <= len(passages) for n in numbers):
        refused.append("citation")
    kept, strangers = without_strangers(_CITED.sub("", kept), hosts | hosts_of(passages))
    refused += sorted(strangers)
    kept, wrong = honest(
        kept, founded=(*(one.text for one in passages), *founded), is_done=is_done, reports=reports
    )
    refused += sorted(wrong)
    kept = kept.strip()
    if leaks(kept, canary):  # what invisible signs had hidden
        return Guarded(text="", used=(), refused=("canary",))
    if kept and not used and (source := _source_of(kept, passages)) is not None:
        used = (source,)
    return Guarded(text=kept, used=used, refused=tuple(dict.fromkeys(refused)))


def plain(
    text: str,
    canary: str,
    hosts: frozenset[str] = frozenset(),
    *,
    founded: Sequence[str] = (),
    is_done: bool = False,
    reports: Sequence[Json] = (),
) -> str:
    """What may be shown of a text that is still being written: no marks, nothing that `guarded` refuses."""
    if leaks(text, canary) or recites(text):
        return ""
    kept, _ = without_strangers(_CITED.sub("", text), hosts)
    kept, _ = honest(kept, founded=founded, is_done=is_done, reports=reports)
    return "" if leaks(kept, canary) else _MARKUP.sub("", kept).strip()


def hosts_of(passages: Sequence[Passage]) -> frozenset[str]:
    """Where the articles themselves are."""
    return frozenset(host for one in passages if (host := urlsplit(one.article.url).hostname))


def _source_of(text: str, passages: Sequence[Passage]) -> Passage | None:
    words = set(_WORD.findall(text.lower()))
    if not words:
        return None
    shares = [len(words & set(_WORD.findall(one.text.lower()))) / len(words) for one in passages]
    best = max(range(len(shares)), key=lambda place: shares[place], default=None)
    return passages[best] if best is not None and shares[best] >= SHARED else None
