"""What is written reads back as the very same data, whatever it holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.catalog.fin_task.lines import cleaned
from bridge.catalog.fin_task.written import Item, plain, written
from bridge.core.procedures.source import read
from bridge.core.words.values import Json

TEXTS = st.text(max_size=60).map(cleaned) | st.sampled_from(
    [
        "yes",
        "null",
        "1e9",
        "2d",
        "a: b",
        "a #b",
        "- a",
        "{{ a }}",
        "[a",
        "a\nb",
        " a",
        "a ",
        "a\n\n  b",
        "é",
        "~",
        "0x1",
    ]
)
KEYS = st.text(min_size=1, max_size=12).map(cleaned).filter(bool)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(0.001, 1e6) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(data=st.dictionaries(KEYS, DATA, min_size=1, max_size=5), remark=TEXTS)
def test_any_data_reads_back_as_it_was(data: dict[str, Json], remark: str) -> None:
    steps = [Item(data=data, remarks=(remark,)), Item(data={"then": [Item(data=data, remarks=(remark,))]})]
    whole = {"first": data, "steps": steps}
    assert read(written(whole, [remark])).data == plain(whole)


def test_remarks_stand_above_what_they_are_about_and_long_ones_are_wrapped() -> None:
    text = written(
        {"steps": [Item(data={"say": "Hello."}, remarks=("please write this step", "word " * 40))]}, ["head"]
    )
    lines = text.splitlines()
    assert lines[:3] == ["# head", "steps:", "  # please write this step"]
    assert lines[-1] == "  - say: Hello."
    assert all(len(line) <= 110 for line in lines)
