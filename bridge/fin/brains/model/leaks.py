"""Whether a text gives away what a model was told to keep: the canary in any dress, or the rules."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from bridge.fin.brains.model.ciphers import ALIKE, FOLDED, SPELLED, is_ciphered, is_unseen, read
from bridge.fin.brains.model.rules import ALL

PIECE = 6
"""Signs of the canary's own part in a row that count as all of it; a stream shows fewer before it stops."""
SCATTERED = 8
"""The same where other words stand between them."""
WORDS = 7
"""Words of the rules in a row that no answer has by chance."""
NUMBER = 10
"""Digits of the canary's value in a row that count as all of it."""
LETTERED = 16
"""Single letters that make a text suspicious of being spelled out."""
DEEPEST = 3
"""Dresses over each other."""

_SIGNS = re.compile(r"[^a-z0-9+/]+")
_WORD = re.compile(r"[a-z_]+")
_TOKEN = re.compile(r"[a-z0-9]+")
_ALIKE = FOLDED | ALIKE
_ESCAPED = re.compile(r"(?:\\x|\\u00|\\u\{|%|0x|&#x|U\+00)([0-9a-fA-F]{2})[};,]?\s*")
_BLOB = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_BLOB_32 = re.compile(r"[A-Z2-7]{16,}", re.IGNORECASE)
_CODES = re.compile(r"(?:\b\d{2,3}\b[\s,;.-]{0,2}){6,}")
_SHOWN = re.compile(r"[ -~]+")
_BITS = re.compile(r"(?:\b[01]{7,8}\b[\s,;.-]{0,2}){6,}")
_TRANSLATED = re.compile(
    r"start_procedure|answers_question|step_done"
    r"|\bnumm?er\w*\s+(?:text|tekst)?passag\w*\s+(?:unten|hieronder|below)"
    r"|\b(?:passages?|extraits?|pasajes?|fragmentos?|passaggi|brani|passagens|trechos?)\s+num\w*\s+"
    r"(?:ci-dessous|suivants|abajo|siguientes|qui sotto|sotto|seguenti|abaixo|a seguir)",
    re.IGNORECASE,
)
"""The rules in another language: they name our tools, or what every translation needs."""


@lru_cache(maxsize=32)  # a text is looked at when it comes, when it is shown and when it is kept
def leaks(text: str, canary: str) -> bool:
    """Whether `text` holds the canary, plain or disguised, or a stretch of the rules.

    Args:
        text: What is about to be shown, sent or logged.
        canary: `canary-` and random signs; empty for none.
    """
    if len(text) < PIECE:
        return False
    if not text.isascii():
        if canary and is_unseen(text):
            return True
        text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return _shows(text, canary) or any(_shows(one, canary) for one in _decoded(text, DEEPEST))


def recites(text: str) -> bool:
    """Whether `text`, which a customer is to read, tells the rules in another language."""
    return _TRANSLATED.search(text) is not None


def completes(before: Sequence[str], text: str, canary: str) -> bool:
    """Whether `text` ends a canary that was begun in what was said before, a few signs at a time."""
    if not canary or not before:
        return False
    within = _disguises(canary)[2]
    now = _scattered(_TOKEN.findall(text.lower()), within)
    told = "".join(_scattered(_TOKEN.findall(one.lower()), within) for one in before)
    pieces = _pieces(_own(canary), SCATTERED)
    return bool(now) and any(one in told + now and one not in told for one in pieces)


def _shows(text: str, canary: str) -> bool:
    lowered = text.lower()
    words = _WORD.findall(lowered)
    rules = _rules()
    if not rules.isdisjoint(zip(*(words[place:] for place in range(WORDS)), strict=False)):
        return True
    if sum(len(one) == 1 for one in words) >= LETTERED:
        flat = "".join(words)
        if any(one in flat for one in _flat_rules()):
            return True
    if not canary:
        return False
    case_kept = re.sub(r"[^A-Za-z0-9+/]+", "", text)
    flat = _SIGNS.sub("", lowered)
    plain, exact, within = _disguises(canary)
    if any(one in flat for one in plain) or any(one in case_kept for one in exact):
        return True
    tokens = _TOKEN.findall(lowered)
    scattered = _scattered(tokens, within)
    own = _own(canary)
    if len(scattered) >= SCATTERED and any(one in scattered for one in _pieces(own, SCATTERED)):
        return True
    return is_ciphered(text, lowered, tokens, own)


