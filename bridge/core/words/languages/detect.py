"""Says in which of forty languages a text is written, or that it is too short or too mixed to tell.

A script of its own decides at once. Latin and Cyrillic texts are compared with each language's common words,
and by the groups of three letters that those words are made of. No model, no file, a fraction of a
millisecond. Source for the ten letters: Intercom help, "Fin's language settings".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from bridge.core.words.languages.eastern import EASTERN
from bridge.core.words.languages.western import WESTERN

LEAST_LETTERS = 10
"""Below it nothing is decided: "hi" and "hola" tell nothing about what comes next."""
MOST_CHARS = 400
"""More tells nothing new, and a turn waits for it."""
WORD_WORTH = 3.0
"""What one common word counts, against one letter of likelihood."""
MARGIN, UNKNOWN_MARGIN = 1.5, 5.0
"""By how much the best language must be better than the next; and with none of its common words."""
_RARE = 2.0
"""What rarer languages must be better by: a wrong guess lasts for a whole conversation."""
_SMOOTH = 0.4

_NO_PROSE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[@#]\w+|\w*\d\w*")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\u00b7][^\W\d_]+)*")
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0531, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0C80, 0x0CFF, "kn"),
    (0x0D00, 0x0D7F, "ml"),
    (0x0E00, 0x0E7F, "th"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0x3040, 0x30FF, "ja"),
    (0x3400, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)
"""First, last, what it means: a language, or letters that several share."""
_MARKS = ("Mn", "Mc")
"""Vowels of Indian scripts and of Thai are marks; they count as letters."""
_PERSIAN = frozenset("پچژگیک")
_DENSE = frozenset(("zh", "ja", "ko"))
"""One sign of these says as much as two or three letters."""
_DENSE_LEAST = 4
_CYRILLIC = ("ru", "uk", "bg")
_SIGNS: Mapping[str, str] = {
    "de": "äöüß",
    "fr": "çœêëîïûùà",
    "es": "ñ¿¡áíóú",
    "pt": "ãõçâê",
    "it": "èìòù",
    "sv": "åäö",
    "da": "æøå",
    "nb": "æøå",
    "fi": "äö",
    "pl": "ąćęłńóśźż",
    "cs": "ěščřžýůťď",
    "sk": "ľĺŕôäšžťď",
    "hu": "őűáéö",
    "ro": "ăâîșțşţ",
    "tr": "ığşçö",
    "hr": "čćđšž",
    "sl": "čšž",
    "et": "õäöü",
    "lt": "ąčęėįšųū",
    "lv": "āčēģīķļņšū",
    "vi": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "ca": "·àèòç",
    "ru": "ыэёъ",
    "uk": "іїєґ",
    "bg": "ъщ",
}
SIGN_WORTH = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Which languages each thing speaks for.

    Args:
        words: Common word → languages.
        grams: Three letters → languages, each with how much likelier than unlikely they are in it.
        unlikely: Language → what three letters count that none of its words has.
        signs: Letter with a mark → languages.
    """

    words: Mapping[str, Sequence[str]]
    grams: Mapping[str, Sequence[tuple[str, float]]]
    unlikely: Mapping[str, float]
    signs: Mapping[str, Sequence[str]]

    def having(self, word: str) -> set[str]:
        """The languages that have this word, or a part of it that an apostrophe parts."""
        parts = (word, *(one for one in word.split("'") if one != word and len(one) > 1))
        return {language for part in parts for language in self.words.get(part, ())}


def detect(text: str) -> str:
    """The language's tag, such as `de`; empty when the text does not say.

    Args:
        text: A stranger's.
    """
    text = _NO_PROSE.sub(" ", unicodedata.normalize("NFC", text[:MOST_CHARS])).lower()
    scripts = Counter(
        _script(sign) for sign in text if sign.isalpha() or unicodedata.category(sign) in _MARKS
    )
    if not scripts:
        return ""
    script, letters = scripts.most_common(1)[0]
    if scripts["ja"] and script in ("zh", "ja"):
        script, letters = "ja", scripts["ja"] + scripts["zh"]
    if letters < (_DENSE_LEAST if script in _DENSE else LEAST_LETTERS):
        return ""
    if script == "ar":
        return "fa" if _PERSIAN & set(text) else "ar"
    if script not in ("latin", "cyrillic"):
        return script
    return _of_letters(text, _CYRILLIC if script == "cyrillic" else (*WESTERN, *EASTERN))


def normal(tag: object) -> str:
    """A language tag as we keep it: the part before the country in lower case; empty for what is none."""
    found = (
        re.fullmatch(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*\s*", tag) if isinstance(tag, str) else None
    )
    if found is None:
        return ""
    short = found[1].lower()
    return {"no": "nb", "nn": "nb", "iw": "he", "in": "id"}.get(short, short)


def _of_letters(text: str, languages: tuple[str, ...]) -> str:
    table = _table()
    words = _WORD.findall(text.replace("\u2019", "'"))
    known: Counter[str] = Counter()
    for word in words:
        known.update(table.having(word))
    scores = {
        one: WORD_WORTH * known[one] - _RARE * (one in EASTERN and one not in _CYRILLIC) for one in languages
    }
    count = 0
    for word in words:
        for gram in _grams(word):
            count += 1
            for language, more in table.grams.get(gram, ()):
                if language in scores:
                    scores[language] += more
    for sign in text:
        for language in () if sign.isascii() else table.signs.get(sign, ()):
            if language in scores:
                scores[language] += SIGN_WORTH
    for language in scores:
        scores[language] += count * table.unlikely[language]
    best, second = sorted(scores, key=lambda one: -scores[one])[:2]
    margin = MARGIN if known[best] else UNKNOWN_MARGIN
    return best if scores[best] - scores[second] >= margin else ""


def _grams(word: str) -> Iterator[str]:
    padded = f" {word} "
    for place in range(len(padded) - 2):
        yield padded[place : place + 3]


@lru_cache(maxsize=1)
def _table() -> _Table:
    words: dict[str, list[str]] = {}
    grams: dict[str, list[tuple[str, float]]] = {}
    unlikely: dict[str, float] = {}
    for language, listed in {**WESTERN, **EASTERN}.items():
        own = set(listed.split())
        own |= {_bare(word) for word in own}
        for word in own:
            words.setdefault(word, []).append(language)
        counts = Counter(gram for word in own for gram in _grams(word))
        whole = sum(counts.values()) + _SMOOTH * 4_000
        unlikely[language] = log(_SMOOTH / whole)
        for gram, count in counts.items():
            grams.setdefault(gram, []).append((language, log((count + _SMOOTH) / _SMOOTH)))
    signs: dict[str, list[str]] = {}
    for language, listed in _SIGNS.items():
        for sign in listed:
            signs.setdefault(sign, []).append(language)
    return _Table(words=words, grams=grams, unlikely=unlikely, signs=signs)


def _bare(word: str) -> str:
    """As it is typed without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@lru_cache(maxsize=4_096)
def _script(sign: str) -> str:
    code = ord(sign)
    if code < 0x0250 or 0x1E00 <= code <= 0x1EFF:  # noqa: PLR2004 - Latin and its additions
        return "latin"
    return next((what for first, last, what in _SCRIPTS if first <= code <= last), "other")
