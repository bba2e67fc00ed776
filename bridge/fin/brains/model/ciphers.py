"""A secret as people and models write it for one another: in Morse, initials or base85."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from string import ascii_letters

INITIALS = 8
"""Initials in a row that count as all of the canary."""
THINNED = 12
"""The same once every other sign is left out."""
DIGITS = 5
"""Digits that make the shape of a canary its own, whatever its letters have become."""
UNSEEN = 16
"""Invisible signs in a row that no language has: they are a message of their own."""
GROUP_85 = 8
"""Bytes of the canary in base85: two groups of four."""

_MORSE = re.compile(
    r"[.\-_*\u00b7\u2010-\u2015\u2022\u2212\u2219]{1,5}(?:[\s/|,]+[.\-_*\u00b7\u2010-\u2015\u2022\u2212\u2219]{1,5}){7,}"
)
_DOTS = str.maketrans("\u00b7\u2022\u2219*" + "_\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "...." + "-" * 8)
_BITS = re.compile(r"[01](?:[\s,;.-]{0,2}[01]){39,}")
_JOINED = re.compile(r"\d{24,}")
_UNSEEN = re.compile(
    f"[\u200b-\u200f\u2060-\u2064\u180e\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]{{{UNSEEN},}}"
)
_OPENING = re.compile(r"(?:^|[.!?:\n])[^\w.!?\n]*(\w)")
_LETTERS = {
    ".-": "a", "-...": "b", "-.-.": "c", "-..": "d", ".": "e", "..-.": "f", "--.": "g", "....": "h",
    "..": "i", ".---": "j", "-.-": "k", ".-..": "l", "--": "m", "-.": "n", "---": "o", ".--.": "p",
    "--.-": "q", ".-.": "r", "...": "s", "-": "t", "..-": "u", "...-": "v", ".--": "w", "-..-": "x",
    "-.--": "y", "--..": "z", "-----": "0", ".----": "1", "..---": "2", "...--": "3", "....-": "4",
    ".....": "5", "-....": "6", "--...": "7", "---..": "8", "----.": "9",
}  # fmt: skip
"""Source: Recommendation ITU-R M.1677-1."""
_BRAILLE = re.compile(r"[\u2801-\u283f](?:\s?[\u2801-\u283f]){7,}")
_CELLS = dict(zip("\u2801\u2803\u2809\u2819\u2811\u280b\u281b\u2813\u280a\u281a", "abcdefghij", strict=True))
"""Digits are the first ten letters behind a sign for numbers; of a canary those ten are enough."""
SPELLED = {
    word: str(digit)
    for digit, words in enumerate((
        "zero null nul cero zeroa", "one eins ein uno um een", "two zwei zwo deux dos due twee dois duas",
        "three drei trois tres tre drie", "four vier quatre cuatro quattro quatro",
        "five funf fuenf cinq cinco cinque vijf", "six sechs seis sei zes",
        "seven sieben sept siete sette zeven sete",
        "eight acht huit ocho otto oito", "nine neun neuf nueve nove negen",
    ))
    for word in words.split()
}  # fmt: skip
"""Digits in words of seven languages, without accents."""
_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810,
)  # fmt: skip
"""Where other scripts' digits begin. Source: Unicode, general category Nd."""
_PICTURED = {0x1F1E6: 26, 0x1F130: 26, 0x1F150: 26, 0x1F170: 26}
"""Letters as flags, in squares and in black circles; what is in white circles is a letter to NFKC."""
ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0441\u0440\u0445\u0443\u0456\u0458\u0455\u0501\u0431\u0432\u0437\u0440\u0432\u04cf"
    "\u0410\u0415\u041e\u0421\u0420\u0425\u0406\u0408\u0405\u0412\u0417\u03b1\u03b5\u03bf\u03c1\u03b9\u03c5\u0251"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeocpxyijsd6b3pbl" + "AEOCPXIJSB3" + "aeopiua" + "ABEZHIKMNOPTYX",
)
"""Letters of other alphabets that look like ours."""
FOLDED: dict[int, int] = {
    **{zero + digit: ord("0") + digit for zero in _ZEROS for digit in range(10)},
    **{start + place: ord("a") + place for start, many in _PICTURED.items() for place in range(many)},
    **{0x2776 + digit: ord("1") + digit for digit in range(9)},
    **{0x278A + digit: ord("1") + digit for digit in range(9)},
    **{0xE0020 + place: 0x20 + place for place in range(0x5F)},
    **str.maketrans(
        "\u24ff\u3007\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d", "000123456789"
    ),
    **str.maketrans("\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u03c6\u03b4\u03c2\u03b2", "abcdeffdcb"),
    **str.maketrans(
        "\u00e4\u00e0\u00e1\u00e2\u00e3\u00e9\u00e8\u00ea\u00eb\u00f6\u00f3\u00fc\u00fa\u00e7",
        "aaaaaeeeeoouuc",
    ),
}
"""Signs that are read as letters and digits."""


