"""The forward pass of a BERT: pieces of texts become one vector of length 1 per text.

Source: Devlin et al. 2018 (arxiv.org/abs/1810.04805); mean pooling as sentence-transformers does it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bridge.knowledge.semantic.safetensors import Tensors
from bridge.knowledge.semantic.sizes import Sizes

Floats: TypeAlias = NDArray[np.float32]

BATCH = 512
"""Pieces computed at once, padding included: more would cost memory and save no time."""
_FAR = np.float32(-1e9)
"""Added to what padding would weigh, so that it weighs nothing."""


@dataclass(frozen=True, slots=True)
class _Linear:
    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        made: Floats = x @ self.weight.T
        made += self.bias
        return made


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Floats
    bias: Floats
    epsilon: np.float32

    def __call__(self, x: Floats) -> Floats:
        around: Floats = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(around).mean(axis=-1, keepdims=True) + self.epsilon)
        around /= spread
        around *= self.weight
        around += self.bias
        return around


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    query: _Linear
    key: _Linear
    value: _Linear
    attended: _Linear
    attended_norm: _Norm
    inner: _Linear
    outer: _Linear
    outer_norm: _Norm


class Encoder:
    """Holds the weights; changes nothing, so several threads may use it at once.

    Args:
        sizes: Of the model.
        tensors: Its arrays, with or without the `bert.` that some checkpoints put before each name.

    Raises:
        ModelUnusable: An array is missing or has another shape.
    """

    def __init__(self, sizes: Sizes, tensors: Tensors) -> None:
        self.sizes = sizes
        self._tensors = tensors
        self._prefix = "bert." if "bert.embeddings.word_embeddings.weight" in tensors else ""
        width, inner = sizes.hidden_size, sizes.intermediate_size
        self._words = self._array("embeddings.word_embeddings", (sizes.vocab_size, width))
        self._places = self._array("embeddings.position_embeddings", (sizes.max_position_embeddings, width))
        self._kind = self._array("embeddings.token_type_embeddings", (sizes.type_vocab_size, width))[0]
        self._norm = self._normal("embeddings.LayerNorm")
        self._layers = [
            _Layer(
                query=self._linear(f"{name}.attention.self.query", width, width),
                key=self._linear(f"{name}.attention.self.key", width, width),
                value=self._linear(f"{name}.attention.self.value", width, width),
                attended=self._linear(f"{name}.attention.output.dense", width, width),
                attended_norm=self._normal(f"{name}.attention.output.LayerNorm"),
                inner=self._linear(f"{name}.intermediate.dense", inner, width),
                outer=self._linear(f"{name}.output.dense", width, inner),
                outer_norm=self._normal(f"{name}.output.LayerNorm"),
            )
            for name in (f"encoder.layer.{number}" for number in range(sizes.num_hidden_layers))
        ]

    def encode(self, texts: Sequence[Sequence[int]], padding: int) -> Floats:
        """One row of length 1 per text, in the texts' order.

        Args:
            texts: The numbers of the pieces of each, at least one, at most as many as the model has places.
            padding: The number that fills a shorter text up.
        """
        made = np.empty((len(texts), self.sizes.hidden_size), np.float32)
        for rows in _batches([len(text) for text in texts]):
            longest = len(texts[rows[-1]])
            numbers = np.full((len(rows), longest), padding, np.intp)
            for line, row in enumerate(rows):
                numbers[line, : len(texts[row])] = texts[row]
            lengths = np.array([len(texts[row]) for row in rows])
            made[rows] = self._forward(numbers, np.arange(longest) < lengths[:, None])
        return made

    def _forward(self, numbers: NDArray[np.intp], is_said: NDArray[np.bool_]) -> Floats:
        """Embeds, lets every piece look at every other, and takes the mean of what is no padding."""
        x = self._norm(self._words[numbers] + self._places[: numbers.shape[1]] + self._kind)
        bias = np.where(is_said, np.float32(0), _FAR)[:, None, None, :]
        for layer in self._layers:
            x = layer.attended_norm(x + layer.attended(self._attention(layer, x, bias)))
            x = layer.outer_norm(x + layer.outer(gelu(layer.inner(x))))
        said = is_said[:, :, None].astype(np.float32)
        mean = (x * said).sum(axis=1) / said.sum(axis=1)
        length = np.linalg.norm(mean, axis=1, keepdims=True)
        return np.asarray(mean / np.maximum(length, np.float32(1e-12)), np.float32)

    def _attention(self, layer: _Layer, x: Floats, bias: Floats) -> Floats:
        texts, pieces, width = x.shape
        heads = self.sizes.num_attention_heads

        def split(y: Floats) -> Floats:
            return y.reshape(texts, pieces, heads, width // heads).transpose(0, 2, 1, 3)

        weights: Floats = split(layer.query(x)) @ split(layer.key(x)).swapaxes(-1, -2)
        weights *= np.float32(1 / math.sqrt(width // heads))
        weights += bias
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        seen: Floats = weights @ split(layer.value(x))
        return seen.transpose(0, 2, 1, 3).reshape(texts, pieces, width)

    def _linear(self, name: str, rows: int, columns: int) -> _Linear:
        weight = self._array(name, (rows, columns))
        return _Linear(weight, self._tensors.array(f"{self._prefix}{name}.bias", (rows,)))

    def _normal(self, name: str) -> _Norm:
        width = (self.sizes.hidden_size,)
        bias = self._tensors.array(f"{self._prefix}{name}.bias", width)
        return _Norm(self._array(name, width), bias, np.float32(self.sizes.layer_norm_eps))

    def _array(self, name: str, shape: tuple[int, ...]) -> Floats:
        return self._tensors.array(f"{self._prefix}{name}.weight", shape)


def gelu(x: Floats) -> Floats:
    """`x` times the share of the normal distribution below it.

    numpy has no error function; this one is off by 1.5e-7 at most, which is what float32 keeps anyway.
    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
    """
    root: Floats = np.abs(x) * np.float32(math.sqrt(0.5))
    t: Floats = np.float32(1) / (np.float32(1) + np.float32(0.3275911) * root)
    tail: Floats = t * np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(factor)
        tail *= t
    np.square(root, out=root)
    np.negative(root, out=root)
    tail *= np.exp(root, out=root)  # 1 - erf(|x| / √2)
    share: Floats = np.where(x < 0, tail, 2 - tail)
    share *= x
    share *= np.float32(0.5)
    return share


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows to compute together, the shortest first, so that little is padded."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