def _scattered(tokens: Sequence[str], within: frozenset[str]) -> str:
    told = (SPELLED.get(one, one) for one in tokens)
    return "".join([one for one in told if one in within])


def _decoded(text: str, deep: int) -> Iterator[str]:
    """What is written in it in numbers and codes, and in those in turn."""
    found: list[str] = []
    if _ESCAPED.search(text):
        found.append(_ESCAPED.sub(lambda one: chr(int(one[1], 16)), text))
    for codes in _CODES.findall(text):
        numbers = re.findall(r"\d+", codes)
        found.append("".join(chr(int(one)) for one in numbers))
        if all(set(one) <= set("01234567") for one in numbers):
            found.append("".join(chr(int(one, 8)) for one in numbers))
    found += ["".join(chr(int(one, 2)) for one in re.findall("[01]+", bits)) for bits in _BITS.findall(text)]
    found += read(text)
    for blob in _BLOB.findall(text):
        found += _from_base64(blob)
    for blob in _BLOB_32.findall(text):
        found += _read(base64.b32decode, blob.upper(), 8)
    for one in found:
        yield one
        if deep > 1:
            yield from _decoded(one, deep - 1)


def _from_base64(blob: str) -> list[str]:
    bare = blob.rstrip("=").replace("-", "+").replace("_", "/")
    return [one for start in range(4) for one in _read(base64.b64decode, bare[start:], 4)]


def _read(decode: Callable[[str], bytes], blob: str, unit: int) -> list[str]:
    """The blob as text, where most of it is any."""
    try:
        said = decode(blob + "=" * (-len(blob) % unit)).decode("latin-1").replace("\0", "")
    except (binascii.Error, ValueError):
        return []
    return [said] if len(_SHOWN.sub("", said)) <= len(said) // 10 else []


def _own(canary: str) -> str:
    return canary.lower().rpartition("-")[2]


@lru_cache(maxsize=8)
def _disguises(canary: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """(what must not stand in the text in lower case, what must not as it is, all parts of the canary)."""
    own = _own(canary)
    plain = _pieces(own) | _pieces(own[::-1]) | _pieces(codecs.encode(own, "rot13"))
    plain |= _pieces(own.encode().hex(), 2 * PIECE)
    for whole in (canary, own):
        coded = base64.b32encode(whole.encode()).decode().rstrip("=").lower()
        plain |= _pieces(coded, 10)
        plain |= _pieces(base64.b64encode(whole.encode()).decode().rstrip("=").lower(), 10)
    number = str(int(own, 16)) if re.fullmatch("[0-9a-f]+", own) else ""
    if len(number) >= NUMBER:
        plain |= _pieces(number, NUMBER)
        plain |= _pieces("".join(str(int(one, 16)) for one in own), NUMBER)
    plain |= _pieces("".join(str(ord(one) - 96) if one > "9" else one for one in own), NUMBER)
    exact: set[str] = set()
    if re.fullmatch("(?:[0-9a-f]{2}){6,}", own):
        exact.add(base64.b64encode(bytes.fromhex(own)).decode().rstrip("=")[:-1])
    for whole in (canary, own, own.upper(), canary[::-1]):
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + whole.encode()).decode().rstrip("=")
            exact |= _pieces(encoded[2 * bool(shift) + 1 : -1], 8)
    within = frozenset[str]().union(*(_pieces(own, size) for size in range(1, len(own) + 1)))
    return frozenset(plain), frozenset(exact), within


@lru_cache(maxsize=64)
def _pieces(text: str, size: int = PIECE) -> frozenset[str]:
    return (
        frozenset(text[place : place + size] for place in range(max(1, len(text) - size + 1)))
        if text
        else frozenset()
    )


@lru_cache(maxsize=1)
def _rules() -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in ALL:
        for stretch in re.split(r"\{\w+\}", text.lower()):
            words = _WORD.findall(stretch)
            found |= {tuple(words[place : place + WORDS]) for place in range(len(words) - WORDS + 1)}
    return frozenset(found)


@lru_cache(maxsize=1)
def _flat_rules() -> frozenset[str]:
    return frozenset("".join(one) for one in _rules())
