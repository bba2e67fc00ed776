"""Splits a text into the word pieces of an uncased BERT vocabulary, as that model was trained on them.

Source: huggingface.co/docs/transformers, BertTokenizer (basic splitting, then the longest known piece first).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from bridge.knowledge.semantic.unusable import ModelUnusable

LONGEST_WORD = 100
"""Letters; a longer word is unknown."""
MOST_PIECES = 512
"""Places that BERT has, `[CLS]` and `[SEP]` included."""
MOST_LETTERS = 20_000
"""Of a text that is read: more cannot change its first 512 pieces, unless they are all spaces."""
MOST_BYTES = 4_000_000
"""Of a vocabulary: thirty thousand pieces take a quarter of a million."""
REMEMBERED = 20_000
"""Words whose pieces are kept at hand."""

_IDEOGRAPHS = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F)),
    *((0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)
"""Each is a word of its own, because there are no spaces between words."""
_ASCII_SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""All split words, also those that Unicode calls symbols."""


class WordPiece:
    """Knows one vocabulary; safe to use from several threads.

    Special names in a text, such as `[SEP]`, are words like others:
    no customer can end a sentence for the model.

    Args:
        pieces: Piece -> its number; pieces within a word begin with `##`.
        most: Pieces of one text at most, the two ends included; the rest of a longer text is left out.

    Raises:
        ModelUnusable: `[PAD]`, `[UNK]`, `[CLS]` or `[SEP]` is missing.
    """

    def __init__(self, pieces: Mapping[str, int], *, most: int = MOST_PIECES) -> None:
        missing = [name for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]") if name not in pieces]
        if missing:
            raise ModelUnusable(f"the vocabulary has no {missing[0]}: is it the vocab.txt of a BERT model?")
        self.padding = pieces["[PAD]"]
        self._unknown = (pieces["[UNK]"],)
        self._ends = pieces["[CLS]"], pieces["[SEP]"]
        self._pieces = pieces
        self._longest = max(map(len, pieces))
        self._most = min(most, MOST_PIECES)
        self._of_word = lru_cache(maxsize=REMEMBERED)(self._split)

    def ids(self, text: str) -> list[int]:
        """The numbers of the text's pieces, between those of `[CLS]` and `[SEP]`."""
        first, last = self._ends
        found = [first]
        for word in words(text[:MOST_LETTERS]):
            found += self._of_word(word)
            if len(found) >= self._most:
                break
        return [*found[: self._most - 1], last]

    def _split(self, word: str) -> tuple[int, ...]:
        """The longest known beginning, again and again; a word with a rest that nothing fits is unknown."""
        if len(word) > LONGEST_WORD:
            return self._unknown
        found: list[int] = []
        begin = 0
        while begin < len(word):
            prefix = "##" if begin else ""
            for end in range(min(len(word), begin + self._longest), begin, -1):
                number = self._pieces.get(prefix + word[begin:end])
                if number is not None:
                    found.append(number)
                    begin = end
                    break
            else:
                return self._unknown
        return tuple(found)


def read_vocabulary(path: Path) -> dict[str, int]:
    """The pieces of a `vocab.txt`, numbered by their lines.

    Raises:
        ModelUnusable: It is missing, too large, not UTF-8, or says a piece twice.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        lines = raw.decode("utf-8").split("\n")
    except OSError as error:
        raise ModelUnusable(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ModelUnusable(f"{path}: is not UTF-8 text") from None
    if len(raw) > MOST_BYTES:
        raise ModelUnusable(f"{path}: is larger than {MOST_BYTES:,} bytes")
    if lines[-1] == "":
        lines.pop()
    pieces = {line.rstrip("\r"): number for number, line in enumerate(lines)}
    if len(pieces) != len(lines):
        raise ModelUnusable(f"{path}: says {len(lines) - len(pieces)} pieces twice")
    return pieces


def words(text: str) -> Iterator[str]:
    """The words and signs of a text: lower case, no accents, no control characters."""
    for word in "".join(map(_kept, text)).split():
        plain = "".join(
            c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn"
        )
        begin = 0
        for place, letter in enumerate(plain):
            if _is_sign(letter):
                if place > begin:
                    yield plain[begin:place]
                yield letter
                begin = place + 1
        if begin < len(plain):
            yield plain[begin:]


@lru_cache(maxsize=REMEMBERED)
def _kept(letter: str) -> str:
    """What is left of a character: itself, a space, nothing, or an ideograph with spaces around it."""
    if letter in "\t\n\r":
        return " "
    if letter == "\ufffd" or unicodedata.category(letter)[0] == "C":
        return ""
    if any(first <= ord(letter) <= last for first, last in _IDEOGRAPHS):
        return f" {letter} "
    return letter


@lru_cache(maxsize=REMEMBERED)
def _is_sign(letter: str) -> bool:
    return letter in _ASCII_SIGNS or unicodedata.category(letter)[0] == "P"