def is_unseen(text: str) -> bool:
    """Whether invisible signs stand in it like letters."""
    return _UNSEEN.search(text) is not None


def read(text: str) -> Iterator[str]:
    """What is written in Morse, in bits, in codes without gaps and in entities."""
    if "&" in text and (shown := html.unescape(text)) != text:
        yield shown
    for signs in _MORSE.findall(text):
        yield "".join(_LETTERS.get(one, "") for one in re.split(r"[\s/|,]+", signs.translate(_DOTS)))
    for cells in () if text.isascii() else _BRAILLE.findall(text):
        digits = re.sub(r"\u283c(.)", lambda one: str("jabcdefghi".find(_CELLS.get(one[1], "j"))), cells)
        yield "".join(_CELLS.get(one, one) for one in digits)
    for found in _BITS.findall(text):
        bits = re.sub("[^01]", "", found)
        yield from ("".join(chr(int(one, 2)) for one in _cut(bits, size)) for size in (7, 8))
        yield "".join(f"{int(one, 2):x}" for one in _cut(bits, 4))
    for digits in _JOINED.findall(text):
        yield from ("".join(chr(int(one)) for one in _cut(digits, size)) for size in (2, 3))


def is_ciphered(text: str, lowered: str, tokens: Sequence[str], own: str) -> bool:
    """Whether the secret is in the initials or the ends of words or sentences, thinned, shifted or in base85.

    Args:
        text: As it is.
        lowered: In lower case.
        tokens: Its words and numbers.
        own: What is secret, in lower case.
    """
    known = _known(own)
    if len(tokens) >= INITIALS:
        rows = [_initials(tokens), "".join([one[-1] for one in tokens])]
        if sum(map(text.count, ".!?:\n")) >= INITIALS:
            rows.append("".join(_OPENING.findall(lowered)))
        if any(piece in row for row in rows for piece in known.pieces):
            return True
    signs = lowered.encode("ascii", "ignore")
    thinned = signs.translate(None, known.others)
    if any(one in thinned for one in known.thinned):
        return True
    if known.shape and known.shape in signs.translate(_SHAPE, _NO_SIGNS):
        return True
    packed = "".join(text.split())
    return any(one in packed for one in known.coded)


class _Known:
    """What is looked for, made once for each secret."""

    __slots__ = ("coded", "others", "pieces", "shape", "thinned")

    def __init__(self, own: str) -> None:
        raw = own.encode("ascii", "ignore")
        self.pieces = tuple(own[at : at + INITIALS] for at in range(len(own) - INITIALS + 1))
        self.thinned = tuple(raw[at : at + THINNED] for at in range(len(raw) - THINNED + 1))
        self.others = bytes(set(range(128)) - set(raw))
        is_shaped = sum(one.isdigit() for one in own) >= DIGITS and len(own) >= THINNED
        self.shape = raw.translate(_SHAPE) if is_shaped else b""
        parts = [raw[at : at + GROUP_85] for at in range(len(raw) - GROUP_85 + 1)]
        if re.fullmatch(r"(?:[0-9a-f]{2}){8,}", own):
            parts.append(bytes.fromhex(own))
        self.coded = tuple(one for part in parts for one in _in_85(part))


_SHAPE = bytes.maketrans(ascii_letters.encode(), b"x" * len(ascii_letters))
_NO_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_B85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
"""Source: ZeroMQ RFC 32/Z85."""


@lru_cache(maxsize=8)
def _known(own: str) -> _Known:
    return _Known(own)


def _in_85(part: bytes) -> Iterable[str]:
    usual = base64.b85encode(part).decode()
    return usual, base64.a85encode(part).decode(), usual.translate(str.maketrans(_B85, _Z85))


def _initials(tokens: Sequence[str]) -> str:
    return "".join([SPELLED.get(one) or one[0] for one in tokens])


def _cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text) - size + 1, size)]
