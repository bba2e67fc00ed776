"""The forward pass gives what a reckoning by hand, one number at a time, gives."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from bridge.knowledge.semantic.encoder import BATCH, Encoder, gelu
from bridge.knowledge.semantic.safetensors import read_tensors
from bridge.knowledge.semantic.sizes import Sizes
from bridge.knowledge.semantic.unusable import ModelUnusable
from tests.knowledge.semantic.tiny import SIZES, packed, weights

PIECES = 60
KNOWN = {**SIZES, "vocab_size": PIECES}


def encoder(arrays: dict[str, Any], prefix: str = "") -> Encoder:
    raw = packed({prefix + name: array for name, array in arrays.items()})
    return Encoder(Sizes.model_validate(KNOWN), read_tensors("f", memoryview(raw)))


def by_hand(arrays: dict[str, Any], pieces: list[int]) -> list[float]:
    """BERT as the paper says it, with lists and loops, in double precision."""
    read = {name: array.astype(float).tolist() for name, array in arrays.items()}
    heads, layers = SIZES["num_attention_heads"], SIZES["num_hidden_layers"]

    def linear(name: str, x: list[float]) -> list[float]:
        matrix, bias = read[f"{name}.weight"], read[f"{name}.bias"]
        return [
            sum(w * v for w, v in zip(row, x, strict=True)) + b for row, b in zip(matrix, bias, strict=True)
        ]

    def norm(name: str, x: list[float]) -> list[float]:
        mean = sum(x) / len(x)
        spread = math.sqrt(sum((v - mean) ** 2 for v in x) / len(x) + SIZES["layer_norm_eps"])
        scale, shift = read[f"{name}.weight"], read[f"{name}.bias"]
        return [(v - mean) / spread * s + b for v, s, b in zip(x, scale, shift, strict=True)]

    def added(x: list[float], *others: list[float]) -> list[float]:
        return [sum(values) for values in zip(x, *others, strict=True)]

    words, places, kinds = (
        read[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
    )
    rows = [
        norm("embeddings.LayerNorm", added(words[piece], places[place], kinds[0]))
        for place, piece in enumerate(pieces)
    ]
    for number in range(layers):
        layer = f"encoder.layer.{number}"
        queries, keys, values = (
            [linear(f"{layer}.attention.self.{name}", row) for row in rows]
            for name in ("query", "key", "value")
        )
        width = len(rows[0]) // heads
        after = []
        for row, query in zip(rows, queries, strict=True):
            seen: list[float] = []
            for head in range(heads):
                part = slice(head * width, (head + 1) * width)
                sums = [sum(a * b for a, b in zip(query[part], key[part], strict=True)) for key in keys]
                exps = [math.exp(one / math.sqrt(width)) for one in sums]
                shares = [one / sum(exps) for one in exps]
                seen += [
                    sum(share * value[part][place] for share, value in zip(shares, values, strict=True))
                    for place in range(width)
                ]
            mixed = linear(f"{layer}.attention.output.dense", seen)
            after.append(norm(f"{layer}.attention.output.LayerNorm", added(row, mixed)))
        rows = []
        for row in after:
            inner = linear(f"{layer}.intermediate.dense", row)
            inner = [v * (1 + math.erf(v / math.sqrt(2))) / 2 for v in inner]
            outer = linear(f"{layer}.output.dense", inner)
            rows.append(norm(f"{layer}.output.LayerNorm", added(row, outer)))
    mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    length = math.sqrt(sum(v * v for v in mean))
    return [v / length for v in mean]


def texts(*lengths: int) -> list[list[int]]:
    chance = np.random.default_rng(1)
    return [chance.integers(0, PIECES, length).tolist() for length in lengths]


def test_vectors_are_those_of_a_reckoning_by_hand() -> None:
    arrays = weights(KNOWN)
    said = texts(7, 1, 12, 3)
    made = encoder(arrays).encode(said, 0)
    assert made.dtype == np.float32
    assert made.shape == (4, 32)
    assert np.abs(made - np.array([by_hand(arrays, text) for text in said])).max() < 1e-5
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-6)


def test_company_in_the_batch_changes_no_vector() -> None:
    made = encoder(weights(KNOWN))
    said = texts(*(1 + 7 * number % 48 for number in range(3 * BATCH // 48)))
    together = made.encode(said, 0)
    alone = np.concatenate([made.encode([text], 0) for text in said])
    assert np.abs(together - alone).max() < 1e-5
    assert np.abs(together - made.encode(said, 5)).max() < 1e-5  # whatever fills up weighs nothing


def test_no_texts_make_no_vectors() -> None:
    assert encoder(weights(KNOWN)).encode([], 0).shape == (0, 32)


def test_checkpoints_that_say_bert_before_each_name_are_the_same() -> None:
    arrays, said = weights(KNOWN), texts(5)
    assert np.array_equal(encoder(arrays).encode(said, 0), encoder(arrays, "bert.").encode(said, 0))


def test_gelu_is_the_one_with_the_error_function() -> None:
    x = np.linspace(-9, 9, 20_001, dtype=np.float32)
    exact = np.array([v * (1 + math.erf(v / math.sqrt(2))) / 2 for v in x.tolist()])
    assert np.abs(gelu(x) - exact).max() < 2e-6
    assert gelu(x).dtype == np.float32


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"encoder.layer.1.output.dense.bias": None}, "has no array 'encoder.layer.1.output.dense.bias'"),
        ({"embeddings.LayerNorm.weight": np.zeros(31)}, r"'embeddings.LayerNorm.weight' is \[31\]"),
        ({"encoder.layer.0.intermediate.dense.weight": np.zeros((32, 64))}, r"is \[32, 64\], .* \[64, 32\]"),
    ],
)
def test_weights_that_do_not_fit_the_sizes_are_named(changed: dict[str, Any], sentence: str) -> None:
    arrays = {name: array for name, array in {**weights(KNOWN), **changed}.items() if array is not None}
    with pytest.raises(ModelUnusable, match=sentence):
        encoder(arrays)
