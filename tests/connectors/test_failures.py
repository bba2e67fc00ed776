"""Three words, each with what is needed to act on it."""

from __future__ import annotations

import pytest

from connectors.failures import NotSent, OutsideFailure, Refused, Unsure


@pytest.mark.parametrize(
    "failure",
    [NotSent("why", retry_after_s=3.0), Refused("why", status=422, code="RecordInvalid"), Unsure("why")],
)
def test_each_says_why(failure):
    assert isinstance(failure, OutsideFailure)
    assert (str(failure), failure.reason) == ("why", "why")


def test_what_to_do_next_is_told():
    assert NotSent("why").retry_after_s is None
    assert NotSent("why", retry_after_s=3.0).retry_after_s == 3.0
    refused = Refused("why", status=422, code="RecordInvalid")
    assert (refused.status, refused.code) == (422, "RecordInvalid")
    assert Refused("why", status=404).code == ""
