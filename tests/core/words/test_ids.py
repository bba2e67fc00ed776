"""The same event makes the same ids, for ever."""

from __future__ import annotations

import uuid

from bridge.core.words.ids import derived, derived_uuid


def test_ids_stay_what_they_are_over_versions() -> None:
    assert derived("evt", "con_1", "line-1") == derived("evt", "con_1", "line-1")
    assert len(derived("prt", "x", 0)) == 28


def test_parts_that_differ_make_ids_that_differ() -> None:
    assert derived("evt", "ab", "c") != derived("evt", "a", "bc")
    assert derived("evt", "a") != derived("evt", "a", "")


def test_a_derived_uuid_is_one() -> None:
    assert uuid.UUID(derived_uuid("cnv_1", 1, "Yes")).version == 8
