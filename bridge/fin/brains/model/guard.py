"""What a model wrote, made harmless: a stranger's text, citations checked, promises taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bridge.knowledge.chunk import Passage

ANSWER_CHARS = 4_000
SHARED = 0.5
"""Part of an uncited answer's words that must stand in one passage for it to count as that passage's."""

_CITED = re.compile(r"\s*\[(\d{1,2})(?:\s*[,;]\s*(\d{1,2}))?\]")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)\s>]+)[^)]*\)")
_BARE = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\"')\]]+>?", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PROMISE = re.compile(
    r"\b(?:I|we|our team|someone|somebody|ich|wir|unser team|jemand)\b[^.!?\n]{0,60}\b(?:"
    r"(?:will|'ll|going to|shall)\b[^.!?\n]{0,60}\b(?:e-?mail|call|contact|reach out|get back|notify|inform|"
    r"let you know|follow up|send|refund|arrange|check)"
    r"|(?:melde|melden|werde|werden|rufe|rufen|schicke|schicken|meldet|kontaktier\w+))\b",
    re.IGNORECASE,
)
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


def guarded(text: str, passages: Sequence[Passage], *, canary: str, hosts: frozenset[str]) -> Guarded:
    """What may be shown of a model's answer.

    Args:
        text: As it came.
        passages: Those that it was given, numbered from 1.
        canary: A word of the prompt; a text that holds it is worth nothing.
        hosts: Besides the articles' own, where links may lead.
    """
    if canary and canary.lower() in text.lower():
        return Guarded(text="", used=(), refused=("canary",))
    refused: list[str] = []
    allowed = hosts | {host for one in passages if (host := urlsplit(one.article.url).hostname)}
    kept = text[:ANSWER_CHARS]
    if _IMAGE.search(kept):
        refused.append("image")
        kept = _IMAGE.sub("", kept)
    numbers = [int(n) for found in _CITED.findall(_LINK.sub(r"\1", kept)) for n in found if n]
    used = tuple(dict.fromkeys(passages[n - 1] for n in numbers if 1 <= n <= len(passages)))
    if any(not 1 <= n <= len(passages) for n in numbers):
        refused.append("citation")

    def linked(found: re.Match[str]) -> str:
        if _is_allowed(found[2], allowed):
            return found[0]
        refused.append("link")
        return found[1]

    def bare(found: re.Match[str]) -> str:
        if _is_allowed(found[0].strip("<>"), allowed):
            return found[0]
        refused.append("link")
        return ""

    kept = _LINK.sub(linked, kept)
    kept = _outside_links(kept, bare)
    kept = _CITED.sub("", kept)
    honest = [one for one in _sentences(kept) if not _PROMISE.search(one)]
    if len(honest) < len(_sentences(kept)):
        refused.append("promise")
        kept = " ".join(honest)
    kept = kept.strip()
    if kept and not used and (source := _source_of(kept, passages)) is not None:
        used = (source,)
    return Guarded(text=kept, used=used, refused=tuple(dict.fromkeys(refused)))


def plain(text: str, canary: str) -> str:
    """What may be shown of a text that is still being written: no marks, no links, no canary."""
    if canary and (canary.lower() in text.lower() or canary[:8].lower() in text.lower()):
        return ""
    kept = _BARE.sub("", _LINK.sub(r"\1", _IMAGE.sub("", _CITED.sub("", text))))
    return re.sub(r"[*_`#]+", "", kept).strip()


def _is_allowed(url: str, hosts: frozenset[str]) -> bool:
    try:
        parts = urlsplit(url if "//" in url else f"https://{url}")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and (parts.hostname or "") in hosts


def _outside_links(text: str, bare: object) -> str:
    """Bare addresses, but not those that stand inside a Markdown link that is allowed."""
    pieces: list[str] = []
    end = 0
    for found in _LINK.finditer(text):
        pieces += [_BARE.sub(bare, text[end : found.start()]), found[0]]  # type: ignore[call-overload]  # a replacement function
        end = found.end()
    return "".join([*pieces, _BARE.sub(bare, text[end:])])  # type: ignore[call-overload]  # the same


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE.split(text) if one]


def _source_of(text: str, passages: Sequence[Passage]) -> Passage | None:
    words = set(_WORD.findall(text.lower()))
    if not words:
        return None
    shares = [len(words & set(_WORD.findall(one.text.lower()))) / len(words) for one in passages]
    best = max(range(len(shares)), key=lambda place: shares[place], default=None)
    return passages[best] if best is not None and shares[best] >= SHARED else None
