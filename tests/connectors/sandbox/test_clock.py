"""Moments as Zendesk writes them."""

from __future__ import annotations

import pytest

from connectors.sandbox.clock import epoch_of, stamp, wall


def test_a_moment_is_written_in_whole_seconds_and_read_again() -> None:
    assert stamp(1_800_000_000.999) == "2027-01-15T08:00:00Z"
    assert epoch_of("2027-01-15T08:00:00Z") == 1_800_000_000


@pytest.mark.parametrize("text", ["2027-01-15T08:00:00", "2027-01-15T09:00:00+01:00", "2027-01-15 08:00:00"])
def test_other_spellings_are_read_too(text: str) -> None:
    assert epoch_of(text) == 1_800_000_000


@pytest.mark.parametrize("text", ["", "soon", "2027-13-01"])
def test_what_is_no_moment_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month"):
        epoch_of(text)


def test_the_machine_has_a_time() -> None:
    assert wall() > 1_700_000_000
