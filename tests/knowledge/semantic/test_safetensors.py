"""A weights file gives its arrays, or one sentence about what is wrong with it."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.knowledge.semantic.safetensors import MOST_HEADER, read_tensors
from bridge.knowledge.semantic.unusable import ModelUnusable
from tests.knowledge.semantic.tiny import packed, safetensors

ARRAYS = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.float32([0.5, -1.25])}
ENTRY = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.mark.parametrize("kind", ["<f4", "<f2"])
def test_arrays_come_back_as_they_were_written(kind: str) -> None:
    tensors = read_tensors("f", memoryview(packed(ARRAYS, kind=kind)))
    for name, array in ARRAYS.items():
        read = tensors.array(name, array.shape)
        assert read.dtype == np.float32
        assert np.array_equal(read, array)
    assert "a" in tensors
    assert "c" not in tensors


def test_an_array_lies_where_the_file_lies_and_nobody_can_change_it() -> None:
    raw = bytearray(safetensors(b'{"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  ', b"\0" * 8))
    array = read_tensors("f", memoryview(raw)).array("b", (2,))
    raw[-8:] = np.float32([1, 2]).tobytes()
    assert list(array) == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 3


def test_an_array_that_begins_at_an_odd_byte_is_read_all_the_same() -> None:
    raw = safetensors({"b": {**ENTRY, "data_offsets": [1, 9]}}, b"\0" + np.float32([1, 2]).tobytes())
    assert list(read_tensors("f", memoryview(raw)).array("b", (2,))) == [1, 2]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "too short"),
        (b"1234567", "too short"),
        (safetensors(b"{}", length=2**63), "a header of 9,223,372,036,854,775,808 bytes; at most"),
        (safetensors(b" " * (MOST_HEADER + 1)), "a header of 1,000,001 bytes; at most 1,000,000"),
        (safetensors(b"{}", length=3), "a header of 3 bytes in a file of 10"),
        (safetensors(b"{"), "not JSON"),
        (safetensors(b"[" * 5000), "not JSON"),
        (safetensors(b"[]"), "does not say what it holds is"),
        (safetensors({"b": [1]}, b"\0" * 8), "does not say what b is"),
        (safetensors({"b": {**ENTRY, "shape": [-2]}}, b"\0" * 8), r"what b\.shape\.0 is"),
        (safetensors({"b": {**ENTRY, "shape": [2.0]}}, b"\0" * 8), r"what b\.shape\.0 is"),
        (safetensors({"b": {**ENTRY, "data_offsets": [0]}}, b"\0" * 8), r"what b\.data_offsets is"),
        (safetensors({"b": {**ENTRY, "more": 1}}, b"\0" * 8), r"what b\.more is"),
        (safetensors({"b": ENTRY}, b"\0" * 7), "'b' lies at 0-8, outside its 7 bytes"),
        (safetensors({"b": {**ENTRY, "data_offsets": [8, 0]}}, b"\0" * 8), "lies at 8-0, outside"),
        (safetensors({"b": {**ENTRY, "shape": [3]}}, b"\0" * 8), r"is \[3\] of F32, but 8 bytes"),
        (safetensors({"b": {**ENTRY, "shape": [2**40, 2**40]}}, b"\0" * 8), "but 8 bytes"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_one_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(ModelUnusable, match=sentence) as caught:
        read_tensors("model.safetensors", memoryview(raw))
    assert str(caught.value).startswith("model.safetensors: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "shape", "sentence"),
    [
        ("c", (2,), "has no array 'c'"),
        ("b", (3,), r"'b' is \[2\], config.json makes it \[3\]"),
        ("wide", (2,), "'wide' is F64, only F32 and F16 are read"),
        ("ids", (1,), "'ids' is I64, only F32 and F16 are read"),
    ],
)
def test_an_array_that_is_not_what_is_needed_is_named(
    name: str, shape: tuple[int, ...], sentence: str
) -> None:
    header = {
        "b": ENTRY,
        "wide": {"dtype": "F64", "shape": [2], "data_offsets": [0, 16]},
        "ids": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]},
    }
    tensors = read_tensors("f", memoryview(safetensors(header, b"\0" * 16)))
    with pytest.raises(ModelUnusable, match=sentence):
        tensors.array(name, shape)
