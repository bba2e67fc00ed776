from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.zendesk.split_text import LONGEST, split_text


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_a_text_that_fits_stays_whole() -> None:
    assert split_text("x" * LONGEST) == ["x" * LONGEST]
    assert split_text("") == []
    assert split_text(" \n ") == []


def test_a_longer_one_is_cut_between_paragraphs_lines_sentences_or_words() -> None:
    assert split_text("aaa bbb\n\nccc ddd", 12) == ["aaa bbb\n\n", "ccc ddd"]
    assert split_text("aaa bbb\nccc ddd", 10) == ["aaa bbb\n", "ccc ddd"]
    assert split_text("Aa bb. Ccc ddd eee", 12) == ["Aa bb. ", "Ccc ddd eee"]
    assert split_text("aaaa bbbb cccc", 9) == ["aaaa ", "bbbb cccc"]
    assert split_text("一二。三四五", 5) == ["一二。", "三四五"]


def test_a_seam_near_the_beginning_does_not_leave_a_small_piece() -> None:
    assert split_text("a\n\nbbbb cccc dddd", 12) == ["a\n\nbbbb ", "cccc dddd"]


def test_a_word_without_end_is_cut_where_it_must_be() -> None:
    assert split_text("a" * 10, 4) == ["aaaa", "aaaa", "aa"]


@pytest.mark.parametrize(
    "whole",
    [
        "😀",
        "👩‍👩‍👧‍👦",
        "👍🏽",
        "🇩🇪",
        "e\u0301",
        "한",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_what_a_person_sees_as_one_character_is_not_cut(whole: str) -> None:
    size = units(whole)
    for before in range(1, size + 1):
        pieces = split_text("x" * before + whole + "yyy", size + before - 1 or 2)
        assert any(whole in one for one in pieces)


def test_flags_are_cut_between_countries() -> None:
    assert split_text("🇩🇪🇫🇷🇮🇹", 10) == ["🇩🇪🇫🇷", "🇮🇹"]


def test_a_heap_of_marks_without_end_is_cut_all_the_same() -> None:
    assert split_text("e" + "\u0301" * 9, 4) == ["e" + "\u0301" * 3, "\u0301" * 4, "\u0301" * 2]


@given(
    st.text(st.sampled_from("ab .\n\t😀\u0301\u200d🇩🇪\ud800"), max_size=60),
    st.integers(min_value=2, max_value=12),
)
def test_the_pieces_are_the_text_and_none_is_too_long(text: str, longest: int) -> None:
    pieces = split_text(text, longest)
    assert all(0 < units(one) <= longest and one.strip() for one in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
