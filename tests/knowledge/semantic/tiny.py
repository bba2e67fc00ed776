"""A tiny random model on disk, in the files that a real one comes in; and safetensors files of any kind."""

from __future__ import annotations

import hashlib
import json
import random
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

SIZES: dict[str, Any] = {
    "model_type": "bert",
    "vocab_size": 0,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 64,
    "max_position_embeddings": 48,
    "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
}
WORDS = (
    "i want my money back for the order please can you refund return cancel change address delivery new "
    "where is parcel lost late broken damaged item how long does a take it what are your opening hours not "
    "to and of me in on do have with was this that has been wrong paid twice charge card invoice account "
    "password login email forgot reset subscription stop end month plan ? ! . , ' - : ;"
)


def safetensors(header: Mapping[str, Any] | bytes, data: bytes = b"", *, length: int | None = None) -> bytes:
    """The bytes of a file; `length` is what it claims of its header."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


def packed(arrays: Mapping[str, Any], *, kind: str = "<f4") -> bytes:
    """A file with these arrays."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    data: list[bytes] = []
    end = 0
    for name, array in arrays.items():
        integer = np.asarray(array).dtype.kind == "i"
        raw = np.asarray(array).astype("<i8" if integer else kind).tobytes()
        dtype = "I64" if integer else {"<f4": "F32", "<f2": "F16", "<f8": "F64"}[kind]
        header[name] = {
            "dtype": dtype,
            "shape": list(np.shape(array)),
            "data_offsets": [end, end := end + len(raw)],
        }
        data.append(raw)
    written = json.dumps(header).encode()
    return safetensors(written + b" " * (-len(written) % 8), b"".join(data))  # aligned, as checkpoints are


def vocabulary() -> list[str]:
    """About two hundred pieces: the words, every letter and digit, and the same within a word."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    return list(
        dict.fromkeys(
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS.split(), *letters]
            + [f"##{letter}" for letter in letters]
            + ["##s", "##ed", "##ing", "##er"]
        )
    )


def weights(sizes: Mapping[str, Any], *, seed: int = 7, words: float = 1.0) -> dict[str, Any]:
    """Random arrays of a BERT, by the names that checkpoints use.

    Args:
        sizes: As in config.json.
        seed: The same seed, the same arrays.
        words: How far apart the pieces' own vectors are.
    """
    chance = np.random.default_rng(seed)
    width, inner = sizes["hidden_size"], sizes["intermediate_size"]

    def around(*shape: int, spread: float = 0.15, middle: float = 0.0) -> Any:
        return (middle + chance.normal(size=shape) * spread).astype(np.float32)

    made = {
        "embeddings.position_ids": np.arange(sizes["max_position_embeddings"])[None],
        "embeddings.word_embeddings.weight": around(sizes["vocab_size"], width, spread=words),
        "embeddings.position_embeddings.weight": around(sizes["max_position_embeddings"], width),
        "embeddings.token_type_embeddings.weight": around(sizes["type_vocab_size"], width),
        "embeddings.LayerNorm.weight": around(width, middle=1.0),
        "embeddings.LayerNorm.bias": around(width),
    }
    for layer in range(sizes["num_hidden_layers"]):
        shapes = {
            **{f"attention.self.{name}": (width, width) for name in ("query", "key", "value")},
            "attention.output.dense": (width, width),
            "intermediate.dense": (inner, width),
            "output.dense": (width, inner),
        }
        for name, shape in shapes.items():
            made[f"encoder.layer.{layer}.{name}.weight"] = around(*shape)
            made[f"encoder.layer.{layer}.{name}.bias"] = around(shape[0])
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            made[f"encoder.layer.{layer}.{name}.weight"] = around(width, middle=1.0)
            made[f"encoder.layer.{layer}.{name}.bias"] = around(width)
    return made


def write_model(
    folder: Path, *, seed: int = 7, kind: str = "<f4", prefix: str = "", words: float = 1.0, **changed: Any
) -> str:
    """Writes config.json, vocab.txt and model.safetensors, and returns the SHA-256 of the last.

    Args:
        folder: Made if it is not there.
        seed: Of the weights.
        kind: Of the numbers in the file.
        prefix: Before the arrays' names.
        words: How far apart the pieces' own vectors are.
        changed: Sizes other than SIZES.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pieces = vocabulary()
    sizes = {**SIZES, "vocab_size": len(pieces), **changed}
    (folder / "config.json").write_text(json.dumps(sizes))
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n")
    arrays = {prefix + name: array for name, array in weights(sizes, seed=seed, words=words).items()}
    raw = packed(arrays, kind=kind)
    (folder / "model.safetensors").write_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


def sentences(count: int, *, seed: int = 3) -> list[str]:
    """Random texts of the vocabulary's words, of different lengths."""
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS.split(), k=chance.randint(1, 14))) for _ in range(count)]
