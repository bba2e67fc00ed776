"""The pieces of a text are those that an uncased BERT was trained on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.knowledge.semantic.unusable import ModelUnusable
from bridge.knowledge.semantic.wordpiece import MOST_PIECES, WordPiece, read_vocabulary, words

VOCABULARY = (
    "[PAD] [UNK] [CLS] [SEP] refund ##s ##ing un ##want ##ed runn want my order number ? ! , . ' don t # 1 "
    "##2 ##3 cafe 退 款 [ ] sep strasse stra ##ß ##e"
)
PIECES = VOCABULARY.split()
NUMBER = {piece: number for number, piece in enumerate(PIECES)}


def said(text: str, *, most: int = MOST_PIECES) -> str:
    return " ".join(PIECES[number] for number in WordPiece(NUMBER, most=most).ids(text))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", "[CLS] [SEP]"),
        ("refund", "[CLS] refund [SEP]"),
        ("REFUNDS", "[CLS] refund ##s [SEP]"),
        ("unwanted", "[CLS] un ##want ##ed [SEP]"),
        ("running", "[CLS] runn ##ing [SEP]"),
        ("refunder", "[CLS] [UNK] [SEP]"),  # nothing fits its end: the whole word is unknown
        ("runnwant refund", "[CLS] runn ##want refund [SEP]"),
        ("don't!", "[CLS] don ' t ! [SEP]"),
        ("order #123, refund?", "[CLS] order # 1 ##2 ##3 , refund ? [SEP]"),
        ("Café  CAFÉ\tcafe\u0301", "[CLS] cafe cafe cafe [SEP]"),
        ("my退款order", "[CLS] my 退 款 order [SEP]"),
        ("re\u200bfund\x00 \ufffdmy", "[CLS] refund my [SEP]"),
        ("refund\u00a0my\u2003order\u2028want", "[CLS] refund my order want [SEP]"),
        ("straße", "[CLS] stra ##ß ##e [SEP]"),
        ("[SEP]", "[CLS] [ sep ] [SEP]"),
        ("x" * 101, "[CLS] [UNK] [SEP]"),
        ("¿refund…", "[CLS] [UNK] refund [UNK] [SEP]"),
    ],
)
def test_a_text_is_split_as_the_model_learnt_it(text: str, pieces: str) -> None:
    assert said(text) == pieces


def test_a_long_text_is_cut_and_still_ends_as_a_text() -> None:
    ids = WordPiece(NUMBER).ids("want " * 2000)
    assert len(ids) == MOST_PIECES
    assert (ids[0], ids[-1], ids[-2]) == (NUMBER["[CLS]"], NUMBER["[SEP]"], NUMBER["want"])
    assert said("unwanted refund", most=4) == "[CLS] un ##want [SEP]"
    assert said("un unwanted", most=5) == "[CLS] un un ##want [SEP]"


def test_signs_are_words_and_lower_case_comes_before_accents_go() -> None:
    assert list(words("A+B=„Ökonomie“, İstanbul_1")) == (
        ["a", "+", "b", "=", "„", "okonomie", "“", ",", "istanbul", "_", "1"]
    )


def test_a_vocabulary_is_numbered_by_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "vocab.txt"
    path.write_bytes("[PAD]\n[UNK]\r\n\u2028\n退".encode())
    assert read_vocabulary(path) == {"[PAD]": 0, "[UNK]": 1, "\u2028": 2, "退": 3}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (None, "No such file"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"a\nb\na\n", "says 1 pieces twice"),
        (b"x" * 4_000_001, "is larger than 4,000,000 bytes"),
    ],
)
def test_a_vocabulary_that_cannot_be_read_says_why(tmp_path: Path, raw: bytes | None, sentence: str) -> None:
    path = tmp_path / "vocab.txt"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(ModelUnusable, match=sentence) as caught:
        read_vocabulary(path)
    assert str(path) in str(caught.value)


def test_a_vocabulary_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelUnusable, match=r"has no \[CLS\]"):
        WordPiece({"[PAD]": 0, "[UNK]": 1, "<s>": 2})
