"""Streams are cut into the same events wherever the network cuts them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.model.events import Events
from connectors.model.gathering import Garbled

STREAM = (
    ': hello\n\nevent: x\r\nid: 7\r\ndata: {"a": "ü"}\r\n\r\n'
    'data:{"b":\ndata: 2}\n\n\n\ndata: {"c": []}\n\ndata: [DONE]\n\ndata: {"d": 4}\n\n'
).encode()


@given(st.lists(st.integers(0, len(STREAM)), max_size=8))
def test_an_event_is_whole_wherever_it_was_cut(cuts):
    places = [0, *sorted(cuts), len(STREAM)]
    events = Events()
    found: list[object] = []
    for start, end in pairwise(places):
        if not events.is_done:
            found += events.feed(STREAM[start:end])
    assert found == [{"a": "ü"}, {"b": 2}, {"c": []}]
    assert events.is_done


@pytest.mark.parametrize("data", [b"x", b"[1]", b"5", b"", b"{", b'"a"', b"\xff"])
def test_an_event_that_is_no_object_is_garbled(data):
    with pytest.raises(Garbled, match="no JSON"):
        list(Events().feed(b"data: " + data + b"\n\n"))


def test_a_last_event_without_its_empty_line_never_came():
    assert list(Events().feed(b'data: {"a": 1}\n')) == []


def test_a_byte_order_mark_hides_no_event():
    assert list(Events().feed(b'\xef\xbb\xbfdata: {"a": 1}\n\n')) == [{"a": 1}]
