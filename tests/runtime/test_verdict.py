"""The policy table, every cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.words.values import Touch
from bridge.runtime.verdict import NotSent, Refused, Unsure, verdict

FAILURES = st.sampled_from([NotSent("a"), NotSent("a", retry_after_s=3), Refused("b"), Unsure("c")])
TOUCHES = st.sampled_from(Touch.__args__)


@pytest.mark.parametrize(
    ("failure", "read", "idempotent", "unsafe"),
    [
        (NotSent("down"), "again", "again", "again"),
        (Refused("no"), "event", "event", "event"),
        (Unsure("cut"), "again", "again", "unknown"),
    ],
)
def test_the_table(failure, read, idempotent, unsafe):
    assert verdict("read", failure) == read
    assert verdict("idempotent", failure) == idempotent
    assert verdict("unsafe", failure) == unsafe


@given(touch=TOUCHES, failure=FAILURES, is_spent=st.booleans())
def test_what_may_have_happened_and_cannot_be_recognised_is_never_repeated(touch, failure, is_spent):
    found = verdict(touch, failure, is_spent=is_spent)
    if touch == "unsafe" and isinstance(failure, Unsure):
        assert found == "unknown"
    if is_spent:
        assert found != "again"
    if found == "parked":
        assert verdict(touch, failure) == "again"
